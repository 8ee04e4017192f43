"""Counts of lists that may be long: nobody reads further than some number, and neither does the database."""

from typing import Any

from django.db.models import QuerySet

MOST = 999


def up_to(found: "QuerySet[Any]", *by: str) -> int:
    """How many there are, or `MOST` and one where there are more. ``by`` is the order of an index that holds them
    alone: unasked, PostgreSQL reads the table from its beginning, past all that ended long ago, to the first one."""
    return found.order_by(*by)[: MOST + 1].count()
