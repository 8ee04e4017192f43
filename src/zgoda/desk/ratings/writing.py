"""Answers and requests on their way: written down with the form's id, sent by a job, looked for after a silence.

Both are set and not added, so that sending one again does no harm: an answer takes the place of the same answer, and a
rating has one request.
"""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from zgoda.accounts.models import User
from zgoda.desk.allegro import ratings as endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, ConsentNeeded, NotReached, Stopped, TooMany
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.ratings import folding
from zgoda.desk.ratings.models import DeskRating, RatingWrite, WriteKind
from zgoda.desk.sending import gate, waiting
from zgoda.desk.sending.waiting import AGAIN, WriteState
from zgoda.desk.store.models import Connection, ConnectionState
from zgoda.domain import writers
from zgoda.domain.benefits import offers_benefit
from zgoda.domain.writers import Fate, Writer
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import durable
from zgoda.wire.limits import RATING_TEXT

CLOSED = timedelta(seconds=20)
"""After which what waits is looked at again: a try that came to nothing, and a writer that nobody has armed."""


class NotWritten(ValueError):
    """``args[0]`` says why: EMPTY, TOO_LONG, BENEFIT, GONE, NOT_ASKABLE, WAITS."""


def write(rating: DeskRating, kind: WriteKind, text: str, by: User, token: UUID) -> RatingWrite:
    """Write it down and let it go. The same form again gives the same. Raises `NotWritten`."""
    said = text.replace("\x00", "").replace("\r\n", "\n").strip()
    known = RatingWrite.objects.filter(pk=token, rating=rating).first()
    if known is not None:
        return known
    why = _wrong(rating, kind, said)
    if why:
        raise NotWritten(why)
    now = real_now()
    try:
        with transaction.atomic():
            row = RatingWrite.objects.create(
                id=token, rating=rating, kind=kind, text=said, by=by, created_at=now, not_before=now + AGAIN
            )
            send.enqueue(str(row.pk))
    except IntegrityError:
        raise NotWritten("WAITS") from None
    return row


def may_ask(rating: DeskRating) -> bool:
    """As far as the desk knows: the server named a day that has not passed, and nobody has asked."""
    server_now = rating.connection.server_now(real_now())
    is_open = rating.possible_to is not None and rating.possible_to >= server_now
    return is_open and rating.asked_at is None and rating.gone_at is None


def release(row: RatingWrite, by: User) -> bool:
    """As `waiting.release`; the same kind that was written meanwhile stands in its place."""
    return waiting.release(RatingWrite.objects.filter(pk=row.pk), by, send, real_now())


def cancel(row: RatingWrite) -> bool:
    return waiting.cancel(RatingWrite.objects.filter(pk=row.pk))


def take_up(connection: Connection) -> None:
    """As `waiting.take_up`."""
    waiting.take_up(RatingWrite.objects.filter(rating__connection=connection), send, real_now())


@durable(attempts=6)
def send(write_id: str) -> None:
    """One try. Raises where the server may be asked again; the outcome stands on the row."""
    row = RatingWrite.objects.select_related("rating").filter(pk=write_id, state=WriteState.QUEUED).first()
    if row is None:
        return
    connection = gate.of(row.rating.connection_id)
    fate = _fate(row, connection)
    if fate is Fate.SENT:
        _send(row, connection)
    elif fate is Fate.SHOWN:
        _keep(row, state=WriteState.SHADOW)
    else:
        _keep(row, not_before=real_now() + CLOSED)


def _send(row: RatingWrite, connection: Connection) -> None:
    client = client_for(connection, Lane.ANSWER)
    row.rating.connection = connection
    put = endpoints.answer if row.kind == WriteKind.ANSWER else endpoints.ask_removal
    try:
        put(client, row.rating.remote_id, row.text)
    except (ConsentNeeded, Stopped):
        _keep(row, not_before=real_now() + CLOSED)
        return
    except (TooMany, NotReached) as problem:
        _keep(row, last_error=problem.in_words, trace_id=problem.trace_id)
        raise
    except CallFailed as problem:
        _keep(row, last_error=problem.in_words, trace_id=problem.trace_id)
        if not _stands(row, client):
            if problem.uncertain:
                raise
            _keep(row, state=WriteState.FAILED)
            return
    _keep(row, state=WriteState.SENT, sent_at=real_now(), last_error="")
    _look(row, client)


def _stands(row: RatingWrite, client: Client) -> bool:
    """Whether the server has it, whatever it answered."""
    _look(row, client)
    fresh = DeskRating.objects.get(pk=row.rating_id)
    if row.kind == WriteKind.ANSWER:
        return fresh.answer == row.text
    return fresh.asked_source == "SELLER" and fresh.asked_message == row.text


def _look(row: RatingWrite, client: Client) -> None:
    """The rating as it stands now, where it can be read."""
    try:
        folding.reread(row.rating, client)
    except CallFailed:
        return


def _fate(row: RatingWrite, connection: Connection) -> Fate:
    if connection.state != ConnectionState.CONNECTED:
        return Fate.WAITS
    mode = writers.mode_of(connection.writers, Writer.RATINGS)
    return writers.fate(mode, stopped=connection.shop.stopped_at is not None, reviewed=row.released_by_id is not None)


def _keep(row: RatingWrite, **changes: object) -> None:
    """Only while it still waits: what somebody cancelled meanwhile stays cancelled, unless it has been sent."""
    rows = RatingWrite.objects.filter(pk=row.pk)
    if changes.get("state") != WriteState.SENT:
        rows = rows.filter(state=WriteState.QUEUED)
    rows.update(**changes)


def _wrong(rating: DeskRating, kind: WriteKind, text: str) -> str:
    """B10-04, B10-05: known here already, so that nobody waits for the server's no."""
    if rating.gone_at is not None:
        return "GONE"
    if kind == WriteKind.REMOVAL and not may_ask(rating):
        return "NOT_ASKABLE"
    if not text:
        return "EMPTY"
    if len(text) > RATING_TEXT:
        return "TOO_LONG"
    return "BENEFIT" if offers_benefit(text) else ""
