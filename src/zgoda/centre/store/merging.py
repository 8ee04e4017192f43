"""The newest rows of several searches at once: each is found by an index of its own, where one question for all of
them would read everything between the few that are meant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

Cursor = tuple[datetime, UUID]
Row = TypeVar("Row", bound=Model)


def newest_of(searches: Iterable[QuerySet[Row]], after: Cursor | None, size: int) -> tuple[list[Row], Cursor | None]:
    """A page of what any of them finds, each row once, and where the next page begins, None on the last. The rows have
    an ``opened_at`` and a UUID for their id."""
    found: dict[object, Row] = {}
    for search in searches:
        found |= {row.pk: row for row in _older(search, after).order_by("-opened_at", "-pk")[: size + 1]}
    rows = sorted(found.values(), key=_place, reverse=True)
    return rows[:size], _place(rows[size - 1]) if len(rows) > size else None


def _older(search: QuerySet[Row], after: Cursor | None) -> QuerySet[Row]:
    if after is None:
        return search
    at, pk = after
    return search.filter(Q(opened_at__lt=at) | Q(opened_at=at, pk__lt=pk))


def _place(row: Any) -> Cursor:
    return row.opened_at, row.pk
