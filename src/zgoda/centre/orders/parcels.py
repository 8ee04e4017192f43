"""A parcel number given for an order: kept as a fact, told to the carrier, and an answer to a non-delivery (S0-38)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from zgoda.centre.orders.answers import answer_non_delivery
from zgoda.centre.orders.carriers import CARRIERS, ORDERS_PER_WAYBILL, OTHER
from zgoda.centre.orders.locking import held
from zgoda.centre.partners.carriers.client import register_parcel
from zgoda.centre.store.models import Order, Shipment
from zgoda.domain.actors import Actor
from zgoda.domain.discussion import DeliveryAction
from zgoda.wire.limits import CARRIER_NAME, WAYBILL


class ParcelRefusal(StrEnum):
    UNKNOWN_CARRIER = "UNKNOWN_CARRIER"
    BAD_WAYBILL = "BAD_WAYBILL"
    BAD_CARRIER_NAME = "BAD_CARRIER_NAME"
    FOREIGN_LINE = "FOREIGN_LINE"
    WAYBILL_USED_TOO_OFTEN = "WAYBILL_USED_TOO_OFTEN"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the sender says; ``carrier_name`` counts only with OTHER, no lines means all."""

    carrier_id: str
    waybill: str
    carrier_name: str = ""
    line_ids: tuple[str, ...] = ()


def give_parcel(order: Order, parcel: Parcel, by: Actor, now: datetime) -> Shipment | ParcelRefusal:
    """Keep the number and answer the order's Discussions about non-delivery with it, in one transaction.

    The same number for the same order again, also at the same moment, is the same parcel; given to a Discussion that
    has not heard it yet, it is the answer all the same (S0-38).
    """
    refusal = _refusal(order, parcel)
    if refusal is not None:
        return refusal
    with transaction.atomic():
        held(Order.objects.filter(pk=order.pk)).values_list("pk").first()
        known = Shipment.objects.filter(order=order, carrier_id=parcel.carrier_id, waybill=parcel.waybill).first()
        if known is not None:
            _answer(known, by, now)
            return known
        used = Shipment.objects.filter(carrier_id=parcel.carrier_id, waybill=parcel.waybill)
        if used.count() >= ORDERS_PER_WAYBILL:
            return ParcelRefusal.WAYBILL_USED_TOO_OFTEN
        shipment = Shipment.objects.create(
            id=uuid.uuid4(),
            order=order,
            carrier_id=parcel.carrier_id,
            carrier_name=parcel.carrier_name if parcel.carrier_id == OTHER else "",
            waybill=parcel.waybill,
            line_ids=list(parcel.line_ids),
            created_at=now,
            by=by.role,
        )
        _answer(shipment, by, now)
        if parcel.carrier_id != OTHER:
            register_parcel.enqueue(parcel.carrier_id, parcel.waybill)
    return shipment


def _answer(shipment: Shipment, by: Actor, now: datetime) -> None:
    """S0-38: to the Discussions about the products in this parcel; one without lines holds them all."""
    answer_non_delivery(
        [shipment.order_id],
        by,
        DeliveryAction.TRACKING_NUMBER,
        happened_at=now,
        reference=shipment.waybill,
        now=now,
        lines={uuid.UUID(line_id) for line_id in shipment.line_ids} or None,
    )


def _refusal(order: Order, parcel: Parcel) -> ParcelRefusal | None:
    if parcel.carrier_id not in CARRIERS:
        return ParcelRefusal.UNKNOWN_CARRIER
    if not _is_number(parcel.waybill):
        return ParcelRefusal.BAD_WAYBILL
    named = parcel.carrier_name
    if parcel.carrier_id == OTHER and not (named.isprintable() and len(named) <= CARRIER_NAME):
        return ParcelRefusal.BAD_CARRIER_NAME
    own = {str(line.id) for line in order.lines.all()}
    return None if set(parcel.line_ids) <= own else ParcelRefusal.FOREIGN_LINE


def _is_number(waybill: str) -> bool:
    """At least one letter or digit: a dash typed to get past the field is no answer to a buyer (S0-38)."""
    return waybill.isprintable() and len(waybill) <= WAYBILL and any(char.isalnum() for char in waybill)
