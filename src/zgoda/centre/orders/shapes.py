"""What is read of a checkout form, tolerantly: every field that a form may leave out or hold as null has a default.

Unknown fields are passed over here and kept by whoever keeps the raw form. Instants carry an offset.
"""

from datetime import datetime
from typing import Annotated

import msgspec

from zgoda.wire.money import Amount

Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class Shape(msgspec.Struct, rename="camel", frozen=True):
    """camelCase on the wire; unknown fields are passed over."""


class Reference(Shape, frozen=True):
    id: str | None = None


class FormBuyer(Shape, frozen=True):
    login: str
    id: str | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None


class FormPayment(Shape, frozen=True):
    id: str | None = None
    type: str | None = None
    paid_amount: Amount | None = None


class FormShipmentSummary(Shape, frozen=True):
    line_items_sent: str | None = None


class FormFulfillment(Shape, frozen=True):
    status: str | None = None
    shipment_summary: FormShipmentSummary | None = None
    provider: Reference | None = None


class FormDelivery(Shape, frozen=True):
    method: Reference | None = None


class FormOffer(Shape, frozen=True):
    id: str
    name: str | None = None


class FormLine(Shape, frozen=True):
    id: str
    offer: FormOffer
    quantity: int | float
    price: Amount
    bought_at: Instant | None = None


class FormSummary(Shape, frozen=True):
    total_to_pay: Amount


class ReadForm(Shape, frozen=True):
    """The part of a checkout form that an order here is made of."""

    id: str
    buyer: FormBuyer
    line_items: list[FormLine]
    payment: FormPayment | None = None
    status: str | None = None
    fulfillment: FormFulfillment | None = None
    delivery: FormDelivery | None = None
    surcharges: list[FormPayment] | None = None
    marketplace: Reference | None = None
    summary: FormSummary | None = None
    updated_at: Instant | None = None
    revision: str | int | None = None
