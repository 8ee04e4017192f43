"""A Discussion goes from seller to Warehouse and back (S1-51…S1-55, S1-64; P-15, P-16; T-11, T-12; C-19, C-33, C-34)."""

from dataclasses import replace

import pytest

from tests.domain.cases import (
    BUYER,
    CONSULTANT,
    DAY,
    DEFECT,
    EVERYBODY,
    EXCHANGE,
    HOUR,
    MISSING,
    MODERATOR,
    NOT_RECEIVED,
    OTHER_SELLER,
    SELLER,
    WAREHOUSE,
    Case,
    law,
    opened,
    purchase,
    text,
    uid,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.deadlines import follow_up_due
from zgoda.domain.decide.forwarding import times_forwarded
from zgoda.domain.decide.guards import TICK
from zgoda.domain.discussion import DeliveryAction
from zgoda.domain.events import Answered, Forwarded, TextRef
from zgoda.domain.permissions import Action, permitted
from zgoda.domain.purchase import Provider
from zgoda.domain.refusals import Why
from zgoda.domain.timers import running

FULFILLED = purchase(provider=Provider.ALLEGRO, account_provider=Provider.ALLEGRO)
DAMAGED = "PRODUCT_DAMAGED_PARCEL_INTACT"


def with_seller() -> Case:
    return opened(MISSING, purchase=FULFILLED)


def with_warehouse(reason: str = NOT_RECEIVED, **changes: object) -> Case:
    return opened(reason, purchase=replace(FULFILLED, **changes))


def to_warehouse(by: Actor = SELLER, words: str = "The parcel is yours to find.") -> c.ForwardToWarehouse:
    return c.ForwardToWarehouse(by=by, note=text(words))


def to_seller(by: Actor = WAREHOUSE, words: str = "About the product itself.") -> c.ForwardToSeller:
    return c.ForwardToSeller(by=by, note=text(words))


@rule("S1-51", "S1-52", "S1-54", "S1-55")
def test_the_seller_forwards_with_a_note_and_only_reads_from_then_on() -> None:
    case, command = with_seller(), to_warehouse()
    assert command.note is not None
    assert case.does(command) == [Forwarded(to=Role.WAREHOUSE, note=TextRef(command.note.id, command.note.digest))]
    assert (case.it.responsible, case.it.responsibilities[-1].cause) == (Role.WAREHOUSE, "FORWARDED")
    assert case.refuses(c.WriteMessage(by=SELLER, message_id=uid(), text=text())) is Why.NOT_RESPONSIBLE
    assert case.writes(WAREHOUSE)[-1] == Answered(by=Role.WAREHOUSE, in_time=True)


@rule("S1-53", "S1-54")
def test_the_warehouse_forwards_back_and_only_reads_from_then_on() -> None:
    case = with_warehouse()
    case.does(to_seller())
    assert case.it.responsible is Role.SELLER
    assert case.refuses(c.WriteMessage(by=WAREHOUSE, message_id=uid(), text=text())) is Why.NOT_RESPONSIBLE
    assert case.writes(SELLER)[-1] == Answered(by=Role.SELLER, in_time=True)


@rule("S1-64", "S1-67")
@pytest.mark.parametrize("span", [HOUR, 3 * DAY])
def test_no_clock_moves_and_no_forward_is_an_answer(span: object) -> None:
    case = with_seller()
    before = running(case.it), case.it.deadlines
    case.does(to_warehouse())
    case.does(to_seller())
    assert (running(case.it), case.it.deadlines) == before
    assert case.it.answered_at is None
    due = case.it.deadlines.answer_due
    case.at(due + HOUR).does(to_warehouse())
    assert case.writes(WAREHOUSE)[-1] == Answered(by=Role.WAREHOUSE, in_time=False)


@rule("S1-64")
def test_who_gets_a_case_owes_an_answer_only_where_nobody_gave_one() -> None:
    asked, answered, ended = with_warehouse(), with_warehouse(), with_warehouse()
    answered.writes(WAREHOUSE)
    for case in (asked, answered, ended):
        case.does(to_seller())
    ended.does(c.MarkResolved(by=BUYER))
    assert [case.it.owes_answer for case in (asked, answered, ended)] == [True, False, False]


@rule("S1-52")
@pytest.mark.parametrize("note", [None, text(" \n ")])
def test_without_a_note_nobody_forwards(note: c.Text | None) -> None:
    assert with_seller().refuses(c.ForwardToWarehouse(by=SELLER, note=note)) is Why.NOTE_MISSING
    assert with_warehouse().refuses(c.ForwardToSeller(by=WAREHOUSE, note=note)) is Why.NOTE_MISSING
    assert with_seller().refuses(to_warehouse(words="x" * 20_001)) is Why.MESSAGE_TOO_LONG


def test_an_own_dispatch_order_never_goes_to_the_warehouse() -> None:
    case = opened(NOT_RECEIVED)
    assert case.refuses(to_warehouse()) is Why.NOT_FULFILLED
    assert case.refuses(to_seller()) is Why.NOT_A_PARTY


@rule("S1-56")
def test_a_hidden_case_stays_with_the_warehouse() -> None:
    case = with_warehouse(combined=True)
    assert case.refuses(to_seller()) is Why.HIDDEN_FROM_SELLERS
    assert case.refuses(to_warehouse()) is Why.NOT_A_PARTY
    assert {one.refusal and one.refusal.why for one in permitted(case.it, SELLER, case.now, case.law)} == {
        Why.NOT_A_PARTY
    }


def test_only_the_party_that_answers_forwards() -> None:
    assert with_warehouse().refuses(to_warehouse()) is Why.NOT_RESPONSIBLE
    assert with_seller().refuses(to_seller()) is Why.NOT_RESPONSIBLE
    assert with_seller().refuses(to_warehouse(OTHER_SELLER)) is Why.NOT_A_PARTY
    for by in EVERYBODY:
        if by.role not in {Role.SELLER, Role.WAREHOUSE}:
            assert with_seller().refuses(to_warehouse(by)) is Why.NOT_ALLOWED
            assert with_seller().refuses(to_seller(by)) is Why.NOT_ALLOWED


def test_after_the_end_nobody_forwards() -> None:
    case = with_seller()
    case.does(c.MarkResolved(by=BUYER))
    assert case.refuses(to_warehouse()) is Why.ENDED


def test_forwarding_goes_on_as_often_as_they_like_and_is_counted() -> None:
    case = with_seller()
    for _ in range(3):
        case.after(HOUR).does(to_warehouse())
        case.after(HOUR).does(to_seller())
    assert times_forwarded(case.it) == 6
    assert case.it.responsible is Role.SELLER


@rule("S1-55", "S1-58")
def test_the_reader_is_told_what_is_possible() -> None:
    case = with_warehouse()
    said = {one.action: one.allowed for one in permitted(case.it, SELLER, case.now, case.law)}
    assert (said[Action.FORWARD_TO_WAREHOUSE], said[Action.WRITE], said[Action.COMMENT]) == (False, False, True)
    said = {one.action: one.allowed for one in permitted(case.it, WAREHOUSE, case.now, case.law)}
    assert (said[Action.FORWARD_TO_SELLER], said[Action.FORWARD_TO_WAREHOUSE], said[Action.WRITE]) == (
        True,
        False,
        True,
    )


def test_a_number_from_the_seller_who_only_reads_is_no_answer() -> None:
    """G-01."""
    case = with_warehouse()
    assert case.takes(DeliveryAction.TRACKING_NUMBER, SELLER) == []
    assert case.takes(DeliveryAction.TRACKING_NUMBER, WAREHOUSE)[-1] == Answered(by=Role.WAREHOUSE, in_time=True)


def test_the_warehouse_offers_and_carries_out() -> None:
    case = opened(DAMAGED, purchase=FULFILLED, expectation=EXCHANGE)
    case.does(c.ReportCarriedOut(by=WAREHOUSE, message_id=uid()))
    assert case.refuses(c.ReportCarriedOut(by=SELLER, message_id=uid())) is Why.NOT_RESPONSIBLE


def test_no_seller_is_warned_or_blocked_for_the_warehouses_silence() -> None:
    """P-26: it is the seller who "still did not answer"."""
    case = opened(DAMAGED, purchase=FULFILLED, expectation=EXCHANGE)
    case.at(case.it.deadlines.answer_due + HOUR).does(c.AskPlatformToJoin(by=BUYER))
    case.does(c.Join(by=CONSULTANT, message_id=uid()))
    case.after(5 * DAY)
    warning = c.WarnSeller(by=MODERATOR, message_id=uid(), reason=text())
    assert case.refuses(warning) is Why.WAREHOUSE_ANSWERS
    case.does(to_seller())
    case.after(3 * DAY).does(warning)
    case.does(to_warehouse())
    assert case.after(5 * DAY).refuses(c.BlockSeller(by=MODERATOR, reason=text())) is Why.WAREHOUSE_ANSWERS


def test_what_the_buyer_asked_before_the_forward_stays_asked() -> None:
    case = opened(DEFECT, purchase=FULFILLED)
    case.does(c.AskToResolve(by=SELLER, message_id=uid()))
    case.does(to_warehouse())
    assert case.it.resolve_asked is not None
    assert case.refuses(c.AskToResolve(by=WAREHOUSE, message_id=uid())) is Why.RESOLVE_ALREADY_ASKED


@rule("T-10", "P-26", "S1-54")
def test_a_case_handed_over_late_gives_the_seller_twenty_four_hours_of_its_own() -> None:
    """The Warehouse kept silent for as long as the reminder ran: nobody is warned or blocked for that but itself."""
    case = with_warehouse()
    case.at(case.it.deadlines.answer_due + TICK).does(c.AskPlatformToJoin(by=BUYER))
    case.does(c.Join(by=CONSULTANT, message_id=uid()))
    case.after(3 * DAY).does(to_seller())
    handed = case.now
    warning = c.WarnSeller(by=MODERATOR, message_id=uid(), reason=text())
    assert case.refuses(warning) is Why.REMINDER_NOT_EXPIRED
    assert case.at(follow_up_due(handed, law()).at).refuses(warning) is Why.REMINDER_NOT_EXPIRED
    case.at(case.now + TICK).does(warning)
    due = case.it.follow_up_at
    assert due is not None
    case.does(to_warehouse())
    case.at(due + DAY).does(to_seller())
    assert case.refuses(c.BlockSeller(by=MODERATOR, reason=text())) is Why.REMINDER_NOT_EXPIRED
