"""The two ways back from Resolved (S0-20…S0-24; C-05, C-06)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.domain.cases import (
    BUYER,
    CONSULTANT,
    DAY,
    DEFECT,
    EVERYBODY,
    EXCHANGE,
    HOUR,
    MODERATOR,
    MONDAY,
    NOT_RECEIVED,
    OTHER_BUYER,
    SELLER,
    Case,
    joined,
    law,
    opened,
    opening,
    purchase,
    resolved,
    text,
    uid,
    unresolved,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide.guards import TICK
from zgoda.domain.discussion import DeliveryAction, Status
from zgoda.domain.events import MessageKind, MessagePosted, Reopened, Template
from zgoda.domain.purchase import Provider
from zgoda.domain.refusals import Refused, Why


def again(**changes: object) -> c.Reopen:
    return replace(c.Reopen(by=BUYER, message_id=uid()), **changes)  # type: ignore[arg-type]


def by_staff(**changes: object) -> c.ReopenByStaff:
    base = c.ReopenByStaff(
        by=MODERATOR, message_id=uid(), justification=text("new facts"), buyer_request=text("please")
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@rule("S0-20")
def test_the_buyer_reopens_a_closed_discussion_and_says_why() -> None:
    case = resolved().after(DAY)
    _, notice, words = case.does(again(text=text("Another part is missing")))
    assert case.it.status is Status.PENDING
    assert case.it.closure_reason is None
    assert isinstance(notice, MessagePosted)
    assert isinstance(words, MessagePosted)
    assert notice.template is Template.REOPENED_BY_BUYER
    assert (words.author, words.kind) == (Role.BUYER, MessageKind.WRITTEN)


@rule("S0-20")
@pytest.mark.parametrize("case", [opened(), unresolved()])
def test_what_has_not_ended_is_not_reopened(case: Case) -> None:
    assert case.refuses(again()) is Why.NOT_ENDED
    assert case.refuses(by_staff()) is Why.NOT_ENDED


@rule("S0-21")
def test_once_and_not_a_second_time() -> None:
    case = resolved()
    case.does(again())
    case.does(c.MarkResolved(by=BUYER))
    assert case.refuses(again()) is Why.REOPENED_ALREADY


@rule("S0-22")
def test_up_to_two_years_after_the_purchase_however_late_it_closed() -> None:
    bought = datetime(2023, 10, 10, 8, tzinfo=UTC)
    last = datetime(2025, 10, 10, 22, tzinfo=UTC) - TICK
    for moment, answer in ((last, None), (last + TICK, Why.TOO_LATE_TO_REOPEN)):
        case = Case()
        case.does(opening(purchase=purchase(purchased_at=bought)))
        case.does(c.MarkResolved(by=BUYER))
        assert case.at(moment).refuses(again()) is answer


@rule("S0-22")
def test_a_purchase_of_29_february_ends_on_28_february() -> None:
    case = Case()
    case.does(opening(purchase=purchase(purchased_at=datetime(2024, 2, 29, 8, tzinfo=UTC))))
    case.does(c.MarkResolved(by=BUYER))
    assert case.at(datetime(2026, 2, 28, 23, tzinfo=UTC)).refuses(again()) is Why.TOO_LATE_TO_REOPEN
    assert case.at(datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC)).refuses(again()) is None


@rule("S0-20")
@pytest.mark.parametrize("by", [one for one in EVERYBODY if one.role not in {Role.BUYER, Role.WAREHOUSE}])
def test_nobody_else_reopens_as_the_buyer(by: Actor) -> None:
    assert resolved().refuses(again(by=by)) is Why.NOT_ALLOWED
    assert resolved().refuses(again(by=OTHER_BUYER)) is Why.NOT_A_PARTY


def test_never_two_pending_about_one_line() -> None:
    assert resolved().refuses(again(pending_on_line=True)) is Why.ALREADY_PENDING
    assert resolved().refuses(by_staff(pending_on_line=True)) is Why.ALREADY_PENDING


@rule("S1-56")
def test_a_hidden_one_stays_closed_while_another_of_its_purchase_is_open() -> None:
    combined = purchase(provider=Provider.ALLEGRO, account_provider=Provider.ALLEGRO, combined=True)
    hidden, plain = opened(NOT_RECEIVED, purchase=combined), opened(NOT_RECEIVED)
    for case, expected in ((hidden, Why.OPEN_FOR_PURCHASE), (plain, None)):
        case.does(c.MarkResolved(by=BUYER))
        assert case.refuses(by_staff(hidden_in_purchase=True)) is expected
        if expected is not None:
            assert case.refuses(again(hidden_in_purchase=True)) is expected


def test_all_clocks_run_anew_but_the_two_years_stay() -> None:
    case = opened(NOT_RECEIVED)
    window = case.it.deadlines.reopen_until
    case.after(30 * HOUR).takes(DeliveryAction.TRACKING_NUMBER, SELLER)
    case.does(c.MarkResolved(by=BUYER))
    case.after(HOUR).does(again())
    it = case.it
    assert (it.round, it.opened_at, it.first_opened_at) == (2, case.now, MONDAY)
    assert (it.answered_at, it.action, it.answer_overdue, it.action_overdue) == (None, None, False, False)
    assert it.deadlines.answer_due == case.now + 24 * HOUR
    assert it.deadlines.unresolved_from == case.now + 7 * DAY
    assert it.deadlines.auto_resolve_at == case.now + 30 * DAY
    assert it.deadlines.reopen_until == window
    case.after(7 * DAY).does(c.MarkUnresolved(by=BUYER))


def test_by_switch_only_the_30_days_run_anew() -> None:
    case = opened(rules=law(reopen_restarts_timers=False))
    case.after(HOUR).writes(SELLER)
    case.does(c.MarkResolved(by=BUYER))
    case.after(40 * DAY).does(again())
    case.after(DAY).sweep()
    assert case.it.status is Status.PENDING
    assert not case.it.answer_overdue
    assert case.refuses(c.MarkUnresolved(by=BUYER)) is None


def test_the_first_response_and_its_outcome_are_kept() -> None:
    case = opened()
    case.after(HOUR).writes(SELLER)
    case.does(c.MarkResolved(by=BUYER))
    case.after(HOUR).does(again())
    case.after(100 * HOUR).writes(SELLER)
    assert case.it.first_response_at == MONDAY + HOUR
    assert case.it.first_round_in_time is True
    assert case.it.answer_overdue


def test_what_was_said_in_the_old_round_is_cleared() -> None:
    case = joined()
    case.does(c.OfferSolution(by=CONSULTANT, offer_id=uid(), message_id=uid(), solution=EXCHANGE))
    case.does(c.MarkResolved(by=BUYER))
    case.after(HOUR).does(again())
    it = case.it
    assert (it.offer, it.agreed, it.join_asked_at, it.joined_by, it.platform_joined) == (None, None, None, None, False)
    case.after(8 * DAY).does(c.AskPlatformToJoin(by=BUYER))


@rule("S0-23")
def test_all_that_a_reopening_by_staff_lacks_is_named_at_once() -> None:
    outcome = resolved().tries(by_staff(buyer_request=None, justification=text(" "), pending_on_line=True))
    assert isinstance(outcome, Refused)
    assert outcome.why is Why.BUYER_REQUEST_MISSING
    assert [one.why for one in outcome.also] == [Why.JUSTIFICATION_MISSING, Why.ALREADY_PENDING]


@rule("S0-23")
@pytest.mark.parametrize("by", [CONSULTANT, MODERATOR])
def test_the_platform_reopens_at_the_buyers_request_with_a_justification(by: Actor) -> None:
    assert resolved().refuses(by_staff(by=by, buyer_request=None)) is Why.BUYER_REQUEST_MISSING
    assert resolved().refuses(by_staff(by=by, justification=text(" "))) is Why.JUSTIFICATION_MISSING
    case = resolved()
    (reopened, notice) = case.does(by_staff(by=by))
    assert isinstance(reopened, Reopened)
    assert reopened.justification is not None
    assert isinstance(notice, MessagePosted)
    assert notice.template is Template.REOPENED_BY_PLATFORM
    assert case.it.platform_joined


@rule("S0-24")
def test_reopened_by_the_platform_it_is_pending() -> None:
    case = resolved()
    case.does(by_staff())
    assert case.it.status is Status.PENDING


@rule("S0-23")
def test_the_platform_may_do_it_late_and_often_and_does_not_use_up_the_buyers_one() -> None:
    case = resolved()
    for _ in range(3):
        case.after(1000 * DAY).does(by_staff())
        case.does(c.MarkResolved(by=BUYER))
    assert (case.it.buyer_reopens, case.it.staff_reopens) == (0, 3)


def test_an_administrator_may_limit_it() -> None:
    case = resolved()
    case.law = law(staff_reopen_limit=1)
    case.does(by_staff())
    case.does(c.MarkResolved(by=BUYER))
    assert case.tries(by_staff()) == Refused(Why.STAFF_REOPENED_ENOUGH, limit=1)


@rule("S0-23")
@pytest.mark.parametrize(
    "by", [one for one in EVERYBODY if one.role not in {Role.CONSULTANT, Role.MODERATOR, Role.WAREHOUSE}]
)
def test_only_staff_reopens_for_the_platform(by: Actor) -> None:
    assert resolved().refuses(by_staff(by=by)) is Why.NOT_ALLOWED


def test_a_case_opened_on_behalf_keeps_the_platform_in() -> None:
    case = Case()
    case.does(opening(DEFECT, by=CONSULTANT, buyer_reported=text()))
    case.does(c.MarkResolved(by=BUYER))
    case.after(HOUR).does(again())
    assert case.it.platform_joined
    case.does(c.Join(by=CONSULTANT, message_id=uid()))
