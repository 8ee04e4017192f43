"""Adding a sales document to an order at the marketplace: written down with the form's id, sent by a job, once.

Adding has two steps. An announcement shows the buyer nothing and may be made twice; the file goes to one announcement,
whose id is written down before the file leaves, and each announcement takes one file. So a lost answer, a killed worker
and two workers at once all end in one document. Before an announcement the server's list is read: what came of an
earlier try is used.
"""

from datetime import timedelta
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from zgoda.accounts.models import User
from zgoda.desk.allegro import documents as endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, Conflict, ConsentNeeded, NotFound, NotReached, Stopped, TooMany
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.documents import reading
from zgoda.desk.documents.models import DocumentWrite, OrderDocuments
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.sending import gate, waiting
from zgoda.desk.sending.waiting import AGAIN, WriteState
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase
from zgoda.domain import writers
from zgoda.domain.sales_documents import DocumentState, may_be_called, may_be_filed
from zgoda.domain.writers import Fate, Writer
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import durable
from zgoda.files.models import State, StoredFile
from zgoda.files.using import mark_used
from zgoda.wire.tolerant_invoices import DocumentsSeen

CLOSED = timedelta(seconds=20)
"""After which what waits is looked at again: a try that came to nothing, and what may not leave yet."""


class NotWritten(ValueError):
    """``args[0]`` says why: NO_ORDER, SAME_FILE, FILE_GONE, or a code of `DocumentWhy`."""


class _Waits(Exception):
    """Not now: the server still checks the file before."""


def add(case: DeskCase, number: str, file: StoredFile, by: User, token: UUID) -> DocumentWrite:
    """Write it down and let it go. The same form again gives the same. Raises `NotWritten`."""
    known = DocumentWrite.objects.filter(pk=token, connection_id=case.connection_id).first()
    if known is not None:
        return known
    said = " ".join("".join(char if char.isprintable() else " " for char in number).split())
    if not case.order_id:
        raise NotWritten("NO_ORDER")
    refused = may_be_called(file.name, said) or may_be_filed(file.size, file.content_type)
    if refused is not None:
        raise NotWritten(refused.why.value)
    now = real_now()
    try:
        with transaction.atomic():
            if not mark_used([file.pk], now):
                raise NotWritten("FILE_GONE")
            row = DocumentWrite.objects.create(
                id=token,
                connection_id=case.connection_id,
                order_id=case.order_id,
                file_id=file.pk,
                digest=file.sha256,
                name=file.name,
                number=said,
                by=by,
                created_at=now,
                not_before=now + AGAIN,
            )
            send.enqueue(str(row.pk))
    except IntegrityError:
        raise NotWritten("SAME_FILE") from None
    return row


def release(row: DocumentWrite, by: User) -> bool:
    """As `waiting.release`; the same file that was added meanwhile stands in its place."""
    return waiting.release(DocumentWrite.objects.filter(pk=row.pk), by, send, real_now())


def cancel(row: DocumentWrite) -> bool:
    return waiting.cancel(DocumentWrite.objects.filter(pk=row.pk))


def take_up(connection: Connection) -> None:
    """As `waiting.take_up`."""
    waiting.take_up(DocumentWrite.objects.filter(connection=connection), send, real_now())


@durable(attempts=6)
def send(write_id: str) -> None:
    """One try. Raises where the server may be asked again; the outcome stands on the row."""
    row = DocumentWrite.objects.filter(pk=write_id, state=WriteState.QUEUED).first()
    if row is None:
        return
    connection = gate.of(row.connection_id)
    fate, file = fate_of(row, connection), StoredFile.objects.filter(pk=row.file_id).first()
    if file is None or file.state in (State.UNSAFE, State.EXPIRED):
        _keep(row, state=WriteState.FAILED, last_error="FILE_GONE")
    elif fate is Fate.SHOWN:
        _keep(row, state=WriteState.SHADOW)
    elif fate is Fate.WAITS or file.state != State.SAFE:
        _keep(row, not_before=real_now() + CLOSED)
    else:
        _try(row, connection, file)


def fate_of(row: DocumentWrite, connection: Connection) -> Fate:
    """Like the other steps of a case: a document is armed with them."""
    if connection.state != ConnectionState.CONNECTED:
        return Fate.WAITS
    mode = writers.mode_of(connection.writers, Writer.DISCUSSIONS)
    return writers.fate(mode, stopped=connection.shop.stopped_at is not None, reviewed=row.released_by_id is not None)


