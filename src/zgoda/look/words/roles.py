"""Who acts, in words (rules E.1)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zgoda.domain.actors import Role
from zgoda.look.words import times

_NAMES = {
    Role.BUYER: gettext_lazy("Buyer"),
    Role.SELLER: gettext_lazy("Seller"),
    Role.WAREHOUSE: gettext_lazy("Warehouse"),
    Role.CONSULTANT: gettext_lazy("Consultant"),
    Role.MODERATOR: gettext_lazy("Moderator"),
    Role.HOTLINE: gettext_lazy("Hotline"),
    Role.SYSTEM: gettext_lazy("Marketplace"),
    Role.CARRIER: gettext_lazy("Carrier"),
    Role.PAYMENTS: gettext_lazy("Payment service"),
    Role.ADMIN: gettext_lazy("Administrator"),
    Role.OVERSIGHT: gettext_lazy("Oversight"),
}

_WROTE = {
    Role.BUYER: gettext_lazy("the buyer wrote %(ago)s"),
    Role.SELLER: gettext_lazy("the seller wrote %(ago)s"),
    Role.WAREHOUSE: gettext_lazy("the Warehouse wrote %(ago)s"),
    Role.CONSULTANT: gettext_lazy("the consultant wrote %(ago)s"),
}
"""Whole sentences, because the verb follows the writer in other languages."""

VOICES = {
    Role.BUYER: "buyer",
    Role.SELLER: "seller",
    Role.WAREHOUSE: "warehouse",
    Role.CONSULTANT: "consultant",
    Role.SYSTEM: "platform",
}
"""The voice of `components/case.html` in which an author's message is drawn; "us" is the reader's own side."""


def role_name(role: str) -> str:
    """The role's name; an unknown one is shown as it came."""
    known = _NAMES.get(Role(role)) if role in Role.__members__ else None
    return str(known) if known is not None else role


def author_name(role: str, login: str, *, own: bool = False) -> str:
    """Over a message: "You", a person's login, or the role that speaks."""
    if own:
        return pgettext("author", "You")
    if role == Role.CONSULTANT:
        return _("Consultant of the marketplace")
    return login or role_name(role)


def who_wrote(role: str, at: datetime, now: datetime) -> str:
    """Of a case's last message in a list: by whom it is, and how long ago it came."""
    known = _WROTE.get(Role(role)) if role in Role.__members__ else None
    return (str(known) if known is not None else _("the marketplace wrote %(ago)s")) % {"ago": times.ago(at, now)}


def voice(role: str, *, own: bool = False) -> str:
    """Which voice draws this author's message."""
    return "us" if own else VOICES.get(Role(role), "platform") if role in Role.__members__ else "platform"
