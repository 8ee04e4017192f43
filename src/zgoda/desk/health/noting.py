"""Writing down what readings found: oddities once an hour each, requests by the hour."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import transaction
from django.db.models import F

from zgoda.desk.health.models import HourOfReading, Oddity

MOST = 200
"""Different oddities kept of one connection; more tell nobody anything new."""

KEPT = timedelta(days=8)
"""How long the hours of a connection are kept."""

_INDEX = re.compile(r"\[\d+\]")


def oddities(connection_id: int, record_id: str, found: Iterable[str], now: datetime) -> None:
    """Keep what was odd in one record. The same thing in another place of a list is the same thing."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    noted = _noted(connection_id, hour)
    for what in {_INDEX.sub("[]", one)[:200] for one in found} - noted:
        if len(noted) >= MOST:
            return
        _keep(connection_id, what, record_id[:100], hour)
        noted.add(what)


def run(connection_id: int, requests: int, *, failed: bool, now: datetime) -> None:
    """Count one reading into its hour; hours that nobody looks at any more are dropped with the first of a new one."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        _, is_new = HourOfReading.objects.get_or_create(connection_id=connection_id, hour=hour)
        HourOfReading.objects.filter(connection_id=connection_id, hour=hour).update(
            runs=F("runs") + 1, requests=F("requests") + requests, failures=F("failures") + int(failed)
        )
        if is_new:
            HourOfReading.objects.filter(connection_id=connection_id, hour__lt=hour - KEPT).delete()


def forget() -> None:
    """Look again at everything, for tests whose databases come and go."""
    _noted.cache_clear()


@lru_cache(maxsize=1024)
def _noted(_connection_id: int, _hour: datetime) -> set[str]:
    """What this process has written down of a connection in this hour; filled by whoever writes."""
    return set()


def _keep(connection_id: int, what: str, record_id: str, hour: datetime) -> None:
    known = Oddity.objects.filter(connection_id=connection_id, what=what)
    if known.update(last_seen_at=hour) or Oddity.objects.filter(connection_id=connection_id).count() >= MOST:
        return
    Oddity.objects.get_or_create(
        connection_id=connection_id,
        what=what,
        defaults={"example": record_id, "first_seen_at": hour, "last_seen_at": hour},
    )
