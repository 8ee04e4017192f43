"""Sending exactly once over a protocol that cannot promise it: queued → sending → sent → seen.

A message has no idempotency key, and an answer may be lost after the message took effect. Therefore:

- a row is claimed with a lease under the case's lock, in the order written; only the holder may write an outcome;
- ``attempted_at`` is stored *before* the request leaves, so whoever finds the row later knows that it may have arrived;
- a row that may have arrived is looked for in the chat. Messages become visible late, nobody knows how late, so
  absence never proves that one did not arrive: after ``VISIBILITY`` a person decides (``UNSEEN``), while the chat is
  read again with growing pauses. Nothing is sent twice unless a person says so, and then it is looked for once more;
- what fails for a reason nobody foresaw is tried as often as anything else, then it is its author's; it costs nobody
  else anything;
- only a failure that proves the request never left, or a refusal, lets it be sent again by itself;
- pauses that a server asks for are sat out in the queue, where a message can be taken back, never between the last
  look at whether it may leave and the request;
- before the first attempt the chat is read: it tells which messages are not ours, and whether the thread changed
  since the agent began to type. Then the row is held until the agent confirms.

Delays run on real time; no transaction spans a request.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from zgoda.desk.allegro import failures
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.cases import nobodys
from zgoda.desk.cases.attachments import FileGone
from zgoda.desk.cases.refusals import Why
from zgoda.desk.cases.target import Changed, Checked, Dropped, Impossible, Target, Unchanged
from zgoda.desk.cases.targets import is_idempotent, target_of
from zgoda.desk.cases.turned import turned
from zgoda.desk.sending import gate
from zgoda.desk.store.models import IN_FLIGHT, MESSAGES, Connection, DeskCase, Outgoing, SendState
from zgoda.domain.writers import Fate
from zgoda.engine.clock import real_now

_log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=3)
VISIBILITY = timedelta(seconds=60)
"""How long after an attempt a message is expected in the chat; then its author is asked."""

LOOKS = ((timedelta(minutes=5), timedelta(minutes=1)), (timedelta(minutes=30), timedelta(minutes=5)))
"""While an unseen row is younger than the first, it is looked for at the second's step; then each ``LAST_STEP``."""

LAST_STEP = timedelta(minutes=30)

FIRST_LOOK = timedelta(seconds=2)
PAUSED = timedelta(seconds=30)
MOST_ATTEMPTS = 8

ClientFor = Callable[[DeskCase], Client]


def deliver(outgoing_id: UUID, client_for_case: ClientFor | None = None) -> SendState:
    """Bring one row as far as it gets now, and say how far that is. Safe to call at any time, by anyone, twice."""
    _take_up(outgoing_id, client_for_case)
    return SendState(Outgoing.objects.values_list("state", flat=True).get(pk=outgoing_id))


def sweep(limit: int = 50, client_for_case: ClientFor | None = None) -> int:
    """Deliver what is due, nearest deadline first; how many rows were tried. What stands behind one of its case that is
    not due itself is not looked at, so that no case fills the turn of all; what fails ends nothing but itself, and a
    server that does not answer is asked once in a turn."""
    now = real_now()
    abandoned = Q(state=SendState.SENDING, lease_until__lt=now)
    waiting = Q(state__in=_WAITING, send_not_before__lte=now)
    under_way = Q(state=SendState.SENDING, lease_until__gte=now)
    resting = Q(state__in=(SendState.QUEUED, SendState.UNCERTAIN), send_not_before__gt=now)
    earlier = Outgoing.objects.filter(case_id=OuterRef("case_id"), number__lt=OuterRef("number"))
    rows = Outgoing.objects.filter(abandoned | waiting, ~Exists(earlier.filter(under_way | resting)))
    first = rows.order_by(F("due").asc(nulls_last=True), "number")
    tried, silent = 0, set[int]()
    for outgoing_id, connection_id in list(first.values_list("pk", "case__connection_id")[:limit]):
        if connection_id in silent:
            continue
        tried += 1
        try:
            if not _take_up(outgoing_id, client_for_case):
                silent.add(connection_id)
        except Exception:
            _log.exception("outgoing_not_taken_up", outgoing=str(outgoing_id))
    return tried


_WAITING = (SendState.QUEUED, SendState.UNCERTAIN, SendState.UNSEEN)


class _LostLease(Exception):
    """Another worker has taken the row over."""


def _claim(outgoing_id: UUID) -> Outgoing | None:
    """Take the row if it is due, nobody holds it and nothing earlier of the same case is still on its way."""
    now = real_now()
    case_id = Outgoing.objects.values_list("case_id", flat=True).get(pk=outgoing_id)
    with transaction.atomic():
        case = DeskCase.objects.select_for_update().get(pk=case_id)
        row = Outgoing.objects.select_for_update().get(pk=outgoing_id)
        if not _is_free(row, now):
            return None
        connection = gate.of(case.connection_id)
        if _is_behind_another(row, case, connection):
            return None
        fate = gate.fate_of(row, case.family, connection)
        if fate is not Fate.SENT:
            _put_aside(row, fate, now)
            return None
        row.state = SendState.SENDING
        row.lease, row.lease_until = uuid4().hex, now + LEASE
        row.save(update_fields=["state", "lease", "lease_until"])
    case.connection = connection
    row.case = case
    return row


