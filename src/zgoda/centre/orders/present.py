"""An order as the checkout form that its seller's software reads.

What we hold in rows is told from the rows; everything else is told as it came in, except that the document
allows no nulls: what is not known is left out.
"""

from typing import cast

from zgoda.centre.orders.reading import Json
from zgoda.centre.store.models import Order, OrderEvent, OrderLine
from zgoda.wire import order_answers as wire
from zgoda.wire.enums import OrderEventType
from zgoda.wire.money import amount_of
from zgoda.wire.times import to_wire

_ADDRESS = ("firstName", "lastName", "street", "city", "zipCode", "countryCode")


def form_of(order: Order) -> Json:
    """The form of an order fetched with its lines and people."""
    form = cast(Json, _without_nulls(order.form))
    told_lines = {str(line.get("id")): line for line in _dicts(form.get("lineItems"))}
    form |= {
        "id": str(order.id),
        "buyer": _buyer(order, _dict(form.get("buyer"))),
        "status": order.status,
        "fulfillment": {
            "status": order.fulfillment_status,
            "shipmentSummary": {"lineItemsSent": order.lines_sent},
            "provider": {"id": order.provider},
        },
        "lineItems": [_line(line, order.currency, told_lines.get(str(line.id), {})) for line in order.lines.all()],
        "surcharges": [payment for payment in _dicts(form.get("surcharges")) if {"id", "type"} <= payment.keys()],
        "summary": {"totalToPay": _money(order.total_minor, order.currency)},
        "marketplace": {"id": order.marketplace},
        "updatedAt": to_wire(order.updated_at),
        "revision": _revision(order),
    }
    payment = _dict(form.get("payment"))
    if payment and not {"id", "type"} <= payment.keys():
        del form["payment"]
    address = _dict(_dict(form.get("delivery")).get("address"))
    if address:
        address |= {name: address.get(name, "") for name in _ADDRESS}
    return form


def event_of(event: OrderEvent) -> wire.OrderEvent:
    """A journal line; needs the order with buyer and lines."""
    order = event.order
    return wire.OrderEvent(
        id=str(event.id),
        occurred_at=to_wire(event.occurred_at),
        type=OrderEventType(event.type),
        order=wire.EventData(
            seller=wire.Id(id=str(order.seller_id)),
            buyer=wire.EventBuyer(
                id=str(order.buyer_id), email=order.buyer.email, login=order.buyer.username, guest=False
            ),
            line_items=[_event_line(line, order.currency) for line in order.lines.all()],
            checkout_form=wire.EventForm(id=str(order.id), revision=_revision(order)),
            marketplace=wire.Id(id=order.marketplace),
        ),
    )


def _revision(order: Order) -> str:
    """As the form told it; else what changes whenever the form does."""
    return order.revision or str(int(order.updated_at.timestamp() * 1000))


def _event_line(line: OrderLine, currency: str) -> wire.EventLineItem:
    price = amount_of(line.price_minor, currency)
    return wire.EventLineItem(
        id=str(line.id),
        offer=wire.EventOffer(id=line.offer_id, name=line.offer_name),
        quantity=line.quantity,
        price=price,
        original_price=price,
        bought_at=to_wire(line.bought_at),
    )


def _buyer(order: Order, told: Json) -> Json:
    buyer = order.buyer
    known: Json = {"id": str(buyer.pk), "login": buyer.username, "email": buyer.email}
    return told | known | {"guest": told.get("guest") is True}


def _line(line: OrderLine, currency: str, told: Json) -> Json:
    price = _money(line.price_minor, currency)
    return {
        "originalPrice": price,
        **told,
        "id": str(line.id),
        "offer": _dict(told.get("offer")) | {"id": line.offer_id, "name": line.offer_name},
        "quantity": line.quantity,
        "price": price,
        "boughtAt": to_wire(line.bought_at),
    }


def _money(minor: int, currency: str) -> Json:
    amount = amount_of(minor, currency)
    return {"amount": amount.amount, "currency": amount.currency}


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value if inner is not None]
    return value


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[Json]:
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []
