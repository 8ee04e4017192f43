"""The other timers of a Discussion, row by row as the rules work them out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.marks import rule
from zgoda.domain import deadlines
from zgoda.domain.business_time import business_time_between
from zgoda.domain.calendar import frozen_calendar
from zgoda.domain.calendar_time import add_days
from zgoda.domain.law import Law, frozen_law
from zgoda.domain.markets import market
from zgoda.domain.rule_sets import SEED, seed_with

POLAND = market("pl")
LAW = Law(SEED, POLAND, frozen_calendar("PL"))


def local(text: str, offset: str = "") -> datetime:
    """Polish local time; an offset is given where the same wall time exists twice or changes."""
    if offset:
        return datetime.fromisoformat(f"{text}{offset}:00")
    return datetime.fromisoformat(text).replace(tzinfo=POLAND.zone)


def last_second(instant: datetime) -> str:
    return f"{instant.astimezone(POLAND.zone):%Y-%m-%d %H:%M:%S}"


@rule("S0-04")
def test_row_01_an_opening_is_possible_60_minutes_after_the_purchase_and_not_a_second_before() -> None:
    earliest = deadlines.earliest_opening(local("2025-09-01 10:00:00"))
    assert local("2025-09-01 10:59:59") < earliest
    assert local("2025-09-01 11:00:00") >= earliest


@pytest.mark.parametrize(
    ("not_received", "opened", "available"),
    [
        pytest.param(True, local("2025-09-01 09:15"), local("2025-09-08 09:15"), marks=rule("S0-35"), id="row 2"),
        pytest.param(False, local("2025-09-01 09:15"), local("2025-09-15 09:15"), marks=rule("S0-36"), id="row 3"),
        pytest.param(
            True,
            local("2025-03-24 15:00", "+01"),
            local("2025-03-31 15:00", "+02"),
            marks=rule("S0-35"),
            id="row 5 spring, 167 real hours",
        ),
        pytest.param(
            True,
            local("2025-10-20 12:00", "+02"),
            local("2025-10-27 12:00", "+01"),
            marks=rule("S0-35"),
            id="row 6 autumn, 169 real hours",
        ),
        pytest.param(
            True,
            local("2025-03-23 02:30", "+01"),
            local("2025-03-30 03:30", "+02"),
            marks=rule("S0-35"),
            id="row 7 a time that does not exist moves forward by the gap",
        ),
        pytest.param(
            True,
            local("2025-10-19 02:30", "+02"),
            local("2025-10-26 02:30", "+02"),
            marks=rule("S0-35"),
            id="row 8 of a time that comes twice the first is taken",
        ),
        pytest.param(
            False,
            local("2025-12-18 10:00"),
            local("2026-01-01 10:00"),
            marks=rule("S0-36"),
            id="row 9 a holiday does not move it",
        ),
    ],
)
def test_unresolved_becomes_available_after_calendar_days(
    not_received: bool, opened: datetime, available: datetime
) -> None:
    assert deadlines.unresolved_from(opened, POLAND.zone, not_received=not_received) == available
    set_at_opening = deadlines.opening_deadlines(opened, opened, not_received=not_received, law=LAW)
    assert set_at_opening.unresolved_from == available


def test_the_second_of_two_equal_times_still_leads_to_the_first_one() -> None:
    second = local("2025-10-26 02:30", "+01")
    assert add_days(second, 364, POLAND.zone) == local("2026-10-25 02:30", "+02")


@rule("S0-32")
def test_row_04_a_pending_discussion_resolves_itself_after_30_calendar_days() -> None:
    assert deadlines.auto_resolve_at(local("2025-09-01 09:15"), POLAND.zone) == local("2025-10-01 09:15")


@rule("S0-45")
@pytest.mark.parametrize(
    ("message", "closes"),
    [
        pytest.param(local("2025-10-25 18:00", "+02"), local("2025-10-26 17:00", "+01"), id="row 10"),
        pytest.param(local("2025-03-29 18:00", "+01"), local("2025-03-30 19:00", "+02"), id="row 11"),
    ],
)
def test_a_delivered_discussion_closes_24_elapsed_hours_after_the_message(message: datetime, closes: datetime) -> None:
    assert deadlines.close_after_delivery(message, LAW) == closes


@rule("S0-22")
@pytest.mark.parametrize(
    ("bought", "last"),
    [
        pytest.param("2024-02-29 12:00", "2026-02-28 23:59:59", id="row 12 a leap day goes to 28 February"),
        pytest.param("2023-10-10 08:00", "2025-10-10 23:59:59", id="row 13"),
    ],
)
def test_reopening_is_possible_to_the_end_of_the_day_two_years_after_the_purchase(bought: str, last: str) -> None:
    until = deadlines.reopen_until(local(bought), POLAND)
    assert last_second(until) == last
    midnight = local(last) + timedelta(seconds=1)
    assert local(last) <= until < midnight
    assert deadlines.latest_opening(local(bought), POLAND) == until


@pytest.mark.parametrize(
    ("filed", "plain", "rolled"),
    [
        pytest.param("2025-09-19 12:53", "2025-10-03 23:59:59", "2025-10-03 23:59:59", id="row 14"),
        pytest.param("2025-09-24 21:33", "2025-10-08 23:59:59", "2025-10-08 23:59:59", id="row 15"),
        pytest.param("2025-10-11 12:00", "2025-10-25 23:59:59", "2025-10-27 23:59:59", id="row 16 a Saturday"),
        pytest.param("2025-12-11 12:00", "2025-12-25 23:59:59", "2025-12-29 23:59:59", id="row 17 Christmas"),
    ],
)
def test_a_claim_is_decided_by_the_end_of_the_14th_day(filed: str, plain: str, rolled: str) -> None:
    assert deadlines.claim_decision_due(local(filed), LAW) == local(plain)
    assert deadlines.claim_decision_due(local(filed), LAW, roll=True) == local(rolled)


@rule("S0-11")
@pytest.mark.parametrize(
    ("first", "answer", "spent"),
    [
        pytest.param("2025-09-26 22:00", "2025-09-29 01:30", timedelta(hours=3, minutes=30), id="row 18"),
        pytest.param("2025-09-27 11:20", "2025-09-28 20:00", timedelta(0), id="row 19 answered during rest"),
    ],
)
def test_the_metric_counts_business_time(first: str, answer: str, spent: timedelta) -> None:
    start, end = local(first), local(answer)
    assert business_time_between(start, end, LAW.calendar, POLAND.zone) == spent
    assert not deadlines.missed(deadlines.answer_due(start, LAW), end)


@rule("S0-62")
@pytest.mark.parametrize(
    ("given", "until"),
    [("2025-03-10 12:00", "2026-03-10 12:00"), ("2024-02-29 12:00", "2025-02-28 12:00")],
)
def test_consent_is_valid_for_12_months(given: str, until: str) -> None:
    assert deadlines.consent_until(local(given), POLAND.zone) == local(until)


def test_a_first_import_reads_30_days_back() -> None:
    assert deadlines.import_since(local("2025-11-10 12:00"), POLAND.zone) == local("2025-10-11 12:00")


@rule("S0-37")
def test_the_four_actions_share_the_answers_deadline_unless_the_switch_counts_plain_hours() -> None:
    opened = local("2025-09-26 15:00")
    both = deadlines.opening_deadlines(opened, opened, not_received=True, law=LAW)
    assert both.action_due == both.answer_due == local("2025-09-29 15:00")
    elapsed = with_switch("non_delivery_clock", "calendar")
    assert deadlines.action_due(opened, elapsed) == local("2025-09-27 15:00")
    assert deadlines.explain_action(opened, elapsed).at == local("2025-09-27 15:00")


@rule("S0-37")
def test_there_is_no_action_deadline_when_the_product_was_received() -> None:
    opened = local("2025-09-26 15:00")
    assert deadlines.opening_deadlines(opened, opened, not_received=False, law=LAW).action_due is None


def test_the_delivered_clock_counts_business_hours_by_switch() -> None:
    closes = deadlines.close_after_delivery(local("2025-09-26 15:00"), with_switch("delivered_close_clock", "business"))
    assert closes == local("2025-09-29 15:00")


def test_the_consultants_reminder_takes_24_business_hours() -> None:
    assert deadlines.follow_up_due(local("2025-09-26 15:00"), LAW) == deadlines.Due(local("2025-09-29 15:00"))


def test_an_opening_in_a_year_without_calendar_is_never_refused_but_marked() -> None:
    opened = local("2035-05-03 10:00")
    found = deadlines.opening_deadlines(opened, opened, not_received=False, law=LAW)
    assert found.provisional
    assert found.answer_due == local("2035-05-04 10:00"), "weekends are all that is known"
    assert found.calendar_id.endswith("+weekends")
    explained = deadlines.explain_opening(opened, opened, not_received=False, law=LAW)
    assert explained["answer_due"].at == found.answer_due
    assert explained["answer_due"].provisional


@rule("S0-11")
def test_the_last_days_before_an_unknown_year_keep_the_holidays_that_are_known() -> None:
    opened = local("2030-12-23 10:00")
    found = deadlines.opening_deadlines(opened, opened, not_received=False, law=LAW)
    assert found.answer_due == local("2030-12-27 10:00")
    assert found.calendar_id == LAW.calendar.id


def test_an_opening_in_a_provisional_year_is_marked() -> None:
    hungary = market("hu")
    opened = datetime(2027, 2, 1, 10, tzinfo=UTC)
    assert deadlines.opening_deadlines(opened, opened, not_received=False, law=frozen_law(opened, hungary)).provisional
    polish = deadlines.opening_deadlines(opened, opened, not_received=False, law=frozen_law(opened, POLAND))
    assert not polish.provisional


def test_timers_of_one_instant_fire_in_the_written_order() -> None:
    kinds = deadlines.TimerKind
    assert deadlines.FIRING_ORDER[:3] == (kinds.CLOSE_AFTER_DELIVERY, kinds.AUTO_RESOLVE, kinds.ANSWER)
    assert set(deadlines.FIRING_ORDER) == set(kinds)


EXPLAINED: list[Callable[[datetime], tuple[datetime, datetime]]] = [
    lambda at: (deadlines.earliest_opening(at), deadlines.explain_earliest_opening(at, POLAND).at),
    lambda at: (deadlines.answer_due(at, LAW), deadlines.explain_answer(at, LAW).at),
    lambda at: (deadlines.close_after_delivery(at, LAW), deadlines.explain_close_after_delivery(at, LAW).at),
]


@pytest.mark.parametrize("pair", EXPLAINED)
@pytest.mark.parametrize("start", ["2025-03-29 02:30", "2025-10-25 12:00", "2026-01-05 00:00"])
def test_an_explanation_ends_at_the_computed_instant(
    pair: Callable[[datetime], tuple[datetime, datetime]], start: str
) -> None:
    computed, explained = pair(local(start))
    assert computed == explained


def test_the_explained_opening_equals_the_computed_one() -> None:
    opened = local("2025-03-23 02:30")
    found = deadlines.opening_deadlines(opened, opened, not_received=True, law=LAW)
    for name, reckoning in deadlines.explain_opening(opened, opened, not_received=True, law=LAW).items():
        assert reckoning.at == getattr(found, name)


def with_switch(name: str, value: str) -> Law:
    return Law(seed_with(switches={name: value}), POLAND, LAW.calendar)
