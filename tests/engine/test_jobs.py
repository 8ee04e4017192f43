"""Effects: gone with the transaction that asked for them, tried again, never lost, never counted twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests.engine import effects
from zgoda.engine import jobs
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import EffectDone, requeue_abandoned, run_one, run_pending

LEASE = timedelta(minutes=5)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_notes():
    effects.ran.clear()
    effects.during.clear()


def let_time_pass():
    DBTaskResult.objects.filter(status="READY").update(run_after=real_now() - timedelta(seconds=1))


def abandon():
    """The worker that holds the job died an hour ago."""
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=real_now() - timedelta(hours=1))


def test_a_job_runs_once():
    effects.note.enqueue("a")
    assert run_pending() == 1
    assert run_pending() == 0
    assert effects.ran == ["a"]


def test_a_job_asked_for_in_a_transaction_that_fails_never_was():
    def asks_and_fails():
        with transaction.atomic():
            effects.note.enqueue("a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        asks_and_fails()
    assert run_pending() == 0


def test_a_failing_job_waits_longer_each_time_and_then_stays_failed():
    effects.fail.enqueue("a")
    for wait in (10, 20):
        assert run_one()
        row = DBTaskResult.objects.get()
        assert row.status == "READY"
        assert timedelta(seconds=wait - 3) < row.run_after - real_now() <= timedelta(seconds=wait)
        assert not run_one()
        let_time_pass()
    assert run_one()
    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path) == ("FAILED", "builtins.ConnectionError")
    assert effects.ran == ["a"] * 3


def test_a_failing_job_holds_up_no_other():
    effects.fail.enqueue("a")
    effects.note.enqueue("b")
    run_pending()
    assert "b" in effects.ran


def test_an_operator_may_start_a_failed_job_again():
    job = effects.fail.enqueue("a")
    DBTaskResult.objects.update(status="FAILED", worker_ids=["x"] * 3)
    assert jobs.retry_failed(job.id)
    assert run_one()
    assert DBTaskResult.objects.get().status == "READY"


def test_a_dead_workers_job_is_given_back_after_the_lease():
    effects.note.enqueue("a")
    jobs._claim()
    assert requeue_abandoned(LEASE) == 0
    abandon()
    assert requeue_abandoned(LEASE) == 1
    assert run_pending() == 1
    assert effects.ran == ["a"]


def test_a_job_that_kills_its_workers_is_given_up():
    effects.count_once.enqueue("k")
    for _ in range(2):
        jobs._claim()
        abandon()
        requeue_abandoned(LEASE)
    assert DBTaskResult.objects.get().status == "FAILED"


def test_an_effect_counts_once_however_often_its_job_runs():
    effects.count_once.enqueue("refund-1")
    effects.count_once.enqueue("refund-1")
    run_pending()
    assert effects.ran == ["refund-1"]
    assert EffectDone.objects.get().result == {"paid": True}


def test_once_tells_a_repeated_caller_what_counted():
    assert jobs.once("k", lambda: 1) == 1
    assert jobs.once("k", lambda: 2) == 1


def test_a_failed_record_leaves_the_effect_to_be_done_again():
    def broken(result):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        jobs.once("k", lambda: 1, broken)
    assert not EffectDone.objects.exists()


def test_a_worker_that_woke_up_late_records_nothing():
    effects.interrupted.enqueue("k")

    def taken_over():
        effects.during.clear()
        abandon()
        requeue_abandoned(LEASE)
        assert run_one()

    effects.during.append(taken_over)
    assert run_one()
    assert effects.ran == ["k"]
    row = DBTaskResult.objects.get()
    assert (row.status, len(row.worker_ids)) == ("SUCCESSFUL", 2)


def test_a_late_worker_cannot_finish_a_job_that_was_given_away():
    effects.note.enqueue("a")
    late = jobs._claim()
    abandon()
    requeue_abandoned(LEASE)
    assert jobs._finish(late, status="SUCCESSFUL") == 0
    assert DBTaskResult.objects.get().status == "READY"


def test_finished_jobs_are_pruned_and_failed_ones_kept():
    effects.note.enqueue("a")
    effects.fail.enqueue("b")
    run_pending()
    DBTaskResult.objects.filter(status="READY").update(status="FAILED")
    assert jobs.prune_finished(real_now() + timedelta(seconds=1)) == 1
    assert jobs.counts() == {"FAILED": 1}
