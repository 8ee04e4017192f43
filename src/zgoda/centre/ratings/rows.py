"""Holding a rating for a change, and taking one away."""

from datetime import datetime

from django.db.models import Q

from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.domain import ratings as rules
from zgoda.domain.ratings import RatingRefused, RemovalReason

Outcome = OrderRating | RatingRefused


class NoSuchRating(LookupError):
    """There is none, it was removed, or it is somebody else's (P-49); ``args[0]`` is the id."""


def locked(rating_id: str, whose: Q) -> OrderRating:
    """The row, held until the transaction ends. Raises `NoSuchRating`."""
    row = held(rating_id, whose & Q(removed_at=None))
    if row is None:
        raise NoSuchRating(rating_id)
    return row


def held(rating_id: str, whose: Q) -> OrderRating | None:
    """The row as it is, removed or not, held until the transaction ends."""
    found = OrderRating.objects.select_for_update(of=("self",)).select_related("order", "buyer", "seller")
    return found.defer("order__form").filter(whose, pk=rating_id).first()


def removed(row: OrderRating, reason: RemovalReason, now: datetime) -> OrderRating:
    """Take a held rating away, and everybody's words with it; what is counted stays (B10-03)."""
    row.removed_at, row.removal_reason, row.removed_by = now, reason, rules.removed_by(reason)
    row.comment = row.answer = ""
    row.waiting_since = None
    row.save()
    RemovalRequest.objects.filter(rating=row).update(message="")
    return row
