"""Whose working hours count, and whether they are open: rows as the arithmetic of `domain.working_hours` takes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zgoda.desk.house.models import House
from zgoda.desk.store.models import Shop
from zgoda.desk.work.models import Team
from zgoda.domain.calendar import frozen_calendar
from zgoda.domain.markets import market
from zgoda.domain.working_hours import WorkingHours, in_order
from zgoda.engine.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Rules:
    """Working hours with the targets that run in them."""

    market: str
    hours: WorkingHours
    first: timedelta | None
    next: timedelta | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules of a whole shop: of teams with their own, and under None of everybody else."""

    by_team: Mapping[int | None, Rules]

    def rules_for(self, team_id: int | None) -> Rules | None:
        return self.by_team.get(team_id) or self.by_team.get(None)

    @property
    def has_targets(self) -> bool:
        return any(rules.first or rules.next for rules in self.by_team.values())


def is_working_time(team_or_shop: Team | Shop, now: datetime) -> bool:
    """Whether somebody of the team, or of the shop, is at work. A team without hours of its own has the shop's; a shop
    without any is never closed. One query."""
    is_team = isinstance(team_or_shop, Team)
    shop_id = team_or_shop.shop_id if isinstance(team_or_shop, Team) else team_or_shop.pk
    rules = plan_of(shop_id).rules_for(team_or_shop.pk if is_team else None)
    return rules is None or rules.hours.is_open(now)


def plan_of(shop_id: int) -> Plan:
    """What is in force. One query."""
    return plan_from(_ROWS(shop_id))


def plan_from(rows: Iterable[House]) -> Plan:
    """A team's missing target is the shop's."""
    own = {row.team_id: row for row in rows}
    shop = own.get(None)
    return Plan({team_id: _rules(row, shop or row) for team_id, row in own.items()})


def hours_of(row: House) -> WorkingHours:
    where = market(row.market)
    return WorkingHours(
        zone=where.zone,
        calendar=frozen_calendar(where.country),
        week=tuple(in_order((begin, end) for begin, end in day) for day in row.week),
        free_days=frozenset(map(date.fromisoformat, row.free_days)),
    )


def _rules(row: House, shop: House) -> Rules:
    first, following = row.first_minutes or shop.first_minutes, row.next_minutes or shop.next_minutes
    return Rules(
        row.market,
        hours_of(row),
        timedelta(minutes=first) if first else None,
        timedelta(minutes=following) if following else None,
    )


_ROWS: Prepared[House] = Prepared(lambda shop_id: House.objects.filter(shop_id=shop_id).order_by("pk"), int)
