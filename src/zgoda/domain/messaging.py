"""The Message Center: who may write to whom, how much, about what, and how long it can be read (B5-06, B1-23, P-31).

A thread has two sides, a buyer and a seller. COMMON is the one conversation of the two; a problem with a purchase
is a thread of its own that its buyer closes. Pure: accounts, orders and instants are arguments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from zgoda.domain.rule_sets import RuleSet

TEXT_LENGTH = 2_000
ATTACHMENT_BYTES = 5_242_880
MESSAGE_FILES = 5
"""Files of one message; the platform names no number, so that this one is ours."""

KEPT = timedelta(days=183)
"""Six months: how long messages and their files are given out."""

PROBLEMS_LAYER = "purchase-problems-2026-10-28"


class ThreadKind(StrEnum):
    COMMON = "COMMON"
    PROBLEM = "POST_PURCHASE_ISSUE"


class Side(StrEnum):
    """Whose side of a thread somebody is on."""

    BUYER = "BUYER"
    SELLER = "SELLER"


class Topic(StrEnum):
    """What a problem with a purchase is about (B1-23, the list of 1 September 2026)."""

    NO_REFUND = "NO_REFUND"
    SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN = "SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN"
    PROBLEM_WITH_SENDING_PRODUCT_BACK = "PROBLEM_WITH_SENDING_PRODUCT_BACK"
    NO_DOCUMENTATIONS = "NO_DOCUMENTATIONS"
    PRODUCT_INCONSISTENT_WITH_THE_OFFER = "PRODUCT_INCONSISTENT_WITH_THE_OFFER"
    PRODUCT_ARRIVED_DAMAGED = "PRODUCT_ARRIVED_DAMAGED"
    DEFECT_DETECTED_DURING_USE = "DEFECT_DETECTED_DURING_USE"
    NO_PRODUCT_IN_THE_SHIPMENT = "NO_PRODUCT_IN_THE_SHIPMENT"
    MISSING_PRODUCT_ELEMENTS = "MISSING_PRODUCT_ELEMENTS"
    OTHER = "OTHER"


class Delivery(StrEnum):
    """Where a message stands (B12-13). Only what is DELIVERED reaches the other side."""

    VERIFYING = "VERIFYING"
    BLOCKED = "BLOCKED"
    DELIVERED = "DELIVERED"
    INTERACTING = "INTERACTING"
    DISMISSED = "DISMISSED"


class Origin(StrEnum):
    """How a message was written (B12-13): a question beside a purchase or offer, an e-mail, in the Message Center."""

    ASK_QUESTION = "ASK_QUESTION"
    MAIL = "MAIL"
    MESSAGE_CENTER = "MESSAGE_CENTER"


class MessagingWhy(StrEnum):
    MESSAGE_EMPTY = "MESSAGE_EMPTY"  # P-05
    MESSAGE_TOO_LONG = "MESSAGE_TOO_LONG"  # B5-06
    TOO_MANY_FILES = "TOO_MANY_FILES"
    FILE_UNUSABLE = "FILE_UNUSABLE"  # unknown, somebody else's, unsent or sent already
    NO_ORDER_BETWEEN_YOU = "NO_ORDER_BETWEEN_YOU"  # P-31
    THREAD_CLOSED = "THREAD_CLOSED"  # B1-23
    PROBLEMS_NOT_OFFERED = "PROBLEMS_NOT_OFFERED"  # C.0: the layer is off
    TOPIC_MISSING = "TOPIC_MISSING"
    PRODUCT_MISSING = "PRODUCT_MISSING"
    PROBLEM_REPORTED = "PROBLEM_REPORTED"  # the same one is open already
    NOT_THE_BUYER = "NOT_THE_BUYER"  # only the buyer closes a problem
    COMMAND_REUSED = "COMMAND_REUSED"
    WAREHOUSE_ANSWERS = "WAREHOUSE_ANSWERS"  # S1-07: what waits is the Warehouse's
    NOT_ASSIGNED = "NOT_ASSIGNED"  # P-29, P-32: it is the other party's
    NOT_FULFILLED = "NOT_FULFILLED"  # C-33: the seller sends this order itself
    NOT_THE_BUYERS = "NOT_THE_BUYERS"  # only the buyer's messages have somebody who answers them
    NOTE_MISSING = "NOTE_MISSING"  # S1-11
    NOTE_TOO_LONG = "NOTE_TOO_LONG"


@dataclass(frozen=True, slots=True)
class MessagingRefused:
    """``limit`` is the bound that was passed: characters or files."""

    why: MessagingWhy
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """The buyer and the seller of a thread or an order, as account ids."""

    buyer_id: int
    seller_id: int

    def side_of(self, user_id: int) -> Side | None:
        """P-04, P-49: None for everybody else, to whom a thread must look like one that does not exist."""
        return {self.buyer_id: Side.BUYER, self.seller_id: Side.SELLER}.get(user_id)


def may_say(text: str, files: int) -> MessagingRefused | None:
    """B5-06: words or a file; up to 2,000 characters, counted as Unicode code points."""
    if not text and not files:
        return MessagingRefused(MessagingWhy.MESSAGE_EMPTY)
    if len(text) > TEXT_LENGTH:
        return MessagingRefused(MessagingWhy.MESSAGE_TOO_LONG, TEXT_LENGTH)
    return MessagingRefused(MessagingWhy.TOO_MANY_FILES, MESSAGE_FILES) if files > MESSAGE_FILES else None


def may_begin(sender_id: int, recipient: str, order: Parties | None, logins: Sequence[str]) -> MessagingRefused | None:
    """P-31: a message begins with an order between the two, the seller's as well as the buyer's.

    ``logins`` are the buyer's and the seller's of the order; case does not matter in logins.
    """
    side = order.side_of(sender_id) if order is not None else None
    if side is None:
        return MessagingRefused(MessagingWhy.NO_ORDER_BETWEEN_YOU)
    other = logins[1] if side is Side.BUYER else logins[0]
    if recipient.casefold() != other.casefold():
        return MessagingRefused(MessagingWhy.NO_ORDER_BETWEEN_YOU)
    return None


def may_ask(asking: Side, asked: Side) -> MessagingRefused | None:
    """S1-03: "Ask the seller" needs no order; only a buyer asks, and only a seller is asked."""
    if (asking, asked) == (Side.BUYER, Side.SELLER):
        return None
    return MessagingRefused(MessagingWhy.NO_ORDER_BETWEEN_YOU)


def may_write(*, closed: bool) -> MessagingRefused | None:
    """B1-23: a problem that was closed takes no more messages, of either side."""
    return MessagingRefused(MessagingWhy.THREAD_CLOSED) if closed else None


def problems_offered(rules: RuleSet) -> bool:
    """B1-23, C.0: problems with a purchase exist where an administrator turned their layer on."""
    return PROBLEMS_LAYER in rules.layers


def may_report(
    rules: RuleSet, side: Side | None, topic: Topic | None, products: int, *, reported: bool
) -> MessagingRefused | None:
    """B1-23: the buyer reports a problem with products of one order; the same topic is not open twice for an order."""
    if not problems_offered(rules):
        return MessagingRefused(MessagingWhy.PROBLEMS_NOT_OFFERED)
    if side is not Side.BUYER:
        return MessagingRefused(MessagingWhy.NO_ORDER_BETWEEN_YOU)
    if topic is None:
        return MessagingRefused(MessagingWhy.TOPIC_MISSING)
    if not products:
        return MessagingRefused(MessagingWhy.PRODUCT_MISSING)
    return MessagingRefused(MessagingWhy.PROBLEM_REPORTED) if reported else None


def may_close(side: Side | None, *, closed: bool) -> MessagingRefused | None:
    """B1-23: the platform offers closing to no seller."""
    if side is not Side.BUYER:
        return MessagingRefused(MessagingWhy.NOT_THE_BUYER)
    return may_write(closed=closed)


def given_out_since(now: datetime) -> datetime:
    """B5-06: programs read what is at most six months old."""
    return now - KEPT


SEEN = frozenset({Delivery.DELIVERED, Delivery.INTERACTING, Delivery.DISMISSED})
"""E.5: what reaches the other side; the sender sees each message of its own."""
