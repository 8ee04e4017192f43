"""Requests per client: over the allowance in a minute the client is refused for one minute, then restored.

Counted in the memory of each web process. With n processes a client may therefore send up to n times as much
before it is refused; a proxy in front that hashes by client makes the limit exact.
"""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass

from zgoda.wire.limits import BLOCK_SECONDS

_WINDOW = 60.0
_KEPT_CLIENTS = 10_000


@dataclass
class _Count:
    started: float
    seen: int = 0
    blocked_until: float = 0.0


class Limiter:
    """``clock`` gives seconds that only grow; they are real time, never the sandbox's."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self.per_minute = per_minute
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
            if now - count.started >= _WINDOW or count.blocked_until:
                count.started, count.seen, count.blocked_until = now, 0, 0.0
            count.seen += 1
            if count.seen > self.per_minute:
                count.blocked_until = now + BLOCK_SECONDS
                return BLOCK_SECONDS
            return 0

    def forget(self) -> None:
        """Start counting anew."""
        with self._lock:
            self._counts.clear()

    def _forget_old(self, now: float) -> None:
        if len(self._counts) >= _KEPT_CLIENTS:
            self._counts = {
                client: count
                for client, count in self._counts.items()
                if now < count.blocked_until or now - count.started < _WINDOW
            }
