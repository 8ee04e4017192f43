"""How fast one connection may be spoken to: one token bucket, shared by lanes of falling priority.

Allegro allows 9000 requests a minute for one client id, 20 parallel sessions, and one message a second for one user.
One client id serves many sellers, so a connection's own budget is a small part of it. A lane may only draw while more
than its reserve is left for the lanes before it: an answer never waits behind an import.
The buckets are per process, and the platform counts all connections of one application together: fifteen pairs of
process and connection may go at full speed. ``docs/operators.md`` says how to reckon.
"""

import time
from collections.abc import Callable
from enum import IntEnum
from threading import Lock

from pyrate_limiter import Duration, InMemoryBucket, Limiter, Rate

REQUESTS_PER_MINUTE = 600
MESSAGES_PER_SECOND = 1


class Lane(IntEnum):
    """Who asks; the value is the share of the budget, in percent, that the lane leaves to the lanes before it."""

    ANSWER = 0
    SCREEN = 10
    HOT = 20
    SWEEP = 40
    IMPORT = 50


class Pace:
    """The buckets of one connection. ``sleep`` is an argument so that tests wait for nothing."""

    def __init__(
        self,
        per_minute: int = REQUESTS_PER_MINUTE,
        sleep: Callable[[float], None] = time.sleep,
        per_second: int = MESSAGES_PER_SECOND,
    ) -> None:
        self._sleep = sleep
        self._all = Limiter(InMemoryBucket([Rate(per_minute, Duration.MINUTE)]))
        self._lanes = {
            lane: Limiter(InMemoryBucket([Rate(max(1, per_minute * (100 - lane) // 100), Duration.MINUTE)]))
            for lane in Lane
        }
        self._messages = Limiter(InMemoryBucket([Rate(per_second, Duration.SECOND)]))
        self._blocked_until = 0.0

    def wait(self, lane: Lane) -> None:
        """Return when one request of this lane may be made."""
        pause = self._blocked_until - time.monotonic()
        if pause > 0:
            self._sleep(min(pause, 60.0))
        self._take(self._lanes[lane])
        self._take(self._all)

    def wait_for_message(self) -> None:
        """Return when one message may be sent."""
        self._take(self._messages)

    def back_off(self, seconds: float) -> None:
        """The server said 429: nothing leaves on this connection for so long."""
        self._blocked_until = max(self._blocked_until, time.monotonic() + seconds)

    def _take(self, limiter: Limiter) -> None:
        while not limiter.try_acquire("request", blocking=False):
            self._sleep(0.05)


_paces: dict[int, Pace] = {}
_lock = Lock()


def pace_of(connection_id: int) -> Pace:
    """The one pace of a connection in this process."""
    with _lock:
        return _paces.setdefault(connection_id, Pace())
