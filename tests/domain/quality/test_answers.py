"""What the first round of one Discussion gives to the figures (C.2, C-18, C-40, G-06, G-07; D.4 row 18).

The calendar: Friday 2025-09-26 and Monday 2025-09-29 are business days in Poland, two hours ahead of UTC.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.domain.cases import (
    BUYER,
    CONSULTANT,
    DAY,
    HOUR,
    MONDAY,
    NOT_RECEIVED,
    SECOND,
    SELLER,
    WAREHOUSE,
    Case,
    opened,
    text,
    uid,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import DeliveryAction, Responsibility
from zgoda.domain.quality.answers import Answer, first_answer, run_out

FRIDAY_TEN_IN_THE_EVENING = datetime(2025, 9, 26, 20, tzinfo=UTC)
MONDAY_HALF_PAST_ONE = datetime(2025, 9, 28, 23, 30, tzinfo=UTC)


def measured(case: Case) -> Answer | None:
    return first_answer(case.it, case.now, case.law)


def of(case: Case) -> tuple[date | None, bool | None, int | None, bool]:
    answer = measured(case)
    assert answer is not None
    return answer.ended_on, answer.in_time, answer.seconds, answer.waiting


def given_to_the_warehouse(case: Case) -> Case:
    """As forwarding leaves it: from now on the Warehouse answers, no clock moved (S1-64)."""
    case.state = replace(
        case.it, responsibilities=(*case.it.responsibilities, Responsibility(Role.WAREHOUSE, case.now, "FORWARDED"))
    )
    return case


@rule("S1-62", "S1-63")
def test_friday_evening_to_monday_night_is_three_and_a_half_hours() -> None:
    """D.4 row 18: two hours of Friday and an hour and a half of Monday."""
    case = opened(at=FRIDAY_TEN_IN_THE_EVENING).at(MONDAY_HALF_PAST_ONE)
    case.writes(SELLER)
    assert of(case) == (date(2025, 9, 29), True, 12_600, False)


def test_a_part_of_a_second_is_dropped() -> None:
    case = opened().after(HOUR + SECOND * 0.999)
    case.writes(SELLER)
    assert of(case)[2] == 3_600


@rule("S1-09")
def test_exactly_on_the_due_instant_is_in_time_and_a_second_later_is_not() -> None:
    on_time, late = opened().after(DAY), opened().after(DAY + SECOND)
    on_time.writes(SELLER)
    late.writes(SELLER)
    assert of(on_time) == (date(2025, 9, 23), True, 86_400, False)
    assert of(late) == (date(2025, 9, 23), False, 86_401, False)


def test_a_case_that_runs_has_not_ended() -> None:
    assert of(opened().after(DAY)) == (None, None, None, False)


def test_late_and_unanswered_counts_on_the_day_it_ran_out_with_the_time_so_far() -> None:
    """Due Tuesday 10:00; at the end of that day 14 hours more have passed. The answer on Thursday ends the growing."""
    case = opened().after(DAY + HOUR)
    assert of(case) == (date(2025, 9, 23), False, 86_400 + 14 * 3_600, True)
    case.at(MONDAY + 3 * DAY).writes(SELLER)
    assert of(case) == (date(2025, 9, 23), False, 3 * 86_400, False)


def test_a_round_that_ended_before_the_answer_was_due_is_not_measured() -> None:
    case = opened().after(HOUR)
    case.does(c.MarkResolved(by=BUYER))
    assert measured(case.after(5 * DAY)) is None


def test_a_round_that_ended_late_and_unanswered_keeps_the_time_until_then() -> None:
    case = opened().after(2 * DAY)
    case.does(c.MarkResolved(by=BUYER))
    assert of(case.after(5 * DAY)) == (date(2025, 9, 23), False, 2 * 86_400, False)


@rule("S0-43")
def test_the_automatic_answer_of_a_non_delivery_action_counts() -> None:
    case = opened(NOT_RECEIVED).after(2 * HOUR)
    case.takes(DeliveryAction.TRACKING_NUMBER, SELLER)
    assert of(case) == (date(2025, 9, 22), True, 7_200, False)


def test_asking_to_resolve_is_no_answer() -> None:
    """C-19, T-16."""
    case = opened().after(HOUR)
    case.does(c.AskToResolve(by=SELLER, message_id=uid(), text=text("Please close it")))
    assert of(case)[0] is None


@rule("S1-32")
def test_the_warehouses_answer_is_the_warehouses() -> None:
    case = given_to_the_warehouse(opened().after(HOUR)).after(HOUR)
    case.writes(WAREHOUSE)
    answer = measured(case)
    assert answer is not None
    assert (answer.party, answer.seconds, answer.in_time) == (Role.WAREHOUSE, 7_200, True)


@rule("S1-64")
def test_forwarding_moves_neither_start_nor_due() -> None:
    case = opened().after(HOUR)
    before = measured(case)
    after = measured(given_to_the_warehouse(case))
    assert before is not None
    assert after is not None
    assert (before.started_at, before.due_at) == (after.started_at, after.due_at)


def test_what_ran_out_belongs_to_whoever_was_to_answer_then() -> None:
    case = opened().after(DAY + HOUR).sweep()
    answer = measured(given_to_the_warehouse(case).after(HOUR))
    assert answer is not None
    assert answer.party is Role.SELLER
    case.after(HOUR).writes(WAREHOUSE)
    answer = measured(case)
    assert answer is not None
    assert answer.party is Role.WAREHOUSE


def test_on_behalf_is_measured_from_the_buyers_own_first_message() -> None:
    """C-18, G-07: opened Monday 10:00, the buyer writes Tuesday 10:00, the answer comes Wednesday 9:00."""
    case = opened(by=CONSULTANT, buyer_reported=text("called us")).after(DAY)
    case.writes(BUYER)
    case.after(23 * HOUR).writes(SELLER)
    assert of(case) == (date(2025, 9, 24), True, 23 * 3_600, False)


def test_on_behalf_without_a_word_of_the_buyer_is_measured_from_the_opening() -> None:
    case = opened(by=CONSULTANT, buyer_reported=text("called us")).after(HOUR)
    case.writes(SELLER)
    case.after(HOUR).writes(BUYER)
    assert of(case) == (date(2025, 9, 22), True, 3_600, False)


def test_only_the_first_round_is_measured() -> None:
    case = opened().after(HOUR)
    case.writes(SELLER)
    case.does(c.MarkResolved(by=BUYER))
    case.does(c.Reopen(by=BUYER, message_id=uid()))
    with pytest.raises(ValueError, match="round 2"):
        measured(case)


def test_running_out_later_is_the_same_as_looking_later() -> None:
    case = opened()
    early = measured(case)
    assert early is not None
    for later in (HOUR, DAY, DAY + SECOND, 9 * DAY):
        case.at(MONDAY + later)
        assert run_out(early, case.now, case.law) == measured(case)


def test_a_year_without_calendar_has_weekends_only() -> None:
    far = datetime(2039, 1, 3, 8, tzinfo=UTC)
    case = opened()
    case.state = replace(case.it, first_opened_at=far, answered_at=far + HOUR, metric_due=far + DAY)
    assert of(case)[2] == 3_600
