"""Talking in the thread, and what counts as the seller's answer (P-05, P-08; T-04, T-06, T-16, T-27)."""

from datetime import timedelta

import pytest

from tests.domain.cases import (
    BUYER,
    CARRIER,
    CONSULTANT,
    DEFECT,
    EXCHANGE,
    HOUR,
    MODERATOR,
    MONDAY,
    NOT_RECEIVED,
    OTHER_BUYER,
    OTHER_SELLER,
    SECOND,
    SELLER,
    WAREHOUSE,
    Case,
    joined,
    law,
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
from zgoda.domain.discussion import DeliveryAction, Status
from zgoda.domain.events import Answered, AnswerMissed, MessageKind, MessagePosted, ResolveAskLapsed
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.rule_sets import AskToEndLimit


def message(by: Actor, words: str | None = "Hello", files: int = 0) -> c.WriteMessage:
    return c.WriteMessage(
        by=by,
        message_id=uid(),
        text=None if words is None else text(words),
        attachments=tuple(uid() for _ in range(files)),
    )


def ask(by: Actor = SELLER) -> c.AskToResolve:
    return c.AskToResolve(by=by, message_id=uid())


@rule("S0-09", "S0-10")
@pytest.mark.parametrize(
    ("late_by", "in_time"), [(-SECOND, True), (timedelta(0), True), (timedelta(milliseconds=1), False), (SECOND, False)]
)
def test_the_seller_has_24_hours_and_the_last_instant_counts(late_by: timedelta, in_time: bool) -> None:
    case = opened()
    case.at(case.it.deadlines.answer_due + late_by).writes(SELLER)
    (answered,) = case.saw(Answered)
    assert answered.event == Answered(by=Role.SELLER, in_time=in_time)
    assert case.it.answer_overdue is not in_time
    assert case.it.first_round_in_time is in_time


@rule("S0-11")
def test_a_weekend_does_not_count() -> None:
    friday = MONDAY + timedelta(days=4)
    case = opened(at=friday)
    case.at(friday + timedelta(days=3)).writes(SELLER)
    assert case.it.first_round_in_time


@rule("S0-13", "S1-61")
def test_a_question_is_an_answer() -> None:
    case = opened()
    case.after(HOUR).writes(SELLER, "Could you tell me what is missing?")
    assert case.it.answered_at == MONDAY + HOUR


def test_only_the_first_answer_stops_the_clock() -> None:
    case = opened()
    case.after(HOUR).writes(SELLER)
    assert not any(isinstance(event, Answered) for event in case.after(HOUR).writes(SELLER))
    assert case.it.first_response_at == MONDAY + HOUR


def test_a_late_answer_is_an_answer() -> None:
    case = opened().after(100 * HOUR)
    case.writes(SELLER)
    assert case.saw(AnswerMissed)[0].at == MONDAY + 24 * HOUR
    assert case.it.answered_at == MONDAY + 100 * HOUR


def test_neither_buyer_nor_consultant_answers_for_the_seller() -> None:
    case = Case()
    case.does(opening(by=CONSULTANT, buyer_reported=text()))
    case.writes(CONSULTANT)
    case.writes(BUYER)
    assert case.it.answered_at is None


def test_the_buyers_message_does_not_restart_the_clock() -> None:
    case = opened()
    due = case.it.deadlines
    case.after(HOUR).writes(BUYER)
    assert case.it.deadlines == due


@rule("S1-54", "S1-55")
def test_who_is_not_responsible_does_not_write() -> None:
    assert opened().refuses(message(WAREHOUSE)) is Why.NOT_A_PARTY
    case = _with_the_warehouse()
    assert case.refuses(message(SELLER)) is Why.NOT_RESPONSIBLE
    case.writes(WAREHOUSE)
    assert case.it.answered_at is not None


@pytest.mark.parametrize("by", [OTHER_BUYER, OTHER_SELLER])
def test_for_a_stranger_the_case_does_not_exist(by: Actor) -> None:
    assert opened().refuses(message(by)) is Why.NOT_A_PARTY


def test_a_consultant_writes_after_joining_and_a_moderator_never() -> None:
    assert opened().refuses(message(CONSULTANT)) is Why.NOT_JOINED
    assert joined().refuses(message(CONSULTANT)) is None
    assert joined().refuses(message(MODERATOR)) is Why.NOT_ALLOWED


@pytest.mark.parametrize("by", [BUYER, SELLER, CONSULTANT])
def test_a_closed_discussion_takes_no_message(by: Actor) -> None:
    assert resolved().refuses(message(by)) is Why.ENDED


def test_unresolved_still_takes_messages_unless_made_final() -> None:
    assert unresolved().refuses(message(SELLER)) is None
    case = unresolved()
    case.law = law(unresolved_is_final=True)
    assert case.refuses(message(SELLER)) is Why.ENDED


@pytest.mark.parametrize(
    ("words", "files", "answer"),
    [
        (None, 0, Why.MESSAGE_EMPTY),
        (" \n", 0, Why.MESSAGE_EMPTY),
        ("x", 0, None),
        (None, 1, None),
        ("x", 1, None),
        ("x", 2, Why.TOO_MANY_ATTACHMENTS),
        ("x" * 20_000, 0, None),
        ("x" * 20_001, 0, Why.MESSAGE_TOO_LONG),
    ],
)
def test_a_message_has_1_to_20000_characters_or_one_attachment(
    words: str | None, files: int, answer: Why | None
) -> None:
    assert opened().refuses(message(SELLER, words, files)) is answer


def test_the_journal_points_at_the_words_and_never_holds_them() -> None:
    (posted, _) = opened().does(message(SELLER, "secret words"))
    assert isinstance(posted, MessagePosted)
    assert "secret words" not in repr(posted)
    assert posted.text is not None
    assert len(posted.text.digest) == 64


@rule("S0-16")
def test_the_seller_may_ask_at_any_moment_and_cannot_mark_it_resolved() -> None:
    case = opened()
    case.does(ask())
    assert case.it.resolve_asked is not None
    assert case.it.status is Status.PENDING
    assert case.refuses(c.MarkResolved(by=SELLER)) is Why.NOT_ALLOWED
    assert unresolved().refuses(ask()) is None
    assert resolved().refuses(ask()) is Why.ENDED


@rule("S0-16")
def test_asking_to_resolve_is_no_answer() -> None:
    case = opened()
    (posted, _) = case.does(ask())
    assert isinstance(posted, MessagePosted)
    assert posted.kind is MessageKind.RESOLVE_ASK
    assert case.it.answered_at is None


def test_one_request_at_a_time_until_the_buyer_writes() -> None:
    case = opened()
    case.does(ask())
    assert case.refuses(ask()) is Why.RESOLVE_ALREADY_ASKED
    case.writes(BUYER, "Not yet")
    assert len(case.saw(ResolveAskLapsed)) == 1
    case.does(ask())
    assert case.it.times_resolve_asked == 2


def test_once_is_enough_where_an_administrator_says_so() -> None:
    case = opened(rules=law(ask_to_end_limit=AskToEndLimit.ONCE))
    case.does(ask())
    case.writes(BUYER)
    assert case.refuses(ask()) is Why.RESOLVE_ALREADY_ASKED


@pytest.mark.parametrize("by", [BUYER, CONSULTANT, MODERATOR, CARRIER])
def test_nobody_else_asks_to_resolve(by: Actor) -> None:
    assert opened().refuses(ask(by)) is Why.NOT_ALLOWED


def test_an_offer_answers_and_a_delivery_action_answers() -> None:
    case = opened(DEFECT)
    case.does(c.OfferSolution(by=SELLER, offer_id=uid(), message_id=uid(), solution=EXCHANGE))
    assert case.it.answered_at == MONDAY
    case = opened(NOT_RECEIVED)
    case.takes(DeliveryAction.TRACKING_NUMBER, SELLER)
    assert case.it.answered_at == MONDAY


def test_by_switch_the_30_days_run_from_the_last_message() -> None:
    from zgoda.domain.rule_sets import AutoResolveFrom

    case = opened(rules=law(auto_resolve_from=AutoResolveFrom.LAST_MESSAGE))
    case.after(timedelta(days=9)).writes(BUYER)
    assert case.it.deadlines.auto_resolve_at == MONDAY + timedelta(days=39, hours=1)


def test_a_refusal_names_the_limit_that_was_passed() -> None:
    assert opened().tries(message(SELLER, "x" * 20_001)) == Refused(Why.MESSAGE_TOO_LONG, limit=20_000)


def _with_the_warehouse() -> Case:
    from dataclasses import replace

    from zgoda.domain.discussion import Responsibility

    case = opened(NOT_RECEIVED)
    entry = Responsibility(Role.WAREHOUSE, MONDAY, "FORWARDED")
    case.state = replace(case.it, responsibilities=(*case.it.responsibilities, entry))
    return case
