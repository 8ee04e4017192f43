"""Timers: set by what the domain wants, fired once whoever sweeps, and one bad case never stops the rest."""

from datetime import timedelta

import pytest

from tests.engine.streams import NOON, A, B
from zgoda.engine.timers import Timer, due, next_due, open_timers, reconcile, sweep

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def fire_everything(stream):
    running = open_timers(stream)
    reconcile(stream, {}, NOON, fired=running.items())
    return len(running)


def test_open_timers_become_what_is_wanted():
    reconcile(A, {"TM-1": NOON, "TM-4": NOON + HOUR}, NOON)
    reconcile(A, {"TM-4": NOON + 2 * HOUR, "TM-5": NOON}, NOON)
    assert open_timers(A) == {"TM-4": NOON + 2 * HOUR, "TM-5": NOON}


def test_a_moved_timer_keeps_its_history():
    reconcile(A, {"TM-1": NOON}, NOON)
    reconcile(A, {"TM-1": NOON + HOUR}, NOON)
    assert Timer.objects.filter(stream=A, cancelled_at=NOON, due_at=NOON).count() == 1


def test_reconciling_twice_changes_nothing(django_assert_num_queries):
    reconcile(A, {"TM-1": NOON}, NOON)
    with django_assert_num_queries(1):
        reconcile(A, {"TM-1": NOON}, NOON + HOUR)


def test_a_fired_timer_is_not_set_again_for_the_same_instant():
    reconcile(A, {"TM-1": NOON}, NOON)
    fire_everything(A)
    reconcile(A, {"TM-1": NOON}, NOON)
    assert open_timers(A) == {}


def test_only_what_is_due_is_due():
    reconcile(A, {"TM-1": NOON, "TM-4": NOON + HOUR}, NOON)
    assert [row[2] for row in due(NOON, 10)] == [A]
    assert due(NOON - HOUR, 10) == []


def test_a_second_sweep_finds_nothing_left():
    reconcile(A, {"TM-1": NOON, "TM-4": NOON}, NOON)
    first, second = sweep(NOON, fire_everything), sweep(NOON, fire_everything)
    assert (first.visited, first.fired) == (1, 2)
    assert (second.visited, second.fired) == (0, 0)


def test_a_stream_with_several_due_timers_is_visited_once_over_batches():
    reconcile(A, {f"K{n}": NOON - n * HOUR for n in range(5)}, NOON)
    reconcile(B, {"TM-1": NOON}, NOON)
    visits = []
    sweep(NOON, lambda stream: visits.append(stream) or 0, batch=2)
    assert visits == [A, B]


def test_one_bad_case_holds_up_nobody_and_is_tried_again_later():
    reconcile(A, {"TM-1": NOON - HOUR}, NOON)
    reconcile(B, {"TM-1": NOON}, NOON)

    def handler(stream):
        if stream == A:
            raise RuntimeError("cannot be folded")
        return fire_everything(stream)

    report = sweep(NOON, handler)
    assert (report.visited, report.fired, report.failed) == (2, 1, 1)
    row = Timer.objects.get(stream=A)
    assert (row.failures, row.last_error) == (1, "RuntimeError: cannot be folded")
    assert row.due_at == NOON - HOUR
    assert sweep(NOON, handler).visited == 0
    assert sweep(NOON + timedelta(minutes=1), fire_everything).fired == 1


def test_pauses_grow_but_stay_bounded():
    reconcile(A, {"TM-1": NOON}, NOON)
    Timer.objects.filter(stream=A).update(failures=40)

    def handler(stream):
        raise RuntimeError

    sweep(NOON, handler)
    assert next_due() == NOON + timedelta(hours=6)
