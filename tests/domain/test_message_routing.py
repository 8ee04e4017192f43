"""Who answers a message and how it passes on (S1-01 to S1-11, S1-18, C-14, C-15, P-29, P-30, P-32)."""

from datetime import UTC, datetime

import pytest

from tests.marks import rule
from zgoda.domain.actors import Role
from zgoda.domain.message_routing import (
    NOTE_LENGTH,
    SURE_FROM,
    Routed,
    Waiting,
    may_forward_message,
    may_note,
    may_reply,
    other_party,
    route_message,
    route_problem,
)
from zgoda.domain.message_topics import MessageTopic, answerer_of
from zgoda.domain.messaging import MessagingRefused, MessagingWhy, Topic

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
ONE, OTHER = Waiting(seller_since=AT), Waiting(warehouse_since=AT)


def why(refused: MessagingRefused | None) -> MessagingWhy | None:
    return refused.why if refused else None


@rule("S1-01", "S1-02", "C-15", "P-30")
@pytest.mark.parametrize("topic", MessageTopic)
def test_each_topic_of_a_fulfilled_order_goes_by_the_table_and_of_any_other_to_the_seller(topic: MessageTopic) -> None:
    assert route_message(fulfilled=True, topic=topic, confidence=SURE_FROM) == Routed(answerer_of(topic))
    assert route_message(fulfilled=False, topic=topic, confidence=0.1) == Routed(Role.SELLER)


@rule("S1-18")
@pytest.mark.parametrize("topic", [MessageTopic.ORDER_PREPARATION, MessageTopic.PRODUCT_QUESTION])
def test_what_nobody_is_sure_about_is_the_sellers_and_marked(topic: MessageTopic) -> None:
    assert route_message(fulfilled=True, topic=topic, confidence=SURE_FROM - 0.01) == Routed(Role.SELLER, unsure=True)


@rule("S1-15", "S1-21", "C-14")
@pytest.mark.parametrize(
    ("topic", "party"),
    [
        (Topic.NO_REFUND, Role.WAREHOUSE),
        (Topic.SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN, Role.WAREHOUSE),
        (Topic.PROBLEM_WITH_SENDING_PRODUCT_BACK, Role.WAREHOUSE),
        (Topic.NO_DOCUMENTATIONS, Role.SELLER),
        (Topic.PRODUCT_INCONSISTENT_WITH_THE_OFFER, Role.SELLER),
        (Topic.PRODUCT_ARRIVED_DAMAGED, Role.WAREHOUSE),
        (Topic.DEFECT_DETECTED_DURING_USE, Role.SELLER),
        (Topic.NO_PRODUCT_IN_THE_SHIPMENT, Role.WAREHOUSE),
        (Topic.MISSING_PRODUCT_ELEMENTS, Role.SELLER),
        (Topic.OTHER, Role.SELLER),
    ],
)
def test_problems_go_by_the_discussions_table(topic: Topic, party: Role) -> None:
    assert route_problem(topic, fulfilled=True) == Routed(party)
    assert route_problem(topic, fulfilled=False) == Routed(Role.SELLER)


@rule("S1-07", "P-32")
def test_the_warehouse_answers_what_is_assigned_to_it_and_the_seller_does_not() -> None:
    assert may_reply(Role.WAREHOUSE, OTHER) is None
    assert why(may_reply(Role.SELLER, OTHER)) is MessagingWhy.WAREHOUSE_ANSWERS
    assert may_reply(Role.SELLER, ONE) is None
    assert why(may_reply(Role.WAREHOUSE, ONE)) is MessagingWhy.NOT_ASSIGNED
    assert why(may_reply(Role.WAREHOUSE, Waiting())) is MessagingWhy.NOT_ASSIGNED


@rule("S1-07")
def test_where_each_owes_an_answer_each_may_write() -> None:
    both = Waiting(seller_since=AT, warehouse_since=AT)
    assert may_reply(Role.SELLER, both) is None
    assert may_reply(Role.WAREHOUSE, both) is None


@rule("P-32")
def test_the_warehouse_adds_to_its_own_last_reply_and_the_seller_writes_where_nothing_waits() -> None:
    assert may_reply(Role.WAREHOUSE, Waiting(last_reply_by=Role.WAREHOUSE)) is None
    assert why(may_reply(Role.WAREHOUSE, Waiting(AT, last_reply_by=Role.WAREHOUSE))) is MessagingWhy.NOT_ASSIGNED
    assert may_reply(Role.SELLER, Waiting(last_reply_by=Role.WAREHOUSE)) is None


@rule("S1-08", "P-29", "C-33")
def test_only_ones_own_message_of_a_fulfilled_order_is_passed_on() -> None:
    assert may_forward_message(Role.SELLER, Role.SELLER, fulfilled=True) is None
    assert may_forward_message(Role.WAREHOUSE, Role.WAREHOUSE, fulfilled=True) is None
    assert why(may_forward_message(Role.SELLER, Role.WAREHOUSE, fulfilled=True)) is MessagingWhy.NOT_ASSIGNED
    assert why(may_forward_message(Role.SELLER, Role.SELLER, fulfilled=False)) is MessagingWhy.NOT_FULFILLED
    assert why(may_forward_message(Role.SELLER, None, fulfilled=False)) is MessagingWhy.NOT_THE_BUYERS


@rule("S1-11")
def test_a_note_goes_with_it() -> None:
    assert why(may_note("")) is MessagingWhy.NOTE_MISSING
    assert may_note("x" * NOTE_LENGTH) is None
    assert may_note("x" * (NOTE_LENGTH + 1)) == MessagingRefused(MessagingWhy.NOTE_TOO_LONG, NOTE_LENGTH)


def test_there_are_two_parties() -> None:
    assert other_party(Role.SELLER) is Role.WAREHOUSE
    assert other_party(Role.WAREHOUSE) is Role.SELLER
