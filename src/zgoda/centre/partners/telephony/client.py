"""What the centre asks of the telephone exchange: put a call through to a seller, once for each attempt (S1-30).

The attempt's id is the key: asking twice is asking once. No callback is needed to come to an end: an attempt is looked
after until somebody, the exchange or the agent, has said how it went.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import httpx2
from django.conf import settings

from zgoda.centre.hotline.attempts import settle
from zgoda.centre.hotline.models import Transfer
from zgoda.centre.partners.outgoing import PartnerFailed, call, expect
from zgoda.domain.hotline import LIVE, TransferState
from zgoda.engine import clock
from zgoda.engine.jobs import durable

LOOKS = 8
"""So often an attempt is looked after, which is more than two minutes: no telephone rings that long."""
_PAUSE = timedelta(seconds=15)
_NEVER = (400, 422)
"""The exchange understood and will not dial: asking again would change nothing."""


def first_look() -> datetime:
    """When an attempt that begins now is looked after first; real time, as all retries."""
    return clock.real_now() + _PAUSE


@durable(attempts=5)
def start_transfer(transfer_id: str) -> None:
    """Ask whether the exchange knows the attempt before asking for it: an answer may have been lost on its way. An
    attempt that somebody settled meanwhile is not begun."""
    row = Transfer.objects.select_related("call").get(pk=transfer_id)
    if row.state != TransferState.ASKED or row.by_hand:
        return
    known = expect(_ask("GET", row), 200, 404)
    if known.status_code == 404:
        known = expect(_ask("PUT", row), 200, 201, *_NEVER)
    if known.status_code in _NEVER:
        settle(row.id, TransferState.FAILED, now=clock.now())
        return
    _hear(row.id, known)


@durable(attempts=3)
def look_after(transfer_id: str, look: int) -> None:
    """A callback may be lost, and a worker may die before it dialled: ask how it is going until it has ended. After the
    last look an attempt that nobody knows the end of counts as failed, so that the agent can go on."""
    row = Transfer.objects.select_related("call").get(pk=transfer_id)
    if row.state not in LIVE:
        return
    with suppress(PartnerFailed, httpx2.TransportError):
        known = expect(_ask("GET", row), 200, 404)
        if known.status_code == 200 and _hear(row.id, known) not in LIVE:
            return
    if look >= LOOKS:
        settle(row.id, TransferState.FAILED, now=clock.now())
        return
    look_after.using(run_after=first_look()).enqueue(transfer_id, look + 1)


def _ask(method: str, row: Transfer) -> httpx2.Response:
    payload = None
    if method == "PUT":
        payload = {"callId": str(row.call_id), "to": row.number, "from": row.call.caller_phone, "summary": row.summary}
    return call(method, f"{settings.TELEPHONY_URL}/transfers/{row.id}", settings.TELEPHONY_SECRET, payload)


def _hear(transfer_id: UUID, answer: httpx2.Response) -> TransferState:
    """Take the exchange's word over; where the attempt stands then."""
    try:
        told = answer.json()
        state, reference = TransferState(told["state"]), str(told.get("reference") or "")[:64]
    except (ValueError, KeyError, TypeError) as strange:
        raise PartnerFailed("the exchange gave no state") from strange
    row = settle(transfer_id, state, now=clock.now(), reference=reference)
    return TransferState(row.state) if row else state
