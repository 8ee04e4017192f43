"""Working hours: held by examples, and by a second clock that looks at its watch every minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.second_clock import ZONES, rest_days
from zgoda.domain.calendar import frozen_calendar
from zgoda.domain.markets import market
from zgoda.domain.reckoning import StepCode
from zgoda.domain.working_hours import (
    Opening,
    WorkingHours,
    add_working_time,
    explain_working_time,
    in_order,
    working_time_between,
)

MINUTE = timedelta(minutes=1)
OFFICE = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))
WEEK = (OFFICE,) * 5 + ((), ())
FEW_DAYS = 3 * 24 * 60
Week = tuple[tuple[Opening, ...], ...]


def hours(week: Week = WEEK, where: str = "pl", free: frozenset[date] = frozenset()) -> WorkingHours:
    return WorkingHours(market(where).zone, frozen_calendar(market(where).country), week, free)


def at(local: str, where: str = "pl") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=market(where).zone)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        pytest.param("2026-11-23 10:00", 1, "2026-11-23 11:00", id="inside"),
        pytest.param("2026-11-23 10:00", 4, "2026-11-23 15:00", id="over the break"),
        pytest.param("2026-11-23 16:00", 4, "2026-11-24 12:00", id="over the night; full as the break begins"),
        pytest.param("2026-11-23 12:30", 1, "2026-11-23 14:00", id="begun in the break"),
        pytest.param("2026-11-23 10:00", 6, "2026-11-23 17:00", id="full at closing is due at closing"),
        pytest.param("2026-11-20 16:30", 1, "2026-11-23 09:30", id="over the weekend"),
        pytest.param("2026-11-10 16:00", 2, "2026-11-12 10:00", id="11 November is a rest day"),
        pytest.param("2026-12-30 16:00", 2, "2027-01-04 10:00", id="a free day of the shop's own, New Year, weekend"),
    ],
)
def test_counts_working_hours_only(start: str, length: int, due: str) -> None:
    house = hours(free=frozenset({date(2026, 12, 31)}))
    assert add_working_time(at(start), timedelta(hours=length), house) == at(due)
    assert working_time_between(at(start), at(due), house) == timedelta(hours=length)


def test_a_shop_of_another_market_has_its_zone_and_rest_days() -> None:
    friday = "2026-04-02 16:30"
    assert add_working_time(at(friday), timedelta(hours=1), hours()) == at("2026-04-03 09:30")
    assert add_working_time(at(friday, "cz"), timedelta(hours=1), hours(where="cz")) == at("2026-04-07 09:30", "cz")


def test_says_each_day_it_counts_and_why_it_skips_others() -> None:
    house = hours(free=frozenset({date(2026, 11, 12)}))
    reckoning = explain_working_time(at("2026-11-06 16:00"), timedelta(hours=9), house)
    assert reckoning is not None
    told = [(step.code, step.day and step.day.day, step.length) for step in reckoning.steps[1:-1]]
    hour = timedelta(hours=1)
    assert told == [
        (StepCode.COUNTED, 6, hour),
        (StepCode.CLOSED_DAY, 7, None),
        (StepCode.CLOSED_DAY, 8, None),
        (StepCode.COUNTED, 9, 7 * hour),
        (StepCode.COUNTED, 10, hour),
    ]
    later = explain_working_time(at("2026-11-10 16:00"), 2 * hour, house)
    assert later is not None
    assert [step.code for step in later.steps[1:-1]] == [
        StepCode.COUNTED,
        StepCode.REST_DAY,
        StepCode.OWN_FREE_DAY,
        StepCode.COUNTED,
    ]


def test_hours_that_never_open_give_no_due_time() -> None:
    assert add_working_time(at("2026-11-23 10:00"), MINUTE, hours(((),) * 7)) is None


def test_an_instant_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        add_working_time(datetime(2026, 11, 23, 10), MINUTE, hours())  # noqa: DTZ001 - what is refused


def test_open_times_that_touch_are_one() -> None:
    assert in_order([(600, 660), (540, 600), (700, 700), (650, 680)]) == ((540, 680),)


def opens_at(minute: datetime, week: Week, where: str, free: frozenset[date]) -> bool:
    """The watch: is the door open during the minute that begins now?"""
    local = minute.astimezone(ZoneInfo(ZONES[where]))
    if local.date() in free or local.date() in rest_days(where):
        return False
    return any(begin <= local.hour * 60 + local.minute < end for begin, end in week[local.weekday()])


def slow_due(start: datetime, minutes: int, week: Week, where: str, free: frozenset[date]) -> datetime | None:
    """A minute at a time for a few days; None when it is not full by then."""
    for number in range(FEW_DAYS):
        minute = start + number * MINUTE
        minutes -= opens_at(minute, week, where, free)
        if minutes == 0:
            return minute + MINUTE
    return None


quarters = st.tuples(st.integers(0, 96), st.integers(0, 96)).map(lambda two: (15 * min(two), 15 * max(two)))
weeks = st.lists(st.lists(quarters, max_size=3).map(in_order), min_size=7, max_size=7).map(tuple)
odd_days = st.sampled_from(["2026-03-28", "2026-03-29", "2026-10-25", "2026-12-23", "2026-04-30", "2027-01-04"])
starts = st.builds(
    lambda day, minutes: datetime.fromisoformat(day).replace(tzinfo=UTC) + minutes * MINUTE,
    odd_days,
    st.integers(-300, 1500),
)


@settings(max_examples=30)
@given(start=starts, minutes=st.integers(1, 900), week=weeks, where=st.sampled_from(sorted(ZONES)), free=st.booleans())
def test_agrees_with_a_watch_over_clock_changes_and_rest_days(
    start: datetime, minutes: int, week: Week, where: str, free: bool
) -> None:
    days = frozenset({(start + timedelta(days=1)).date()} if free else ())
    house = hours(week, where, days)
    due, seen = add_working_time(start, minutes * MINUTE, house), slow_due(start, minutes, week, where, days)
    if seen is None:
        assert due is None or due > start + FEW_DAYS * MINUTE
        return
    assert due == seen
    assert working_time_between(start, seen, house) == minutes * MINUTE
    assert house.is_open(seen - MINUTE)
    told = explain_working_time(start, minutes * MINUTE, house)
    assert told is not None
    counted = (step.length for step in told.steps if step.code is StepCode.COUNTED and step.length)
    assert sum(counted, timedelta(0)) == minutes * MINUTE
    assert add_working_time(start + timedelta(seconds=30), minutes * MINUTE, house) >= due  # type: ignore[operator]
