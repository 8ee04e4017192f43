"""Words for roles and for what is refused among the members."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.desk.people.invitations import Why as NotInvited
from zgoda.desk.people.models import DeskLetter
from zgoda.desk.store.models import MemberRole
from zgoda.domain.members import ShopRole
from zgoda.domain.members import Why as NotChanged
from zgoda.engine.mailing.sending import State

_MAY = {
    ShopRole.OWNER: gettext_lazy("everything, and makes others owners"),
    ShopRole.ADMIN: gettext_lazy("everything but owners: connections, settings, members, exports"),
    ShopRole.AGENT: gettext_lazy("writes to buyers and keeps customers' records"),
    ShopRole.READONLY: gettext_lazy("sees everything of the shop's cases and sends nothing"),
}


def role(code: str) -> str:
    return str(MemberRole(code).label)


def role_options(roles: tuple[ShopRole, ...]) -> list[dict[str, str]]:
    return [{"value": one.value, "label": role(one), "hint": str(_MAY[one])} for one in roles]


def not_changed(why: NotChanged) -> str:
    if why is NotChanged.LAST_OWNER:
        return _("A shop keeps at least one owner. Make somebody else an owner first.")
    return _("Only an owner may change an owner or make one.")


def not_invited(why: NotInvited) -> str:
    return {
        NotInvited.NOT_YOURS: _("Only an owner may change an owner or make one."),
        NotInvited.ALREADY_HERE: _("Somebody with this address is a member already."),
        NotInvited.TOO_MANY: _("Too many invitations are waiting. Withdraw some first."),
    }[why]


def letter_of(letter: DeskLetter | None) -> str:
    """What has to be known of an invitation's letter; empty while all is well."""
    if letter is None or letter.state == State.SENT:
        return ""
    if letter.state == State.PERHAPS:
        return _("The letter was perhaps sent: the mail server did not say. If it did not arrive, invite again.")
    if letter.state == State.FAILED:
        said = _("The letter was not sent: %(reason)s. Check the address and invite again.")
        return said % {"reason": letter.reason}
    return _("The mail server has not taken the letter yet; it is tried again.") if letter.reason else ""
