"""Opening a Discussion, by the buyer or on the buyer's behalf (P-01, P-02, P-03; T-01, T-02)."""

from datetime import datetime

from zgoda.domain import reasons
from zgoda.domain.actors import STAFF, SYSTEM, Role
from zgoda.domain.commands import OpenDiscussion
from zgoda.domain.deadlines import earliest_opening, latest_opening, opening_deadlines
from zgoda.domain.decide.guards import Decision, Guard, first
from zgoda.domain.decide.solutions import expected
from zgoda.domain.events import DiscussionOpened, MessageKind, MessagePosted, Template
from zgoda.domain.law import Law
from zgoda.domain.limits import is_blank, opening_attachments, too_long, too_many
from zgoda.domain.messages import optional
from zgoda.domain.purchase import Purchase
from zgoda.domain.reasons import Reason
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.routing import route, under


def open_discussion(command: OpenDiscussion, now: datetime, law: Law) -> Decision:
    """T-01, T-02: refuse for the first guard of P-01…P-03 that objects, otherwise open and post message no. 1."""
    purchase = command.purchase
    refused = _asker(command)
    if refused is not None or purchase is None:
        return refused or Refused(Why.PRODUCT_MISSING)
    refused = first(_own(command, purchase), may_open(purchase, now, law, pending=command.pending_on_line))
    if refused is not None:
        return refused
    reason = _reason(command.reason_code)
    if isinstance(reason, Refused):
        return reason
    refused = first(
        _one_hidden(command, purchase, reason, law),
        expected(reason, command.expectation, purchase.line_price),
        _content(command, law),
    )
    if refused is not None:
        return refused
    return [_opened(command, purchase, reason, now, law), _message(command, purchase)]


def may_open(purchase: Purchase, now: datetime, law: Law, *, pending: bool) -> Guard:
    """P-01 as far as time and the line decide: S0-04 one hour, G-09 two years, one Pending case for a line."""
    from_ = earliest_opening(purchase.purchased_at)
    if now < from_:
        return Refused(Why.TOO_EARLY_TO_OPEN, possible_from=from_)
    if now > latest_opening(purchase.purchased_at, law.market):
        return Refused(Why.TOO_LATE_TO_OPEN)
    return Refused(Why.ALREADY_PENDING) if pending else None


def belongs_to_open(purchase: Purchase, reason: Reason, law: Law) -> bool:
    """S1-56, C-31: whether a problem of this kind goes into the purchase's open hidden Discussion, where it has one."""
    return route(under(law.rules, purchase), reason).hidden


def _asker(command: OpenDiscussion) -> Guard:
    """P-01, P-02: the buyer; or staff, when the buyer reported the issue to the platform (S0-57)."""
    if command.by.role is Role.BUYER:
        return None
    if command.by.role not in STAFF:
        return Refused(Why.NOT_ALLOWED)
    if is_blank(command.buyer_reported):
        return Refused(Why.BUYER_REQUEST_MISSING)
    return too_long(command.buyer_reported)


def _own(command: OpenDiscussion, purchase: Purchase) -> Guard:
    """P-01: a buyer opens for an own order only."""
    stranger = command.by.role is Role.BUYER and command.by.id != purchase.buyer_id
    return Refused(Why.NOT_YOUR_ORDER) if stranger else None


def _reason(code: str | None) -> Reason | Refused:
    """S0-05, P-01: one that the form offers; a reason that has sub-reasons is not enough by itself."""
    if not code:
        return Refused(Why.REASON_MISSING)
    reason = reasons.find(code)
    if reason in reasons.OFFERED:
        return reason
    return Refused(Why.REASON_MISSING if code in reasons.Group.__members__ else Why.REASON_UNKNOWN)


def _one_hidden(command: OpenDiscussion, purchase: Purchase, reason: Reason, law: Law) -> Guard:
    """S1-56: one Discussion about the delivery of a combined purchase at a time, for the Warehouse answers for all of
    it; C-32: what a seller sends itself is no part of it."""
    again = command.hidden_in_purchase and belongs_to_open(purchase, reason, law)
    return Refused(Why.OPEN_FOR_PURCHASE) if again else None


def _content(command: OpenDiscussion, law: Law) -> Guard:
    """S1-60: details are not required. C-08: files as many as the rule set takes."""
    return first(too_long(command.details), too_many(len(command.attachments), opening_attachments(law.rules)))


def _opened(command: OpenDiscussion, purchase: Purchase, reason: Reason, now: datetime, law: Law) -> DiscussionOpened:
    """T-01: pinned to its rule set (C.0 point 3) and to who fulfils the order (C-15), routed by its reason (S1-38),
    its clocks started (S0-10, S1-67). T-03: a hidden one runs on the Warehouse's account, by the same clocks."""
    purchase = under(law.rules, purchase)
    to = route(purchase, reason)
    deadlines = opening_deadlines(now, purchase.purchased_at, not_received=reason.not_received, law=law)
    return DiscussionOpened(
        purchase=purchase,
        reason_code=reason.code,
        expectation=command.expectation,
        rule_set=law.rules.id,
        calendar=deadlines.calendar_id,
        on_behalf=command.by.role in STAFF,
        reported=optional(command.buyer_reported),
        deadlines=deadlines,
        responsible=to.party,
        hidden=to.hidden,
    )


def _message(command: OpenDiscussion, purchase: Purchase) -> MessagePosted:
    """S0-07, S1-59: message no. 1 names reason and product; in the buyer's name, or the system's on behalf (C-43)."""
    on_behalf = command.by.role in STAFF
    params = [("reason", command.reason_code or ""), ("line", str(purchase.line_id))]
    if command.expectation is not None:
        params.append(("solution", command.expectation.solution))
    return MessagePosted(
        message_id=command.message_id,
        author=SYSTEM.role if on_behalf else Role.BUYER,
        author_id=None if on_behalf else purchase.buyer_id,
        kind=MessageKind.OPENING,
        template=Template.OPENED_ON_BEHALF if on_behalf else Template.OPENED,
        params=tuple(params),
        text=optional(command.details),
        attachments=command.attachments,
    )
