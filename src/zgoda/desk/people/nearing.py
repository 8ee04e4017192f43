"""Which clocks of ours are about to run out, and whom the shop warns: by its own settings, each due time once.

A case's next due time is on its row. Where that is the shop's own target, the marketplace's date behind it is looked at
too, so that a short target never makes the warning of a deadline late.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Max, QuerySet

from zgoda.desk.cases.claims import CLAIM
from zgoda.desk.house.clock import LATE, RUNNING
from zgoda.desk.house.models import Warnings, Whom
from zgoda.desk.store.models import Connection, DeskCase, Lane
from zgoda.desk.work.models import Team, Work

TURNED = timedelta(minutes=1)
"""A server whose clock differs by more, such as a sandbox, is judged by its own time."""


class Near(NamedTuple):
    """``members`` are those meant, None everybody; ``admins_too``: whoever runs the shop besides."""

    case_id: int
    shop_id: int
    due: datetime
    members: frozenset[int] | None
    admins_too: bool


class _Due(NamedTuple):
    """Columns of a case."""

    pk: int
    shop_id: int
    type: str
    next_due: datetime
    next_what: str
    answer_due: datetime | None
    answered_at: datetime | None


def near(now: datetime) -> list[Near]:
    """Cost is what is due within the longest time before that any shop has set."""
    found = [(row, server_now) for server_now, rows in _due(now, _horizon()) for row in rows]
    if not found:
        return []
    shops = Warnings.objects.in_bulk({row.shop_id for row, _now in found})
    whose = _hands([row.pk for row, _now in found])
    warned = []
    for row, server_now in found:
        rules = shops.get(row.shop_id) or Warnings(shop_id=row.shop_id)
        for due, minutes in _clocks(row, rules):
            if server_now < due <= server_now + timedelta(minutes=minutes):
                meant = _meant(rules, whose.get(row.pk))
                warned.append(Near(row.pk, row.shop_id, due, meant, rules.admins_too))
    return warned


def _clocks(row: _Due, rules: Warnings) -> Iterator[tuple[datetime, int]]:
    """Due times of the case, each with how many minutes before it is warned."""
    if row.next_what == LATE:
        return
    is_house = row.next_what in RUNNING
    yield row.next_due, rules.house_minutes if is_house else rules.market_minutes
    if is_house and row.answer_due is not None and (row.answered_at is None or row.type == CLAIM):
        yield row.answer_due, rules.market_minutes


def _horizon() -> timedelta:
    longest = Warnings.objects.aggregate(a=Max("market_minutes"), b=Max("house_minutes"))
    usual = Warnings()
    return timedelta(minutes=max(usual.market_minutes, usual.house_minutes, longest["a"] or 0, longest["b"] or 0))


def _due(now: datetime, horizon: timedelta) -> Iterator[tuple[datetime, Iterable[_Due]]]:
    """What is due within the time, by the instant it is judged by."""
    limit = TURNED // timedelta(milliseconds=1)
    turned = Connection.objects.exclude(clock_offset_ms__range=(-limit, limit)).only("clock_offset_ms")
    own = {row.pk: row.server_now(now) for row in turned}
    yield now, _columns(_between(now, horizon).exclude(connection_id__in=own))
    for pk, server_now in own.items():
        yield server_now, _columns(_between(server_now, horizon).filter(connection_id=pk))


def _between(now: datetime, horizon: timedelta) -> QuerySet[DeskCase]:
    return DeskCase.objects.filter(ended=False, lane=Lane.OURS, next_due__gt=now, next_due__lte=now + horizon)


def _columns(rows: QuerySet[DeskCase]) -> list[_Due]:
    return [_Due._make(row) for row in rows.values_list(*_Due._fields)]


def _hands(case_ids: list[int]) -> Mapping[int, tuple[int | None, frozenset[int]]]:
    """By case: who has it, and the members of its team."""
    rows = list(Work.objects.filter(case_id__in=case_ids).values_list("case_id", "assignee_id", "team_id"))
    teams: dict[int, set[int]] = {}
    in_teams = Team.members.through.objects.filter(team_id__in={row[2] for row in rows if row[2]})
    for team_id, member_id in in_teams.values_list("team_id", "member_id"):
        teams.setdefault(team_id, set()).add(member_id)
    return {case_id: (one, frozenset(teams.get(team_id or 0, ()))) for case_id, one, team_id in rows}


def _meant(rules: Warnings, hands: tuple[int | None, frozenset[int]] | None) -> frozenset[int] | None:
    if hands is None or rules.whom == Whom.EVERYBODY:
        return None
    assignee, team = hands
    one = frozenset({assignee} if assignee else ())
    return (one | team if rules.whom == Whom.TEAM else one or team) or None
