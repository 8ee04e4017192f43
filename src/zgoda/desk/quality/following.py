"""Reading a connection's sales quality with its sweeps. The server makes it once a day, so that is often enough."""

import structlog

from zgoda.desk.allegro import own, quality
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, ConsentNeeded, Stopped
from zgoda.desk.quality.models import Reading
from zgoda.desk.store.models import Connection
from zgoda.engine.clock import real_now

_log = structlog.get_logger(__name__)


def follow(connection: Connection, client: Client, kind: str) -> None:
    """One turn. Its trouble is noted here and ends nothing else: a token may lack the right to read it."""
    if kind in {"hot", "import"}:
        return
    row, _ = Reading.objects.get_or_create(connection=connection)
    try:
        row.days = quality.sale_quality(client)
        adds = quality.QUALITY in own.features(connection.capabilities)
        row.figures = quality.figures(client) if adds else None
        row.cases = quality.counted(client) if adds else None
    except (ConsentNeeded, Stopped):
        return
    except CallFailed as failed:
        row.trouble, row.trace_id = failed.kind[:20], failed.trace_id
        row.save(update_fields=["trouble", "trace_id"])
        _log.info("desk_quality_unread", connection=connection.pk, error=str(failed))
        return
    row.read_at, row.trouble, row.trace_id = real_now(), "", ""
    row.save()
