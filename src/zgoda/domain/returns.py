"""Sending products back: until when a buyer may announce it, and what a seller may refuse (B8-01, B8-07, B8-08).

Pure: what was bought, sent back before and received is an argument.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from zgoda.domain.calendar_time import end_of_day
from zgoda.domain.law import Law
from zgoda.domain.rule_sets import RuleSet

RETURN_DAYS = 14
COMMENT_LENGTH = 500
"""Characters of the buyer's comment on a product; the platform names no number, so that this one is ours."""

REJECTION_LENGTH = 250
NEW_CODES_LAYER = "return-codes-2026-04-08"


class ReturnStatus(StrEnum):
    """B8-07, as far as this marketplace's returns come: each is a point that later points overwrite."""

    CREATED = "CREATED"
    DISPATCHED = "DISPATCHED"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERED = "DELIVERED"
    REJECTED = "REJECTED"


class ReturnReason(StrEnum):
    NONE = "NONE"
    MISTAKE = "MISTAKE"
    TRANSPORT = "TRANSPORT"
    DAMAGED = "DAMAGED"
    NOT_AS_DESCRIBED = "NOT_AS_DESCRIBED"
    DONT_LIKE_IT = "DONT_LIKE_IT"
    OVERDUE_DELIVERY = "OVERDUE_DELIVERY"
    INCOMPLETE = "INCOMPLETE"
    HIDDEN_FLAW = "HIDDEN_FLAW"
    OTHER_FLAW = "OTHER_FLAW"
    DIFFERENT = "DIFFERENT"
    COUNTERFEIT = "COUNTERFEIT"
    NOT_NEW = "NOT_NEW"
    TOO_LARGE = "TOO_LARGE"
    TOO_SMALL = "TOO_SMALL"
    NOT_AS_EXPECTED = "NOT_AS_EXPECTED"
    ORDERED_FOR_COMPARISON = "ORDERED_FOR_COMPARISON"


class RejectionCode(StrEnum):
    """B8-08."""

    REFUND_REJECTED = "REFUND_REJECTED"
    NEW_ITEM_SENT = "NEW_ITEM_SENT"
    ITEM_FIXED = "ITEM_FIXED"
    MISSING_PART_SENT = "MISSING_PART_SENT"
    ITEM_MISMATCH = "ITEM_MISMATCH"
    BUSINESS_PURCHASE = "BUSINESS_PURCHASE"
    NO_RETURN_RIGHT = "NO_RETURN_RIGHT"


_NEW_CODES = frozenset({RejectionCode.ITEM_MISMATCH, RejectionCode.BUSINESS_PURCHASE, RejectionCode.NO_RETURN_RIGHT})


class ReturnWhy(StrEnum):
    NOT_YOUR_ORDER = "NOT_YOUR_ORDER"
    NOTHING_CHOSEN = "NOTHING_CHOSEN"
    TOO_MANY_PIECES = "TOO_MANY_PIECES"  # more than were bought and not announced yet
    REASON_MISSING = "REASON_MISSING"
    COMMENT_TOO_LONG = "COMMENT_TOO_LONG"
    TOO_LATE = "TOO_LATE"  # B8-01
    ORDER_CANCELLED = "ORDER_CANCELLED"
    BAD_PARCEL = "BAD_PARCEL"
    ENDED = "ENDED"  # rejected: nothing more is sent
    ALREADY_REJECTED = "ALREADY_REJECTED"  # B8-08
    CODE_UNKNOWN = "CODE_UNKNOWN"  # B8-08: or not in force yet
    REASON_TOO_LONG = "REASON_TOO_LONG"  # B8-08
    COMMAND_REUSED = "COMMAND_REUSED"


@dataclass(frozen=True, slots=True)
class ReturnRefused:
    """``limit`` is a number of characters or pieces; ``until`` the instant that has passed."""

    why: ReturnWhy
    limit: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What the buyer sends back of one line of the order."""

    line_id: UUID
    quantity: int
    reason: ReturnReason | None
    comment: str = ""


def return_until(received_at: datetime, law: Law) -> datetime:
    """B8-01: 14 calendar days from the receipt, to the end of the last local day; like every span of days here it is
    not moved by holidays (C-22)."""
    last = received_at.astimezone(law.market.zone).date() + timedelta(days=RETURN_DAYS)
    return end_of_day(last, law.market.zone)


def may_announce(
    items: Sequence[Item],
    returnable: Mapping[UUID, int],
    received_at: datetime | None,
    now: datetime,
    law: Law,
    *,
    cancelled: bool,
) -> ReturnRefused | None:
    """B8-01. ``returnable``: pieces of each line that were not announced before. What was not received yet, as far as
    anybody knows, can be announced at any time."""
    if cancelled:
        return ReturnRefused(ReturnWhy.ORDER_CANCELLED)
    if not items or len({item.line_id for item in items}) < len(items):
        return ReturnRefused(ReturnWhy.NOTHING_CHOSEN)
    for item in items:
        left = returnable.get(item.line_id, 0)
        if not 1 <= item.quantity <= left:
            return ReturnRefused(ReturnWhy.TOO_MANY_PIECES, left)
        if item.reason is None:
            return ReturnRefused(ReturnWhy.REASON_MISSING)
        if len(item.comment) > COMMENT_LENGTH:
            return ReturnRefused(ReturnWhy.COMMENT_TOO_LONG, COMMENT_LENGTH)
    until = return_until(received_at, law) if received_at else None
    return ReturnRefused(ReturnWhy.TOO_LATE, until=until) if until and now > until else None


def may_reject(code: str, reason: str, rules: RuleSet, *, rejected: bool) -> ReturnRefused | None:
    """B8-08: once; with one of the codes in force; REFUND_REJECTED says why in 1 to 250 characters."""
    if rejected:
        return ReturnRefused(ReturnWhy.ALREADY_REJECTED)
    if code not in codes_in_force(rules):
        return ReturnRefused(ReturnWhy.CODE_UNKNOWN)
    if code == RejectionCode.REFUND_REJECTED and not reason:
        return ReturnRefused(ReturnWhy.REASON_MISSING)
    return ReturnRefused(ReturnWhy.REASON_TOO_LONG, REJECTION_LENGTH) if len(reason) > REJECTION_LENGTH else None


def codes_in_force(rules: RuleSet) -> frozenset[RejectionCode]:
    """B8-08: three of the codes came with a layer of their own."""
    return frozenset(RejectionCode) if NEW_CODES_LAYER in rules.layers else frozenset(RejectionCode) - _NEW_CODES


def status_of(*, rejected: bool, parcels: int, codes: Collection[str]) -> ReturnStatus:
    """B8-07: where a return stands. ``codes`` are all that carriers told of its parcels (names of tracking codes)."""
    if rejected:
        return ReturnStatus.REJECTED
    if "DELIVERED" in codes:
        return ReturnStatus.DELIVERED
    if set(codes) - {"PENDING"}:
        return ReturnStatus.IN_TRANSIT
    return ReturnStatus.DISPATCHED if parcels else ReturnStatus.CREATED
