"""How a Discussion ends (S0-29…S0-36; P-09, P-10)."""

from datetime import timedelta

import pytest

from tests.domain.cases import (
    BUYER,
    DAY,
    DEFECT,
    EVERYBODY,
    HOUR,
    MISSING,
    MONDAY,
    NOT_RECEIVED,
    OTHER_BUYER,
    SECOND,
    SELLER,
    law,
    opened,
    resolved,
    unresolved,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import ClosureReason, Status
from zgoda.domain.events import MessagePosted, Template
from zgoda.domain.refusals import Refused, Why

RESOLVE, UNRESOLVE = c.MarkResolved(by=BUYER), c.MarkUnresolved(by=BUYER)
OTHERS = [actor for actor in EVERYBODY if actor.role not in {Role.BUYER, Role.WAREHOUSE}]


@rule("S0-29")
def test_there_are_exactly_three_statuses() -> None:
    assert [status.value for status in Status] == ["PENDING", "RESOLVED", "UNRESOLVED"]


@rule("S0-31")
def test_the_buyer_marks_it_resolved_and_ends_it() -> None:
    case = opened().after(HOUR)
    case.does(RESOLVE)
    assert (case.it.status, case.it.closure_reason) == (Status.RESOLVED, ClosureReason.BUYER_MARKED)
    assert case.it.closed_at == MONDAY + HOUR
    assert case.refuses(RESOLVE) is Why.ENDED


@rule("S0-31", "S0-34")
@pytest.mark.parametrize("by", OTHERS)
def test_only_the_buyer_marks(by: Actor) -> None:
    case = opened().after(20 * DAY)
    assert case.refuses(c.MarkResolved(by=by)) is Why.NOT_ALLOWED
    assert case.refuses(c.MarkUnresolved(by=by)) is Why.NOT_ALLOWED


def test_another_buyer_finds_no_case_to_mark() -> None:
    assert opened().refuses(c.MarkResolved(by=OTHER_BUYER)) is Why.NOT_A_PARTY


def test_unresolved_can_still_be_settled() -> None:
    case = unresolved()
    case.does(RESOLVE)
    assert case.it.closure_reason is ClosureReason.BUYER_MARKED


@rule("S0-32", "S0-30")
def test_after_30_days_the_platform_resolves_what_is_pending() -> None:
    case = opened().at(MONDAY + 30 * DAY - SECOND).sweep()
    assert case.it.status is Status.PENDING
    case.at(MONDAY + 30 * DAY).sweep()
    assert (case.it.status, case.it.closure_reason) == (Status.RESOLVED, ClosureReason.AUTO_30_DAYS)
    last = case.saw(MessagePosted)[-1].event
    assert last.template is Template.CLOSED_AFTER_30_DAYS  # type: ignore[union-attr]


@rule("S0-32")
def test_messages_do_not_move_the_30_days() -> None:
    case = opened().after(20 * DAY)
    case.writes(BUYER)
    case.writes(SELLER)
    assert case.at(MONDAY + 30 * DAY).sweep().it.status is Status.RESOLVED


@rule("S0-33")
def test_the_30_days_do_not_touch_unresolved() -> None:
    case = unresolved().after(60 * DAY).sweep()
    assert case.it.status is Status.UNRESOLVED


@rule("S0-32")
def test_at_the_last_instant_the_buyer_goes_before_the_clock() -> None:
    case = opened().at(MONDAY + 30 * DAY)
    case.does(UNRESOLVE)
    assert case.sweep().it.status is Status.UNRESOLVED
    assert opened().at(MONDAY + 30 * DAY + SECOND).refuses(UNRESOLVE) is Why.ENDED_REOPEN_FIRST


@rule("S0-35", "S0-36")
@pytest.mark.parametrize(
    ("reason", "days"), [(NOT_RECEIVED, 7), (MISSING, 14), (DEFECT, 14), ("NO_PRODUCT_IN_PARCEL", 14), ("OTHER", 14)]
)
def test_unresolved_is_possible_from_7_days_when_not_delivered_and_14_otherwise(reason: str, days: int) -> None:
    from_ = MONDAY + days * DAY
    case = opened(reason).at(from_ - SECOND)
    assert case.tries(UNRESOLVE) == Refused(Why.TOO_EARLY_FOR_UNRESOLVED, possible_from=from_)
    case.at(from_).does(UNRESOLVE)
    assert case.it.status is Status.UNRESOLVED


@rule("S0-35")
def test_the_days_keep_their_local_time_over_a_clock_change() -> None:
    opened_at = MONDAY.replace(month=10, day=20)
    case = opened(NOT_RECEIVED, at=opened_at)
    from_ = opened_at + 7 * DAY + HOUR
    assert case.at(from_ - timedelta(milliseconds=1)).refuses(UNRESOLVE) is Why.TOO_EARLY_FOR_UNRESOLVED
    assert case.at(from_).refuses(UNRESOLVE) is None


@rule("S0-34")
def test_only_what_is_pending_becomes_unresolved() -> None:
    assert unresolved().refuses(UNRESOLVE) is Why.ALREADY_UNRESOLVED
    assert resolved().refuses(UNRESOLVE) is Why.ENDED_REOPEN_FIRST


def test_final_where_an_administrator_says_so() -> None:
    case = unresolved()
    case.law = law(unresolved_is_final=True)
    assert case.refuses(RESOLVE) is Why.ENDED
