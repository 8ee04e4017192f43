"""Words for roles, for what is refused among the members, for what they are told of, and for what became of letters."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.desk.people.invitations import Why as NotInvited
from zgoda.desk.people.models import DeskLetter
from zgoda.desk.store.models import MemberRole
from zgoda.domain.members import ShopRole
from zgoda.domain.members import Why as NotChanged
from zgoda.domain.notices import Event
from zgoda.engine.mailing.sending import State

_MAY = {
    ShopRole.OWNER: gettext_lazy("everything, and makes others owners"),
    ShopRole.ADMIN: gettext_lazy("everything but owners: connections, settings, members, exports"),
    ShopRole.AGENT: gettext_lazy("writes to buyers and keeps customers' records"),
    ShopRole.READONLY: gettext_lazy("sees everything of the shop's cases and sends nothing"),
}

NOTICES = {
    Event.NOT_SENT: gettext_lazy("something I wrote was not sent or is held"),
    Event.CLOCK_NEAR: gettext_lazy(
        "a deadline or a target of the shop is near (whom it warns and how long before, the shop sets)"
    ),
    Event.MENTIONED: gettext_lazy("a colleague names me in an internal comment"),
    Event.CONSENT_ENDED: gettext_lazy("a connection has stopped (owners and administrators)"),
    Event.HANDED_BACK: gettext_lazy("the Warehouse hands a case to us"),
    Event.ESCALATED: gettext_lazy("a rule of the shop wants me to look at a case"),
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


def notice(event: Event) -> str:
    """When somebody is told, as the end of a sentence."""
    return str(NOTICES[event])


def letter_of_notice(letter: DeskLetter | None) -> str:
    """What has to be known of a notice's letter; empty while all is well, and where none was wanted."""
    if letter is None or letter.state == State.SENT:
        return ""
    if letter.state == State.PERHAPS:
        return _("The letter about it was perhaps sent: the mail server did not say.")
    if letter.state == State.FAILED:
        return _("The letter about it was not sent: %(reason)s.") % {"reason": letter.reason}
    return ""


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
