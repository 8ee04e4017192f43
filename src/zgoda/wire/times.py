"""Instants on the wire: ISO-8601 in UTC with milliseconds and ``Z``; reading takes what live answers hold."""

import re
from datetime import UTC, datetime

_TOO_FINE = re.compile(r"(\.\d{6})\d+")


def to_wire(instant: datetime) -> str:
    """``2026-09-01T10:12:48.923Z``. The instant must be aware."""
    if instant.tzinfo is None:
        raise ValueError("an instant on the wire needs a time zone")
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_wire(text: str) -> datetime | None:
    """The instant, or None where the text is no instant. Offsets, and fractions of any length, are read;
    a text without an offset is taken as UTC."""
    try:
        parsed = datetime.fromisoformat(_TOO_FINE.sub(r"\1", text.strip()))
    except ValueError:
        return None
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC)
    except OverflowError:
        return None


def epoch_micros(instant: datetime) -> int:
    """Microseconds since 1970, the form of an order event's id."""
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)
    return since.days * 86_400_000_000 + since.seconds * 1_000_000 + since.microseconds
