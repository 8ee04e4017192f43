"""``/order``: checkout forms, their events, parcels, carriers and tracking, as the server writes them.

The document allows no null in these shapes, so that what is not known is left out. Readers use ``tolerant``.
"""

import msgspec

from zgoda.wire.enums import (
    FulfillmentProvider,
    FulfillmentStatus,
    LineItemsSent,
    OrderEventType,
    OrderStatus,
    PaymentType,
    TrackingCode,
)
from zgoda.wire.money import Amount


class Struct(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Fields are camelCase on the wire; a field left at its default None is absent."""


class Id(Struct, frozen=True):
    id: str


class Language(Struct, frozen=True):
    language: str


class BuyerAddress(Struct, frozen=True):
    street: str | None = None
    city: str | None = None
    post_code: str | None = None
    country_code: str | None = None


class Buyer(Struct, frozen=True):
    id: str
    email: str
    login: str
    guest: bool
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    phone_number: str | None = None
    preferences: Language | None = None
    address: BuyerAddress | None = None


class Payment(Struct, frozen=True):
    id: str
    type: PaymentType
    provider: str | None = None
    finished_at: str | None = None
    paid_amount: Amount | None = None


class ShipmentSummary(Struct, frozen=True):
    line_items_sent: LineItemsSent


class Provider(Struct, frozen=True):
    id: FulfillmentProvider


class Fulfillment(Struct, frozen=True):
    status: FulfillmentStatus | None = None
    shipment_summary: ShipmentSummary | None = None
    provider: Provider | None = None


class DeliveryAddress(Struct, frozen=True):
    first_name: str
    last_name: str
    street: str
    city: str
    zip_code: str
    country_code: str
    company_name: str | None = None
    phone_number: str | None = None
    modified_at: str | None = None


class DeliveryMethod(Struct, frozen=True):
    id: str | None = None
    name: str | None = None


class TimeSpan(Struct, frozen=True):
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None


class DeliveryTime(Struct, frozen=True):
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    dispatch: TimeSpan | None = None


class Delivery(Struct, frozen=True):
    address: DeliveryAddress | None = None
    method: DeliveryMethod | None = None
    cost: Amount | None = None
    time: DeliveryTime | None = None
    smart: bool | None = None


class Invoice(Struct, frozen=True):
    required: bool


class External(Struct, frozen=True):
    id: str


class ProductReference(Struct, frozen=True):
    id: str
    quantity: int | None = None


class ProductSet(Struct, frozen=True):
    products: list[ProductReference]


class OfferReference(Struct, frozen=True):
    id: str
    name: str
    external: External | None = None
    product_set: ProductSet | None = None


class LineItem(Struct, frozen=True):
    id: str
    offer: OfferReference
    quantity: int
    original_price: Amount
    price: Amount
    bought_at: str | None = None


class Summary(Struct, frozen=True):
    total_to_pay: Amount


class Note(Struct, frozen=True):
    text: str


class CheckoutForm(Struct, frozen=True):
    id: str
    buyer: Buyer
    status: OrderStatus
    line_items: list[LineItem]
    surcharges: list[Payment]
    summary: Summary
    message_to_seller: str | None = None
    note: Note | None = None
    payment: Payment | None = None
    fulfillment: Fulfillment | None = None
    delivery: Delivery | None = None
    invoice: Invoice | None = None
    marketplace: Id | None = None
    updated_at: str | None = None
    revision: str | None = None


class CheckoutForms(Struct, frozen=True):
    checkout_forms: list[CheckoutForm]
    count: int
    total_count: int


class EventBuyer(Struct, frozen=True):
    id: str
    email: str
    login: str
    guest: bool
    preferences: Language | None = None


class EventOffer(Struct, frozen=True):
    id: str
    name: str
    external: External | None = None


class EventLineItem(Struct, frozen=True):
    id: str
    offer: EventOffer
    quantity: int
    price: Amount
    original_price: Amount | None = None
    bought_at: str | None = None


class EventForm(Struct, frozen=True):
    id: str
    revision: str | None = None


class EventData(Struct, frozen=True):
    seller: Id
    buyer: EventBuyer
    line_items: list[EventLineItem]
    checkout_form: EventForm | None = None
    marketplace: Id | None = None


class OrderEvent(Struct, frozen=True):
    """``id`` is the microseconds since 1970 as decimal text."""

    id: str
    occurred_at: str
    type: OrderEventType
    order: EventData


class OrderEvents(Struct, frozen=True):
    events: list[OrderEvent]


class LatestEvent(Struct, frozen=True):
    id: str
    occurred_at: str


class EventStats(Struct, frozen=True):
    latest_event: LatestEvent | None = None


class ShipmentLine(Struct, frozen=True):
    id: str


class Shipment(Struct, frozen=True):
    id: str
    waybill: str
    carrier_id: str
    created_at: str
    carrier_name: str | None = None
    line_items: list[ShipmentLine] = []


class Shipments(Struct, frozen=True):
    shipments: list[Shipment]


class NewShipment(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``carrier_name`` only with the carrier OTHER; no lines means all lines."""

    carrier_id: str
    waybill: str
    carrier_name: str | None = None
    line_items: list[ShipmentLine] | None = None


class Carrier(Struct, frozen=True):
    id: str
    name: str


class Carriers(Struct, frozen=True):
    carriers: list[Carrier]


class TrackingStatus(Struct, frozen=True):
    occurred_at: str
    code: TrackingCode
    description: str | None = None


class TrackingDetails(Struct, frozen=True):
    statuses: list[TrackingStatus]
    created_at: str
    updated_at: str


class Waybill(Struct, frozen=True):
    """``tracking_details`` is absent for a number nobody knows."""

    waybill: str
    tracking_details: TrackingDetails | None = None


class Tracking(Struct, frozen=True):
    carrier_id: str
    waybills: list[Waybill]
