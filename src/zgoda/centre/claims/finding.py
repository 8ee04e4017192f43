"""Claims in lists: found by their number, an id, or somebody's login; newest first."""

import re
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from zgoda.accounts.logins import by_login
from zgoda.centre.claims.models import ClaimRow

PAGE = 25
Cursor = tuple[datetime, UUID]
_REFERENCE = re.compile(r"(\d{1,9})/(\d{4})", re.ASCII)


def search(words: str) -> QuerySet[ClaimRow]:
    """By a whole claim number (B1-06), the number of a claim, an order or a line, or a login; "" is all."""
    found = ClaimRow.objects.all()
    reference = _REFERENCE.fullmatch(words)
    if reference is not None:
        return found.filter(number=int(reference[1]), year=int(reference[2]))
    try:
        number = UUID(words)
    except ValueError:
        if not words:
            return found
        people = list(by_login(words).values_list("pk", flat=True))
        return found.filter(Q(buyer_id__in=people) | Q(seller_id__in=people))
    return found.filter(Q(pk=number) | Q(order_id=number) | Q(line_id=number))


def newest_first(found: QuerySet[ClaimRow], after: Cursor | None) -> tuple[list[ClaimRow], Cursor | None]:
    """A page, and where the next one begins, None on the last."""
    if after is not None:
        found = found.filter(Q(opened_at__lt=after[0]) | Q(opened_at=after[0], id__lt=after[1]))
    return _page(found.order_by("-opened_at", "-id"), "opened_at")


def soonest_return_first(found: QuerySet[ClaimRow], after: Cursor | None) -> tuple[list[ClaimRow], Cursor | None]:
    """The same of claims that wait for their return decision, by when it is due (TM-8)."""
    if after is not None:
        found = found.filter(Q(return_due__gt=after[0]) | Q(return_due=after[0], id__gt=after[1]))
    return _page(found.order_by("return_due", "id"), "return_due")


def _page(found: QuerySet[ClaimRow], by: str) -> tuple[list[ClaimRow], Cursor | None]:
    rows = list(found.select_related("line", "seller", "buyer")[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, None
    last = rows[PAGE - 1]
    return rows[:PAGE], (getattr(last, by), last.pk)
