"""Timers are rows: which stream, what kind, when due. Any number of workers may sweep them.

A timer changes nothing by itself. The sweep hands the stream to a handler, which locks it, asks the domain
again, records what follows and marks the timer fired, all in one transaction; a second sweeper finds nothing
left to do. Cost is O(due), by a partial index. ``try_at`` equals ``due_at`` until a handler fails; then it
moves back off so that one bad case never holds up the others.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import models
from django.db.models import F, Q

_log = structlog.get_logger(__name__)

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)

_OPEN = Q(fired_at__isnull=True, cancelled_at__isnull=True)


class Timer(models.Model):
    id = models.BigAutoField(primary_key=True)
    stream = models.UUIDField()
    kind = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    try_at = models.DateTimeField()
    set_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["try_at", "id"], condition=_OPEN, name="engine_timer_due"),
            models.Index(fields=["stream"], name="engine_timer_stream"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["stream", "kind"], condition=_OPEN, name="engine_timer_one_open"),
        ]


@dataclass(frozen=True, slots=True)
class SweepReport:
    """How many streams were visited, how many timers took effect, how many streams failed."""

    visited: int = 0
    fired: int = 0
    failed: int = 0


def reconcile(
    stream: UUID, wanted: Mapping[str, datetime], now: datetime, fired: Collection[tuple[str, datetime]] = ()
) -> None:
    """Make the open timers equal to ``wanted`` (kind → due instant); those named in ``fired`` took effect.

    A moved timer is cancelled and set anew, so that its history stays; a timer that already fired at the very
    instant wanted is not set again.
    """
    rows = list(Timer.objects.filter(stream=stream))
    is_open = {row.kind: row for row in rows if row.fired_at is None and row.cancelled_at is None}
    done = {(row.kind, row.due_at) for row in rows if row.fired_at is not None} | set(fired)
    took_effect = [row.pk for row in is_open.values() if (row.kind, row.due_at) in done]
    if took_effect:
        Timer.objects.filter(pk__in=took_effect).update(fired_at=now)
    stale = [row.pk for row in is_open.values() if wanted.get(row.kind) != row.due_at and row.pk not in took_effect]
    if stale:
        Timer.objects.filter(pk__in=stale).update(cancelled_at=now)
    kept = {(row.kind, row.due_at) for row in is_open.values()} | done
    fresh = [(kind, due) for kind, due in wanted.items() if (kind, due) not in kept]
    if fresh:
        Timer.objects.bulk_create(
            Timer(stream=stream, kind=kind, due_at=due, try_at=due, set_at=now) for kind, due in fresh
        )


def open_timers(stream: UUID) -> dict[str, datetime]:
    """Kind → due instant of what is still running for the stream."""
    return dict(Timer.objects.filter(_OPEN, stream=stream).values_list("kind", "due_at"))


def due(now: datetime, limit: int, after: tuple[datetime, int] | None = None) -> list[tuple[datetime, int, UUID]]:
    """The next open timers at or before ``now`` as (try_at, id, stream), after the given (try_at, id)."""
    rows = Timer.objects.filter(_OPEN, try_at__lte=now)
    if after is not None:
        rows = rows.filter(Q(try_at__gt=after[0]) | Q(try_at=after[0], pk__gt=after[1]))
    return list(rows.order_by("try_at", "pk").values_list("try_at", "pk", "stream")[:limit])


def sweep(now: datetime, handler: Callable[[UUID], int], batch: int = 100) -> SweepReport:
    """Hand every stream with a due timer to ``handler`` once, each in its own transaction.

    ``handler`` returns how many timers took effect. An exception is recorded on the stream's timers, which
    are tried again later; the sweep goes on.
    """
    visited = fired = failed = 0
    for stream in _due_streams(now, batch):
        visited += 1
        try:
            fired += handler(stream)
        except Exception as error:
            failed += 1
            _log.exception("timer_failed", stream=str(stream))
            _back_off(stream, now, error)
    return SweepReport(visited, fired, failed)


def next_due() -> datetime | None:
    """When the earliest open timer is due, or None."""
    return Timer.objects.filter(_OPEN).order_by("try_at", "pk").values_list("try_at", flat=True).first()


def _due_streams(now: datetime, batch: int) -> Iterator[UUID]:
    seen: set[UUID] = set()
    after: tuple[datetime, int] | None = None
    while rows := due(now, batch, after):
        for _, _, stream in rows:
            if stream not in seen:
                seen.add(stream)
                yield stream
        after = rows[-1][:2]


def _back_off(stream: UUID, now: datetime, error: Exception) -> None:
    for row in Timer.objects.filter(_OPEN, stream=stream, try_at__lte=now):
        pause = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(row.failures, 16))
        Timer.objects.filter(_OPEN, pk=row.pk).update(
            try_at=now + pause, failures=F("failures") + 1, last_error=f"{type(error).__name__}: {error}"[:500]
        )
