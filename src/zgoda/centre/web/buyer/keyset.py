"""Where a page of a list begins: an instant and an id, written into an address and read from it."""

from datetime import UTC, datetime
from uuid import UUID

from zgoda.wire.times import from_wire, to_wire

Cursor = tuple[datetime, UUID]
Named = tuple[datetime, str]
"""A place in a list whose ids are no UUIDs."""


def cursor_text(cursor: Cursor | Named | None) -> str:
    """``2026-03-02T09:00:00.000Z_<id>``; empty where there is no further page."""
    return f"{to_wire(cursor[0])}_{cursor[1]}" if cursor else ""


def read_cursor(text: str) -> Cursor | None:
    """What an address says; None where it says nothing that we wrote."""
    named = read_named(text)
    try:
        return (named[0], UUID(named[1])) if named is not None else None
    except ValueError:
        return None


def read_named(text: str) -> Named | None:
    instant, _, row_id = text.partition("_")
    at = from_wire(instant) if instant else None
    return (at.astimezone(UTC), row_id[:64].replace("\x00", "")) if at is not None else None
