"""What is sent beside messages and waits in rows of its own, answers to ratings and sales documents: let go by a
person, taken back, taken up again with the turn of its connection.

A row has ``state``, ``released_by``, ``last_error``, ``not_before`` and ``created_at``; ``send`` is its room's job.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from django_tasks.base import Task

from zgoda.accounts.models import User

Waiting = models.QuerySet[Any]
AGAIN = timedelta(minutes=10)
"""After which what waits is looked at again."""


class WriteState(models.TextChoices):
    """As in the outbox of cases; ``SHADOW`` leaves only when a person sends it."""

    QUEUED = "QUEUED", _("waiting to be sent")
    SENT = "SENT", _("sent")
    FAILED = "FAILED", _("not sent")
    SHADOW = "SHADOW", _("would have been sent")
    CANCELLED = "CANCELLED", _("cancelled")


_HELD_BACK = (WriteState.SHADOW, WriteState.FAILED)


def release(row: Waiting, by: User, send: "Task[[str], None]", now: datetime) -> bool:
    """Send what shadow mode showed, or try again what was refused. False where that is over, or where another one that
    was written meanwhile stands in its place."""
    released = {"state": WriteState.QUEUED, "released_by": by, "last_error": "", "not_before": now + AGAIN}
    try:
        with transaction.atomic():
            number = row.values_list("pk", flat=True).first()
            is_let_go = row.filter(state__in=_HELD_BACK).update(**released)
            if is_let_go:
                send.enqueue(str(number))
    except IntegrityError:
        return False
    return bool(is_let_go)


def cancel(row: Waiting) -> bool:
    """Take back what has not left."""
    return bool(row.filter(state__in=[WriteState.QUEUED, *_HELD_BACK]).update(state=WriteState.CANCELLED))


def take_up(rows: Waiting, send: "Task[[str], None]", now: datetime) -> None:
    """What is due again of a connection whose turn it is gets a job."""
    due = rows.filter(state=WriteState.QUEUED, not_before__lte=now)
    for number in list(due.order_by("created_at").values_list("pk", flat=True)[:50]):
        with transaction.atomic():
            if due.filter(pk=number).update(not_before=now + AGAIN):
                send.enqueue(str(number))
