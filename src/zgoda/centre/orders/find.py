"""The seller's list of orders: the filters and the sort of ``GET /order/checkout-forms``.

A parameter may stand several times where it names a value of a vocabulary. A value nobody can mean is an
error, never an empty list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from zgoda.accounts.logins import by_login
from zgoda.centre.store.models import Order, OrderLine
from zgoda.wire.enums import FulfillmentProvider, FulfillmentStatus, LineItemsSent, OrderStatus
from zgoda.wire.times import from_wire

SORTS = {
    "lineItems.boughtAt": ("bought_at", "id"),
    "-lineItems.boughtAt": ("-bought_at", "id"),
    "updatedAt": ("updated_at", "id"),
    "-updatedAt": ("-updated_at", "id"),
}
_CHOICES: dict[str, tuple[str, set[str]]] = {
    "status": ("status", {*OrderStatus}),
    "fulfillment.status": ("fulfillment_status", {*FulfillmentStatus}),
    "fulfillment.provider.id": ("provider", {*FulfillmentProvider}),
    "fulfillment.shipmentSummary.lineItemsSent": ("lines_sent", {*LineItemsSent}),
}
_UPDATED = {"updatedAt.gte": "updated_at__gte", "updatedAt.lte": "updated_at__lte"}
_BOUGHT = {"lineItems.boughtAt.gte": "bought_at__gte", "lineItems.boughtAt.lte": "bought_at__lte"}
_TEXTS: dict[str, Callable[[str], Q]] = {
    "payment.id": lambda text: Q(payment_id=text),
    "surcharges.id": lambda text: Q(surcharge_ids__contains=text),
    "delivery.method.id": lambda text: Q(delivery_method_id=text),
    "buyer.login": lambda text: Q(buyer__in=by_login(text)),
    "marketplace.id": lambda text: Q(marketplace=text),
}


@dataclass(frozen=True, slots=True)
class BadParameter:
    """The parameter that is wrong and what was sent."""

    name: str
    value: str


def find_orders(seller_id: int, query: QueryDict) -> "QuerySet[Order] | BadParameter":
    """The seller's orders under the filters, in the order asked for; indexes ``order_seller_*``.

    An order fits a span of purchase when one of its lines was bought within it; its own instant is its earliest line's.
    """
    found = Order.objects.filter(seller_id=seller_id)
    for name, (column, choices) in _CHOICES.items():
        values = query.getlist(name)
        wrong = [value for value in values if value not in choices]
        if wrong:
            return BadParameter(name, wrong[0])
        if values:
            found = found.filter(**{f"{column}__in": values})
    updated, bought = _instants(query, _UPDATED), _instants(query, _BOUGHT)
    if isinstance(updated, BadParameter):
        return updated
    if isinstance(bought, BadParameter):
        return bought
    found = _bought_within(found.filter(**updated), seller_id, bought)
    for name, condition in _TEXTS.items():
        text = query.get(name)
        if text is not None and ("\x00" in text or not text or len(text) > 150):
            return BadParameter(name, text)
        if text:
            found = found.filter(condition(text))
    sort = query.get("sort", "-lineItems.boughtAt")
    return found.order_by(*SORTS[sort]) if sort in SORTS else BadParameter("sort", sort)


def _bought_within(found: "QuerySet[Order]", seller_id: int, bought: dict[str, datetime]) -> "QuerySet[Order]":
    """Candidates by index first, each then judged by its lines: the cost is that of what was bought since, not of all
    the seller ever sold."""
    if "bought_at__lte" in bought:
        found = found.filter(bought_at__lte=bought["bought_at__lte"])
    if "bought_at__gte" in bought:
        sold, since = Order.objects.filter(seller_id=seller_id).values("pk"), bought["bought_at__gte"]
        candidates = sold.filter(bought_at__gte=since).union(sold.filter(last_bought_at__gte=since))
        found = found.filter(Exists(OrderLine.objects.filter(order=OuterRef("pk"), **bought)), pk__in=candidates)
    return found


def _instants(query: QueryDict, lookups: Mapping[str, str]) -> dict[str, datetime] | BadParameter:
    """The bounds that were sent, by their lookups."""
    bounds = {}
    for name, lookup in lookups.items():
        text = query.get(name)
        if text is None:
            continue
        instant = from_wire(text.replace(" ", "+"))
        if instant is None:
            return BadParameter(name, text)
        bounds[lookup] = instant
    return bounds
