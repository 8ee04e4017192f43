"""Ratings read for pages and API: a seller's, a buyer's, and what a seller's add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from zgoda.centre.ratings.models import ID_LENGTH, OrderRating
from zgoda.domain.ratings import RemovedBy

Cursor = tuple[datetime, str]
PAGE = 20


@dataclass(frozen=True, slots=True)
class Total:
    """Ratings, and different buyers among them."""

    total: int
    buyers: int


@dataclass(frozen=True, slots=True)
class Summary:
    """B10-03. ``removed`` holds every kind."""

    recommended: Total
    not_recommended: Total
    removed: Mapping[RemovedBy, int]


def of_seller(seller_id: int) -> QuerySet[OrderRating]:
    """Those that stand, with what the API tells of them; uses the index ``rating_of_seller``."""
    return with_parts().filter(seller_id=seller_id, removed_at=None)


def page_of_buyer(buyer_id: int, after: Cursor | None) -> tuple[list[OrderRating], Cursor | None]:
    """Newest first, those removed among them, and where the next page begins."""
    found = with_parts().filter(buyer_id=buyer_id)
    if after:
        at, last = after
        found = found.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=last))
    rows = list(found.order_by("-created_at", "-id")[: PAGE + 1])
    end = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], (end.created_at, end.pk) if end else None


def one_of_buyer(buyer_id: int, rating_id: str) -> OrderRating | None:
    return with_parts().filter(pk=rating_id, buyer_id=buyer_id).first() if is_rating_id(rating_id) else None


def by_order(order_ids: Iterable[UUID]) -> Mapping[UUID, OrderRating]:
    """The ratings of some orders."""
    return {row.order_id: row for row in OrderRating.objects.filter(order_id__in=list(order_ids))}


def summary_of(seller_id: int) -> Summary:
    """Two queries over the index ``rating_counted``."""
    own = OrderRating.objects.filter(seller_id=seller_id)
    standing = own.filter(removed_by="").order_by().values_list("recommended")
    told = {
        recommended: Total(total, buyers)
        for recommended, total, buyers in standing.annotate(Count("id"), Count("buyer", distinct=True))
    }
    gone = dict(own.exclude(removed_by="").order_by().values_list("removed_by").annotate(Count("id")))
    nothing = Total(0, 0)
    removed = {kind: gone.get(kind.value, 0) for kind in RemovedBy}
    return Summary(told.get(True, nothing), told.get(False, nothing), removed)


def with_parts() -> QuerySet[OrderRating]:
    found = OrderRating.objects.select_related("order", "buyer", "seller", "request").defer("order__form")
    return found.prefetch_related("order__lines")


def is_rating_id(text: str) -> bool:
    """Whether a text could be a rating's id at all."""
    return len(text) == ID_LENGTH and text.isascii() and text.isalnum()
