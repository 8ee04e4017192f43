"""The one place that says what time it is. In a sandbox an operator may move it forward, never back.

Case timers obey `now`; sign-in, OAuth and retry delays use `real_now`. Web and worker processes learn of a
move within `FRESH_SECONDS`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import models, transaction

from zgoda.engine.instants import whole_ms

FRESH_SECONDS = 0.25

_ONE_MS = timedelta(milliseconds=1)
_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


class ClockRefused(Exception):
    """The clock was asked to move outside a sandbox, or backwards."""


class Clock(models.Model):
    """The single row with the sandbox's lead over real time, and who moved it last."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    offset_ms = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    moved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="engine_one_clock")]


class ClockMove(models.Model):
    """One move of the sandbox's clock, for the administrator's log. ``at`` and ``to`` are the centre's time before
    and after it."""

    at = models.DateTimeField()
    to = models.DateTimeField()
    by_whom = models.CharField(max_length=200)


class _Cached:
    """What this process last read, and when (monotonic seconds)."""

    offset = timedelta()
    until = 0.0


def now() -> datetime:
    """The product's time: aware UTC, whole milliseconds."""
    held = _held.get()
    if held is not None:
        return held
    return whole_ms(datetime.now(UTC) + offset())


def real_now() -> datetime:
    """The machine's time, whatever the sandbox says."""
    return whole_ms(datetime.now(UTC))


def offset() -> timedelta:
    """How far the sandbox runs ahead of real time; zero where nobody ever moved it."""
    if time.monotonic() >= _Cached.until:
        lead = Clock.objects.filter(pk=1).values_list("offset_ms", flat=True).first()
        _Cached.offset = (lead or 0) * _ONE_MS
        _Cached.until = time.monotonic() + FRESH_SECONDS
    return _Cached.offset


def advance(by: timedelta, by_whom: str) -> datetime:
    """Move the sandbox's clock forward and return the new `now`. Raises `ClockRefused`."""
    if not settings.SANDBOX:
        raise ClockRefused("the clock moves only in a sandbox (ZGODA_SANDBOX=1)")
    if by < _ONE_MS:
        raise ClockRefused("the clock only moves forward")
    before = now()
    with transaction.atomic():
        Clock.objects.get_or_create(pk=1)
        row = Clock.objects.select_for_update().get(pk=1)
        row.offset_ms += by // _ONE_MS
        row.moved_at, row.moved_by = real_now(), by_whom
        row.save()
        ClockMove.objects.create(at=before, to=before + by, by_whom=by_whom[:200])
    forget()
    return now()


def forget() -> None:
    """Read the row again at the next question."""
    _Cached.until = 0.0


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Hold the clock still in this context: for tests and for replaying the sample's past."""
    token = _held.set(whole_ms(instant))
    try:
        yield whole_ms(instant)
    finally:
        _held.reset(token)
