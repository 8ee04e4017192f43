"""Instants as they are stored and hashed: aware UTC, whole milliseconds."""

from datetime import UTC, datetime


def whole_ms(instant: datetime) -> datetime:
    """The same instant in UTC, microseconds below a millisecond dropped. A naive datetime is a bug."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    utc = instant.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def iso_ms(instant: datetime) -> str:
    """``2025-09-29T13:00:00.000Z``: one spelling for one instant, so that hashes agree."""
    return whole_ms(instant).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"
