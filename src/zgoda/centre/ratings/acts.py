"""What buyers and sellers do with a rating, one function each, one transaction each; pages and API call these.

A form or request that comes twice finds done what it asks for and changes nothing.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from zgoda.centre.mailing import posting
from zgoda.centre.orders.locking import held
from zgoda.centre.ratings import judging
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.centre.ratings.rows import Outcome, locked, removed
from zgoda.centre.store.models import Order
from zgoda.domain import ratings as rules
from zgoda.domain.markets import market
from zgoda.domain.notifications import Kind
from zgoda.domain.ratings import RatingRefused, RatingWhy, RemovalReason, Source
from zgoda.engine.instants import whole_ms


def rate(buyer_id: int, order_id: UUID, recommended: bool | None, comment: str, *, now: datetime) -> Outcome:
    """S1-34, C-42: one rating per order."""
    now, comment = whole_ms(now), _clean(comment)
    with transaction.atomic():
        order = held(Order.objects.defer("form").filter(pk=order_id, buyer_id=buyer_id)).first()
        if order is None:
            return RatingRefused(RatingWhy.NOT_YOUR_ORDER)
        known = OrderRating.objects.filter(order=order).first()
        if known is not None and _is_repetition(known, recommended, comment):
            return known
        cancelled = order.status == "CANCELLED"
        refused = rules.may_rate(recommended, comment, rated=known is not None, cancelled=cancelled)
        if refused is not None:
            return refused
        row = OrderRating.objects.create(
            order=order,
            buyer_id=order.buyer_id,
            seller_id=order.seller_id,
            recommended=bool(recommended),
            comment=comment,
            created_at=now,
            last_changed_at=now,
            possible_until=rules.possible_until(now, market(order.market)),
        )
        judging.to_be_read(row, now)
        return row


def edit(rating_id: str, buyer_id: int, recommended: bool | None, comment: str, *, now: datetime) -> Outcome:
    """P-28, B10-02: a new choice or comment. Raises `NoSuchRating`."""
    now, comment = whole_ms(now), _clean(comment)
    with transaction.atomic():
        row = locked(rating_id, Q(buyer_id=buyer_id))
        refused = rules.may_edit(row.as_rules_see(), recommended, comment, now)
        if refused is not None or _is_repetition(row, recommended, comment):
            return refused or row
        row.recommended, row.comment = bool(recommended), comment
        row.version += 1
        row.edited_at = row.last_changed_at = now
        row.verdict, row.waiting_since = "", None
        row.save()
        judging.to_be_read(row, now)
        return row


def remove(rating_id: str, buyer_id: int, reason: RemovalReason | None, *, now: datetime) -> Outcome:
    """P-28, B10-02. Raises `NoSuchRating`."""
    with transaction.atomic():
        row = locked(rating_id, Q(buyer_id=buyer_id))
        refused = rules.may_remove(row.as_rules_see(), reason, now)
        if refused is not None or reason is None:
            return refused or RatingRefused(RatingWhy.REASON_MISSING)
        return removed(row, reason, whole_ms(now))


def answer(rating_id: str, seller_id: int, text: str, *, now: datetime) -> Outcome:
    """B10-04: the public answer. Raises `NoSuchRating`."""
    text = _clean(text)
    with transaction.atomic():
        row = locked(rating_id, Q(seller_id=seller_id))
        refused = rules.may_answer(row.as_rules_see(), text)
        if refused is not None or row.answer == text:
            return refused or row
        row.answer, row.answered_at = text, whole_ms(now)
        row.save()
        return row


def ask(rating_id: str, seller_id: int, text: str, *, now: datetime) -> Outcome:
    """P-27, S1-37: the seller asks the buyer to remove it; the buyer gets a letter. Raises `NoSuchRating`."""
    now, text = whole_ms(now), _clean(text)
    with transaction.atomic():
        row = locked(rating_id, Q(seller_id=seller_id))
        if row.asked is not None and (row.asked.source, row.asked.message) == (Source.SELLER, text):
            return row
        refused = rules.may_ask_in_words(row.as_rules_see(), text, now)
        if refused is not None:
            return refused
        RemovalRequest.objects.create(rating=row, source=Source.SELLER, message=text, asked_at=now)
        row.waiting_since = None
        row.save()
        posting.post(Kind.RATING_REQUEST, row.buyer_id, key=f"rating:{row.pk}", about=row.pk)
        return row


def _is_repetition(row: OrderRating, recommended: bool | None, comment: str) -> bool:
    return row.removed_at is None and (row.recommended, row.comment) == (recommended, comment)


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
