"""How a connection is: lag, budget, tokens, gaps, and where the desk and the server may differ."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Sum

from zgoda.desk.allegro.pace import REQUESTS_PER_MINUTE
from zgoda.desk.health.models import HourOfReading, Oddity
from zgoda.desk.store.models import Connection, DeskCase, Outgoing, Quarantine, SendState

MOST = 50
"""Rows of a kind that a page or a report shows."""

LATE = timedelta(minutes=2)
"""A message that was taken and is still not seen in the thread after so long is shown as a difference."""

APART = (SendState.UNCERTAIN, SendState.UNSEEN, SendState.HELD, SendState.FAILED)
"""What we wrote and the server does not show, or did not take."""


@dataclass(frozen=True, slots=True)
class State:
    """``budget`` are requests an hour that may be made, ``requests`` those of readings in this hour and the
    one before. ``unread`` counts open cases whose chat is behind their list entry, ``incomplete`` those of which the
    server shows fewer messages than it counts."""

    connection: Connection
    requests: int
    budget: int
    failures: int
    unread: int
    incomplete: int
    gone: int
    quarantined: tuple[Quarantine, ...]
    oddities: tuple[Oddity, ...]
    apart: tuple[Outgoing, ...]


def of(connection: Connection, now: datetime) -> State:
    """Everything the page and the report tell. Looks at open cases only, through their index."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    hours = HourOfReading.objects.filter(connection=connection, hour__gte=hour - timedelta(hours=1))
    spent = hours.aggregate(requests=Sum("requests"), failures=Sum("failures"))
    is_open = DeskCase.objects.filter(shop_id=connection.shop_id, ended=False, connection=connection)
    behind = is_open.exclude(fingerprint=F("chat_fingerprint"))
    return State(
        connection=connection,
        requests=spent["requests"] or 0,
        budget=REQUESTS_PER_MINUTE * 60,
        failures=spent["failures"] or 0,
        unread=behind.filter(gone_at=None).count(),
        incomplete=is_open.filter(history_incomplete=True).count(),
        gone=is_open.exclude(gone_at=None).count(),
        quarantined=tuple(Quarantine.objects.filter(connection=connection).order_by("-last_seen_at")[:MOST]),
        oddities=tuple(Oddity.objects.filter(connection=connection).order_by("-last_seen_at", "what")[:MOST]),
        apart=tuple(_apart(connection, now)),
    )


def _apart(connection: Connection, now: datetime) -> list[Outgoing]:
    """The latest first."""
    ours = Outgoing.objects.filter(case__connection=connection).select_related("case").order_by("-created_at")
    waiting = ours.filter(state=SendState.SENT, sent_at__lt=now - LATE)
    both = [*ours.filter(state__in=APART)[:MOST], *waiting[:MOST]]
    return sorted(both, key=lambda row: row.created_at, reverse=True)[:MOST]