def _take_up(outgoing_id: UUID, client_for_case: ClientFor | None) -> bool:
    """Carry a row out if it may be; False where its server was asked and did not answer."""
    row = _claim(outgoing_id)
    if row is None:
        return True
    try:
        return _try(row, client_for_case)
    except _LostLease:
        _log.warning("outgoing_lease_lost", outgoing=str(row.pk))
        return True


def _try(row: Outgoing, client_for_case: ClientFor | None) -> bool:
    try:
        client = client_for_case(row.case) if client_for_case else client_for(row.case.connection, Lane.ANSWER)
        _advance(row, target_of(row, client))
    except failures.CallFailed as problem:
        _note_failure(row, problem)
        return not isinstance(problem, failures.NotReached | failures.NoAnswer)
    except FileGone:
        _give_up(row, Why.FILE_GONE)
    except _LostLease:
        raise
    except Exception:
        _log.exception("outgoing_failed_unforeseen", outgoing=str(row.pk), kind=row.kind)
        _note_unforeseen(row)
    return True


def _put_aside(row: Outgoing, fate: Fate, now: datetime) -> None:
    """What may not leave now waits; in shadow mode it is only shown, unless it may have left before."""
    if fate is Fate.SHOWN and row.attempted_at is None:
        row.state = SendState.SHADOW
    else:
        row.state = _unclear(row, now) if row.attempted_at else SendState.QUEUED
        row.send_not_before = now + PAUSED
    row.save(update_fields=["state", "send_not_before"])


def _is_free(row: Outgoing, now: datetime) -> bool:
    if row.state == SendState.SENDING:
        return row.lease_until is None or row.lease_until < now
    return row.state in _WAITING and row.send_not_before <= now


def _is_behind_another(row: Outgoing, case: DeskCase, connection: Connection) -> bool:
    """What nobody armed stands in nobody's way, unless it may have left already."""
    earlier = Outgoing.objects.filter(case_id=row.case_id, number__lt=row.number, state__in=IN_FLIGHT)
    return any(one.attempted_at or gate.fate_of(one, case.family, connection) is Fate.SENT for one in earlier)


def _advance(row: Outgoing, target: Target) -> None:
    if row.attempted_at is None:
        late = nobodys.too_late(row, real_now()) or turned(row, target.client)
        if _is_stopped(row, late or target.before_sending()):
            return
        _store_kept(row, known_before=target.known_ids())
    elif not target.is_idempotent:
        found = target.look()
        if found is not None:
            _store(row, state=SendState.SEEN, remote_message_id=found, **_seen_now())
            return
        if not row.repeat_agreed or _is_given_back(row, turned(row, target.client) or target.before_repeating()):
            now = real_now()
            _store(row, state=_unclear(row, now), send_not_before=_next_look(row, now))
            return
    target.upload_files(lambda uploaded: _store_kept(row, uploaded=uploaded))
    _send(row, target)


def _is_stopped(row: Outgoing, before: Checked) -> bool:
    """What can never be sent has failed, under the refusal's code; what somebody should look at again is held; what
    nobody wrote and nobody wants any more is cancelled."""
    if isinstance(before, Dropped):
        _store(row, state=SendState.CANCELLED, last_error=before.why.value)
        return True
    if isinstance(before, Impossible):
        _store(row, state=SendState.FAILED, last_error=before.why.value)
        return True
    if isinstance(before, Unchanged):
        return False
    _store(row, state=SendState.HELD, last_error=before.words, payload=_with(row, before))
    return True


def _is_given_back(row: Outgoing, before: Checked) -> bool:
    """What a person agreed to repeat is theirs to decide again where the case has moved since they looked."""
    if isinstance(before, Impossible):
        _store_kept(row, repeat_agreed=False, last_error=before.why.value)
    elif isinstance(before, Changed):
        _store_kept(row, repeat_agreed=False, last_error=before.words, payload=_with(row, before))
    return not isinstance(before, Unchanged)


def _with(row: Outgoing, before: Changed) -> dict[str, object]:
    """The row's payload with what came, if anything but words did."""
    came: dict[str, object] = {"came": dict(before.came)} if before.came else {}
    return {**row.payload, **came}


