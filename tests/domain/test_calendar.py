"""The frozen rest days: against the worked counts, the ``holidays`` package, and an administrator's changes."""

from datetime import date, timedelta

import holidays
import pytest

from tests.marks import rule
from zgoda.domain import calendar as calendars
from zgoda.domain.calendar import NoCalendar, frozen_calendar
from zgoda.domain.rest_days import TABLES

COUNTRIES = ("PL", "CZ", "SK", "HU")

EXPLAINED_DIFFERENCES: dict[tuple[str, date], str] = {}
"""Where we differ from the package on purpose: country and date, with the reason. Today we agree everywhere."""


@rule("S0-11")
@pytest.mark.parametrize("country", COUNTRIES)
def test_the_frozen_rest_days_agree_with_the_holidays_package(country: str) -> None:
    ours = set(frozen_calendar(country).rest_days)
    theirs = set(holidays.country_holidays(country, years=range(2024, 2031)))
    unexplained = {day for day in ours ^ theirs if (country, day) not in EXPLAINED_DIFFERENCES}
    assert unexplained == set()


@rule("S0-11")
@pytest.mark.parametrize(
    ("country", "year", "weekday_holidays", "business_days"),
    [
        ("PL", 2025, 10, 251),
        ("PL", 2026, 8, 253),
        ("PL", 2027, 8, 253),
        ("CZ", 2025, 10, 251),
        ("CZ", 2026, 11, 250),
        ("CZ", 2027, 9, 252),
        ("SK", 2025, 11, 250),
        ("SK", 2026, 7, 254),
        ("SK", 2027, 8, 253),
        ("HU", 2025, 12, 249),
        ("HU", 2026, 11, 250),
        ("HU", 2027, 8, 253),
    ],
)
def test_each_year_has_the_counted_weekday_holidays(
    country: str, year: int, weekday_holidays: int, business_days: int
) -> None:
    found = frozen_calendar(country)
    assert sum(day.year == year and day.isoweekday() < 6 for day in found.rest_days) == weekday_holidays
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    assert sum(day.year == year and found.is_business_day(day) for day in days) == business_days


@rule("S0-11")
@pytest.mark.parametrize(
    ("country", "day", "working"),
    [
        ("PL", date(2024, 12, 24), True),
        ("PL", date(2025, 12, 24), False),
        ("PL", date(2026, 4, 3), True),
        ("SK", date(2026, 5, 8), True),
        ("SK", date(2027, 9, 15), False),
        ("SK", date(2025, 11, 17), True),
        ("SK", date(2026, 10, 28), True),
        ("HU", date(2026, 8, 21), False),
        ("HU", date(2027, 12, 24), False),
        ("HU", date(2026, 1, 10), False),
    ],
)
def test_changes_of_law_are_in_the_tables(country: str, day: date, working: bool) -> None:
    assert frozen_calendar(country).is_business_day(day) is working


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_table_covers_2024_to_2030_and_names_its_sources(country: str) -> None:
    table = TABLES[country]
    assert table.years == frozenset(range(2024, 2031)) == {rest.day.year for rest in table.days}
    assert all(rest.name and rest.source for rest in table.days)
    assert len({rest.day for rest in table.days}) == len(table.days)
    assert [rest.day for rest in table.days] == sorted(rest.day for rest in table.days)


def test_transferred_days_are_flagged_and_only_hungary_has_them() -> None:
    flagged = {(country, rest.day) for country in COUNTRIES for rest in TABLES[country].days if rest.transferred}
    assert {country for country, _ in flagged} == {"HU"}
    assert {day for _, day in flagged if day.year in {2025, 2026}} == {
        date(2025, 5, 2),
        date(2025, 10, 24),
        date(2025, 12, 24),
        date(2026, 1, 2),
        date(2026, 8, 21),
    }


def test_years_without_published_law_are_provisional() -> None:
    assert frozen_calendar("HU").provisional_years == {2027, 2028, 2029, 2030}
    for country in ("PL", "CZ", "SK"):
        assert frozen_calendar(country).provisional_years == {2028, 2029, 2030}


def test_a_weekend_of_an_unknown_year_is_unknown_too() -> None:
    with pytest.raises(NoCalendar, match="2031"):
        frozen_calendar("PL").is_business_day(date(2031, 1, 4))


def test_an_administrator_adds_and_removes_rest_days_and_confirms_a_year() -> None:
    changed = calendars.with_changes(
        frozen_calendar("HU"),
        added={date(2027, 5, 3): "Rest day by decree"},
        removed=[date(2027, 12, 24)],
        id="HU@edited-1",
        confirmed_years=[2027],
    )
    assert not changed.is_business_day(date(2027, 5, 3))
    assert changed.is_business_day(date(2027, 12, 24))
    assert changed.id == "HU@edited-1"
    assert changed.provisional_years == {2028, 2029, 2030}
    assert frozen_calendar("HU").is_business_day(date(2027, 5, 3)), "the frozen calendar itself never changes"


def test_confirming_an_unknown_year_makes_it_known() -> None:
    changed = calendars.with_changes(
        frozen_calendar("PL"), {date(2031, 1, 1): "New Year's Day"}, (), "PL@edited-2", confirmed_years=[2031]
    )
    assert not changed.is_business_day(date(2031, 1, 1))
    assert changed.is_business_day(date(2031, 1, 2))


def test_weekends_alone_stand_in_for_an_unknown_year_only() -> None:
    filled = calendars.weekends_only(frozen_calendar("PL"), (2030, 2031))
    assert not filled.is_business_day(date(2030, 12, 25))
    assert filled.is_business_day(date(2031, 1, 1))
    assert not filled.is_business_day(date(2031, 1, 4))
    assert {2030, 2031} <= filled.provisional_years
