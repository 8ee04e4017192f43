"""Orders on the wire: what is read from a checkout form, tolerantly, and what the order addresses answer.

Every field of a form that a peer may leave out or send as null has a default; unknown fields and unknown
values of a vocabulary are kept by whoever keeps the raw form. Instants carry an offset.
"""

from datetime import datetime
from typing import Annotated

import msgspec

from zgoda.wire.money import Amount

Instant = Annotated[datetime, msgspec.Meta(tz=True)]

CHECKOUT_STATUSES = ("BOUGHT", "FILLED_IN", "READY_FOR_PROCESSING", "CANCELLED")
FULFILLMENT_STATUSES = (
    "NEW",
    "PROCESSING",
    "READY_FOR_SHIPMENT",
    "READY_FOR_PICKUP",
    "SENT",
    "PICKED_UP",
    "CANCELLED",
    "SUSPENDED",
    "RETURNED",
)
PAYMENT_TYPES = ("CASH_ON_DELIVERY", "WIRE_TRANSFER", "ONLINE", "SPLIT_PAYMENT", "EXTENDED_TERM")
EVENT_TYPES = (
    "BOUGHT",
    "FILLED_IN",
    "READY_FOR_PROCESSING",
    "BUYER_CANCELLED",
    "FULFILLMENT_STATUS_CHANGED",
    "BUYER_MODIFIED",
    "AUTO_CANCELLED",
)
OTHER_CARRIER = "OTHER"


class Wire(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """camelCase on the wire; unknown fields are passed over."""


class Reference(Wire, frozen=True):
    id: str | None = None
    name: str | None = None


class FormBuyer(Wire, frozen=True, kw_only=True):
    id: str | None = None
    login: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None


class FormPayment(Wire, frozen=True):
    id: str | None = None
    type: str | None = None
    paid_amount: Amount | None = None


class FormShipmentSummary(Wire, frozen=True):
    line_items_sent: str | None = None


class FormFulfillment(Wire, frozen=True):
    status: str | None = None
    shipment_summary: FormShipmentSummary | None = None
    provider: Reference | None = None


class FormDelivery(Wire, frozen=True):
    method: Reference | None = None


class FormOffer(Wire, frozen=True):
    id: str
    name: str | None = None


class FormLine(Wire, frozen=True):
    id: str
    offer: FormOffer
    quantity: int | float
    price: Amount
    bought_at: Instant | None = None


class FormSummary(Wire, frozen=True):
    total_to_pay: Amount


class CheckoutForm(Wire, frozen=True, kw_only=True):
    """The part of a checkout form that an order here is made of."""

    id: str
    buyer: FormBuyer
    payment: FormPayment | None = None
    status: str | None = None
    fulfillment: FormFulfillment | None = None
    delivery: FormDelivery | None = None
    line_items: list[FormLine]
    surcharges: list[FormPayment] | None = None
    marketplace: Reference | None = None
    summary: FormSummary | None = None
    updated_at: Instant | None = None
    revision: str | int | None = None


class NewShipment(Wire, frozen=True):
    """The body of ``POST /order/checkout-forms/{id}/shipments``."""

    carrier_id: str
    waybill: str
    carrier_name: str | None = None
    line_items: list[Reference] | None = None
