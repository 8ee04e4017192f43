"""How often a connection is read, by what is going on there. Pure: `schedule` asks, `bench.sellers` reckons with it.

An open case may get a message at any time, and the list neither says what changed nor stands in that order, so each
turn reads all pages of open cases. What varies is the step between turns: *hot* where something moved lately, *warm*
while cases are open, *cold* while none is. A *sweep* of all statuses finds what those pages hide, a *night* sweep goes
as far back as a case may still be written in; each connection has its own time of the night.
"""

from datetime import datetime, timedelta
from enum import StrEnum

HOT = timedelta(seconds=20)
WARM = timedelta(seconds=45)
COLD = timedelta(seconds=180)

LIVELY = timedelta(minutes=10)
"""So long after something moved a connection stays hot."""

SWEEP = timedelta(minutes=30)
SWEEP_DAYS = 90
NIGHT_DAYS = 365
"""How far back sweeps read, by opening date."""

ORDERS = timedelta(minutes=2)
"""The step in which the journal of orders is followed; no message depends on it."""

_NIGHT_BEGINS = timedelta(hours=1)
_NIGHT = timedelta(hours=4)
_STRIDE = timedelta(seconds=97)
"""The night's hours, UTC, and how far the times of two connections lie apart."""


class Kind(StrEnum):
    """What a turn reads. The values stand in the log of runs."""

    IMPORT = "import"
    HOT = "hot"
    SWEEP = "sweep"
    NIGHT = "night"


def step(*, is_lively: bool, has_open: bool) -> timedelta:
    """From the beginning of one turn to the next."""
    if is_lively:
        return HOT
    return WARM if has_open else COLD


def night_of(connection_id: int, now: datetime) -> datetime:
    """The latest time of this connection's own in a night, not after ``now``."""
    own = _NIGHT_BEGINS + (connection_id * _STRIDE) % _NIGHT
    today = now.replace(hour=0, minute=0, second=0, microsecond=0) + own
    return today if today <= now else today - timedelta(days=1)


def is_orders_turn(last: datetime | None, now: datetime) -> bool:
    """Whether a step of ``ORDERS`` began since the last turn, so that each step has one whatever the turns' own."""
    return last is None or last.timestamp() // ORDERS.total_seconds() != now.timestamp() // ORDERS.total_seconds()