def _send(row: Outgoing, target: Target) -> None:
    """The one request that takes effect, unless somebody has turned sending off, or stopped all, meanwhile. Whatever
    it would wait for is waited for before that is asked."""
    target.take_turn()
    if gate.fate_of(row, row.case.family, gate.of(row.case.connection_id)) is not Fate.SENT:
        state = SendState.QUEUED if row.attempted_at is None else SendState.UNCERTAIN
        _store(row, state=state, send_not_before=real_now() + PAUSED)
        return
    before, agreed, attempt_at = row.attempted_at, row.repeat_agreed, real_now()
    _store_kept(
        row,
        attempted_at=attempt_at,
        attempts=row.attempts + 1,
        repeat_agreed=False,
        lease_until=attempt_at + LEASE,
    )
    try:
        remote_id = target.send()
    except failures.CallFailed as problem:
        if not problem.uncertain:
            _store_kept(row, attempted_at=before, repeat_agreed=agreed and problem.retryable)
        raise
    _store(row, remote_message_id=remote_id, **_accepted(row))
    target.after_sending()


def _note_failure(row: Outgoing, problem: failures.CallFailed) -> None:
    """Uncertain: look again. Certainly without effect: try again later, or say that it was not sent."""
    noted = {"last_error": problem.in_words, "trace_id": problem.trace_id}
    if row.state in {SendState.SENT, SendState.SEEN}:
        return
    now, pause = real_now(), _pause(row.attempts)
    wait = timedelta(seconds=(problem.after or 0) if isinstance(problem, failures.TooMany) else 0)
    if row.attempted_at is not None:
        _store(row, state=_unclear(row, now), send_not_before=max(_next_look(row, now), now + wait), **noted)
    elif isinstance(problem, failures.ConsentNeeded | failures.Stopped):
        _store(row, state=SendState.QUEUED, send_not_before=now + PAUSED, **noted)
    elif problem.retryable and row.attempts < MOST_ATTEMPTS:
        _store(row, state=SendState.QUEUED, send_not_before=now + max(pause, wait), **noted)
    else:
        _store(row, state=SendState.FAILED, **noted)


def _note_unforeseen(row: Outgoing) -> None:
    """A fault of our own counts as an attempt, whether or not a request left."""
    if row.state in {SendState.SENT, SendState.SEEN}:
        return
    now, attempts = real_now(), row.attempts + 1
    _store_kept(row, attempts=attempts)
    if attempts >= MOST_ATTEMPTS:
        _give_up(row, Why.UNFORESEEN)
        return
    state = SendState.QUEUED if row.attempted_at is None else _unclear(row, now)
    _store(row, state=state, send_not_before=now + _pause(attempts))


def _give_up(row: Outgoing, why: Why) -> None:
    """It is its author's now: certainly not sent, or perhaps."""
    if row.attempted_at is None:
        _store(row, state=SendState.FAILED, last_error=why.value)
    else:
        later = real_now() + LAST_STEP
        _store(row, state=SendState.UNSEEN, repeat_agreed=False, send_not_before=later, last_error=why.value)


def _store(row: Outgoing, **fields: object) -> None:
    """Write an outcome and give the lease back; only while the lease is ours."""
    _store_kept(row, **fields, lease="", lease_until=None)


def _store_kept(row: Outgoing, **fields: object) -> None:
    """Write progress and keep the lease."""
    held = row.lease
    if Outgoing.objects.filter(pk=row.pk, lease=held, state=SendState.SENDING).update(**fields) == 0:
        raise _LostLease
    for name, value in fields.items():
        setattr(row, name, value)


def _accepted(row: Outgoing) -> dict[str, object]:
    """A message is done when it stands in the thread; an act when the server has taken it."""
    if row.kind in MESSAGES:
        return {"state": SendState.SENT, "sent_at": real_now(), "last_error": ""}
    return {"state": SendState.SEEN, **_seen_now()}


def _seen_now() -> dict[str, object]:
    now = real_now()
    return {"sent_at": now, "seen_at": now, "last_error": ""}


def _age(row: Outgoing, now: datetime) -> timedelta:
    assert row.attempted_at is not None  # noqa: S101 -- only rows that were tried are looked for
    return now - row.attempted_at


def _unclear(row: Outgoing, now: datetime) -> SendState:
    """Looked for by itself at first, then a matter for a person. What the server knows by its id is just repeated."""
    goes_on = is_idempotent(row.kind) or row.repeat_agreed
    return SendState.UNCERTAIN if goes_on or _age(row, now) < VISIBILITY else SendState.UNSEEN


def _next_look(row: Outgoing, now: datetime) -> datetime:
    """At 2, 4, 8 … seconds after the attempt and at the end of ``VISIBILITY``; then by ``LOOKS``. What will be sent
    again in any case pauses longer with each attempt."""
    if is_idempotent(row.kind) or row.repeat_agreed:
        return now + _pause(row.attempts)
    age = max(_age(row, now), FIRST_LOOK)
    if age < VISIBILITY:
        return min(now + min(age, PAUSED), now - age + VISIBILITY)
    return now + next((step for limit, step in LOOKS if age < limit), LAST_STEP)


def _pause(attempts: int) -> timedelta:
    return min(FIRST_LOOK * (1 << min(attempts, 8)), timedelta(minutes=5))
