"""Effects as durable jobs: enqueued in the caller's transaction, run at least once, counted once.

The only file that knows the queue library. The library's table is the outbox; what it lacks is here: retry
with exponential back-off on the same row, a lease after which a dead worker's job is given back, and a token
(the last of ``worker_ids``) without which a worker that woke up late can neither finish the job nor record
its result. Retry delays run on real time.
"""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_exception
from typing import ParamSpec, TypeAlias, TypeVar, cast
from uuid import UUID, uuid4

import structlog
from django.db import IntegrityError, connection, models, transaction
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from zgoda.engine.clock import real_now

_log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

JobRow: TypeAlias = "DBTaskResult[..., object]"

DEFAULT_LEASE = timedelta(minutes=5)


class LeaseLost(Exception):
    """This worker was taken for dead and its job was given to another."""


class EffectDone(models.Model):
    """One row per effect that has counted; ``result`` is what the first successful run returned."""

    key = models.CharField(max_length=200, primary_key=True)
    done_at = models.DateTimeField()
    result = models.JSONField(null=True)


@dataclass(frozen=True, slots=True)
class Policy:
    """How often a job is tried, and the pause after attempt n: ``base * 2**(n-1)``, at most ``cap``."""

    attempts: int = 8
    base: timedelta = timedelta(seconds=1)
    cap: timedelta = timedelta(hours=1)

    def pause(self, attempt: int) -> timedelta:
        return min(self.cap, self.base * (1 << min(attempt - 1, 32)))


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one job; ``token`` is different for each claim."""

    job: UUID
    token: str
    attempt: int


_policies: dict[str, Policy] = {}
_lease: ContextVar[Lease | None] = ContextVar("job_lease", default=None)


def durable(
    *,
    attempts: int = 8,
    base: timedelta = timedelta(seconds=1),
    cap: timedelta = timedelta(hours=1),
    queue: str = "default",
    priority: int = 0,
) -> Callable[[Callable[P, T]], "Task[P, T]"]:
    """Make a module-level function a job: ``fn.enqueue(...)`` inside a transaction, JSON arguments only."""

    def wrap(function: Callable[P, T]) -> "Task[P, T]":
        job = task(queue_name=queue, priority=priority)(function)
        _policies[job.module_path] = Policy(attempts, base, cap)
        return job

    return wrap


def once(key: str, act: Callable[[], T], record: Callable[[T], None] | None = None) -> T:
    """Do the effect ``key`` so that its result counts once, and return the result that counted.

    ``act`` (the remote call) runs outside a transaction and must itself be repeatable: pass ``key`` to the
    other side as the command id. ``record`` (the local consequence) runs in one transaction with the row that
    says the effect is done. Raises `LeaseLost` where another worker has taken the job over.
    """
    done = EffectDone.objects.filter(pk=key).first()
    if done is not None:
        return cast(T, done.result)
    _hold_lease()
    result = act()
    try:
        with transaction.atomic():
            _hold_lease()
            EffectDone.objects.create(key=key, done_at=real_now(), result=result)
            if record is not None:
                record(result)
    except IntegrityError:
        first = EffectDone.objects.filter(pk=key).first()
        if first is None:
            raise
        return cast(T, first.result)
    return result


def run_pending(limit: int | None = None) -> int:
    """Run ready jobs one after another until none is ready or ``limit`` were run; how many were run."""
    count = 0
    while (limit is None or count < limit) and run_one():
        count += 1
    return count


def run_one() -> bool:
    """Claim and run the next ready job; False when there is none. Never raises what the job raised."""
    row = _claim()
    if row is None:
        return False
    token = _lease.set(Lease(row.id, row.worker_ids[-1], len(row.worker_ids)))
    try:
        result = row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        if inspect.iscoroutine(result):
            raise TypeError("jobs are plain functions")
    except LeaseLost:
        _log.warning("job_lease_lost", job=str(row.id), path=row.task_path)
    except Exception as error:
        _failed(row, error)
    else:
        _finish(row, status=TaskResultStatus.SUCCESSFUL, finished_at=real_now(), return_value=None)
    finally:
        _lease.reset(token)
    return True


def requeue_abandoned(lease: timedelta = DEFAULT_LEASE) -> int:
    """Give back jobs whose worker has held them longer than the lease; those out of attempts fail."""
    given_back = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=real_now() - lease):
        if len(row.worker_ids) >= _policy(row.task_path).attempts:
            _finish(row, **_as_failure(TimeoutError("the worker never came back")))
        else:
            given_back += _finish(row, status=TaskResultStatus.READY, started_at=None)
    return given_back


def prune_finished(before: datetime) -> int:
    """Delete successful jobs that ended before the instant; failures stay to be looked at."""
    ended = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=before)
    return int(ended.delete()[0])


def counts() -> dict[str, int]:
    """Jobs by status (READY, RUNNING, FAILED, SUCCESSFUL), for health and metrics."""
    rows = DBTaskResult.objects.order_by().values_list("status").annotate(n=models.Count("id"))
    return {str(status): int(n) for status, n in rows}


def retry_failed(job: UUID) -> bool:
    """Start a failed job again with all its attempts, by hand of an operator."""
    row = DBTaskResult.objects.filter(pk=job, status=TaskResultStatus.FAILED)
    return row.update(status=TaskResultStatus.READY, worker_ids=[], run_after=real_now(), finished_at=None) > 0


def _claim() -> "JobRow | None":
    """Looks before it locks: an idle worker must not take SQLite's only write lock twice a second."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():
        return None
    with transaction.atomic():
        row: JobRow | None = ready.get_locked() if connection.vendor != "sqlite" else ready.first()
        if row is not None:
            row.claim(uuid4().hex)
    return row


def _failed(row: "JobRow", error: Exception) -> None:
    attempt, policy = len(row.worker_ids), _policy(row.task_path)
    if attempt >= policy.attempts:
        _log.error("job_failed", job=str(row.id), path=row.task_path, attempt=attempt, exc_info=error)
        _finish(row, **_as_failure(error))
        return
    _log.warning("job_retried", job=str(row.id), path=row.task_path, attempt=attempt, error=str(error))
    retry_at = real_now() + policy.pause(attempt)
    _finish(row, **{**_as_failure(error), "status": TaskResultStatus.READY, "run_after": retry_at, "finished_at": None})


def _as_failure(error: Exception) -> dict[str, object]:
    return {
        "status": TaskResultStatus.FAILED,
        "finished_at": real_now(),
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
    }


def _finish(row: "JobRow", **fields: object) -> int:
    """Write the outcome only while this claim still stands; 0 when the job has been given to another."""
    mine = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids)
    return int(mine.update(**fields))


def _hold_lease() -> None:
    lease = _lease.get()
    if lease is None:
        return
    row = DBTaskResult.objects.filter(pk=lease.job, status=TaskResultStatus.RUNNING)
    if connection.in_atomic_block:
        row = row.select_for_update()
    workers = row.values_list("worker_ids", flat=True).first()
    if not workers or workers[-1] != lease.token:
        raise LeaseLost(str(lease.job))


def _policy(path: str) -> Policy:
    return _policies.get(path, Policy())
