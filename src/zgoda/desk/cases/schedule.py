"""When each connection is read next. A worker calls ``tick`` every few seconds; it does only what is due.

Due instants and leases stand on the connection's row, so any number of workers may tick.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import Q

from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.cases import fold, outbox, placing, sync
from zgoda.desk.cases.clocks import MOVES_ON, OURS
from zgoda.desk.messages import sync as messages
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase

HOT_SANDBOX = timedelta(seconds=15)
HOT = timedelta(seconds=60)
HOT_QUIET = timedelta(seconds=180)
"""The hot tier's step: while cases are open, and while none is."""

SWEEP = timedelta(minutes=30)
AFTER_FAULT = timedelta(seconds=60)
LEASE = timedelta(minutes=15)


def tick(now: datetime) -> int:
    """Read every connection that is due, then send what is due; how many connections were read."""
    due = Connection.objects.filter(Q(next_sync_at=None) | Q(next_sync_at__lte=now), state=ConnectionState.CONNECTED)
    done = sum(_sync_one(pk, now) for pk in due.order_by("next_sync_at").values_list("pk", flat=True))
    outbox.sweep()
    return done


def sync_now(connection: Connection) -> None:
    """Somebody asked: due at the next tick."""
    Connection.objects.filter(pk=connection.pk).update(next_sync_at=None)


def kind_due(connection: Connection, now: datetime) -> str:
    """The import comes first, then sweeps at their step, else the hot tier."""
    if connection.import_finished_at is None:
        return "import"
    if connection.next_sweep_at is None or connection.next_sweep_at <= now:
        return "sweep"
    return "hot"


def move_passed(connection: Connection, now: datetime) -> int:
    """Cases whose next instant merely passed (an answer's deadline stays): what is next is computed anew."""
    server_now = connection.server_now(now)
    passed = DeskCase.objects.filter(connection=connection, ended=False, next_due__lte=server_now)
    moved = 0
    for case in passed.exclude(next_what__in=OURS - MOVES_ON).select_related("connection"):
        fold.refresh(case, server_now)
        rows = DeskCase.objects.filter(pk=case.pk, read_at=case.read_at)
        moved += rows.update(**placing.placed(case))
    return moved


def _sync_one(connection_id: int, now: datetime) -> bool:
    lease = uuid4().hex
    free = Q(sync_lease="") | Q(sync_lease_until__lt=now)
    mine = Connection.objects.filter(free, pk=connection_id, state=ConnectionState.CONNECTED)
    if mine.update(sync_lease=lease, sync_lease_until=now + LEASE) == 0:
        return False
    connection = Connection.objects.get(pk=connection_id)
    kind = kind_due(connection, now)
    lane = {"import": Lane.IMPORT, "sweep": Lane.SWEEP, "hot": Lane.HOT}[kind]
    try:
        client = client_for(connection, lane)
        if connection.capabilities_read_at is None:
            sync.read_capabilities(connection, client)
        entry = sync.run(connection, client, kind)
        failed = entry is not None and bool(entry.error)
        messages.follow(connection, client, kind)
        move_passed(connection, now)
        changes: dict[str, datetime] = {"next_sync_at": now + (AFTER_FAULT if failed else _step(connection))}
        if kind != "hot":
            changes["next_sweep_at"] = now + SWEEP
        Connection.objects.filter(pk=connection_id, sync_lease=lease).update(**changes)
    finally:
        rows = Connection.objects.filter(pk=connection_id, sync_lease=lease)
        rows.update(sync_lease="", sync_lease_until=None)
    return True


def _step(connection: Connection) -> timedelta:
    if settings.SANDBOX:
        return HOT_SANDBOX
    is_busy = DeskCase.objects.filter(connection=connection, ended=False).exists()
    return HOT if is_busy else HOT_QUIET
