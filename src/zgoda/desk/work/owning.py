"""Whose a macro or a saved view is: a member's alone, a team's, or the whole shop's."""

from typing import Protocol

from django.db.models import Q

from zgoda.desk.store.models import Member
from zgoda.desk.work.models import Team
from zgoda.look.numbers import whole

SHOP = "shop"


class Owned(Protocol):
    """A row with an owner or a team, or neither: the shop's."""

    owner_id: int | None
    team_id: int | None


def usable(member: Member) -> Q:
    """One's own, those of one's teams, and the shop's."""
    teams = Q(team__in=Team.objects.filter(members=member))
    return Q(shop_id=member.shop_id) & (Q(owner=None, team=None) | Q(owner=member) | teams)


def seen(member: Member) -> Q:
    """For the pages where they are kept: whoever runs the shop sees those of all teams too."""
    return usable(member) | Q(shop_id=member.shop_id, owner=None) if member.may_connect else usable(member)


def may_change(row: Owned, member: Member) -> bool:
    """Asked of what one sees. A team's belong to all of it who may write; the shop's to whoever runs the shop."""
    if row.owner_id is not None:
        return row.owner_id == member.pk
    return member.may_connect or (row.team_id is not None and member.may_write)


def teams_of(member: Member) -> list[tuple[str, str]]:
    """Value and name of the teams one may keep something for: one's own, or all of the shop."""
    rows = Team.objects.filter(shop_id=member.shop_id)
    if not member.may_connect:
        rows = rows.filter(members=member) if member.may_write else rows.none()
    return [(f"t{pk}", name) for pk, name in rows.values_list("pk", "name")]


def chosen(member: Member, whose: str) -> dict[str, int | None]:
    """The columns for ``shop``, ``t3`` or oneself; what one may not choose is one's own."""
    if whose == SHOP and member.may_connect:
        return {"owner_id": None, "team_id": None}
    if whose in dict(teams_of(member)):
        return {"owner_id": None, "team_id": whole(whose[1:])}
    return {"owner_id": member.pk, "team_id": None}
