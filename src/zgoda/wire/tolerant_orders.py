"""Reading orders, parcels, tracking and ``/me`` as servers really answer them. See ``tolerant``."""

from dataclasses import dataclass
from datetime import datetime

from zgoda.wire import enums
from zgoda.wire.peek import Peek
from zgoda.wire.tolerant import PageSeen, Unreadable, read_page

Money = tuple[int, str]
"""Minor units and currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSeen:
    id: str | None
    offer_id: str | None
    offer_name: str | None
    quantity: int | None
    price: Money | None
    original_price: Money | None
    bought_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSeen:
    """A checkout form. Only ``id`` is sure; ``revision`` is opaque."""

    id: str
    status: str | None
    buyer_id: str | None
    buyer_login: str | None
    buyer_email: str | None
    buyer_first_name: str | None
    buyer_last_name: str | None
    payment_id: str | None
    payment_type: str | None
    paid: Money | None
    paid_at: datetime | None
    fulfillment_status: str | None
    lines_sent: str | None
    provider: str | None
    delivery_method: str | None
    marketplace: str | None
    total: Money | None
    message_to_seller: str | None
    updated_at: datetime | None
    revision: str | None
    lines: tuple[LineSeen, ...]
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSeen:
    """An entry of the orders' journal. Doubles exist under other ids: compare type, order and instant."""

    id: str
    type: str | None
    occurred_at: datetime | None
    order_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentSeen:
    id: str
    waybill: str | None
    carrier_id: str | None
    carrier_name: str | None
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class TrackingStatusSeen:
    code: str | None
    occurred_at: datetime | None
    description: str | None


@dataclass(frozen=True, slots=True)
class WaybillSeen:
    waybill: str
    statuses: tuple[TrackingStatusSeen, ...]


@dataclass(frozen=True, slots=True)
class CarrierSeen:
    id: str
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeSeen:
    id: str
    login: str | None
    email: str | None
    marketplace: str | None
    company: str | None


def read_form(raw: object) -> FormSeen | Unreadable:
    """One order."""
    form = Peek(raw)
    form_id = form.id(longest=64)
    if not form_id:
        return Unreadable("no usable id" if form.there else "not an object", raw)
    buyer, payment, fulfillment = form.part("buyer"), form.part("payment"), form.part("fulfillment")
    return FormSeen(
        id=form_id,
        status=form.known("status", enums.OrderStatus),
        buyer_id=buyer.text("id"),
        buyer_login=buyer.text("login"),
        buyer_email=buyer.text("email"),
        buyer_first_name=buyer.text("firstName"),
        buyer_last_name=buyer.text("lastName"),
        payment_id=payment.text("id"),
        payment_type=payment.known("type", enums.PaymentType),
        paid=payment.money("paidAmount"),
        paid_at=payment.instant("finishedAt"),
        fulfillment_status=fulfillment.known("status", enums.FulfillmentStatus),
        lines_sent=fulfillment.part("shipmentSummary").known("lineItemsSent", enums.LineItemsSent),
        provider=fulfillment.part("provider").known("id", enums.FulfillmentProvider),
        delivery_method=form.part("delivery").part("method").text("name"),
        marketplace=form.part("marketplace").text("id"),
        total=form.part("summary").money("totalToPay"),
        message_to_seller=form.text("messageToSeller"),
        updated_at=form.instant("updatedAt"),
        revision=form.text("revision"),
        lines=tuple(_line(entry) for entry in form.parts("lineItems")),
        oddities=tuple(form.oddities),
    )


def read_forms(raw: object) -> PageSeen[FormSeen]:
    """The answer of ``GET /order/checkout-forms``."""
    return read_page(raw, "checkoutForms", read_form)


def read_events(raw: object) -> PageSeen[EventSeen]:
    """The answer of ``GET /order/events``."""
    return read_page(raw, "events", _event)


def read_latest_event(raw: object) -> str | None:
    """The id in the answer of ``GET /order/event-stats``; None where nothing ever happened."""
    return Peek(raw).part("latestEvent").text("id")


def read_shipment(raw: object) -> ShipmentSeen | Unreadable:
    """One parcel's number."""
    parcel = Peek(raw)
    shipment_id = parcel.id()
    if not shipment_id:
        return Unreadable("no id", raw)
    return ShipmentSeen(
        id=shipment_id,
        waybill=parcel.text("waybill"),
        carrier_id=parcel.text("carrierId"),
        carrier_name=parcel.text("carrierName"),
        created_at=parcel.instant("createdAt"),
    )


def read_shipments(raw: object) -> PageSeen[ShipmentSeen]:
    """The answer of ``GET /order/checkout-forms/{id}/shipments``."""
    return read_page(raw, "shipments", read_shipment)


def read_tracking(raw: object) -> PageSeen[WaybillSeen]:
    """The answer of ``GET /order/carriers/{carrierId}/tracking``; a number nobody knows has no statuses."""
    return read_page(raw, "waybills", _waybill)


def read_carriers(raw: object) -> PageSeen[CarrierSeen]:
    """The answer of ``GET /order/carriers``."""
    return read_page(raw, "carriers", _carrier)


def read_me(raw: object) -> MeSeen | Unreadable:
    """The answer of ``GET /me``."""
    me = Peek(raw)
    user_id = me.text("id")
    if not user_id:
        return Unreadable("no id", raw)
    return MeSeen(
        id=user_id,
        login=me.text("login"),
        email=me.text("email"),
        marketplace=me.part("baseMarketplace").text("id"),
        company=me.part("company").text("name"),
    )


def _line(entry: Peek) -> LineSeen:
    offer = entry.part("offer")
    return LineSeen(
        id=entry.text("id"),
        offer_id=offer.text("id"),
        offer_name=offer.text("name"),
        quantity=entry.number("quantity"),
        price=entry.money("price"),
        original_price=entry.money("originalPrice"),
        bought_at=entry.instant("boughtAt"),
    )


def _event(raw: object) -> EventSeen | Unreadable:
    event = Peek(raw)
    event_id = event.text("id")
    if not event_id:
        return Unreadable("no id", raw)
    return EventSeen(
        id=event_id,
        type=event.known("type", enums.OrderEventType),
        occurred_at=event.instant("occurredAt"),
        order_id=event.part("order").part("checkoutForm").text("id"),
    )


def _waybill(raw: object) -> WaybillSeen | Unreadable:
    parcel = Peek(raw)
    number = parcel.text("waybill")
    if not number:
        return Unreadable("no waybill", raw)
    statuses = parcel.part("trackingDetails").parts("statuses")
    return WaybillSeen(number, tuple(_tracking_status(status) for status in statuses))


def _tracking_status(status: Peek) -> TrackingStatusSeen:
    return TrackingStatusSeen(
        status.known("code", enums.TrackingCode), status.instant("occurredAt"), status.text("description")
    )


def _carrier(raw: object) -> CarrierSeen | Unreadable:
    carrier = Peek(raw)
    carrier_id = carrier.text("id")
    return CarrierSeen(carrier_id, carrier.text("name")) if carrier_id else Unreadable("no id", raw)
