"""The response clock: 24 business hours, held by the worked examples and by a second clock."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain import second_clock
from tests.marks import rule
from zgoda.domain.business_time import (
    add_business_hours,
    business_time_between,
    explain_business_hours,
    explain_business_time_between,
)
from zgoda.domain.calendar import NoCalendar, frozen_calendar
from zgoda.domain.deadlines import missed
from zgoda.domain.markets import MARKETS, Market, market
from zgoda.domain.reckoning import Step, StepCode

WORKED_EXAMPLES = [
    pytest.param("pl", "2025-09-24 10:00:00", "2025-09-25 10:00:00", 24, id="01 ordinary day"),
    pytest.param("pl", "2025-09-26 15:00:00", "2025-09-29 15:00:00", 72, id="02 weekend skipped"),
    pytest.param("pl", "2025-09-26 23:59:59", "2025-09-29 23:59:59", 72, id="03 last second of a business day"),
    pytest.param(
        "pl",
        "2025-09-27 11:20:00",
        "2025-09-30 00:00:00",
        60.67,
        id="04 opened on a non-business day: counts from Monday 00:00",
    ),
    pytest.param("pl", "2025-09-28 23:30:00", "2025-09-30 00:00:00", 24.5, id="05 same, late Sunday"),
    pytest.param(
        "pl", "2025-09-29 00:00:00", "2025-09-30 00:00:00", 24, id="06 exactly at the start of a business day"
    ),
    pytest.param("pl", "2025-11-10 14:00:00", "2025-11-12 14:00:00", 48, id="07 11 Nov (Tue) skipped"),
    pytest.param("pl", "2025-11-11 09:00:00", "2025-11-13 00:00:00", 39, id="08 opened on the holiday itself"),
    pytest.param("pl", "2025-06-18 16:45:00", "2025-06-20 16:45:00", 48, id="09 Corpus Christi Thursday skipped"),
    pytest.param(
        "pl", "2025-06-20 09:00:00", "2025-06-23 09:00:00", 72, id="10 Friday after a Thursday holiday is a normal day"
    ),
    pytest.param(
        "pl",
        "2025-12-23 12:00:00",
        "2025-12-29 12:00:00",
        144,
        id="11 24, 25, 26 Dec, Sat, Sun skipped (24 Dec is a holiday since 2025)",
    ),
    pytest.param("pl", "2025-12-24 08:00:00", "2025-12-30 00:00:00", 136, id="12 opened on 24 Dec"),
    pytest.param(
        "pl", "2026-12-23 17:30:00", "2026-12-28 17:30:00", 120, id="13 24 Thu, 25 Fri, 26 Sat, 27 Sun skipped"
    ),
    pytest.param("pl", "2024-12-23 12:00:00", "2024-12-24 12:00:00", 24, id="14 2024: 24 Dec was still a working day"),
    pytest.param(
        "pl", "2026-04-02 18:00:00", "2026-04-03 18:00:00", 24, id="15 Good Friday is not a holiday in Poland"
    ),
    pytest.param("cz", "2026-04-02 18:00:00", "2026-04-07 18:00:00", 120, id="16 Good Friday and Easter Monday"),
    pytest.param("sk", "2026-04-02 18:00:00", "2026-04-07 18:00:00", 120, id="17 same"),
    pytest.param("hu", "2026-04-02 18:00:00", "2026-04-07 18:00:00", 120, id="18 same"),
    pytest.param("pl", "2026-04-03 10:00:00", "2026-04-07 10:00:00", 96, id="19 Easter Monday only"),
    pytest.param("cz", "2026-04-03 10:00:00", "2026-04-08 00:00:00", 110, id="20 opened on Good Friday in Czechia"),
    pytest.param(
        "pl",
        "2025-04-30 13:00:00",
        "2025-05-02 13:00:00",
        48,
        id="21 1 May; 2 May is a working day; 3 May is a Saturday",
    ),
    pytest.param(
        "hu", "2025-04-30 13:00:00", "2025-05-05 13:00:00", 120, id="22 1 May, transferred rest day 2 May, weekend"
    ),
    pytest.param(
        "pl",
        "2025-03-28 15:00:00",
        "2025-03-31 15:00:00",
        71,
        id="23 spring clock change on Sunday inside the pause: 71 real hours",
    ),
    pytest.param("pl", "2025-10-24 15:00:00", "2025-10-27 15:00:00", 73, id="24 autumn change: 73 real hours"),
    pytest.param(
        "hu",
        "2025-10-22 15:00:00",
        "2025-10-27 15:00:00",
        121,
        id="25 23 Oct, transferred 24 Oct, weekend, autumn change",
    ),
    pytest.param(
        "sk", "2025-10-27 10:00:00", "2025-10-28 10:00:00", 24, id="26 28 Oct is not a rest-day holiday in Slovakia"
    ),
    pytest.param("cz", "2025-10-27 10:00:00", "2025-10-29 10:00:00", 48, id="27 28 Oct is a Czech holiday"),
    pytest.param("cz", "2025-11-14 16:00:00", "2025-11-18 16:00:00", 96, id="28 17 Nov is a Czech holiday (Mon)"),
    pytest.param(
        "sk", "2025-11-14 16:00:00", "2025-11-17 16:00:00", 72, id="29 17 Nov is a working day in Slovakia since 2025"
    ),
    pytest.param(
        "sk", "2026-05-07 09:30:00", "2026-05-08 09:30:00", 24, id="30 8 May is a working day in Slovakia in 2026 only"
    ),
    pytest.param("cz", "2026-05-07 09:30:00", "2026-05-11 09:30:00", 96, id="31 8 May stays a holiday in Czechia"),
    pytest.param(
        "sk", "2026-09-14 12:00:00", "2026-09-15 12:00:00", 24, id="32 15 Sep is a working day in Slovakia in 2026 only"
    ),
    pytest.param("sk", "2025-09-12 12:00:00", "2025-09-16 12:00:00", 96, id="33 15 Sep 2025 (Mon) was a holiday"),
    pytest.param("sk", "2027-09-14 12:00:00", "2027-09-16 12:00:00", 48, id="34 15 Sep 2027 (Wed) is a holiday again"),
    pytest.param("pl", "2025-12-31 20:00:00", "2026-01-02 20:00:00", 48, id="35 1 Jan"),
    pytest.param("hu", "2025-12-31 20:00:00", "2026-01-05 20:00:00", 120, id="36 1 Jan, transferred 2 Jan, weekend"),
    pytest.param("pl", "2026-01-05 08:15:00", "2026-01-07 08:15:00", 48, id="37 6 Jan (Tue)"),
    pytest.param("cz", "2026-01-05 08:15:00", "2026-01-06 08:15:00", 24, id="38 6 Jan is not a holiday in Czechia"),
    pytest.param(
        "hu", "2027-12-23 09:00:00", "2027-12-27 09:00:00", 96, id="39 24 Dec is a public holiday (from 2026)"
    ),
    pytest.param("pl", "2027-10-29 11:11:00", "2027-11-02 11:11:00", 97, id="40 1 Nov (Mon); autumn change on 31 Oct"),
    pytest.param(
        "pl",
        "2025-11-08 15:22:00",
        "2025-11-12 00:00:00",
        80.63,
        id="41 tie rule: counts from Mon 00:00; 24 h are full at Mon 24:00, which is a holiday, so due moves to its end",
    ),
    pytest.param(
        "pl",
        "2025-06-19 11:35:00",
        "2025-06-23 00:00:00",
        84.42,
        id="42 tie rule: opened on Corpus Christi, counts from Fri 00:00; Sat 00:00 moves to Mon 00:00",
    ),
    pytest.param(
        "sk", "2026-01-03 09:00:00", "2026-01-07 00:00:00", 87, id="43 tie rule: Mon 5 Jan full, Tue 6 Jan is a holiday"
    ),
    pytest.param(
        "cz",
        "2025-10-26 13:50:00",
        "2025-10-29 00:00:00",
        58.17,
        id="44 tie rule: Mon 27 Oct full, Tue 28 Oct is a holiday; clock changed that Sunday morning",
    ),
    pytest.param(
        "pl",
        "2025-05-01 13:00:00",
        "2025-05-05 00:00:00",
        83,
        id="45 tie rule: opened on 1 May (Thu), counts from Fri 00:00",
    ),
    pytest.param(
        "pl",
        "2026-01-05 00:00:00",
        "2026-01-07 00:00:00",
        48,
        id="46 tie rule: opened exactly Mon 00:00, Tue 6 Jan is a holiday",
    ),
    pytest.param(
        "pl", "2026-01-04 23:59:59", "2026-01-07 00:00:00", 48, id="47 tie rule: one second earlier, same result"
    ),
]


@rule("S0-09", "S0-10", "S0-11")
@pytest.mark.parametrize(("where", "opened", "due", "real_hours"), WORKED_EXAMPLES)
def test_the_answer_is_due_after_24_business_hours(where: str, opened: str, due: str, real_hours: float) -> None:
    start = local(where, opened)
    result = due_of(market(where), start)
    assert result == local(where, due)
    assert round((result - start).total_seconds() / 3600, 2) == real_hours


@rule("S0-10", "S0-11")
def test_a_second_independent_clock_agrees_on_20000_random_openings() -> None:
    dice = random.Random(20250926)
    first = datetime(2025, 1, 1, tzinfo=UTC)
    seconds = int((datetime(2028, 1, 1, tzinfo=UTC) - first).total_seconds())
    for _ in range(20_000):
        where = dice.choice(("pl", "cz", "sk", "hu"))
        opened = first + timedelta(seconds=dice.randrange(seconds))
        assert due_of(market(where), opened) == second_clock.due(where, opened), (where, opened)


@rule("S0-11")
def test_a_second_clock_agrees_at_every_midnight_of_2026() -> None:
    for where in MARKETS.values():
        for day in range(365):
            opened = datetime(2026, 1, 1, tzinfo=where.zone) + timedelta(days=day)
            assert due_of(where, opened) == second_clock.due(where.code, opened), (where.code, opened)


@rule("S0-09")
def test_an_answer_exactly_at_the_due_instant_is_in_time() -> None:
    due = due_of(market("pl"), local("pl", "2025-09-24 10:00:00"))
    assert not missed(due, due)
    assert missed(due, due + timedelta(milliseconds=1))


def test_clocks_change_only_on_sundays_so_that_wall_time_may_be_added() -> None:
    for where in MARKETS.values():
        for number in range(7 * 366):
            day = datetime(2024, 1, 1, tzinfo=where.zone) + timedelta(days=number)
            following = day + timedelta(days=1)
            if day.utcoffset() != following.utcoffset():
                assert day.isoweekday() == 7, (where.id, day)


def test_a_year_without_calendar_is_an_error_and_never_a_year_without_holidays() -> None:
    with pytest.raises(NoCalendar) as error:
        due_of(market("pl"), datetime(2031, 3, 3, 12, tzinfo=UTC))
    assert error.value.year == 2031
    with pytest.raises(NoCalendar):
        due_of(market("pl"), local("pl", "2030-12-31 12:00:00"))
    with pytest.raises(NoCalendar):
        due_of(market("pl"), local("pl", "2023-12-30 12:00:00"))


def test_an_instant_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        due_of(market("pl"), datetime(2025, 9, 26, 15))  # noqa: DTZ001 -- that is the point


@pytest.mark.parametrize(
    ("hours", "due"),
    [(1, "2025-09-26 16:00:00"), (9, "2025-09-29 00:00:00"), (10, "2025-09-29 01:00:00"), (72, "2025-10-01 15:00:00")],
)
def test_any_number_of_hours_can_be_added(hours: int, due: str) -> None:
    start = local("pl", "2025-09-26 15:00:00")
    assert add_business_hours(start, hours, frozen_calendar("PL"), market("pl").zone) == local("pl", due)
    assert second_clock.due("pl", start, hours) == local("pl", due)


def test_business_time_between_is_nothing_when_the_end_is_not_later() -> None:
    start = local("pl", "2025-09-24 10:00:00")
    for end in (start, start - timedelta(days=3)):
        assert business_time_between(start, end, frozen_calendar("PL"), market("pl").zone) == timedelta(0)


def test_business_time_between_names_the_days_it_skipped() -> None:
    where = market("pl")
    span = explain_business_time_between(
        local("pl", "2025-11-10 14:00:00"), local("pl", "2025-11-12 09:00:00"), frozen_calendar("PL"), where.zone
    )
    assert span.length == timedelta(hours=19)
    assert [(step.code, step.name) for step in span.steps] == [
        (StepCode.COUNTED, ""),
        (StepCode.REST_DAY, "National Independence Day"),
        (StepCode.COUNTED, ""),
    ]


def test_the_explanation_names_start_rest_days_and_why_the_full_hours_moved() -> None:
    codes = [step.code for step in explained(market("pl"), local("pl", "2025-11-08 15:22:00"))]
    assert codes == [
        StepCode.START,
        StepCode.WEEKEND,
        StepCode.WEEKEND,
        StepCode.COUNTING_FROM,
        StepCode.COUNTED,
        StepCode.FULL,
        StepCode.REST_DAY,
        StepCode.RESULT,
    ]


def test_the_explanation_names_a_clock_change_inside() -> None:
    steps = explained(market("pl"), local("pl", "2025-10-24 15:00:00"))
    assert [step.length for step in steps if step.code is StepCode.CLOCK_CHANGE] == [timedelta(hours=-1)]
    after_the_change = explained(market("cz"), local("cz", "2025-10-26 13:50:00"))
    assert StepCode.CLOCK_CHANGE not in {step.code for step in after_the_change}


def test_the_explanation_says_when_the_year_is_provisional() -> None:
    assert StepCode.PROVISIONAL in {step.code for step in explained(market("hu"), local("hu", "2027-02-01 10:00:00"))}
    assert StepCode.PROVISIONAL not in {
        step.code for step in explained(market("pl"), local("pl", "2027-02-01 10:00:00"))
    }


markets = st.sampled_from(list(MARKETS.values()))
openings = st.datetimes(datetime(2024, 1, 2), datetime(2030, 12, 15), timezones=st.just(UTC))  # noqa: DTZ001


@rule("S0-11")
@settings(max_examples=150, deadline=None)
@given(markets, openings)
def test_a_due_instant_never_lies_on_a_rest_day(where: Market, opened: datetime) -> None:
    due = due_of(where, opened).astimezone(where.zone)
    assert frozen_calendar(where.country).is_business_day(due.date())


@rule("S0-10")
@settings(max_examples=150, deadline=None)
@given(markets, openings, st.timedeltas(timedelta(0), timedelta(days=6)))
def test_a_later_opening_is_never_due_earlier(where: Market, opened: datetime, later: timedelta) -> None:
    assert due_of(where, opened) <= due_of(where, opened + later)


@rule("S0-09", "S0-11")
@settings(max_examples=150, deadline=None)
@given(markets, openings, st.integers(1, 100))
def test_the_explanation_adds_up(where: Market, opened: datetime, hours: int) -> None:
    reckoning = explain_business_hours(opened, hours, frozen_calendar(where.country), where.zone)
    spent = {StepCode.COUNTED, StepCode.WEEKEND, StepCode.REST_DAY}
    assert total(reckoning.steps, {StepCode.COUNTED}) == timedelta(hours=hours)
    assert total(reckoning.steps, spent) == reckoning.at - opened
    assert business_time_between(opened, reckoning.at, frozen_calendar(where.country), where.zone) == timedelta(
        hours=hours
    )


def local(where: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=market(where).zone)


def due_of(where: Market, opened: datetime) -> datetime:
    return add_business_hours(opened, 24, frozen_calendar(where.country), where.zone)


def explained(where: Market, opened: datetime) -> tuple[Step, ...]:
    return explain_business_hours(opened, 24, frozen_calendar(where.country), where.zone).steps


def total(steps: tuple[Step, ...], codes: set[StepCode]) -> timedelta:
    return sum((step.length for step in steps if step.code in codes and step.length is not None), timedelta(0))
