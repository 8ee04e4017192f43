"""Turning the sandbox's clock, and firing what becomes due on the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from zgoda.centre import handle
from zgoda.centre.claims import door
from zgoda.engine import clock, timers
from zgoda.engine.timers import SweepReport


@dataclass(frozen=True, slots=True)
class Moved:
    """The clock after the move, and what the sweep did."""

    now: datetime
    fired: int
    failed: int


def sweep() -> SweepReport:
    """Fire everything that is due by the centre's clock; any number of workers may do so at once."""
    now = clock.now()
    return timers.sweep(now, lambda stream: fire_due(stream, now=now))


def fire_due(stream: UUID, *, now: datetime) -> int:
    """Hand a case of any kind to its own door; how many timers took effect."""
    fired = door.fire_due(stream, now=now)
    return handle.fire_due(stream, now=now) if fired is None else fired


def advance(by: timedelta, by_whom: str) -> Moved:
    """Move the clock and fire until nothing is due. Raises ``clock.ClockRefused`` outside a sandbox."""
    now = clock.advance(by, by_whom)
    fired = failed = 0
    while (report := sweep()).visited:
        fired, failed = fired + report.fired, failed + report.failed
        if not report.fired:
            break
    return Moved(now, fired, failed)
