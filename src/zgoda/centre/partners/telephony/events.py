"""``POST /partners/telephony/events``: the exchange tells how an attempt to hand a call over is going."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from zgoda.centre.hotline.attempts import settle
from zgoda.centre.partners.incoming import signed_events
from zgoda.domain.hotline import TransferState


class TransferEvent(msgspec.Struct, rename="camel", frozen=True):
    """``state`` is where the attempt stands by now."""

    event_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    transfer_id: UUID
    state: TransferState
    reference: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    occurred_at: Annotated[datetime, msgspec.Meta(tz=True)]


def take_event(event: TransferEvent, now: datetime) -> int:
    """204, also for a word that comes twice, late or out of order: it changes nothing. 404 for an attempt we never
    made."""
    row = settle(event.transfer_id, event.state, now=now, reference=event.reference.replace("\x00", ""))
    return 204 if row is not None else 404


telephony_events = signed_events(TransferEvent, take_event, "TELEPHONY_SECRET")
