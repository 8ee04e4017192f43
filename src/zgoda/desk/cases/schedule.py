"""When each connection is read next. A worker calls ``tick`` every few seconds; it does only what is due.

Due instants and leases stand on the connection's row, so any number of workers may tick.
"""

from datetime import datetime, timedelta
from random import choice
from uuid import uuid4

from django.conf import settings
from django.db.models import F, Q

from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.cases import fold, outbox, placing, sync, tiers
from zgoda.desk.cases.clocks import MOVES_ON, OURS
from zgoda.desk.cases.tiers import Kind
from zgoda.desk.documents import writing as documents
from zgoda.desk.messages import sync as messages
from zgoda.desk.quality import following
from zgoda.desk.ratings import sync as ratings
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase, SyncRun

HOT_SANDBOX = timedelta(seconds=15)
AFTER_FAULT = timedelta(seconds=60)
LEASE = timedelta(minutes=15)

IMPORT_PAGES = 1
"""Pages of an import in one turn: then others have theirs, and a lease never ends within a turn."""

FIRST_FEW = 16
"""Which of the longest waiting is read is left to chance, so that readers seldom reach for the same one."""

_LANES = {Kind.IMPORT: Lane.IMPORT, Kind.HOT: Lane.HOT, Kind.SWEEP: Lane.SWEEP, Kind.NIGHT: Lane.IMPORT}


def tick(now: datetime) -> int:
    """Read every connection that is due, then send what is due; how many connections were read."""
    done = 0
    while read_next(now):
        done += 1
    outbox.sweep()
    return done


def read_next(now: datetime) -> bool:
    """One turn of one due connection that nobody else is reading; whether there was one."""
    free = Q(sync_lease="") | Q(sync_lease_until__lt=now)
    due = Connection.objects.filter(free, _due(now), state=ConnectionState.CONNECTED)
    while first := list(due.order_by(F("next_sync_at").asc(nulls_first=True), "pk").values_list("pk")[:FIRST_FEW]):
        (chosen,) = choice(first)  # noqa: S311 -- nothing secret hangs on it
        if _sync_one(chosen, now):
            return True
    return False


def sync_now(connection: Connection) -> None:
    """Somebody asked: due at the next tick."""
    Connection.objects.filter(pk=connection.pk).update(next_sync_at=None)


def kind_due(connection: Connection, now: datetime) -> Kind:
    """The import comes first, then the night's sweep, then sweeps at their step, else the hot tier."""
    if connection.import_finished_at is None:
        return Kind.IMPORT
    if connection.next_sweep_at is None or connection.next_sweep_at <= now:
        return Kind.NIGHT if _lacks_its_night(connection, now) else Kind.SWEEP
    return Kind.HOT


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
    """A turn under a lease, unless another reader was first. What fails unforeseen waits like any other failure."""
    lease = uuid4().hex
    free = Q(sync_lease="") | Q(sync_lease_until__lt=now)
    mine = Connection.objects.filter(free, _due(now), pk=connection_id, state=ConnectionState.CONNECTED)
    if mine.update(sync_lease=lease, sync_lease_until=now + LEASE) == 0:
        return False
    rows = Connection.objects.filter(pk=connection_id, sync_lease=lease)
    changes: dict[str, datetime | None] = {"next_sync_at": now + AFTER_FAULT}
    try:
        changes = _turn(Connection.objects.get(pk=connection_id), now)
    except Exception:
        rows.update(**changes)
        raise
    else:
        rows.update(**changes)
    finally:
        rows.update(sync_lease="", sync_lease_until=None)
    return True


def _turn(connection: Connection, now: datetime) -> dict[str, datetime | None]:
    """Read what is due; when the next turn and the next sweep are."""
    kind = kind_due(connection, now)
    client = client_for(connection, _LANES[kind])
    if connection.capabilities_read_at is None:
        sync.read_capabilities(connection, client)
    entry = sync.run(connection, client, kind, most_pages=IMPORT_PAGES)
    failed = entry is not None and bool(entry.error)
    if kind == Kind.IMPORT and connection.import_finished_at is None:
        return {"next_sync_at": now + AFTER_FAULT if failed else now}
    messages.follow(connection, client, kind)
    following.follow(connection, client, kind)
    ratings.follow(connection, client)
    documents.take_up(connection)
    move_passed(connection, now)
    changes: dict[str, datetime | None] = {"next_sync_at": now + (AFTER_FAULT if failed else _step(connection, now))}
    if kind != Kind.HOT:
        changes["next_sweep_at"] = now + tiers.SWEEP
    return changes


def _due(now: datetime) -> Q:
    return Q(next_sync_at=None) | Q(next_sync_at__lte=now)


def _lacks_its_night(connection: Connection, now: datetime) -> bool:
    """No night's sweep since its own time of the last night, and connected by then."""
    night = tiers.night_of(connection.pk, now)
    if connection.import_finished_at is None or connection.import_finished_at > night:
        return False
    return not SyncRun.objects.filter(connection=connection, started_at__gte=night, kind=Kind.NIGHT).exists()


def _step(connection: Connection, now: datetime) -> timedelta:
    if settings.SANDBOX:
        return HOT_SANDBOX
    lately = SyncRun.objects.filter(connection=connection, started_at__gte=now - tiers.LIVELY, cases_changed__gt=0)
    has_open = DeskCase.objects.filter(connection=connection, ended=False).exists()
    return tiers.step(is_lively=lately.exists(), has_open=has_open)
