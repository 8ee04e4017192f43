"""Readers and senders of several processes in virtual time. Steps and budgets are the desk's own code."""

import heapq
import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench.sellers import costs
from bench.sellers.shops import Shop
from zgoda.desk.allegro.pace import Lane, Pace, application_share, shares_of
from zgoda.desk.cases import tiers
from zgoda.desk.pacing.bucket import SECOND
from zgoda.desk.pacing.share import Share

BEGINNING = datetime(2026, 11, 18, 11, tzinfo=UTC)
WINDOW = 60.0
Steps = Iterator[float]
"""What a reader does; each value is how many seconds pass before it goes on."""


@dataclass
class Memory:
    """Levels of the budgets, kept as the database would; ``moves`` counts the writes."""

    levels: dict[str, tuple[int, int]] = field(default_factory=dict)
    moves: int = 0

    def read(self, key: str) -> tuple[int, int]:
        return self.levels.get(key, (0, 0))

    def move(self, key: str, level: int, to: int) -> bool:
        known, blocked = self.read(key)
        if known != level:
            return False
        self.levels[key] = to, blocked
        self.moves += 1
        return True

    def block(self, key: str, until: int) -> None:
        self.levels[key] = self.read(key)[0], until


@dataclass
class Outcome:
    """``worst`` is the most requests in any 60 seconds, ``waited`` what answers waited for a budget, ``lags`` seconds
    from a message to its appearance with the number of its shop."""

    requests: int = 0
    worst: int = 0
    waited: list[float] = field(default_factory=list)
    lags: list[tuple[int, float]] = field(default_factory=list)
    by_lane: dict[str, int] = field(default_factory=dict)
    writes: int = 0


class World:
    """``per_minute`` is the application's inflow. Each process has shares of its own, all have the same rows."""

    def __init__(
        self, shops: list[Shop], *, processes: int, readers: int, per_minute: int, latency: float, rng: random.Random
    ) -> None:
        self.now, self.rng, self.latency = 0.0, rng, latency
        self.shops, self.rows, self.outcome = shops, Memory(), Outcome()
        self.due = [(shop.next_turn, shop.number) for shop in shops]
        heapq.heapify(self.due)
        self.by_number = {shop.number: shop for shop in shops}
        self.recent: deque[float] = deque()
        self.answers: deque[Shop] = deque()
        self.agenda: list[tuple[float, int, Steps]] = []
        self.count = 0
        for _ in range(processes):
            application = application_share("of all", per_minute, self.rows, self.micro)
            paces = _Paces(application, self.rows, self.micro)
            for work in (*[self._reader] * readers, self._sender):
                self._plan(0.0, work(paces))

    def micro(self) -> int:
        """The virtual time as budgets count it."""
        return int(self.now * SECOND) + SECOND * 1_000_000

    def run(self, seconds: float) -> Outcome:
        """Everything until then."""
        while self.agenda and self.agenda[0][0] <= seconds:
            self.now, _, steps = heapq.heappop(self.agenda)
            pause = next(steps, None)
            if pause is not None:
                self._plan(self.now + pause, steps)
        self.outcome.writes = self.rows.moves
        return self.outcome

    def _plan(self, at: float, steps: Steps) -> None:
        self.count += 1
        heapq.heappush(self.agenda, (at, self.count, steps))

    def _reader(self, paces: "_Paces") -> Steps:
        while True:
            if not self.due or self.due[0][0] > self.now:
                yield 1.0
                continue
            shop = self.by_number[heapq.heappop(self.due)[1]]
            began = self.now
            yield from self._turn(shop, paces.of(shop))
            step = tiers.step(
                is_lively=began - shop.moved_at < tiers.LIVELY.total_seconds(), has_open=shop.open_cases > 0
            )
            shop.next_turn = began + step.total_seconds()
            heapq.heappush(self.due, (shop.next_turn, shop.number))

    def _sender(self, paces: "_Paces") -> Steps:
        """Each message of a buyer is answered once, by a worker's own loop for sending."""
        while True:
            if not self.answers:
                yield 1.0
                continue
            shop = self.answers.popleft()
            began = self.now
            for number in range(costs.FOR_AN_ANSWER):
                yield from self._request(paces.of(shop), Lane.ANSWER, self.outcome.waited if not number else None)
            assert self.now >= began

    def _turn(self, shop: Shop, pace: Pace) -> Steps:
        began = self.now
        is_sweep = shop.next_sweep <= began
        lane = Lane.SWEEP if is_sweep else Lane.HOT
        for page in range(shop.ended_pages if is_sweep else shop.pages):
            yield from self._request(pace, lane)
            for at in shop.taken(page, self.now):
                yield from self._news(shop, pace, lane, at, costs.FOR_A_CHAT)
        orders = costs.of_orders(has_open=shop.open_cases > 0, is_turn=_is_orders_turn(shop.last_ok, began))
        beside = costs.beside_a_sweep(shop.open_cases) if is_sweep else 0
        shop.last_ok = self.now
        fresh = shop.threads_taken(self.now)
        for _ in range(costs.of_threads(len(fresh)) + orders + beside):
            yield from self._request(pace, lane)
        for at in fresh:
            yield from self._news(shop, pace, lane, at, costs.FOR_A_THREAD)
        if is_sweep:
            shop.next_sweep = began + tiers.SWEEP.total_seconds()

    def _news(self, shop: Shop, pace: Pace, lane: Lane, at: float, requests: int) -> Steps:
        for _ in range(requests):
            yield from self._request(pace, lane)
        self.outcome.lags.append((shop.number, self.now - at))
        self.answers.append(shop)
        shop.moved_at = self.now

    def _request(self, pace: Pace, lane: Lane, waited: list[float] | None = None) -> Steps:
        asked = self.now
        while pause := pace.try_take(lane):
            yield pause
        if waited is not None:
            waited.append(self.now - asked)
        self._note(lane)
        yield self.latency * self.rng.uniform(0.5, 1.5)

    def _note(self, lane: Lane) -> None:
        self.outcome.requests += 1
        self.outcome.by_lane[lane.name] = self.outcome.by_lane.get(lane.name, 0) + 1
        self.recent.append(self.now)
        while self.recent[0] <= self.now - WINDOW:
            self.recent.popleft()
        self.outcome.worst = max(self.outcome.worst, len(self.recent))


class _Paces:
    """One process's paces."""

    def __init__(self, application: Share, rows: Memory, now: Callable[[], int]) -> None:
        self._application, self._rows, self._now = application, rows, now
        self._known: dict[int, Pace] = {}

    def of(self, shop: Shop) -> Pace:
        if shop.number not in self._known:
            self._known[shop.number] = Pace(shares_of(shop.number, self._application, self._rows, self._now))
        return self._known[shop.number]


def _is_orders_turn(last: float | None, now: float) -> bool:
    moment = BEGINNING + timedelta(seconds=now)
    return tiers.is_orders_turn(None if last is None else BEGINNING + timedelta(seconds=last), moment)
