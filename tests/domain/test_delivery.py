"""The product did not arrive: four actions, the delivery, "still a problem" (S0-37…S0-45)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.domain.cases import (
    BUYER,
    CARRIER,
    DAY,
    HOUR,
    MISSING,
    MONDAY,
    NOT_RECEIVED,
    OTHER_SELLER,
    PAYMENTS,
    SECOND,
    SELLER,
    WAREHOUSE,
    Case,
    delivery,
    law,
    opened,
    resolved,
    uid,
    unresolved,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import ClosureReason, DeliveryAction, Status
from zgoda.domain.events import (
    ActionMissed,
    Answered,
    ClosingCancelled,
    DeliveryActionTaken,
    MessagePosted,
    ParcelDelivered,
    Template,
)
from zgoda.domain.money import Money
from zgoda.domain.refusals import Why
from zgoda.domain.rule_sets import ClockKind

TRACKING, HANDED, DELIVERED, REFUND = DeliveryAction
STILL = c.SayStillAProblem(by=BUYER)


def delivered(reason: str = NOT_RECEIVED) -> Case:
    case = opened(reason).after(HOUR)
    case.takes(DELIVERED, CARRIER)
    return case


@rule("S0-37", "S0-38", "S0-39", "S0-40", "S0-41", "S0-42", "S0-43")
@pytest.mark.parametrize(
    ("action", "by", "says"),
    [
        (TRACKING, SELLER, Template.TRACKING_GIVEN),
        (HANDED, SELLER, Template.HANDED_OVER),
        (HANDED, CARRIER, Template.HANDED_OVER),
        (DELIVERED, CARRIER, Template.PARCEL_DELIVERED),
        (REFUND, PAYMENTS, Template.REFUND_ISSUED),
    ],
)
def test_each_of_the_four_actions_meets_the_duty(action: DeliveryAction, by: Actor, says: Template) -> None:
    case = opened(NOT_RECEIVED).after(HOUR)
    taken, message, answered, *_ = case.takes(action, by)
    assert isinstance(taken, DeliveryActionTaken)
    assert taken.in_time
    assert isinstance(message, MessagePosted)
    assert (message.author, message.template) == (Role.SYSTEM, says)
    assert answered == Answered(by=Role.SELLER, in_time=True)
    case.after(3 * DAY).sweep()
    assert not case.it.action_overdue
    assert not case.it.answer_overdue


@rule("S0-37")
@pytest.mark.parametrize(("off", "overdue"), [(-SECOND, False), (timedelta(0), False), (SECOND, True)])
def test_the_action_is_due_with_the_answer_and_the_last_instant_counts(off: timedelta, overdue: bool) -> None:
    case = opened(NOT_RECEIVED)
    case.at(case.it.deadlines.action_due + off).takes(TRACKING, SELLER)  # type: ignore[operator]
    assert case.it.action_overdue is overdue
    assert bool(case.saw(ActionMissed)) is overdue


def test_by_switch_the_action_has_24_elapsed_hours() -> None:
    friday = MONDAY + 4 * DAY
    case = opened(NOT_RECEIVED, at=friday, rules=law(friday, non_delivery_clock=ClockKind.CALENDAR))
    assert case.it.deadlines.action_due == friday + DAY
    assert case.it.deadlines.answer_due == friday + 3 * DAY


def test_talking_is_no_action() -> None:
    case = opened(NOT_RECEIVED)
    case.writes(SELLER)
    case.after(2 * DAY).sweep()
    assert case.it.action_overdue
    assert not case.it.answer_overdue


@rule("S0-40")
def test_a_sellers_word_for_a_delivery_does_not_count() -> None:
    assert opened(NOT_RECEIVED).refuses(delivery(DELIVERED, SELLER, MONDAY)) is Why.NOT_ALLOWED


@rule("S0-41")
@pytest.mark.parametrize("by", [SELLER, BUYER, CARRIER])
def test_a_refund_counts_when_the_payment_service_confirms_it(by: Actor) -> None:
    assert opened(NOT_RECEIVED).refuses(delivery(REFUND, by, MONDAY)) is Why.NOT_ALLOWED


@pytest.mark.parametrize("amount", [None, Money(0, "PLN"), Money(-1, "PLN")])
def test_a_refund_of_nothing_is_none(amount: Money | None) -> None:
    command = delivery(REFUND, PAYMENTS, MONDAY, amount=amount)
    assert opened(NOT_RECEIVED).refuses(command) is Why.REFUND_OUT_OF_RANGE


@rule("S0-37")
def test_the_actions_are_for_a_product_not_received_only() -> None:
    for reason in (MISSING, "NO_PRODUCT_IN_PARCEL"):
        assert opened(reason).refuses(delivery(TRACKING, SELLER, MONDAY)) is Why.NOT_A_DELIVERY_PROBLEM
    assert opened(MISSING).after(30 * HOUR).sweep().it.action_overdue is False


def test_a_stranger_and_an_ended_case() -> None:
    assert opened(NOT_RECEIVED).refuses(delivery(TRACKING, OTHER_SELLER, MONDAY)) is Why.NOT_A_PARTY
    assert resolved(NOT_RECEIVED).refuses(delivery(TRACKING, SELLER, MONDAY)) is Why.ENDED


def test_the_number_of_a_seller_who_is_not_responsible_is_no_action() -> None:
    from dataclasses import replace

    from zgoda.domain.discussion import Responsibility

    case = opened(NOT_RECEIVED)
    entry = Responsibility(Role.WAREHOUSE, MONDAY, "FORWARDED")
    case.state = replace(case.it, responsibilities=(*case.it.responsibilities, entry))
    assert case.takes(TRACKING, SELLER) == []
    assert case.it.answered_at is None
    assert case.it.action is None
    assert case.takes(TRACKING, WAREHOUSE)[2] == Answered(by=Role.WAREHOUSE, in_time=True)


def test_a_late_message_about_a_timely_hand_over_counts_for_the_action_but_not_for_the_answer() -> None:
    case = opened(NOT_RECEIVED).after(30 * HOUR).sweep()
    assert case.it.action_overdue
    case.takes(HANDED, CARRIER, happened_at=MONDAY + 23 * HOUR)
    assert not case.it.action_overdue
    assert case.it.answer_overdue
    assert case.saw(Answered)[0].event == Answered(by=Role.SELLER, in_time=False)


def test_of_two_actions_the_one_that_happened_first_stands() -> None:
    case = opened(NOT_RECEIVED).after(30 * HOUR)
    case.takes(TRACKING, SELLER)
    assert case.it.action_overdue
    case.takes(HANDED, CARRIER, happened_at=MONDAY + HOUR)
    assert not case.it.action_overdue
    case.takes(REFUND, PAYMENTS, happened_at=MONDAY + 29 * HOUR)
    assert case.it.action is not None
    assert case.it.action.action is HANDED


def test_a_partners_clock_ahead_of_ours_counts_as_now() -> None:
    case = opened(NOT_RECEIVED)
    case.takes(HANDED, CARRIER, happened_at=MONDAY + 50 * HOUR)
    assert case.it.action is not None
    assert case.it.action.happened_at == MONDAY


@pytest.mark.parametrize(("action", "by"), [(TRACKING, SELLER), (DELIVERED, CARRIER)])
def test_the_same_fact_told_twice_is_told_once(action: DeliveryAction, by: Actor) -> None:
    case = opened(NOT_RECEIVED)
    case.takes(action, by, reference="parcel 1")
    case.writes(BUYER)
    before = case.it
    assert case.after(HOUR).takes(action, by, reference="parcel 1") == []
    assert case.it == before
    assert case.takes(action, by, reference="parcel 2")


@rule("S0-37", "S0-39")
def test_after_a_re_opening_the_same_action_may_answer_again() -> None:
    case = opened(NOT_RECEIVED)
    case.takes(HANDED, SELLER, reference="seller:2")
    case.after(HOUR).does(c.MarkResolved(by=BUYER))
    case.after(HOUR).does(c.Reopen(by=BUYER, message_id=uid()))
    assert case.it.action is None
    assert isinstance(case.after(HOUR).takes(HANDED, SELLER, reference="seller:2")[0], DeliveryActionTaken)
    assert (case.it.action is not None, case.it.answered_at) == (True, case.now)


@rule("S0-44")
def test_when_the_parcel_arrives_the_platform_tells_the_buyer() -> None:
    case = delivered()
    (message,) = [entry for entry in case.saw(MessagePosted) if entry.event.template is Template.PARCEL_DELIVERED]  # type: ignore[union-attr]
    assert message.at == MONDAY + HOUR
    assert case.it.delivered_at == MONDAY + HOUR


@rule("S0-45")
def test_without_complaints_it_closes_24_hours_after_the_message() -> None:
    case = opened(NOT_RECEIVED).after(10 * HOUR)
    case.takes(DELIVERED, CARRIER, happened_at=MONDAY + HOUR)
    case.at(MONDAY + 34 * HOUR - SECOND).sweep()
    assert case.it.status is Status.PENDING
    case.at(MONDAY + 34 * HOUR).sweep()
    assert case.it.status is Status.RESOLVED
    assert case.it.closure_reason is ClosureReason.DELIVERED_24H
    assert case.it.closed_at == MONDAY + 34 * HOUR


@rule("S0-45")
@pytest.mark.parametrize(
    ("told", "closes"),
    [
        (datetime(2025, 10, 25, 16, tzinfo=UTC), datetime(2025, 10, 26, 16, tzinfo=UTC)),
        (datetime(2025, 3, 29, 17, tzinfo=UTC), datetime(2025, 3, 30, 17, tzinfo=UTC)),
    ],
)
def test_the_24_hours_elapse_over_weekends_and_clock_changes(told: datetime, closes: datetime) -> None:
    case = opened(NOT_RECEIVED, at=told)
    case.takes(DELIVERED, CARRIER)
    assert case.it.closes_at == closes


@rule("S0-45")
@pytest.mark.parametrize("still", [True, False])
def test_a_message_or_still_a_problem_keeps_it_open(still: bool) -> None:
    case = delivered().after(HOUR)
    cancelled = case.does(STILL)[0] if still else case.writes(BUYER)[1]
    assert cancelled == ClosingCancelled(still_a_problem=still)
    case.after(5 * DAY).sweep()
    assert case.it.status is Status.PENDING


@rule("S0-45")
def test_the_seller_is_told_in_the_thread_that_there_is_still_a_problem() -> None:
    """T-20: a notice to the responsible party, each time anew."""
    case = delivered().after(HOUR)
    notices = []
    for _ in range(2):
        notice = case.does(STILL)[1]
        assert isinstance(notice, MessagePosted)
        assert (notice.template, notice.author) == (Template.STILL_A_PROBLEM, Role.SYSTEM)
        notices.append(notice.message_id)
        case.after(HOUR).takes(DELIVERED, CARRIER)
    assert len(set(notices)) == 2


@rule("S0-45")
def test_at_the_last_instant_the_buyer_is_heard_before_the_clock() -> None:
    case = delivered()
    case.at(MONDAY + 25 * HOUR).does(STILL)
    assert case.it.status is Status.PENDING
    case = delivered()
    assert case.at(MONDAY + 25 * HOUR + SECOND).refuses(STILL) is Why.ENDED


def test_at_the_last_instant_the_clock_goes_before_the_seller() -> None:
    case = delivered().at(MONDAY + 25 * HOUR)
    assert case.refuses(c.WriteMessage(by=SELLER, message_id=uid())) is Why.ENDED


def test_the_sellers_message_does_not_keep_it_open() -> None:
    case = delivered().after(HOUR)
    case.writes(SELLER)
    assert case.it.closes_at == MONDAY + 25 * HOUR


def test_still_a_problem_needs_a_running_clock() -> None:
    assert opened(NOT_RECEIVED).refuses(STILL) is Why.NOT_CLOSING_AFTER_DELIVERY
    assert unresolved(NOT_RECEIVED).refuses(STILL) is Why.NOT_CLOSING_AFTER_DELIVERY
    assert resolved(NOT_RECEIVED).refuses(STILL) is Why.ENDED
    assert delivered().refuses(c.SayStillAProblem(by=SELLER)) is Why.NOT_ALLOWED


def test_in_unresolved_the_buyer_is_told_and_nothing_closes() -> None:
    case = unresolved(NOT_RECEIVED)
    events = case.takes(DELIVERED, CARRIER)
    assert events[-1] == ParcelDelivered(delivered_at=case.now, closes_at=None)
    assert case.saw(MessagePosted)[-1].event.template is Template.DELIVERY_REPORTED  # type: ignore[union-attr]
    case.after(60 * DAY).sweep()
    assert case.it.status is Status.UNRESOLVED


def test_a_second_parcel_starts_the_24_hours_again() -> None:
    case = delivered().after(HOUR)
    case.does(STILL)
    case.after(DAY).takes(DELIVERED, CARRIER)
    assert case.it.closes_at == case.now + DAY
