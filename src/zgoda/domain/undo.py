"""How long a message waits so that its author can still take it back: only where no clock needs it sooner."""

from datetime import datetime, timedelta

UNDO = timedelta(seconds=8)
NOT_WITHIN = timedelta(minutes=2)
"""Nearer than this to the end of a clock, or after it, an answer leaves at once."""


def leaves_at(now: datetime, due: datetime) -> datetime:
    """When it leaves, by ``due``, the next clock of its case."""
    return now + UNDO if due - now > NOT_WITHIN else now
