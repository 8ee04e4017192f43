"""Numbers as people read them out: whole, or as much as a page shows of one."""

import re
from uuid import UUID

from django.db.models import Q

SHOWN = 8
"""Characters of an order's number on the pages of buyers and sellers, who read it out to whoever helps them."""

_BEGINNING = re.compile(rf"[0-9a-f]{{{SHOWN},32}}")


def beginning(words: str) -> tuple[UUID, UUID] | None:
    """The first and the last number that begins so; a whole one is both. None where it is no number, or less of one
    than pages show."""
    digits = words.strip().replace("-", "").lower()
    if not _BEGINNING.fullmatch(digits):
        return None
    return UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))


def numbered(words: str, *fields: str) -> Q:
    """Rows of which one of the fields is this number or begins so, by its index; none where it is no number."""
    between = beginning(words)
    found = Q(pk__in=())
    if between is not None:
        for field in fields:
            found |= Q(**{f"{field}__gte": between[0], f"{field}__lte": between[1]})
    return found
