"""``POST /partners/carrier/events``: a parcel moved. Idempotent by the event's id, in whatever order they come.

The first sign of movement is the seller's hand-over (S0-39); DELIVERED is the delivery (S0-40, S0-44, T-18).
What happened before a due instant counts as in time, however late we hear of it (G-04).
"""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from django.db import transaction

from zgoda.centre.orders.answers import answer_non_delivery
from zgoda.centre.orders.carriers import CARRIERS, OTHER
from zgoda.centre.partners.incoming import signed_events
from zgoda.centre.returns.acts import parcel_moved
from zgoda.centre.store.models import Shipment, TrackingEvent
from zgoda.domain.actors import CARRIER
from zgoda.domain.discussion import DeliveryAction
from zgoda.engine.instants import whole_ms
from zgoda.wire.enums import TrackingCode

MOVED = frozenset(
    {
        TrackingCode.IN_TRANSIT,
        TrackingCode.RELEASED_FOR_DELIVERY,
        TrackingCode.AVAILABLE_FOR_PICKUP,
        TrackingCode.NOTICE_LEFT,
    }
)
_SKEW = timedelta(minutes=5)
_EARLIEST_YEAR = 2000


class ParcelEvent(msgspec.Struct, rename="camel", frozen=True):
    """``event_id`` is the carrier's and names the happening once and for all."""

    event_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")]
    carrier_id: Annotated[str, msgspec.Meta(max_length=32)]
    waybill: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    code: TrackingCode
    occurred_at: Annotated[datetime, msgspec.Meta(tz=True)]
    description: Annotated[str, msgspec.Meta(max_length=300)] = ""


def take_event(event: ParcelEvent, now: datetime) -> int:
    """204 when kept, now or before; 422 for an event that cannot be."""
    if event.carrier_id not in CARRIERS or event.carrier_id == OTHER or not event.waybill.isprintable():
        return 422
    if event.occurred_at > now + _SKEW or event.occurred_at.year < _EARLIEST_YEAR:
        return 422
    with transaction.atomic():
        _keep(event, min(whole_ms(event.occurred_at), now), now)
    return 204


carrier_events = signed_events(ParcelEvent, take_event, "CARRIER_SECRET")


def _keep(event: ParcelEvent, happened_at: datetime, now: datetime) -> None:
    parcel = TrackingEvent.objects.filter(carrier_id=event.carrier_id, waybill=event.waybill)
    codes = set(parcel.values_list("code", flat=True))
    _row, is_new = TrackingEvent.objects.get_or_create(
        event_id=event.event_id,
        defaults={
            "carrier_id": event.carrier_id,
            "waybill": event.waybill,
            "code": event.code,
            "description": event.description.replace("\x00", ""),
            "occurred_at": happened_at,
            "received_at": now,
        },
    )
    if is_new:
        parcel_moved(event.carrier_id, event.waybill)
    action = _action(event.code, codes)
    if is_new and action is not None:
        orders, lines = _shipped(event)
        answer_non_delivery(
            orders, CARRIER, action, happened_at=happened_at, reference=event.event_id, now=now, lines=lines
        )


def _action(code: TrackingCode, known: set[str]) -> DeliveryAction | None:
    """What the event means for a non-delivery; repetitions and movements told late mean nothing new."""
    if TrackingCode.DELIVERED in known:
        return None
    if code is TrackingCode.DELIVERED:
        return DeliveryAction.DELIVERED
    return DeliveryAction.HANDED_OVER if code in MOVED and not known & MOVED else None


def _shipped(event: ParcelEvent) -> tuple[list[UUID], set[UUID] | None]:
    """The orders of the parcel; and the lines in it, None where it holds everything of its orders."""
    rows = list(Shipment.objects.filter(carrier_id=event.carrier_id, waybill=event.waybill))
    lines = {UUID(line_id) for row in rows for line_id in row.line_ids}
    return [row.order_id for row in rows], lines if rows and all(row.line_ids for row in rows) else None
