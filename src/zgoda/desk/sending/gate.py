"""The one question before anything leaves: may this, now? The outbox asks when it claims a row and once more before
the request; acts that need no outbox ask too."""

from zgoda.desk.messages.sources import THREAD
from zgoda.desk.store.models import Connection, ConnectionState, Outgoing
from zgoda.domain import writers
from zgoda.domain.writers import Fate, Mode, Writer


def of(connection_id: int) -> Connection:
    """The connection with its shop as both are at this moment."""
    return Connection.objects.select_related("shop").get(pk=connection_id)


def writer_of(row: Outgoing, family: str) -> Writer:
    """``family`` is the case's. What nobody wrote is automatic."""
    return writers.writer_of(row.kind, in_thread=family == THREAD, by_person=row.by_id is not None)


def fate_of(row: Outgoing, family: str, connection: Connection) -> Fate:
    """Ask with a fresh connection (`of`): who stops everything counts from that instant."""
    if connection.state != ConnectionState.CONNECTED:
        return Fate.WAITS
    mode = writers.mode_of(connection.writers, writer_of(row, family))
    stopped = connection.shop.stopped_at is not None
    return writers.fate(mode, stopped=stopped, reviewed=row.released_by_id is not None)


def is_off(connection: Connection, writer: Writer) -> bool:
    """Whether what is written now would wait for nobody knows how long. In shadow mode it is shown instead."""
    off = writers.mode_of(connection.writers, writer) is Mode.OFF
    return off or connection.state != ConnectionState.CONNECTED or connection.shop.stopped_at is not None


def may_write(connection: Connection, writer: Writer) -> bool:
    """For acts beside the outbox, such as marking a thread as read."""
    armed = writers.mode_of(connection.writers, writer) is Mode.ARMED
    return armed and connection.state == ConnectionState.CONNECTED and connection.shop.stopped_at is None
