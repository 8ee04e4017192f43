"""How a seller's Discussions add up (S0-53, S0-54)."""

from dataclasses import replace
from fractions import Fraction

from tests.domain.cases import (
    BUYER,
    CARRIER,
    CONSULTANT,
    DAY,
    HOUR,
    MONDAY,
    NOT_RECEIVED,
    SELLER,
    Case,
    opened,
    resolved,
    text,
    uid,
    unresolved,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.discussion import ClosureReason, DeliveryAction
from zgoda.domain.quality.record import ServiceRecord, facts, service_record


@rule("S0-53")
def test_the_number_of_discussions_is_counted() -> None:
    assert service_record(facts(opened().it, MONDAY) for _ in range(3)).opened == 3
    assert service_record([]).opened == 0


@rule("S0-54")
def test_the_ways_they_were_resolved_are_counted_apart() -> None:
    parcel = opened(NOT_RECEIVED)
    parcel.takes(DeliveryAction.DELIVERED, CARRIER)
    parcel.after(2 * DAY).sweep()
    cases = [opened(), resolved(), resolved(), unresolved(), opened().after(31 * DAY).sweep(), parcel]
    record = service_record(facts(case.it, case.now) for case in cases)
    assert record == ServiceRecord(
        opened=6,
        pending=1,
        unresolved=1,
        resolved={ClosureReason.BUYER_MARKED: 2, ClosureReason.AUTO_30_DAYS: 1, ClosureReason.DELIVERED_24H: 1},
        answered_in_time=1,
        answered_late=2,
    )
    assert record.timely == Fraction(1, 3)


def test_no_data_is_no_share() -> None:
    assert service_record([facts(opened().it, MONDAY)]).timely is None


def test_unresolved_that_was_settled_counts_as_resolved() -> None:
    case = unresolved()
    case.does(c.MarkResolved(by=BUYER))
    record = service_record([facts(case.it, case.now)])
    assert (record.unresolved, record.resolved[ClosureReason.BUYER_MARKED]) == (0, 1)


def test_only_the_first_round_is_measured() -> None:
    case = opened().after(HOUR)
    case.writes(SELLER)
    case.does(c.MarkResolved(by=BUYER))
    case.does(c.Reopen(by=BUYER, message_id=case.it.id))
    case.after(5 * DAY).sweep()
    assert service_record([facts(case.it, case.now)]).answered_in_time == 1


def test_hidden_cases_are_left_out() -> None:
    assert service_record([facts(replace(opened().it, hidden=True), MONDAY)]).opened == 0


def on_behalf() -> Case:
    return opened(by=CONSULTANT, buyer_reported=text("called us"))


def in_time(case: Case) -> bool | None:
    return facts(case.it, case.now).in_time


@rule("S0-54")
def test_on_behalf_without_a_word_of_the_buyer_is_measured_from_the_opening() -> None:
    """G-07, C-18."""
    assert in_time(on_behalf()) is None
    answered = on_behalf().after(DAY)
    answered.writes(SELLER)
    assert in_time(answered) is True
    silent = on_behalf()
    assert in_time(silent.after(DAY)) is None
    assert in_time(silent.after(DAY + HOUR)) is False
    late = on_behalf().after(DAY + HOUR)
    late.writes(SELLER)
    assert in_time(late) is False


@rule("S0-54")
def test_on_behalf_is_measured_from_the_buyers_own_first_message() -> None:
    """G-07: the duty still runs from the opening (S0-10), the measure does not."""
    case = on_behalf().after(DAY)
    case.writes(BUYER)
    case.after(HOUR).writes(BUYER)
    case.after(HOUR).sweep()
    assert case.it.answer_overdue
    assert in_time(case) is None
    case.at(MONDAY + 2 * DAY)
    assert in_time(case) is None
    case.writes(SELLER)
    assert in_time(case) is True


def test_on_behalf_the_buyers_message_after_the_missed_term_starts_the_measure() -> None:
    case = on_behalf().after(2 * DAY)
    assert in_time(case) is False
    case.writes(BUYER)
    assert in_time(case) is None
    assert in_time(case.after(DAY)) is None
    assert in_time(case.after(HOUR)) is False


def test_a_message_after_the_answer_changes_no_measure() -> None:
    case = on_behalf().after(HOUR)
    case.writes(SELLER)
    due = case.it.metric_due
    case.after(DAY).writes(BUYER)
    assert (case.it.metric_due, in_time(case)) == (due, True)


def test_what_was_late_when_the_first_round_ended_stays_late() -> None:
    case = on_behalf().after(2 * DAY)
    case.does(c.MarkResolved(by=BUYER))
    case.does(c.Reopen(by=BUYER, message_id=uid()))
    case.after(HOUR).writes(SELLER)
    assert in_time(case) is False
    early = on_behalf().after(HOUR)
    early.does(c.MarkResolved(by=BUYER))
    early.does(c.Reopen(by=BUYER, message_id=uid()))
    early.after(5 * DAY).writes(SELLER)
    assert in_time(early) is None


def test_opened_by_the_buyer_the_measure_is_the_duty() -> None:
    case = opened().after(HOUR)
    case.writes(BUYER)
    assert case.it.metric_due is None
