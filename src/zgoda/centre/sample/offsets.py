"""Times of the sample are offsets from loading, so that it is always fresh: ``@-3d2h`` is three days ago."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from zgoda.wire.times import to_wire

_PART = re.compile(r"(\d+)([dhm])")
_UNIT = {"d": "days", "h": "hours", "m": "minutes"}
_ONE_DAY = timedelta(days=1)
_TRIES = 12


def length(text: str) -> timedelta:
    """``3d2h`` → three days and two hours."""
    return sum((timedelta(**{_UNIT[unit]: int(number)}) for number, unit in _PART.findall(text)), timedelta())


def resolved(value: object, now: datetime) -> object:
    """A JSON value with every text ``@-…`` in it replaced by the instant."""
    if isinstance(value, str) and value.startswith("@-"):
        return to_wire(now - length(value))
    if isinstance(value, dict):
        return {key: resolved(inner, now) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, now) for inner in value]
    return value


def opening_instant(text: str, now: datetime, due_of: Callable[[datetime], datetime]) -> datetime:
    """``@-2h``; or ``due-35m``: opened so that the answer is due in 35 minutes.

    On a day without deadlines nothing is due in 35 minutes; then the latest opening whose answer is due later.
    """
    if text.startswith("@"):
        return now - length(text)
    target = now + length(text)
    candidates = [target - _ONE_DAY * days for days in range(1, _TRIES)]
    exact = [opened for opened in candidates if due_of(opened) == target]
    return exact[0] if exact else next(opened for opened in candidates if due_of(opened) > now)
