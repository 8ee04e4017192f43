"""Who answers which message (S1-12 to S1-22), beside the Discussions' table (C-14)."""

import pytest

from zgoda.domain.actors import Role
from zgoda.domain.message_topics import MessageTopic, answerer_of
from zgoda.domain.reasons import REASONS


@pytest.mark.parametrize(
    "topic",
    [
        MessageTopic.ORDER_PREPARATION,
        MessageTopic.ORDER_CHANGE,
        MessageTopic.DELIVERY_PROBLEM,
        MessageTopic.RETURN_REFUND,
        MessageTopic.AVAILABILITY,
        MessageTopic.EXPIRY_DATE,
    ],
)
@pytest.mark.rule("S1-05", "S1-12", "S1-13", "S1-14", "S1-15", "S1-16", "S1-17")
def test_fulfilment_shipment_and_returns_go_to_the_warehouse(topic: MessageTopic) -> None:
    assert answerer_of(topic) is Role.WAREHOUSE


@pytest.mark.parametrize(
    "topic",
    [
        MessageTopic.PRODUCT_QUESTION,
        MessageTopic.PROOF_OF_PURCHASE,
        MessageTopic.COMPLAINT_WITHDRAWAL,
        MessageTopic.PRICE_NEGOTIATION,
        MessageTopic.OTHER,
    ],
)
@pytest.mark.rule("S1-04", "S1-18", "S1-19", "S1-20", "S1-21", "S1-22")
def test_products_documents_complaints_prices_and_the_rest_go_to_the_seller(topic: MessageTopic) -> None:
    assert answerer_of(topic) is Role.SELLER


@pytest.mark.rule("S1-15", "S1-21", "S1-45")
def test_a_message_about_a_withdrawal_and_a_discussion_about_one_go_different_ways() -> None:
    """C-14: two tables; a refund of an order's return is the Warehouse's in both."""
    assert answerer_of(MessageTopic.COMPLAINT_WITHDRAWAL) is Role.SELLER
    assert REASONS["PROBLEM_WITH_WITHDRAWAL_CANCELLATION_OF_PURCHASE"].route is Role.WAREHOUSE
    assert answerer_of(MessageTopic.RETURN_REFUND) is Role.WAREHOUSE
    assert REASONS["NO_REFUND_AFTER_RETURNING_PRODUCT"].route is Role.WAREHOUSE
