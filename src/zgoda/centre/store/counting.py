"""Counts of lists that may be long: nobody reads further than some number, and neither does the database."""

from typing import Any

from django.db.models import QuerySet

MOST = 999


def up_to(found: "QuerySet[Any]") -> int:
    """How many there are, or `MOST` and one where there are more."""
    return found.order_by()[: MOST + 1].count()