def _try(row: DocumentWrite, connection: Connection, file: StoredFile) -> None:
    client = client_for(connection, Lane.ANSWER)
    try:
        with default_storage.open(file.path) as stream:
            _both_steps(row, client, stream.read())
    except (ConsentNeeded, Stopped, _Waits):
        _keep(row, not_before=real_now() + CLOSED)
        return
    except FileNotFoundError:
        _keep(row, state=WriteState.FAILED, last_error="FILE_GONE")
        return
    except CallFailed as problem:
        _keep(row, last_error=problem.in_words, trace_id=problem.trace_id)
        if problem.uncertain or isinstance(problem, TooMany | NotReached):
            raise
        _keep(row, state=WriteState.FAILED)
        return
    if not _sent(row, connection):
        return
    listed, _ = OrderDocuments.objects.get_or_create(connection=connection, order_id=row.order_id)
    reading.look(listed, client, real_now())


def _both_steps(row: DocumentWrite, client: Client, raw: bytes) -> None:
    remote_id = row.remote_id or _announced(row, client)
    if fate_of(row, gate.of(row.connection_id)) is not Fate.SENT or not _still_waits(row):
        raise _Waits
    try:
        endpoints.send_file(client, row.order_id, remote_id, raw)
    except Conflict:
        return  # it has its file: of a try whose answer was lost
    except NotFound:
        DocumentWrite.objects.filter(pk=row.pk).update(remote_id="")
        raise


def _announced(row: DocumentWrite, client: Client) -> str:
    """The id of the document that takes the file: of an earlier try, or of one made now."""
    seen = _list(client, row.order_id)
    if row.known is None:
        row.known = [one.id for one in seen.invoices]
        DocumentWrite.objects.filter(pk=row.pk).update(known=row.known)
    if any(one.security == DocumentState.WAITING for one in seen.invoices):
        raise _Waits
    made = _of_an_earlier_try(row, seen) or endpoints.announce(client, row.order_id, row.name, row.number)
    made = made or _of_an_earlier_try(row, _list(client, row.order_id))
    if not made:
        raise _Waits
    DocumentWrite.objects.filter(pk=row.pk, remote_id="").update(remote_id=made)
    return DocumentWrite.objects.values_list("remote_id", flat=True).get(pk=row.pk)


def _of_an_earlier_try(row: DocumentWrite, seen: DocumentsSeen) -> str:
    """What the server has since the first try, under this name and number, and nothing else of ours stands for."""
    others = DocumentWrite.objects.filter(connection_id=row.connection_id, order_id=row.order_id).exclude(pk=row.pk)
    taken = {*(row.known or ()), *others.values_list("remote_id", flat=True)}
    ours = (one for one in seen.invoices if one.id not in taken and (one.name, one.number) == (row.name, row.number))
    return next((one.id for one in ours), "")


def _list(client: Client, order_id: str) -> DocumentsSeen:
    try:
        return endpoints.listed(client, order_id)
    except NotFound as problem:
        if reading.NO_ORDER not in problem.told.codes:
            raise
        return DocumentsSeen((), ())


def _sent(row: DocumentWrite, connection: Connection) -> bool:
    """The log has it once; of an order whose buyer was erased meanwhile nothing is written down again."""
    with transaction.atomic():
        fresh = DocumentWrite.objects.filter(pk=row.pk, order_id=row.order_id).exclude(state=WriteState.SENT)
        is_news = fresh.update(state=WriteState.SENT, sent_at=real_now(), last_error="", trace_id="")
        if is_news:
            audit.note(connection.shop_id, row.by, What.DOCUMENT_ADDED, row.order_id[:8], write=str(row.pk))
    return bool(is_news)


def _still_waits(row: DocumentWrite) -> bool:
    return DocumentWrite.objects.filter(pk=row.pk, state=WriteState.QUEUED).exists()


def _keep(row: DocumentWrite, **changes: object) -> None:
    """Only while it still waits: what somebody cancelled meanwhile stays cancelled."""
    DocumentWrite.objects.filter(pk=row.pk, state=WriteState.QUEUED).update(**changes)
