"""Every message of a buyer has one party that answers it, with its history; it passes on with a note (S1-02…S1-11)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.centre.messaging.people import (
    MINUTE,
    NOW,
    agent,
    answered,
    begun,
    buyer,
    fulfilled,
    order,
    problems_on,
    reported,
    seller,
    written,
)
from tests.marks import rule
from zgoda.centre.messaging import acts, assigning, forwarding, reading, warehouse
from zgoda.centre.messaging.acts import NoSuchThread, Words
from zgoda.centre.messaging.models import Assigned, Correction, Thread, ThreadMessage, Turn
from zgoda.centre.messaging.rounds import said_in
from zgoda.domain.actors import Role
from zgoda.domain.message_routing import Waiting
from zgoda.domain.message_topics import MessageTopic
from zgoda.domain.messaging import Delivery, MessagingRefused, MessagingWhy, Origin, Side, Topic
from zgoda.domain.quality.rounds import Said

pytestmark = pytest.mark.django_db
WHEN, INVOICE, MURKY = "Kiedy wyślecie moje zamówienie?", "Poproszę o fakturę VAT na firmę", "??"


def why(outcome: object) -> MessagingWhy:
    assert isinstance(outcome, MessagingRefused), outcome
    return outcome.why


def party(message: ThreadMessage) -> str:
    return Assigned.objects.get(pk=message.pk).party


def passed(message: ThreadMessage, by: Role = Role.SELLER, note: str = "To sprawa magazynu", **more: object) -> object:
    who = seller() if by is Role.SELLER else agent()
    return forwarding.forward(message.id, by, who.pk, note, **{"now": NOW + MINUTE, **more})  # type: ignore[arg-type]


@rule("S1-02", "S1-04", "S1-05")
def test_a_message_about_dispatch_is_the_warehouses_and_about_an_invoice_the_sellers() -> None:
    bought = fulfilled()
    first, second = begun(bought, WHEN), begun(bought, INVOICE, now=NOW + MINUTE)
    assert (party(first), party(second)) == (Role.WAREHOUSE, Role.SELLER)
    thread = Thread.objects.get()
    assert (thread.warehouse_since, thread.seller_since) == (NOW, NOW + MINUTE)
    assert [(turn.party, turn.cause, turn.since) for turn in first.turns.all()] == [(Role.WAREHOUSE, "ROUTED", NOW)]


@rule("C-15", "P-30")
def test_an_order_that_the_seller_sends_itself_stays_the_sellers() -> None:
    message = begun(order(), WHEN)
    assigned = Assigned.objects.get(pk=message.pk)
    assert (assigned.party, assigned.unsure, assigned.fulfilled) == (Role.SELLER, False, False)


@rule("C-15")
def test_a_reply_is_about_the_order_that_was_last_named_in_the_thread() -> None:
    thread = begun(fulfilled(), INVOICE).thread_id
    assert party(written(thread, buyer(), WHEN)) == Role.WAREHOUSE
    begun(order(), INVOICE, now=NOW + 2 * MINUTE)
    assert party(written(thread, buyer(), WHEN, now=NOW + 3 * MINUTE)) == Role.SELLER


@rule("S1-03")
@pytest.mark.parametrize("origin", Origin)
def test_it_does_not_matter_how_a_message_arrives(origin: Origin) -> None:
    bought = fulfilled()
    sent = acts.begin(buyer().pk, "seller", bought.id, Words(WHEN, origin=origin), now=NOW)
    assert isinstance(sent, ThreadMessage)
    assert party(sent) == Role.WAREHOUSE


@rule("S1-18")
def test_an_unsure_message_is_the_sellers_and_says_so() -> None:
    assigned = Assigned.objects.get(pk=begun(fulfilled(), MURKY).pk)
    assert (assigned.party, assigned.unsure) == (Role.SELLER, True)


def test_the_buyers_own_choice_of_topic_wins() -> None:
    bought = fulfilled()
    words = Words(INVOICE, topic=MessageTopic.AVAILABILITY)
    sent = acts.begin(buyer().pk, "seller", bought.id, words, now=NOW)
    assert isinstance(sent, ThreadMessage)
    assigned = Assigned.objects.get(pk=sent.pk)
    assert (assigned.party, assigned.topic, assigned.chosen, assigned.unsure) == (
        Role.WAREHOUSE,
        "availability",
        True,
        False,
    )


@rule("S1-21", "C-14")
def test_a_return_after_withdrawal_is_the_sellers() -> None:
    assert party(begun(fulfilled(), "Odstępuję od umowy, gdzie mam odesłać?")) == Role.SELLER


def test_another_reader_takes_the_place_by_its_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    from zgoda.text import Reading

    def always(text: str, chosen: MessageTopic | None = None) -> Reading:
        return Reading(MessageTopic.EXPIRY_DATE, Role.WAREHOUSE, 1.0, ())

    monkeypatch.setattr(assigning, "READER", always)
    assert party(begun(fulfilled(), INVOICE)) == Role.WAREHOUSE


def test_problems_go_by_the_table_of_discussions() -> None:
    problems_on()
    sent = reported(fulfilled(), Topic.NO_REFUND, INVOICE)
    assert isinstance(sent, ThreadMessage)
    assigned = Assigned.objects.get(pk=sent.pk)
    assert (assigned.party, assigned.topic) == (Role.WAREHOUSE, "")


@rule("S1-07", "P-32")
def test_the_seller_reads_but_does_not_answer_while_the_warehouse_has_to() -> None:
    thread = begun(fulfilled(), WHEN).thread_id
    assert why(acts.write(thread, seller().pk, Words("Już"), now=NOW)) is MessagingWhy.WAREHOUSE_ANSWERS
    bought = Thread.objects.get().messages.get().order
    assert bought is not None
    assert why(acts.begin(seller().pk, "buyer", bought.id, Words("Już"), now=NOW)) is MessagingWhy.WAREHOUSE_ANSWERS
    reply = answered(thread)
    assert (reply.author_id, reply.agent_id) == (seller().pk, agent().pk)
    written(thread, seller(), "Dodam coś", now=NOW + 2 * MINUTE)


@rule("S1-06")
def test_the_seller_and_the_buyer_see_the_warehouses_reply() -> None:
    thread = begun(fulfilled(), WHEN).thread_id
    reply = answered(thread)
    row = Thread.objects.get()
    for who in (seller(), buyer()):
        assert reply in reading.messages_of(row, who.pk)
    assert not row.is_read_by(Side.BUYER)


def test_a_reply_answers_what_is_ones_own_and_nothing_of_the_others() -> None:
    bought = fulfilled()
    first, second = begun(bought, WHEN), begun(bought, INVOICE, now=NOW + MINUTE)
    written(first.thread_id, seller(), "Faktura w zakupach", now=NOW + 2 * MINUTE)
    thread = Thread.objects.get()
    assert (thread.seller_since, thread.warehouse_since) == (None, NOW)
    assert Assigned.objects.get(pk=first.pk).answered_at is None
    assert Assigned.objects.get(pk=second.pk).answered_at == NOW + 2 * MINUTE
    answered(first.thread_id, now=NOW + 3 * MINUTE)
    assert Thread.objects.get().warehouse_since is None


@rule("P-32", "P-49")
def test_the_warehouse_has_no_part_in_threads_it_was_never_asked_in() -> None:
    thread = begun(fulfilled(), INVOICE).thread_id
    with pytest.raises(NoSuchThread):
        acts.answer_for_warehouse(thread, agent().pk, Words("x"), now=NOW)
    with pytest.raises(NoSuchThread):
        acts.answer_for_warehouse("0" * 43, agent().pk, Words("x"), now=NOW)


@rule("S1-08", "S1-11", "S1-64", "P-29")
def test_the_seller_forwards_a_message_with_a_note_and_no_clock_restarts() -> None:
    message = begun(fulfilled(), INVOICE)
    assert passed(message) == message
    thread = Thread.objects.get()
    assert (thread.seller_since, thread.warehouse_since, thread.warehouse_at) == (None, NOW, NOW + MINUTE)
    last = Turn.objects.filter(message=message).last()
    assert last is not None
    assert (last.number, last.party, last.cause, last.note) == (2, "WAREHOUSE", "FORWARDED", "To sprawa magazynu")
    assert why(passed(message)) is MessagingWhy.NOT_ASSIGNED
    assert passed(message, Role.WAREHOUSE, "Jednak faktura") == message
    assert party(message) == Role.SELLER
    assert Thread.objects.get().seller_since == NOW


@rule("S1-11", "C-33", "P-29", "P-49")
def test_forwarding_wants_a_note_a_fulfilled_order_a_buyers_message_and_ones_own_thread() -> None:
    message = begun(fulfilled(), INVOICE)
    assert why(passed(message, note=" ")) is MessagingWhy.NOTE_MISSING
    reply = written(message.thread_id, seller())
    assert why(passed(reply)) is MessagingWhy.NOT_THE_BUYERS
    own = begun(order(), INVOICE, now=NOW + 2 * MINUTE)
    assert why(passed(own)) is MessagingWhy.NOT_FULFILLED
    for message_id, by, by_id in (
        (uuid4(), Role.SELLER, seller().pk),
        (message.id, Role.SELLER, buyer().pk),
        (message.id, Role.WAREHOUSE, agent().pk),
    ):
        with pytest.raises(NoSuchThread):
            forwarding.forward(message_id, by, by_id, "x", now=NOW)
    assert not Correction.objects.exists()


def test_a_form_sent_twice_forwards_once() -> None:
    message, token = begun(fulfilled(), INVOICE), uuid4()
    assert passed(message, token=token) == passed(message, token=token)
    assert Turn.objects.filter(message=message).count() == 2
    assert why(passed(message, note="Inna", token=token)) is MessagingWhy.COMMAND_REUSED


def test_a_forward_after_the_sellers_reply_waits_for_the_warehouse_again() -> None:
    message = begun(fulfilled(), INVOICE)
    written(message.thread_id, seller(), "Przekażę")
    passed(message, now=NOW + 2 * MINUTE)
    assert Thread.objects.get().warehouse_since == NOW


def test_what_people_put_right_is_kept_to_learn_from() -> None:
    unsure, sure = begun(fulfilled(), MURKY), begun(fulfilled(), INVOICE)
    assert forwarding.keep(unsure.id, seller().pk, MessageTopic.OTHER, now=NOW) == unsure
    passed(sure, topic=MessageTopic.EXPIRY_DATE)
    assert [(one.message_id, one.topic, one.party, one.by_role) for one in Correction.objects.order_by("id")] == [
        (unsure.id, "other", "SELLER", "SELLER"),
        (sure.id, "expiry_date", "WAREHOUSE", "SELLER"),
    ]
    assert not Assigned.objects.filter(unsure=True).exists()
    assert why(forwarding.keep(unsure.id, seller().pk, now=NOW)) is MessagingWhy.NOT_ASSIGNED


def test_a_correction_without_a_topic_is_the_likeliest_of_the_party() -> None:
    message = begun(fulfilled(), "Faktura i kiedy wyślecie?")
    assigned = Assigned.objects.get(pk=message.pk)
    assigned.party = Role.SELLER
    assigned.save()
    passed(message, topic=MessageTopic.PROOF_OF_PURCHASE)
    assert Correction.objects.get().topic == "order_preparation"


@rule("S1-09")
def test_quality_reads_who_was_asked_and_who_replied() -> None:
    bought = fulfilled()
    thread = begun(bought, WHEN).thread_id
    answered(thread)
    begun(bought, INVOICE, now=NOW + timedelta(hours=1))
    written(thread, seller(), now=NOW + timedelta(hours=2))
    assert list(said_in(thread)) == [
        Said(1, NOW, True, Role.WAREHOUSE),
        Said(2, NOW + MINUTE, False, Role.WAREHOUSE, agent=agent().pk),
        Said(3, NOW + timedelta(hours=1), True, Role.SELLER),
        Said(4, NOW + timedelta(hours=2), False, Role.SELLER),
    ]


@rule("S1-07")
def test_nothing_waits_in_a_problem_that_the_buyer_closed_and_nothing_in_it_is_forwarded() -> None:
    """Nobody can write there any more, so that it must not stand in a queue for ever."""
    problems_on()
    message = reported(fulfilled(), Topic.NO_REFUND)
    assert isinstance(message, ThreadMessage)
    assert warehouse.waiting_count() == 1
    acts.close(message.thread_id, buyer().pk, now=NOW + MINUTE)
    assert warehouse.waiting_count() == 0
    assert why(passed(message, Role.WAREHOUSE)) is MessagingWhy.THREAD_CLOSED
    assert Thread.objects.get().waiting == Waiting(None, None, None)


@rule("S1-07", "S1-54")
def test_a_reply_that_was_stopped_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The buyer has not got it, so that the message goes on waiting for whoever owes the answer."""
    message = begun(fulfilled(), WHEN)
    monkeypatch.setattr(acts, "verdict", lambda _draft: Delivery.BLOCKED)
    answered(message.thread_id)
    assert Thread.objects.get().warehouse_since == NOW
    assert Assigned.objects.get().answered_at is None
