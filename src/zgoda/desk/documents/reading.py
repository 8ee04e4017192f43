"""Reading an order's sales documents: when somebody looks and the last look is old, and after one was sent."""

from dataclasses import asdict
from datetime import datetime, timedelta

import msgspec

from zgoda.desk.allegro import documents as endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, NotFound
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.documents.models import OrderDocuments
from zgoda.desk.store.models import Connection, ConnectionState
from zgoda.engine.clock import real_now
from zgoda.wire.tolerant_invoices import DocumentsSeen

FRESH = timedelta(minutes=1)
"""A page asks the server at most so often, whatever came of it."""

NO_ORDER = "ORDER-NOT-FOUND"
"""What the platform answers for orders to which nothing was ever added."""


def documents_of(connection: Connection, order_id: str) -> OrderDocuments:
    """As the server lists them now, or as they were last read, with the kind of trouble there was since."""
    row, _ = OrderDocuments.objects.get_or_create(connection=connection, order_id=order_id)
    if connection.state == ConnectionState.CONNECTED and _is_mine_to_ask(row):
        look(row, client_for(connection, Lane.SCREEN), row.tried_at or real_now())
    return row


def look(row: OrderDocuments, client: Client, now: datetime) -> None:
    """Ask once and write down what came."""
    row.tried_at = now
    try:
        keep(row, endpoints.listed(client, row.order_id), now)
    except CallFailed as problem:
        if isinstance(problem, NotFound) and NO_ORDER in problem.told.codes:
            keep(row, DocumentsSeen((), ()), now)
            return
        row.trouble, row.trace_id = problem.kind[:20], problem.trace_id
        row.save()


def _is_mine_to_ask(row: OrderDocuments) -> bool:
    """Of several who look at once, one asks; the others are shown what was read before."""
    now = real_now()
    if row.tried_at is not None and now - row.tried_at < FRESH:
        return False
    known, row.tried_at = row.tried_at, now
    return bool(OrderDocuments.objects.filter(pk=row.pk, tried_at=known).update(tried_at=now))


def keep(row: OrderDocuments, seen: DocumentsSeen, now: datetime) -> None:
    row.seen, row.read_at, row.tried_at, row.trouble, row.trace_id = msgspec.to_builtins(asdict(seen)), now, now, "", ""
    row.save()


def seen_of(row: OrderDocuments) -> DocumentsSeen:
    """What was kept, as it was read."""
    return msgspec.convert(row.seen or {"invoices": [], "links": []}, DocumentsSeen)
