"""How often a connection is read, and that several readers share the work."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.desk.cases import schedule, tiers
from zgoda.desk.cases.tiers import COLD, HOT, WARM, Kind
from zgoda.desk.store.models import Connection, DeskCase, SyncRun

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_lively", "has_open", "expected"),
    [(True, True, HOT), (True, False, HOT), (False, True, WARM), (False, False, COLD)],
)
def test_what_moves_is_read_oftener(is_lively: bool, has_open: bool, expected: timedelta) -> None:
    assert tiers.step(is_lively=is_lively, has_open=has_open) == expected


def test_each_connection_has_its_own_time_of_the_night() -> None:
    times = {tiers.night_of(number, NOON) for number in range(100)}
    assert len(times) == 100
    assert all(NOON.replace(hour=1) <= at < NOON.replace(hour=5) for at in times)
    early = NOON.replace(hour=0)
    assert all(tiers.night_of(number, early) == tiers.night_of(number, NOON) - timedelta(days=1) for number in range(9))


def test_the_journal_of_orders_is_followed_once_in_its_step_however_often_a_turn_comes() -> None:
    for seconds in (7, 20, 40, 180):
        moments = [NOON + timedelta(seconds=seconds * number) for number in range(400 // seconds)]
        turns = [tiers.is_orders_turn(last, now) for last, now in zip([None, *moments], moments, strict=False)]
        assert turns.count(True) <= 400 // 120 + 2
        assert turns[0]


@pytest.mark.django_db
def test_a_shop_is_hot_while_something_moves_then_warm_then_cold(
    connection: Connection, server: FakeAllegro, clock: DeskClock
) -> None:
    issue = server.open_issue()

    def step() -> timedelta:
        assert schedule.tick(clock.now) == 1
        due = Connection.objects.get().next_sync_at
        assert due is not None
        return due - clock.now

    assert step() == HOT
    clock.forward(minutes=11)
    assert step() == WARM
    server.write(issue, "BUYER", "Hello?")
    clock.forward(minutes=1)
    assert step() == HOT
    DeskCase.objects.update(ended=True)
    SyncRun.objects.all().delete()
    Connection.objects.update(next_sync_at=None)
    assert schedule._step(Connection.objects.get(), clock.now) == COLD


@pytest.mark.django_db
def test_the_night_reads_once_and_far_back(connection: Connection, server: FakeAllegro, clock: DeskClock) -> None:
    schedule.tick(clock.now)
    clock.forward(days=1)
    assert schedule.kind_due(Connection.objects.get(), clock.now) == Kind.NIGHT
    schedule.tick(clock.now)
    clock.forward(hours=1)
    assert schedule.kind_due(Connection.objects.get(), clock.now) == Kind.SWEEP


@pytest.mark.django_db
def test_two_readers_with_the_same_list_read_a_connection_once(
    connection: Connection, server: FakeAllegro, clock: DeskClock
) -> None:
    assert schedule._sync_one(connection.pk, clock.now)
    assert not schedule._sync_one(connection.pk, clock.now)


@pytest.mark.django_db
def test_a_turn_that_fails_unforeseen_does_not_hold_up_the_others(
    connection: Connection, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule.sync, "run", lambda *_told, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        schedule.tick(clock.now)
    assert not schedule.read_next(clock.now)
    row = Connection.objects.get()
    assert row.next_sync_at == clock.now + schedule.AFTER_FAULT
    assert row.sync_lease == ""


@pytest.mark.django_db
def test_an_import_is_read_in_turns_and_is_one_row_of_the_log(
    connection: Connection, server: FakeAllegro, clock: DeskClock
) -> None:
    for _ in range(230):
        clock.forward(seconds=1)
        server.open_issue()
    assert schedule.read_next(clock.now)
    assert DeskCase.objects.count() == 100
    assert Connection.objects.get().import_finished_at is None
    while Connection.objects.get().import_finished_at is None:
        assert schedule.read_next(clock.now)
    assert DeskCase.objects.count() == 230
    run = SyncRun.objects.get(kind=Kind.IMPORT)
    assert run.cases_changed == 230
    assert run.requests <= len(server.seen)
