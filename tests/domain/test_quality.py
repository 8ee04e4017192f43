"""How a seller's Discussions add up (S0-53, S0-54)."""

from dataclasses import replace
from fractions import Fraction

from tests.domain.cases import BUYER, CARRIER, DAY, HOUR, NOT_RECEIVED, SELLER, opened, resolved, unresolved
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.discussion import ClosureReason, DeliveryAction
from zgoda.domain.quality import ServiceRecord, facts, service_record


@rule("S0-53")
def test_the_number_of_discussions_is_counted() -> None:
    assert service_record(facts(opened().it) for _ in range(3)).opened == 3
    assert service_record([]).opened == 0


@rule("S0-54")
def test_the_ways_they_were_resolved_are_counted_apart() -> None:
    parcel = opened(NOT_RECEIVED)
    parcel.takes(DeliveryAction.DELIVERED, CARRIER)
    parcel.after(2 * DAY).sweep()
    cases = [opened(), resolved(), resolved(), unresolved(), opened().after(31 * DAY).sweep(), parcel]
    record = service_record(facts(case.it) for case in cases)
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
    assert service_record([facts(opened().it)]).timely is None


def test_unresolved_that_was_settled_counts_as_resolved() -> None:
    case = unresolved()
    case.does(c.MarkResolved(by=BUYER))
    record = service_record([facts(case.it)])
    assert (record.unresolved, record.resolved[ClosureReason.BUYER_MARKED]) == (0, 1)


def test_only_the_first_round_is_measured() -> None:
    case = opened().after(HOUR)
    case.writes(SELLER)
    case.does(c.MarkResolved(by=BUYER))
    case.does(c.Reopen(by=BUYER, message_id=case.it.id))
    case.after(5 * DAY).sweep()
    assert service_record([facts(case.it)]).answered_in_time == 1


def test_hidden_cases_are_left_out() -> None:
    assert service_record([facts(replace(opened().it, hidden=True))]).opened == 0
