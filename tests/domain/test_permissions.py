"""What an actor may do now, and from when (E.2)."""

from datetime import timedelta

from tests.domain.cases import (
    BUYER,
    DAY,
    HOUR,
    MONDAY,
    NOT_RECEIVED,
    OTHER_BUYER,
    SECOND,
    SELLER,
    Case,
    law,
    opened,
    purchase,
    resolved,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor
from zgoda.domain.permissions import Action, Permission, may_open, permitted
from zgoda.domain.refusals import Why


def says(case: Case, by: Actor, action: Action) -> Permission:
    return next(one for one in permitted(case.it, by, case.now, case.law) if one.action is action)


def test_every_action_on_a_case_is_answered_once() -> None:
    case = opened()
    answered = [one.action for one in permitted(case.it, BUYER, case.now, case.law)]
    assert sorted(answered) == sorted(set(Action) - {Action.OPEN})


@rule("S0-35")
def test_unresolved_is_announced_with_its_instant() -> None:
    case = opened(NOT_RECEIVED)
    said = says(case, BUYER, Action.MARK_UNRESOLVED)
    assert (said.allowed, said.possible_from) == (False, MONDAY + 7 * DAY)
    assert says(case.at(MONDAY + 7 * DAY), BUYER, Action.MARK_UNRESOLVED).allowed


@rule("S0-14")
def test_asking_to_join_is_announced_and_possible_then() -> None:
    case = opened()
    from_ = says(case, BUYER, Action.ASK_PLATFORM_TO_JOIN).possible_from
    assert from_ is not None
    assert not says(case.at(from_ - timedelta(milliseconds=1)), BUYER, Action.ASK_PLATFORM_TO_JOIN).allowed
    assert says(case.at(from_), BUYER, Action.ASK_PLATFORM_TO_JOIN).allowed


def test_a_timer_that_nobody_swept_yet_counts() -> None:
    case = opened().at(MONDAY + 31 * DAY)
    assert says(case, BUYER, Action.REOPEN).allowed
    assert says(case, SELLER, Action.WRITE).refusal is not None


def test_time_alone_never_gives_a_second_reopening() -> None:
    case = resolved()
    case.does(c.Reopen(by=BUYER, message_id=case.it.id))
    case.does(c.MarkResolved(by=BUYER))
    said = says(case, BUYER, Action.REOPEN)
    assert said.refusal is not None
    assert (said.refusal.why, said.possible_from) == (Why.REOPENED_ALREADY, None)


def test_a_stranger_is_allowed_nothing() -> None:
    case = opened()
    assert {one.refusal and one.refusal.why for one in permitted(case.it, OTHER_BUYER, case.now, case.law)} == {
        Why.NOT_A_PARTY
    }


@rule("S0-04")
def test_the_page_of_purchases_knows_from_when_a_discussion_can_be_opened() -> None:
    bought = purchase(purchased_at=MONDAY)
    early = may_open(bought, MONDAY + HOUR - SECOND, law(), pending=False)
    assert (early.allowed, early.possible_from) == (False, MONDAY + HOUR)
    assert may_open(bought, MONDAY + HOUR, law(), pending=False).allowed
    pending = may_open(bought, MONDAY + HOUR, law(), pending=True)
    assert pending.refusal is not None
    assert pending.refusal.why is Why.ALREADY_PENDING
