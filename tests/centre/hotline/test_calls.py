"""A call from its first word to its outcome: handing over in the seller's hours, and the two ways out (S1-30, S1-31)."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import translation

from tests.centre import stage
from tests.centre.hotline.calling import (
    EVENING,
    HOTLINE,
    MINUTE,
    NIGHT,
    NOW,
    SELLERS,
    agent,
    order,
    seller,
    set_line,
    taken,
)
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.hotline import attempts, calls
from zgoda.centre.hotline.calls import Caller, NoSuchCall
from zgoda.centre.hotline.models import Call, Transfer
from zgoda.centre.messaging import reading
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.domain.hotline import HotlineRefused, HotlineWhy, Outcome, Topic, TransferState
from zgoda.domain.messaging import Origin
from zgoda.engine import clock, jobs

pytestmark = pytest.mark.django_db
QUESTION = "Czy kubek można myć w zmywarce?"


@pytest.fixture(autouse=True)
def shop() -> User:
    set_line()
    return seller()


def why(outcome: object) -> HotlineWhy:
    assert isinstance(outcome, HotlineRefused), outcome
    return outcome.why


def handed_over(call: Call, summary: str = QUESTION, now: datetime = NOW) -> Transfer:
    made = calls.transfer(call.id, summary, now=now, token=uuid4())
    assert isinstance(made, Transfer), made
    return made


@rule("S1-25")
def test_a_call_is_logged_with_an_order_and_without_one() -> None:
    with_order = taken()
    assert (with_order.buyer, with_order.seller) == (with_order.order.buyer, with_order.order.seller)
    before = taken(seller_id=stage.seller().id, offer_id="777")
    assert (before.order, before.buyer, before.seller_id) == (None, None, stage.seller().id)
    assert taken(name="Nobody in particular").seller is None


@rule("S1-23")
def test_outside_the_hours_no_call_is_taken_but_one_that_began_in_time_goes_on() -> None:
    caller = Caller(order_id=order().id)
    late = calls.take(agent().pk, "pl", caller, None, seller_only=False, now=NIGHT, token=uuid4())
    assert why(late) is HotlineWhy.HOTLINE_CLOSED
    call = taken(now=NIGHT - MINUTE)
    assert isinstance(calls.open_thread(call.id, QUESTION, now=NIGHT + MINUTE, token=uuid4()), Call)
    assert isinstance(calls.end(call.id, Outcome.THREAD_OPENED, now=NIGHT + MINUTE), Call)


@rule("S1-23")
def test_an_order_s_own_market_says_when_the_line_is_open() -> None:
    set_line(where="hu", opens=600)
    bought = order()
    type(bought).objects.filter(pk=bought.pk).update(market="hu")
    half_past_nine = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
    made = calls.take(
        agent().pk, "pl", Caller(order_id=bought.id), None, seller_only=False, now=half_past_nine, token=uuid4()
    )
    assert why(made) is HotlineWhy.HOTLINE_CLOSED


def test_the_form_sent_twice_is_one_call() -> None:
    token, caller = uuid4(), Caller("Jan")
    made = [
        calls.take(agent().pk, "pl", caller, Topic.DELIVERY_TIME, seller_only=False, now=at, token=token)
        for at in (NOW, NOW + MINUTE, NIGHT)
    ]
    assert len({call.pk for call in made}) == 1  # type: ignore[union-attr]
    assert Call.objects.get().began_at == NOW


@rule("S1-25")
def test_the_form_sent_again_with_another_caller_is_another_call() -> None:
    """Somebody went back in the browser: neither caller is lost."""
    token = uuid4()
    for name in ("Jan", "Anna", "Anna"):
        calls.take(agent().pk, "pl", Caller(name), Topic.DELIVERY_TIME, seller_only=False, now=NOW, token=token)
    assert sorted(Call.objects.values_list("caller_name", flat=True)) == ["Anna", "Jan"]


@rule("P-40", "P-41")
def test_one_token_serves_two_calls_and_both_their_forms() -> None:
    token = uuid4()
    made = [taken(), taken()]
    for call in made:
        assert isinstance(calls.transfer(call.id, QUESTION, now=NOW, token=token), Transfer)
        attempts.settle(call.transfers.get().pk, TransferState.NO_ANSWER, now=NOW)
        done = calls.open_thread(call.id, QUESTION, now=NOW, token=token)
        assert isinstance(done, Call), done
    assert len(set(Call.objects.values_list("thread_message", flat=True))) == 2


def test_an_order_that_its_seller_sends_is_none_of_the_hotline() -> None:
    own = order(provider="SELLER")
    assert taken(order_id=own.id).order is None


@rule("S1-30", "P-40")
def test_a_transfer_tells_the_seller_what_it_is_about_and_asks_it_to_handle_the_question() -> None:
    call = taken()
    row = handed_over(call)
    assert (row.number, row.by_hand, row.state) == (SELLERS, True, TransferState.ASKED)
    jobs.run_pending()
    jobs.run_pending()
    (letter,) = mail.outbox
    assert letter.to == ["seller@example.com"]
    for told in (QUESTION, str(call.order_id), "buyer", SELLERS, "Please handle the question"):
        assert told in letter.body
    assert "500 600 700" not in letter.body, "the caller's number is the caller's"


@rule("P-40")
def test_the_same_form_is_one_attempt_and_one_letter() -> None:
    call, token = taken(), uuid4()
    made = [calls.transfer(call.id, QUESTION, now=NOW, token=token) for _ in range(2)]
    assert len({row.pk for row in made}) == Transfer.objects.count() == 1  # type: ignore[union-attr]
    jobs.run_pending()
    assert len(mail.outbox) == 1
    assert why(calls.transfer(call.id, QUESTION, now=NOW, token=uuid4())) is HotlineWhy.UNDER_WAY


@rule("P-40")
def test_a_transfer_is_refused_where_the_rules_refuse_it() -> None:
    call = taken()
    assert why(calls.transfer(call.id, " ", now=NOW, token=uuid4())) is HotlineWhy.SUMMARY_MISSING
    assert why(calls.transfer(call.id, QUESTION, now=EVENING, token=uuid4())) is HotlineWhy.SELLER_CLOSED
    ours = taken(seller_only=False)
    assert why(calls.transfer(ours.id, QUESTION, now=NOW, token=uuid4())) is HotlineWhy.NOT_FOR_THE_SELLER
    nobody = taken(name="Jan")
    assert why(calls.transfer(nobody.id, QUESTION, now=NOW, token=uuid4())) is HotlineWhy.SELLER_UNKNOWN
    with pytest.raises(NoSuchCall):
        calls.transfer(uuid4(), QUESTION, now=NOW, token=uuid4())
    assert not Transfer.objects.exists()


@rule("C-36")
def test_the_seller_s_own_hours_and_its_country_s_rest_days_count() -> None:
    constitution_day = datetime(2027, 5, 3, 9, tzinfo=UTC)  # a Monday
    call = taken(now=constitution_day)
    refused = calls.transfer(call.id, QUESTION, now=constitution_day, token=uuid4())
    assert why(refused) is HotlineWhy.SELLER_CLOSED
    User.objects.filter(username="seller").update(market="hu")
    assert isinstance(calls.transfer(call.id, QUESTION, now=constitution_day, token=uuid4()), Transfer)


@rule("S1-31")
def test_not_reached_the_seller_s_number_is_given() -> None:
    call = taken()
    assert why(calls.give_number(call.id, now=NOW)) is HotlineWhy.TRY_THE_SELLER_FIRST
    attempts.settle(handed_over(call).id, TransferState.NO_ANSWER, now=NOW)
    made = [calls.give_number(call.id, now=NOW + n * MINUTE) for n in (1, 2)]
    assert [row.number_given_at for row in made] == [NOW + MINUTE] * 2  # type: ignore[union-attr]
    assert isinstance(calls.end(call.id, Outcome.NUMBER_GIVEN, now=NOW + MINUTE), Call)


@rule("S1-31", "P-41")
@pytest.mark.parametrize("first", [TransferState.BUSY, None], ids=["not reached", "out of hours"])
def test_a_thread_carries_the_buyer_s_questions_and_says_who_wrote_them(first: TransferState | None) -> None:
    call, now = taken(), NOW if first else EVENING
    if first:
        attempts.settle(handed_over(call).id, first, now=NOW)
    assert why(calls.open_thread(call.id, " ", now=now, token=uuid4())) is HotlineWhy.QUESTIONS_MISSING
    token = uuid4()
    for _ in range(2):
        assert isinstance(calls.open_thread(call.id, QUESTION, now=now, token=token), Call)
    again = calls.open_thread(call.id, "Something else", now=now, token=uuid4())
    assert isinstance(again, Call), "one thread for each call"
    sent = ThreadMessage.objects.get()
    assert (sent.author_id, sent.order_id, sent.origin) == (call.buyer_id, call.order_id, Origin.ASK_QUESTION)
    assert QUESTION in sent.text
    assert "buyer" in sent.text, "whose questions they are"
    assert sent.thread.seller_id == call.seller_id
    assert not sent.thread.seller_read
    assert not sent.thread.buyer_read, "the buyer has not seen what was written for it"
    assert reading.own_thread(sent.thread_id, call.seller_id or 0) is not None
    assert Call.objects.get(pk=call.pk).thread_message == sent


@rule("S1-25", "S1-31")
def test_before_a_purchase_questions_go_to_the_seller_too() -> None:
    person = stage.account("curious", stage.Role.BUYER)
    call = taken(buyer_id=person.pk, seller_id=stage.seller().id, offer_id="777", now=EVENING)
    assert isinstance(calls.open_thread(call.id, QUESTION, now=EVENING, token=uuid4()), Call)
    sent = ThreadMessage.objects.get()
    assert (sent.order, sent.offer_id, sent.thread.buyer_id) == (None, "777", person.pk)


@rule("P-41")
def test_nobody_knows_whose_thread_it_would_be() -> None:
    call = taken(seller_id=stage.seller().id, now=EVENING)
    assert why(calls.open_thread(call.id, QUESTION, now=EVENING, token=uuid4())) is HotlineWhy.BUYER_UNKNOWN


def test_a_call_ends_as_it_went_and_once() -> None:
    call = taken()
    assert why(calls.end(call.id, Outcome.TRANSFERRED, now=NOW)) is HotlineWhy.OUTCOME_NOT_POSSIBLE
    row = handed_over(call)
    assert why(calls.end(call.id, Outcome.ANSWERED, now=NOW)) is HotlineWhy.UNDER_WAY
    attempts.settle(row.id, TransferState.CONNECTED, now=NOW)
    for at in (NOW + MINUTE, NOW + 2 * MINUTE):
        ended = calls.end(call.id, Outcome.TRANSFERRED, now=at)
        assert isinstance(ended, Call)
        assert ended.ended_at == NOW + MINUTE
    assert why(calls.end(call.id, Outcome.CALLER_LEFT, now=NOW)) is HotlineWhy.CALL_ENDED


def test_notes_may_be_mended_later_what_the_call_was_about_may_not() -> None:
    call = taken()
    assert why(calls.note(call.id, None, "x" * 4001, seller_only=True, now=NOW)) is HotlineWhy.TOO_LONG
    calls.note(call.id, Topic.ADDRESS_CHANGE, "moved house", seller_only=False, now=NOW)
    calls.end(call.id, Outcome.ANSWERED, now=NOW)
    calls.note(call.id, Topic.ORDER_STATUS, "moved house twice", seller_only=True, now=NOW)
    row = Call.objects.get()
    assert (row.topic, row.seller_only, row.notes) == (Topic.ADDRESS_CHANGE, False, "moved house twice")


def test_the_thread_is_written_in_the_market_s_language() -> None:
    with translation.override("en"), clock.at(EVENING):
        calls.open_thread(taken(now=EVENING).id, QUESTION, now=EVENING, token=uuid4())
    assert HOTLINE not in ThreadMessage.objects.get().text
    assert "Infolinia" in ThreadMessage.objects.get().text
