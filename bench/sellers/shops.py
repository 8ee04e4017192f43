"""Sellers of realistic sizes, and what their buyers write."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

DAY = 86_400.0
CASE_DAYS = 14
"""How long a case stays open."""

BUYERS_WORDS = 4
"""Messages of the buyer in a case."""

THREADS = 4
"""Messages in the Message Center for each one in a case (assumed)."""

PEAK = 2
"""A busy hour beside the mean of a day."""


@dataclass(slots=True)
class Shop:
    """``said`` are the instants of messages in open cases with the page of the list on which their case stands;
    ``threads`` those in the Message Center. Both in order; what stands before ``read_*`` is at the desk.
    """

    number: int
    open_cases: int
    said: list[tuple[float, int]] = field(default_factory=list)
    threads: list[float] = field(default_factory=list)
    waiting: dict[int, list[float]] = field(default_factory=dict)
    next_said: int = 0
    next_thread: int = 0
    moved_at: float = -DAY
    next_turn: float = 0.0
    next_sweep: float = 0.0
    last_ok: float | None = None

    @property
    def pages(self) -> int:
        """Requests that read the list of open cases: until a page that is not full."""
        return self.open_cases // 100 + 1

    @property
    def ended_pages(self) -> int:
        """Pages of all statuses of 90 days."""
        return int(self.open_cases * 90 / CASE_DAYS) // 100 + 1

    def arrived(self, now: float) -> None:
        """Sort what was written by now to the pages on which it shows."""
        while self.next_said < len(self.said) and self.said[self.next_said][0] <= now:
            at, page = self.said[self.next_said]
            self.waiting.setdefault(page, []).append(at)
            self.next_said += 1

    def taken(self, page: int, now: float) -> list[float]:
        """What a request at this instant shows anew on this page."""
        self.arrived(now)
        return self.waiting.pop(page, [])

    def threads_taken(self, now: float) -> Sequence[float]:
        """The same for the Message Center."""
        until = bisect_right(self.threads, now)
        fresh = self.threads[self.next_thread : until]
        self.next_thread = until
        return fresh


def marketplace(sellers: int, rng: random.Random) -> list[Shop]:
    """Half with fewer than 5 open cases, one in a hundred with 1,000 to 3,000, the others between."""
    giants = max(1, sellers // 100)
    small = sellers // 2
    sizes = [rng.randint(1000, 3000) for _ in range(giants)]
    sizes += [rng.randint(0, 4) for _ in range(small)]
    sizes += [min(999, max(5, round(rng.lognormvariate(3.4, 1.2)))) for _ in range(sellers - giants - small)]
    rng.shuffle(sizes)
    return [Shop(number, size) for number, size in enumerate(sizes, 1)]


def speak(shop: Shop, seconds: float, rng: random.Random) -> None:
    """What its buyers write meanwhile: new cases stand on the first pages and are written in oftener."""
    rate = shop.open_cases * BUYERS_WORDS / (CASE_DAYS * DAY) * PEAK
    shop.said = [(at, int(shop.open_cases * rng.betavariate(1, 2)) // 100) for at in _arrivals(rate, seconds, rng)]
    shop.threads = _arrivals(rate * THREADS, seconds, rng)


def _arrivals(rate: float, seconds: float, rng: random.Random) -> list[float]:
    if not rate:
        return []
    found, at = [], rng.expovariate(rate)
    while at < seconds:
        found.append(at)
        at += rng.expovariate(rate)
    return found
