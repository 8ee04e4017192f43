"""The platform's consultant, warnings and blocking (S0-14…S0-17; P-13, P-14, P-26; T-08…T-10)."""

from datetime import timedelta

import pytest

from tests.domain.cases import (
    BUYER,
    CONSULTANT,
    DAY,
    DEFECT,
    EVERYBODY,
    HOUR,
    MODERATOR,
    MONDAY,
    NOT_RECEIVED,
    OTHER_BUYER,
    OTHER_CONSULTANT,
    SELLER,
    Case,
    joined,
    opened,
    opening,
    resolved,
    text,
    uid,
    unresolved,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import DeliveryAction
from zgoda.domain.events import AnswerMissed, FollowUpPassed, MessagePosted, Template
from zgoda.domain.refusals import Refused, Why

TICK = timedelta(milliseconds=1)
ASK = c.AskPlatformToJoin(by=BUYER)


def join(by: Actor = CONSULTANT) -> c.Join:
    return c.Join(by=by, message_id=uid())


def warn(by: Actor = CONSULTANT, reason: c.Text | None = None) -> c.WarnSeller:
    return c.WarnSeller(by=by, message_id=uid(), reason=reason or text("no answer"))


def block(by: Actor = MODERATOR) -> c.BlockSeller:
    return c.BlockSeller(by=by, reason=text("still no answer"))


def overdue() -> Case:
    case = opened(DEFECT)
    return case.at(case.it.deadlines.answer_due + TICK)


@rule("S0-14")
def test_the_buyer_may_ask_only_after_the_answer_was_missed() -> None:
    case = opened()
    due = case.it.deadlines.answer_due
    assert case.at(due).tries(ASK) == Refused(Why.ANSWER_NOT_OVERDUE, possible_from=due + TICK)
    assert case.at(due + TICK).refuses(ASK) is None


@rule("S0-14")
def test_an_answer_in_time_leaves_nothing_to_ask_for() -> None:
    case = opened()
    case.writes(SELLER)
    assert case.after(5 * DAY).tries(ASK) == Refused(Why.ANSWER_NOT_OVERDUE)


@rule("S0-14")
def test_a_late_answer_does_not_take_the_right_away() -> None:
    case = overdue()
    case.writes(SELLER)
    case.does(ASK)


@rule("S0-14")
def test_missing_the_deadline_alone_brings_nobody() -> None:
    case = overdue().sweep()
    assert len(case.saw(AnswerMissed)) == 1
    assert not case.it.platform_joined
    assert case.refuses(join()) is Why.NOTHING_TO_JOIN


@rule("S0-14")
def test_asking_alone_brings_nobody_either_but_opens_the_door() -> None:
    case = overdue()
    case.does(ASK)
    assert not case.it.platform_joined
    case.does(join())
    assert case.it.platform_joined


def test_asked_once_in_a_round() -> None:
    case = overdue()
    case.does(ASK)
    assert case.refuses(ASK) is Why.JOIN_ALREADY_ASKED


def test_only_the_buyer_of_a_pending_case_asks() -> None:
    for by in (SELLER, CONSULTANT, MODERATOR):
        assert overdue().refuses(c.AskPlatformToJoin(by=by)) is Why.NOT_ALLOWED
    assert overdue().refuses(c.AskPlatformToJoin(by=OTHER_BUYER)) is Why.NOT_A_PARTY
    assert unresolved().refuses(ASK) is Why.NOT_PENDING
    assert resolved().refuses(ASK) is Why.ENDED


def test_an_overdue_action_alone_gives_no_right_to_ask() -> None:
    case = opened(NOT_RECEIVED)
    case.writes(SELLER)
    case.after(5 * DAY).sweep()
    assert case.it.action_overdue
    assert case.refuses(ASK) is Why.ANSWER_NOT_OVERDUE


@rule("S0-17")
def test_unresolved_brings_a_consultant_who_proposes_and_the_buyer_ends_it() -> None:
    case = unresolved(DEFECT)
    case.does(join())
    case.writes(CONSULTANT, "What would help you both?")
    case.does(c.MarkResolved(by=BUYER))


@rule("S0-58")
def test_a_case_opened_on_behalf_may_be_joined_at_once() -> None:
    case = Case()
    case.does(opening(by=MODERATOR, buyer_reported=text()))
    case.does(join())
    assert case.it.joined_by == CONSULTANT.id


@rule("S0-17")
def test_joining_is_said_in_the_thread() -> None:
    case = unresolved()
    (_, message) = case.does(join())
    assert isinstance(message, MessagePosted)
    assert (message.template, message.author) == (Template.CONSULTANT_JOINED, Role.SYSTEM)


def test_a_colleague_takes_over_and_the_reminder_stays() -> None:
    case = joined()
    reminder = case.it.follow_up_at
    assert case.refuses(join()) is Why.ALREADY_JOINED
    case.after(HOUR).does(join(OTHER_CONSULTANT))
    assert (case.it.joined_by, case.it.follow_up_at) == (OTHER_CONSULTANT.id, reminder)
    assert case.refuses(c.WriteMessage(by=CONSULTANT, message_id=uid(), text=text())) is Why.NOT_JOINED


@pytest.mark.parametrize("by", [one for one in EVERYBODY if one.role not in {Role.CONSULTANT, Role.WAREHOUSE}])
def test_only_a_consultant_joins(by: Actor) -> None:
    assert unresolved().refuses(join(by)) is Why.NOT_ALLOWED


def test_the_reminder_falls_due_24_business_hours_after_joining() -> None:
    case = joined()
    due = MONDAY + timedelta(hours=50)
    assert case.it.follow_up_at == due
    case.at(due).sweep()
    assert not case.it.follow_up_passed
    case.at(due + TICK).sweep()
    assert [entry.at for entry in case.saw(FollowUpPassed)] == [due]


@rule("S0-15")
def test_who_still_does_not_answer_is_warned_and_may_then_be_blocked() -> None:
    case = joined()
    due = case.it.follow_up_at
    assert due is not None
    assert case.tries(warn()) == Refused(Why.REMINDER_NOT_EXPIRED, possible_from=due + TICK)
    case.at(due + TICK)
    assert case.refuses(block()) is Why.SELLER_NOT_WARNED
    case.does(warn())
    assert case.saw(MessagePosted)[-1].event.template is Template.SELLER_WARNED  # type: ignore[union-attr]
    promised = case.it.follow_up_at
    assert promised is not None
    assert promised > due + DAY
    assert case.at(promised).tries(block()) == Refused(Why.REMINDER_NOT_EXPIRED, possible_from=promised + TICK)
    case.at(promised + TICK).does(block())
    assert case.it.blocked_at == case.now
    assert case.refuses(block()) is Why.ALREADY_BLOCKED


@rule("S0-15")
@pytest.mark.parametrize("reason", [None, text("  ")])
def test_warning_and_blocking_need_a_written_reason(reason: c.Text | None) -> None:
    case = joined().after(3 * DAY)
    assert case.refuses(c.WarnSeller(by=CONSULTANT, message_id=uid(), reason=reason)) is Why.WRITTEN_REASON_MISSING
    case.does(warn())
    case.after(5 * DAY)
    assert case.refuses(c.BlockSeller(by=MODERATOR, reason=reason)) is Why.WRITTEN_REASON_MISSING


@rule("S0-15")
def test_an_answer_after_the_joining_ends_the_matter() -> None:
    case = joined()
    case.after(HOUR).writes(SELLER)
    case.after(5 * DAY)
    assert case.refuses(warn()) is Why.SELLER_ANSWERED
    assert case.refuses(block()) is Why.SELLER_ANSWERED


@rule("S0-15")
def test_a_delivery_action_after_the_joining_is_an_answer_too() -> None:
    case = opened(NOT_RECEIVED)
    case.after(2 * DAY).does(ASK)
    case.does(join())
    case.takes(DeliveryAction.TRACKING_NUMBER, SELLER)
    assert case.after(5 * DAY).refuses(warn()) is Why.SELLER_ANSWERED


@rule("S0-15")
def test_asking_to_end_after_the_joining_is_no_answer() -> None:
    case = joined()
    case.does(c.AskToResolve(by=SELLER, message_id=uid()))
    assert case.after(5 * DAY).refuses(warn()) is None


@rule("S0-15")
def test_without_the_platform_nobody_is_warned_or_blocked() -> None:
    assert overdue().refuses(warn(MODERATOR)) is Why.NOT_JOINED
    assert overdue().refuses(block()) is Why.NOT_JOINED
    assert joined().after(5 * DAY).refuses(warn(OTHER_CONSULTANT)) is Why.NOT_JOINED
    assert joined().after(5 * DAY).refuses(warn(MODERATOR)) is None


@rule("S0-15")
@pytest.mark.parametrize("by", [one for one in EVERYBODY if one.role not in {Role.MODERATOR, Role.WAREHOUSE}])
def test_only_a_moderator_blocks(by: Actor) -> None:
    assert joined().refuses(block(by)) is Why.NOT_ALLOWED
