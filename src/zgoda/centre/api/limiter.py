"""Requests per client: over the allowance in a minute the client is refused for one minute, then restored. Some
resources also have an allowance in a second, over which they are refused for one second.

Counted in the memory of each web process. With n processes a client may therefore send up to n times as much
before it is refused; a proxy in front that hashes by client makes the limit exact.
"""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass

from zgoda.wire.limits import BLOCK_SECONDS

_KEPT_CLIENTS = 10_000


@dataclass
class _Count:
    started: float
    seen: int = 0
    blocked_until: float = 0.0


def per_minute(allowed: int, clock: Callable[[], float]) -> "Limiter":
    """The allowance of a client id, with the block of a minute that follows a breach."""
    return Limiter(allowed, clock, window=60.0, block=BLOCK_SECONDS)


def per_second(allowed: int, clock: Callable[[], float]) -> "Limiter":
    """The allowance of one resource."""
    return Limiter(allowed, clock, window=1.0, block=1.0)


class Limiter:
    """``allowed`` requests in ``window`` seconds, then none for ``block`` seconds. ``clock`` gives seconds that only
    grow; they are real time, never the sandbox's."""

    def __init__(self, allowed: int, clock: Callable[[], float], *, window: float, block: float) -> None:
        self._allowed, self._window, self._block = allowed, window, block
        self._clock = clock
        self._counts: dict[str, _Count] = {}
        self._lock = threading.Lock()

    def wait_seconds(self, client_id: str) -> int:
        """Count one request: 0 when it may pass, otherwise the whole seconds left of the block."""
        now = self._clock()
        with self._lock:
            count = self._counts.get(client_id)
            if count is None:
                self._forget_old(now)
                count = self._counts[client_id] = _Count(now)
            if now < count.blocked_until:
                return math.ceil(count.blocked_until - now)
            if now - count.started >= self._window or count.blocked_until:
                count.started, count.seen, count.blocked_until = now, 0, 0.0
            count.seen += 1
            if count.seen <= self._allowed:
                return 0
            count.blocked_until = now + self._block
            return math.ceil(self._block)

    def forget(self) -> None:
        """Start counting anew."""
        with self._lock:
            self._counts.clear()

    def _forget_old(self, now: float) -> None:
        if len(self._counts) >= _KEPT_CLIENTS:
            self._counts = {
                client: count
                for client, count in self._counts.items()
                if now < count.blocked_until or now - count.started < self._window
            }
