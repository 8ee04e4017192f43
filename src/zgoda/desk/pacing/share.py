"""A process's share of a budget: tokens taken from its row in small batches, so that no request needs a write.

What is not spent within ``LIFE`` is thrown away, so in any minute a budget's spending is bounded by its inflow in
that minute and ``LIFE``, and one burst. A batch grows while batches are spent in time, and shrinks to what was used.
"""

import time
from collections.abc import Callable
from threading import Lock

from zgoda.desk.pacing.bucket import SECOND, Bucket
from zgoda.desk.pacing.rows import Rows

LIFE = 5 * SECOND
SOONEST = SECOND // 10
"""Who was refused does not ask the database again before."""

LONGEST_PAUSE = 3600 * SECOND
"""No server's pause is longer (`failures.LONGEST_WAIT`): one that ends later was noted by a clock that was ahead."""

TRIES = 20
"""Attempts to move a level that other processes move too."""


def microseconds() -> int:
    """The machine's time."""
    return time.time_ns() // 1000


class Share:
    """Safe for threads. ``least`` and ``most`` bound a batch."""

    def __init__(
        self,
        key: str,
        bucket: Bucket,
        rows: Rows,
        now: Callable[[], int] = microseconds,
        *,
        least: int = 1,
        most: int = 1,
    ) -> None:
        self.key = key
        self._bucket, self._rows, self._now = bucket, rows, now
        self._least, self._most = least, most
        self._lock = Lock()
        self._left = self._taken = 0
        self._until = self._blocked_until = 0
        self._batch = least
        self._refused, self._refused_at, self._again = 0, 0, 0

    def take(self, reserve: int = 0) -> float:
        """0 where one token is ours; else the seconds after which to ask again. ``reserve`` as in `Bucket.grant`."""
        with self._lock:
            now = self._now()
            if _is_pause(now, self._blocked_until):
                return (self._blocked_until - now) / SECOND
            if not self._left or now >= self._until:
                wait = self._lease(now, reserve)
                if wait:
                    self._refused, self._refused_at, self._again = reserve, now, now + wait
                    return wait / SECOND
            self._left -= 1
            return 0.0

    def give_back(self) -> None:
        """A token that was taken and not used."""
        with self._lock:
            self._left += 1

    def block(self, seconds: float) -> None:
        """The server asked for a pause: here at once, elsewhere with the next batch."""
        with self._lock:
            self._blocked_until = max(self._blocked_until, self._now() + int(seconds * SECOND))
            self._left = 0
            self._rows.block(self.key, self._blocked_until)

    def _lease(self, now: int, reserve: int) -> int:
        """A batch by one write; or how long to wait, without asking again where one was refused just now."""
        if self._refused_at <= now < self._again and reserve >= self._refused:
            return self._again - now
        spent = self._taken - self._left
        in_time = now < self._until + LIFE
        self._batch = min(self._most, 2 * self._batch) if spent == self._taken and in_time else max(self._least, spent)
        for _ in range(TRIES):
            level, blocked_until = self._rows.read(self.key)
            if _is_pause(now, blocked_until):
                self._blocked_until = blocked_until
                return blocked_until - now
            grant = self._bucket.grant(level, now, self._batch, reserve)
            if not grant.count:
                if level > now:
                    self._rows.move(self.key, level, grant.level)
                return max(SOONEST, grant.wait)
            if self._rows.move(self.key, level, grant.level):
                self._left = self._taken = grant.count
                self._until = now + LIFE
                return 0
        return SECOND // 20


def _is_pause(now: int, until: int) -> bool:
    return now < until <= now + LONGEST_PAUSE
