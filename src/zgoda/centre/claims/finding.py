"""Claims in lists: found by their number, an id, or somebody's login; newest first."""

import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zgoda.accounts.logins import by_login
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.store.merging import Cursor, newest_of
from zgoda.centre.store.numbers import beginning, numbered

PAGE = 25
SOONEST_RETURN = ("return_due", "id")
"""The order of what waits for its return decision."""

_REFERENCE = re.compile(r"(\d{1,9})/(\d{4})", re.ASCII)


def search(words: str) -> list[QuerySet[ClaimRow]]:
    """By a whole claim number (B1-06), the number of a claim, an order or a line, or a login; "" is all. Each is found
    by an index of its own."""
    found = ClaimRow.objects.all()
    reference = _REFERENCE.fullmatch(words)
    if reference is not None:
        return [found.filter(number=int(reference[1]), year=int(reference[2]))]
    if not words:
        return [found]
    people = by_login(words).values_list("pk", flat=True)
    sides = [found.filter(**{side: person}) for person in people for side in ("buyer_id", "seller_id")]
    numbers = ("pk", "order_id", "line_id") if beginning(words) else ()
    return [*(found.filter(numbered(words, name)) for name in numbers), *sides]


def newest_first(searches: Iterable[QuerySet[ClaimRow]], after: Cursor | None) -> tuple[list[ClaimRow], Cursor | None]:
    """A page of what any of them finds, and where the next one begins, None on the last."""
    return newest_of([_shown(search) for search in searches], after, PAGE)


def soonest_return_first(found: QuerySet[ClaimRow], after: Cursor | None) -> tuple[list[ClaimRow], Cursor | None]:
    """The same of claims that wait for their return decision, by when it is due (TM-8)."""
    if after is not None:
        found = found.filter(Q(return_due__gt=after[0]) | Q(return_due=after[0], id__gt=after[1]))
    rows = list(_shown(found).order_by(*SOONEST_RETURN)[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], (last.return_due, last.pk) if last and last.return_due else None


def _shown(found: QuerySet[ClaimRow]) -> QuerySet[ClaimRow]:
    return found.select_related("line", "seller", "buyer")
