"""Topics of the Message Center's messages and who answers them (S1-12 to S1-22).

A table of its own, apart from the one for Discussions (``reasons``): the two differ on purpose (C-14).
"""

from collections.abc import Mapping
from enum import StrEnum

from zgoda.domain.actors import Role


class MessageTopic(StrEnum):
    """What a buyer's message is about."""

    ORDER_PREPARATION = "order_preparation"
    ORDER_CHANGE = "order_change"
    DELIVERY_PROBLEM = "delivery_problem"
    RETURN_REFUND = "return_refund"
    AVAILABILITY = "availability"
    EXPIRY_DATE = "expiry_date"
    PRODUCT_QUESTION = "product_question"
    PROOF_OF_PURCHASE = "proof_of_purchase"
    COMPLAINT_WITHDRAWAL = "complaint_withdrawal"
    PRICE_NEGOTIATION = "price_negotiation"
    OTHER = "other"


_ANSWERERS: Mapping[MessageTopic, Role] = {
    MessageTopic.ORDER_PREPARATION: Role.WAREHOUSE,  # S1-12
    MessageTopic.ORDER_CHANGE: Role.WAREHOUSE,  # S1-13
    MessageTopic.DELIVERY_PROBLEM: Role.WAREHOUSE,  # S1-14
    MessageTopic.RETURN_REFUND: Role.WAREHOUSE,  # S1-15
    MessageTopic.AVAILABILITY: Role.WAREHOUSE,  # S1-16
    MessageTopic.EXPIRY_DATE: Role.WAREHOUSE,  # S1-17
    MessageTopic.PRODUCT_QUESTION: Role.SELLER,  # S1-19
    MessageTopic.PROOF_OF_PURCHASE: Role.SELLER,  # S1-20
    MessageTopic.COMPLAINT_WITHDRAWAL: Role.SELLER,  # S1-21
    MessageTopic.PRICE_NEGOTIATION: Role.SELLER,  # S1-22
    MessageTopic.OTHER: Role.SELLER,  # S1-18
}


def answerer_of(topic: MessageTopic) -> Role:
    """S1-04 and S1-05, by S1-12, S1-13, S1-14, S1-15, S1-16, S1-17, S1-19, S1-20, S1-21, S1-22 and S1-18.

    Order preparation, changes in the order, delivery problems, an order's return with its refund, availability and
    expiry dates are the Warehouse's; products, proof of purchase, a complaint or a return after withdrawing from the
    agreement, a lower price and anything else are the seller's. Of two topics it is the one that decides (C-14).
    """
    return _ANSWERERS[topic]
