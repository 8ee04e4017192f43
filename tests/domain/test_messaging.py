"""The rules of the Message Center by themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.marks import rule
from zgoda.domain import messaging as m
from zgoda.domain.markets import market
from zgoda.domain.messaging import Delivery, MessagingRefused, MessagingWhy, Parties, Side, Topic
from zgoda.domain.rule_sets import LAYERS, SEED, rule_set_on, seed_with

PARTIES, LOGINS = Parties(1, 2), ("Kupujący", "sklep")
WITH_PROBLEMS = seed_with({m.PROBLEMS_LAYER: True})


def test_the_layer_of_problems_is_one_of_the_dated_ones_and_off_by_default() -> None:
    layer = LAYERS[m.PROBLEMS_LAYER]
    assert not layer.by_default
    assert not m.problems_offered(rule_set_on(layer.effective, market("pl")))
    assert not m.problems_offered(SEED)
    assert m.problems_offered(WITH_PROBLEMS)


@rule("P-31")
@pytest.mark.parametrize(
    ("sender", "recipient", "allowed"),
    [(1, "SKLEP", True), (2, "kupujĄcy", True), (1, "kupujący", False), (2, "sklep", False), (3, "sklep", False)],
)
def test_a_message_begins_with_an_order_between_the_two(sender: int, recipient: str, allowed: bool) -> None:
    refused = m.may_begin(sender, recipient, PARTIES, LOGINS)
    assert refused == (None if allowed else MessagingRefused(MessagingWhy.NO_ORDER_BETWEEN_YOU))
    assert m.may_begin(sender, recipient, None, ()) == MessagingRefused(MessagingWhy.NO_ORDER_BETWEEN_YOU)


def test_characters_are_counted_as_code_points() -> None:
    assert m.may_say("😀" * 2000, 0) is None
    assert m.may_say("😀" * 2001, 0) == MessagingRefused(MessagingWhy.MESSAGE_TOO_LONG, 2000)
    assert m.may_say("", 1) is None
    assert m.may_say("", 0) == MessagingRefused(MessagingWhy.MESSAGE_EMPTY)
    assert m.may_say("x", 6) == MessagingRefused(MessagingWhy.TOO_MANY_FILES, 5)


def test_a_problem_is_reported_by_the_buyer_once_for_a_topic() -> None:
    def why(side: Side | None = Side.BUYER, topic: Topic | None = Topic.OTHER, products: int = 1, **more: bool):
        refused = m.may_report(WITH_PROBLEMS, side, topic, products, **{"reported": False, **more})
        return refused.why if refused else None

    assert why() is None
    assert why(side=Side.SELLER) is why(side=None) is MessagingWhy.NO_ORDER_BETWEEN_YOU
    assert why(topic=None) is MessagingWhy.TOPIC_MISSING
    assert why(products=0) is MessagingWhy.PRODUCT_MISSING
    assert why(reported=True) is MessagingWhy.PROBLEM_REPORTED
    off = m.may_report(SEED, Side.BUYER, Topic.OTHER, 1, reported=False)
    assert off == MessagingRefused(MessagingWhy.PROBLEMS_NOT_OFFERED)


def test_only_the_buyer_closes_and_only_once() -> None:
    assert m.may_close(Side.BUYER, closed=False) is None
    assert m.may_close(Side.SELLER, closed=False) == MessagingRefused(MessagingWhy.NOT_THE_BUYER)
    assert m.may_close(Side.BUYER, closed=True) == m.may_write(closed=True)


def test_what_waits_or_is_stopped_does_not_reach_the_other_side() -> None:
    assert set(Delivery) - m.SEEN == {Delivery.VERIFYING, Delivery.BLOCKED}


def test_messages_are_given_out_for_six_months() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert now - m.given_out_since(now) == timedelta(days=183)
