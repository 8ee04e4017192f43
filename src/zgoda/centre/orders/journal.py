"""The orders' journal: what changed in an order, in the order in which we learnt of it.

An id is the microseconds of the change and larger than every id before it, so that a reader who remembers the
last id misses nothing, even where an old order is imported late.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Max

from zgoda.centre.store.models import Order, OrderEvent
from zgoda.wire.enums import OrderEventType, OrderStatus
from zgoda.wire.times import epoch_micros

_ORDER_EVENTS = 7_315_010
"""The advisory lock's number; nobody else uses it."""

Happening = tuple[Order, str, datetime]


def record(happenings: Iterable[Happening]) -> None:
    """Write the changes, oldest first. Runs inside the caller's transaction."""
    _wait_for_others()
    last: int = OrderEvent.objects.aggregate(last=Max("id"))["last"] or 0
    rows = []
    for order, kind, occurred_at in sorted(happenings, key=lambda happening: happening[2]):
        last = max(last + 1, epoch_micros(occurred_at))
        rows.append(OrderEvent(id=last, order=order, seller_id=order.seller_id, type=kind, occurred_at=occurred_at))
    OrderEvent.objects.bulk_create(rows)


def _wait_for_others() -> None:
    """Readers follow the ids, so these must become visible in their order: on PostgreSQL one writer at a time, until
    its transaction ends. SQLite has no other kind."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ORDER_EVENTS])


def of_new(order: Order) -> list[Happening]:
    """What the journal says of an order seen for the first time."""
    happenings: list[Happening] = [(order, OrderEventType.BOUGHT, order.bought_at)]
    kind = _kind_of(order.status)
    if kind and kind != OrderEventType.BOUGHT:
        happenings.append((order, kind, max(order.updated_at, order.bought_at)))
    return happenings


def of_change(order: Order, old_status: str, old_fulfillment: str) -> list[Happening]:
    """What the journal says of an order that was known before."""
    happenings: list[Happening] = []
    kind = _kind_of(order.status)
    if order.status != old_status and kind:
        happenings.append((order, kind, order.updated_at))
    if order.fulfillment_status != old_fulfillment:
        happenings.append((order, OrderEventType.FULFILLMENT_STATUS_CHANGED, order.updated_at))
    return happenings or [(order, OrderEventType.BUYER_MODIFIED, order.updated_at)]


def _kind_of(status: str) -> str | None:
    if status == OrderStatus.CANCELLED:
        return OrderEventType.BUYER_CANCELLED
    return status if status in set(OrderEventType) else None
