"""Words for roles and for what is refused among the members."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.desk.people.invitations import Why as NotInvited
from zgoda.desk.store.models import MemberRole
from zgoda.domain.members import ShopRole
from zgoda.domain.members import Why as NotChanged

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
