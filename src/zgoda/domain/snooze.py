"""When a case that was put aside is out of sight: a rule of the house, so that no clock runs out unseen."""

from datetime import datetime, timedelta

WAKE_BEFORE = timedelta(hours=4)
"""So long before its next clock ends a case is back on the list, whatever was asked for."""


def is_asleep(
    until: datetime | None, since: datetime | None, due: datetime, heard: datetime | None, now: datetime
) -> bool:
    """Out of sight until ``until``; but never within ``WAKE_BEFORE`` of ``due``, and not after somebody else wrote
    (``heard``) later than it was put aside (``since``)."""
    if until is None or now >= until or due - now <= WAKE_BEFORE:
        return False
    return heard is None or since is None or heard <= since


def back_at(until: datetime, due: datetime) -> datetime:
    """When it is on the list again at the latest."""
    return min(until, due - WAKE_BEFORE)
