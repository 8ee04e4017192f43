"""The budgets of requests: bounded in every minute, shared by all processes, kept in a row that few requests write."""

import random

import pytest
from bench.sellers.running import Memory

from zgoda.desk.allegro.failures import TooMany
from zgoda.desk.allegro.pace import CONNECTION, PATIENCE, Lane, Pace, application_share, shares_of
from zgoda.desk.pacing.bucket import SECOND, Bucket
from zgoda.desk.pacing.rows import Stored
from zgoda.desk.pacing.share import LIFE, Share
from zgoda.desk.store.models import Connection


class Time:
    """Virtual microseconds."""

    def __init__(self) -> None:
        self.now = 1_000_000 * SECOND

    def __call__(self) -> int:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += int(seconds * SECOND)


@pytest.mark.parametrize("seed", range(20))
def test_no_minute_gives_more_than_inflow_and_burst(seed: int) -> None:
    rng = random.Random(seed)
    per_minute, burst = rng.randint(1, 600), rng.randint(1, 50)
    bucket, level, now = Bucket(per_minute, burst), 0, 10**12
    given_at: list[int] = []
    for _ in range(120):
        now += rng.choice((0, rng.randrange(SECOND), rng.randrange(30 * SECOND)))
        grant = bucket.grant(level, now, rng.randint(1, 20))
        level = grant.level
        given_at += [now] * grant.count
        assert grant.count or grant.wait > 0
    for begin in given_at:
        assert sum(begin <= at < begin + 60 * SECOND for at in given_at) <= per_minute + burst + 1


def test_what_is_refused_may_be_there_after_the_wait() -> None:
    bucket, now = Bucket(60, 10), 10**12
    empty = bucket.grant(0, now, 10).level
    for reserve in (0, 50):
        refused = bucket.grant(empty, now, 1, reserve)
        assert not refused.count
        assert not bucket.grant(empty, now + refused.wait - 1, 1, reserve).count
        assert bucket.grant(empty, now + refused.wait, 1, reserve).count == 1


def test_a_clock_that_was_an_hour_ahead_is_no_long_wait() -> None:
    """Asked again whenever it is told to, one that is right has the whole inflow at once."""
    rows, right, ahead = Memory(), Time(), Time()
    begun = right.now
    ahead.forward(3600)
    assert not Share("k", Bucket(60, 10), rows, ahead).take()
    share, taken = Share("k", Bucket(60, 10), rows, right), 0
    for _ in range(60):
        wait = share.take()
        taken += not wait
        right.forward(wait)
    assert taken >= (right.now - begun) // SECOND - 1 > 20


def test_a_clock_set_back_by_days_stops_no_process() -> None:
    """Refused, or paused, by the later time: neither holds until that time comes again."""
    for stop in (lambda one: None, lambda one: one.block(60)):
        time = Time()
        share = Share("k", Bucket(60, 10), Memory(), time)
        while not share.take():
            pass
        stop(share)
        time.forward(-3 * 86_400)
        assert share.take() <= 1
        time.forward(1)
        assert not share.take()


def test_an_answer_never_waits_behind_an_import() -> None:
    time, rows = Time(), Memory()
    pace = Pace(shares_of(1, application_share("a", 6000, rows, time), rows, time))
    while not pace.try_take(Lane.IMPORT):
        pass
    while not pace.try_take(Lane.SWEEP):
        pass
    taken = 0
    while not pace.try_take(Lane.ANSWER):
        taken += 1
    assert taken >= CONNECTION.burst * Lane.SWEEP // 100 - 20


def paced() -> tuple[Pace, list[float]]:
    """A pace and what it slept; sleeping moves its time."""
    time, rows, slept = Time(), Memory(), []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.forward(seconds + 0.000_01)

    return Pace(shares_of(1, application_share("a", 6000, rows, time), rows, time), sleep), slept


@pytest.mark.parametrize("lane", [Lane.ANSWER, Lane.SCREEN, Lane.IMPORT])
def test_a_long_pause_is_told_and_not_slept_away(lane: Lane) -> None:
    pace, slept = paced()
    pace.back_off(3600)
    with pytest.raises(TooMany) as told:
        pace.wait(lane)
    assert (told.value.after, slept) == (pytest.approx(3600), [])


def test_a_short_pause_is_waited_for_but_not_by_a_page() -> None:
    pace, slept = paced()
    pace.back_off(3)
    with pytest.raises(TooMany):
        pace.wait(Lane.SCREEN)
    assert slept == []
    pace.wait(Lane.ANSWER)
    assert sum(slept) == pytest.approx(3)


def test_many_short_pauses_are_no_long_one() -> None:
    pace, slept = paced()
    for _ in range(5):
        pace.wait_for_message()
    assert sum(slept) == pytest.approx(4, abs=0.1)
    pace._shares.messages.take = lambda: 1.0  # type: ignore[method-assign] -- others are always quicker
    slept.clear()
    with pytest.raises(TooMany):
        pace.wait_for_message()
    assert sum(slept) <= PATIENCE


def test_processes_share_one_budget_and_write_seldom() -> None:
    time, rows = Time(), Memory()
    shares = [application_share("a", 6000, rows, time) for _ in range(4)]
    taken: list[int] = []
    rng = random.Random(1)
    while time.now < 1_000_000 * SECOND + 90 * SECOND:
        share = rng.choice(shares)
        while not share.take():
            taken.append(time.now)
        time.forward(0.02)
    last = [at for at in taken if at > time.now - 60 * SECOND]
    assert 5900 <= len(last) <= 6000 + 6000 * LIFE // (60 * SECOND) + 300
    assert rows.moves < len(taken) / 4


def test_what_is_not_spent_in_time_is_lost_and_the_next_batch_smaller() -> None:
    time, rows = Time(), Memory()
    share = Share("a", Bucket(6000, 300), rows, time, least=4, most=20)
    for _ in range(50):
        assert not share.take()
    before = rows.read("a")[0]
    time.forward(60)
    assert not share.take()
    full = time.now - 300 * Bucket(6000, 300).step
    assert rows.read("a")[0] - full <= 20 * Bucket(6000, 300).step
    assert before < full


@pytest.mark.django_db
def test_a_pause_that_the_server_asked_for_holds_in_every_process() -> None:
    time = Time()
    one, other = (Share("a", CONNECTION, Stored(), time, least=4, most=20) for _ in range(2))
    assert not other.take()
    one.block(30)
    for _ in range(4):
        other.take()
    assert other.take() == pytest.approx(30)
    assert one.take() == pytest.approx(30)
    time.forward(31)
    assert not other.take()


@pytest.mark.django_db
def test_a_level_is_moved_only_from_where_it_was_read(connection: Connection) -> None:
    rows = Stored()
    assert rows.read("a") == (0, 0)
    assert rows.move("a", 0, 5)
    assert not rows.move("a", 0, 6)
    assert rows.read("a") == (5, 0)
    rows.block("a", 9)
    rows.block("a", 7)
    assert rows.read("a") == (5, 9)
