"""Who answers a message of the Message Center, and how it passes on to the other party (S1-01, S1-08, P-29, P-32).

Each message of a buyer has one party that answers it. In one conversation the Warehouse may owe one answer and the
seller another; what is settled here is always about a message, never about two parties for the same one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zgoda.domain.actors import Role
from zgoda.domain.message_topics import MessageTopic, answerer_of
from zgoda.domain.messaging import MessagingRefused, MessagingWhy, Topic
from zgoda.domain.reasons import find

SURE_FROM = 0.7
"""How sure a reader must be of the party. Below, a message is the seller's (S1-18) and marked unsure."""

NOTE_LENGTH = 2_000


class TurnCause(StrEnum):
    """Why somebody answers a message: it was routed, forwarded with a note, or kept by the seller that was unsure."""

    ROUTED = "ROUTED"
    FORWARDED = "FORWARDED"
    KEPT = "KEPT"


@dataclass(frozen=True, slots=True)
class Routed:
    party: Role
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Since when the oldest message without an answer waits for each party; None where nothing does.
    ``last_reply_by``: who wrote the newest reply."""

    seller_since: datetime | None = None
    warehouse_since: datetime | None = None
    last_reply_by: Role | None = None


def route_message(*, fulfilled: bool, topic: MessageTopic, confidence: float) -> Routed:
    """S1-01, S1-02, S1-03: each message is assigned by its topic, however it arrived; the Warehouse takes part only
    where the platform fulfils the order (C-15, P-30).

    S1-18: what nobody is sure about is the seller's. Unsure is told either way, so that a person puts it right.
    """
    unsure = fulfilled and confidence < SURE_FROM
    return Routed(answerer_of(topic) if fulfilled and not unsure else Role.SELLER, unsure)


def route_problem(topic: Topic, *, fulfilled: bool) -> Routed:
    """B1-23: problems with a purchase took the place of Discussions, so they go by the Discussions' table (S1-38)."""
    return Routed(find(_REASONS[topic]).route if fulfilled else Role.SELLER)


def may_reply(role: Role, waiting: Waiting) -> MessagingRefused | None:
    """S1-07, P-32: the Warehouse answers what is assigned to it, and may add to its own last reply.

    The seller writes at any time, but not while everything that waits is the Warehouse's.
    """
    if role is Role.WAREHOUSE:
        follows = waiting.seller_since is None and waiting.last_reply_by is Role.WAREHOUSE
        owes = waiting.warehouse_since is not None
        return None if owes or follows else MessagingRefused(MessagingWhy.NOT_ASSIGNED)
    if waiting.warehouse_since is not None and waiting.seller_since is None:
        return MessagingRefused(MessagingWhy.WAREHOUSE_ANSWERS)
    return None


def may_forward_message(
    by: Role, party: Role | None, *, fulfilled: bool, closed: bool = False
) -> MessagingRefused | None:
    """S1-08, P-29: the seller forwards a message that is its own to the Warehouse, of a fulfilled order (C-33).

    The Warehouse passes one of its own back in the same way. ``party`` answers it now, None: it is not the buyer's.
    Where the thread is ``closed`` nobody can answer.
    """
    if closed:
        return MessagingRefused(MessagingWhy.THREAD_CLOSED)
    if party is None:
        return MessagingRefused(MessagingWhy.NOT_THE_BUYERS)
    if not fulfilled:
        return MessagingRefused(MessagingWhy.NOT_FULFILLED)
    return None if party is by else MessagingRefused(MessagingWhy.NOT_ASSIGNED)


def may_note(note: str) -> MessagingRefused | None:
    """S1-11: a note goes with a forward, up to 2,000 characters."""
    if not note:
        return MessagingRefused(MessagingWhy.NOTE_MISSING)
    return MessagingRefused(MessagingWhy.NOTE_TOO_LONG, NOTE_LENGTH) if len(note) > NOTE_LENGTH else None


def other_party(party: Role) -> Role:
    return Role.SELLER if party is Role.WAREHOUSE else Role.WAREHOUSE


_REASONS: Mapping[Topic, str] = {
    Topic.NO_REFUND: "NO_REFUND_AFTER_RETURNING_PRODUCT",
    Topic.SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN: "SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN",
    Topic.PROBLEM_WITH_SENDING_PRODUCT_BACK: "PROBLEM_WITH_SENDING_PRODUCT_BACK",
    Topic.NO_DOCUMENTATIONS: "NO_PROOF_OF_PURCHASE_MANUAL_OR_WARRANTY",
    Topic.PRODUCT_INCONSISTENT_WITH_THE_OFFER: "NOT_AS_DESCRIBED",
    Topic.PRODUCT_ARRIVED_DAMAGED: "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT",
    Topic.DEFECT_DETECTED_DURING_USE: "DEFECT_FOUND_DURING_USE",
    Topic.NO_PRODUCT_IN_THE_SHIPMENT: "NO_PRODUCT_IN_PARCEL",
    Topic.MISSING_PRODUCT_ELEMENTS: "MISSING_PRODUCT_ELEMENT",
    Topic.OTHER: "OTHER",
}
"""The reason of a Discussion that each topic stands for now."""
