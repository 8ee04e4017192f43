"""The law in force: frozen calendars and dated layers, with what administrators changed on top (C.0, C-25, P-46).

Openings ask `law_now`; a case under way is judged by `law_of`, which brings back the rule set it is pinned
to (C.0 point 3). Changes are few and read often, so each process keeps them for `FRESH_SECONDS`.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Protocol

from django.db import transaction

from zgoda.accounts.models import User
from zgoda.centre.store.models import CalendarChange, CalendarChangeKind, LawChange, LawChangeKind
from zgoda.domain.calendar import WEEKENDS, Calendar, frozen_calendar, with_changes
from zgoda.domain.discussion import Discussion
from zgoda.domain.law import Law
from zgoda.domain.markets import Market, market
from zgoda.domain.purchase import Purchase
from zgoda.domain.rest_days import TABLES
from zgoda.domain.rule_sets import HolidayCalendar, RuleSet, rule_set, rule_set_at, seed_with

FRESH_SECONDS = 1.0

Base = Literal["current", "seed"]


class Pinned(Protocol):
    """A case of any kind: it keeps the rule set it was opened under (C.0 point 3)."""

    @property
    def rule_set(self) -> str: ...

    @property
    def purchase(self) -> Purchase: ...


@dataclass(frozen=True)
class _Changes:
    """Every change as read at one moment: calendars and their history by country, choices by market id.

    ``editions`` are the earlier calendars that somebody asked for meanwhile, by their id.
    """

    calendars: Mapping[str, Calendar]
    history: Mapping[str, Sequence[CalendarChange]]
    choices: Mapping[str, Mapping[tuple[str, str], str]]
    editions: dict[str, Calendar] = field(default_factory=dict)


class _Cached:
    changes: _Changes | None = None
    until = 0.0


def law_now(market_name: str, now: datetime, *, seller_id: int | None = None) -> Law:
    """What a Discussion opened now is pinned to. ``seller_id`` matters where the seller's calendar counts."""
    where = market(market_name)
    return _law(_rules_now(where, now), where, seller_id)


def law_of(case: Pinned) -> Law:
    """The law of a case: its pinned rule set, with today's edition of its calendar for what is computed today."""
    return _law(rule_set(case.rule_set), market(case.purchase.market), case.purchase.seller_id)


def as_reckoned(case: Discussion, law: Law) -> Law:
    """``law`` with the calendar as it was when the case's clocks were reckoned, to say *why then* (D.1, G-13).

    Where that edition cannot be built any more, because the product ships other tables now, today's stays.
    """
    edition = _edition_named(case.deadlines.calendar_id, law.calendar)
    return law if edition is None else replace(law, calendar=edition)


def calendar_of(market_name: str) -> Calendar:
    """The rest days of a marketplace's country with the administrators' changes."""
    return _calendar(market(market_name).country)


def change_calendar(
    country: str, day: date, kind: CalendarChangeKind, *, by: User | None, at: datetime, why: str, name: str = ""
) -> None:
    """Add or remove a rest day, or confirm the year of ``day``. Instants already computed stay (D.1)."""
    CalendarChange.objects.create(country=country, day=day, kind=kind, name=name, by=by, at=at, why=why)
    transaction.on_commit(forget)
    forget()


def choose(
    market_name: str, kind: LawChangeKind, name: str, value: str, *, by: User | None, at: datetime, why: str
) -> None:
    """Choose a base (``seed``/``current``), force a layer (``on``/``off``) or set a switch; "" for the default.

    Cases already open keep their rule set. Raises ``UnknownRuleSet`` where the choice makes no rule set.
    """
    where = market(market_name)
    with transaction.atomic():
        LawChange.objects.create(market=where.id, kind=kind, name=name, value=value, by=by, at=at, why=why)
        forget()
        _rules_now(where, at)
    transaction.on_commit(forget)


def choices(market_name: str) -> Mapping[tuple[str, str], str]:
    """(kind, name) → value of everything an administrator set for the market and did not take back."""
    return _changes().choices.get(market(market_name).id, {})


def forget() -> None:
    """Read the changes again at the next question."""
    _Cached.changes = None


def _rules_now(where: Market, now: datetime) -> RuleSet:
    chosen = choices(where.id)
    forced = {name: value == "on" for (kind, name), value in chosen.items() if kind == LawChangeKind.LAYER}
    switches = {name: value for (kind, name), value in chosen.items() if kind == LawChangeKind.SWITCH}
    if chosen.get((LawChangeKind.BASE, "")) == "seed":
        return seed_with(forced, switches)
    return rule_set_at(now, where, forced, switches)


def _law(rules: RuleSet, where: Market, seller_id: int | None) -> Law:
    country = where.country
    if rules.holiday_calendar is HolidayCalendar.SELLER and seller_id is not None:
        home = User.objects.filter(pk=seller_id).values_list("market", flat=True).first()
        country = market(home).country if home else country
    return Law(rules, where, _calendar(country))


def _calendar(country: str) -> Calendar:
    return _changes().calendars.get(country) or frozen_calendar(country)


def _changes() -> _Changes:
    if _Cached.changes is None or time.monotonic() >= _Cached.until:
        history = _read_history()
        calendars = {country: _edition(country, changes) for country, changes in history.items()}
        _Cached.changes = _Changes(calendars, history, _read_choices())
        _Cached.until = time.monotonic() + FRESH_SECONDS
    return _Cached.changes


def _edition_named(name: str, today: Calendar) -> Calendar | None:
    """The edition by the id that ``_edition`` gave it; weekends stand in for an unknown year again by themselves."""
    name = name.removesuffix(WEEKENDS)
    if name == today.id:
        return today
    base, _, last = name.partition("+")
    country = base.partition("@")[0]
    if country not in TABLES or frozen_calendar(country).id != base:
        return None
    if not last:
        return frozen_calendar(country)
    known = _changes()
    until = [change for change in known.history.get(country, ()) if change.pk <= int(last)]
    if name not in known.editions and until:
        known.editions[name] = _edition(country, until)
    return known.editions.get(name)


def _read_history() -> dict[str, list[CalendarChange]]:
    by_country: dict[str, list[CalendarChange]] = {}
    for change in CalendarChange.objects.order_by("id"):
        by_country.setdefault(change.country, []).append(change)
    return by_country


def _edition(country: str, changes: Sequence[CalendarChange]) -> Calendar:
    """The edition's id names its last change, so that a stored due instant says which edition it was."""
    last = {change.day: change for change in changes if change.kind != CalendarChangeKind.CONFIRMED}
    base = frozen_calendar(country)
    return with_changes(
        base,
        {day: change.name for day, change in last.items() if change.kind == CalendarChangeKind.ADDED},
        [day for day, change in last.items() if change.kind == CalendarChangeKind.REMOVED],
        f"{base.id}+{changes[-1].pk}",
        {change.day.year for change in changes if change.kind == CalendarChangeKind.CONFIRMED},
    )


def _read_choices() -> dict[str, dict[tuple[str, str], str]]:
    by_market: dict[str, dict[tuple[str, str], str]] = {}
    for change in LawChange.objects.order_by("id"):
        chosen = by_market.setdefault(change.market, {})
        chosen[change.kind, change.name] = change.value
    return {name: {choice: value for choice, value in chosen.items() if value} for name, chosen in by_market.items()}
