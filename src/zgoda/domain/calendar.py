"""Calendars of rest days: which local dates are business days, and which years are known at all (S0-11, C-25)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from zgoda.domain.rest_days import SNAPSHOT, TABLES

ONE_DAY = timedelta(days=1)
SATURDAY = 5
WEEKENDS = "+weekends"
"""Ends the id of a calendar in which weekends stand in for years without data."""


class NoCalendar(LookupError):
    """A computation touched a year whose rest days are unknown: "no data" is never "no holidays" (D.7)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no calendar of rest days for {year}")
        self.year = year


@dataclass(frozen=True)
class Calendar:
    """The rest days of one country. ``rest_days`` maps a local date to its name; weekends need no entry.

    ``id`` names the snapshot and is stored beside every due instant. Years outside ``years`` raise ``NoCalendar``.
    """

    id: str
    country: str
    rest_days: Mapping[date, str] = field(hash=False)
    years: frozenset[int]
    provisional_years: frozenset[int]

    def is_business_day(self, day: date) -> bool:
        """S0-11: not a Saturday, not a Sunday and not a rest day.

        Transferred rest days are rest days; the Saturdays worked in exchange stay Saturdays (C-25).
        """
        if day.year not in self.years:
            raise NoCalendar(day.year)
        return day.weekday() < SATURDAY and day not in self.rest_days

    def next_business_day(self, day: date) -> date:
        """The first business day after ``day``."""
        day += ONE_DAY
        while not self.is_business_day(day):
            day += ONE_DAY
        return day

    def first_business_day(self, day: date) -> date:
        """``day`` itself when it is a business day, otherwise the next one."""
        return day if self.is_business_day(day) else self.next_business_day(day)

    def is_provisional(self, first: date, last: date) -> bool:
        """G-13: whether any year from ``first`` to ``last`` has rest days that the law may still change."""
        return any(year in self.provisional_years for year in range(first.year, last.year + 1))


@cache
def frozen_calendar(country: str) -> Calendar:
    """The calendar shipped with the product for PL, CZ, SK or HU (C-25, D.5); ``KeyError`` otherwise."""
    table = TABLES[country]
    return Calendar(
        id=f"{country}@{SNAPSHOT}",
        country=country,
        rest_days=MappingProxyType({rest.day: rest.name for rest in table.days}),
        years=table.years,
        provisional_years=table.provisional_years,
    )


def with_changes(
    calendar: Calendar,
    added: Mapping[date, str],
    removed: Iterable[date],
    id: str,  # noqa: A002 -- the field's own name
    confirmed_years: Iterable[int] = (),
) -> Calendar:
    """An administrator's edition (D.7): rest days added and removed, years confirmed when their law is out (G-13).

    A confirmed year that was unknown becomes known. Instants already computed stay as they are (D.1).
    """
    gone = frozenset(removed)
    days = {day: name for day, name in calendar.rest_days.items() if day not in gone} | dict(added)
    confirmed = frozenset(confirmed_years)
    return replace(
        calendar,
        id=id,
        rest_days=MappingProxyType(dict(sorted(days.items()))),
        years=calendar.years | confirmed,
        provisional_years=calendar.provisional_years - confirmed,
    )


def weekends_only(calendar: Calendar, years: Iterable[int]) -> Calendar:
    """The same calendar with unknown ``years`` filled by weekends alone, all of them provisional.

    Only for what must not be refused, a buyer's opening; whoever uses it marks the result (G-13).
    """
    missing = frozenset(years) - calendar.years
    return replace(
        calendar,
        id=f"{calendar.id}{WEEKENDS}",
        years=calendar.years | missing,
        provisional_years=calendar.provisional_years | missing,
    )
