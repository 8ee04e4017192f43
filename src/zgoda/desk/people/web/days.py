"""Days that a filter names, as instants. What cannot be read counts as not given."""

from datetime import UTC, datetime, time, timedelta

from django.utils.dateparse import parse_date


def first_of_day(text: str) -> datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return datetime.combine(day, time(), UTC) if day else None


def day_after(text: str) -> datetime | None:
    """The first instant after the day."""
    first = first_of_day(text)
    return first + timedelta(days=1) if first and first.year < 9999 else None
