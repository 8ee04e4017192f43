"""Threads as the Warehouse reads them: those in which it was asked something once (S1-07, P-32, P-49)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, UUIDField

from zgoda.centre.messaging.models import Assigned, Thread, ThreadFile, ThreadMessage, Turn, is_thread_id
from zgoda.centre.store.counting import up_to
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain.actors import Role
from zgoda.domain.messaging import SEEN
from zgoda.files.models import StoredFile

Cursor = tuple[datetime, str]
ORDERS = 3
"""How many orders stand beside a thread."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who answers a message of the buyer, and how it came to that; the last turn is in force."""

    row: Assigned
    turns: tuple[Turn, ...]


def waiting(after: Cursor | None = None) -> QuerySet[Thread]:
    """What the Warehouse owes an answer in, the longest waiting first: by the index ``thread_waits_for_wh``."""
    found = _with_words(Thread.objects.filter(warehouse_since__isnull=False))
    if after is not None:
        found = found.filter(Q(warehouse_since__gt=after[0]) | Q(warehouse_since=after[0], id__gt=after[1]))
    return found.order_by("warehouse_since", "id")


def answered(after: Cursor | None = None) -> QuerySet[Thread]:
    """The rest of its threads, the last that moved first: by the index ``thread_of_warehouse``."""
    found = _with_words(Thread.objects.filter(warehouse_at__isnull=False, warehouse_since=None))
    if after is not None:
        found = found.filter(Q(warehouse_at__lt=after[0]) | Q(warehouse_at=after[0], id__lt=after[1]))
    return found.order_by("-warehouse_at", "-id")


def waiting_count() -> int:
    """Up to `counting.MOST` and one more."""
    return up_to(Thread.objects.filter(warehouse_since__isnull=False), "warehouse_since", "id")


def thread_of(thread_id: str) -> Thread | None:
    """P-49: None for what does not exist and for what the Warehouse was never asked in."""
    found = Thread.objects.filter(pk=thread_id, warehouse_at__isnull=False) if is_thread_id(thread_id) else None
    return found.select_related("buyer", "seller", "order").first() if found is not None else None


def messages_of(thread: Thread) -> QuerySet[ThreadMessage]:
    """Newest first, as far as they reached the other side (E.5)."""
    found = ThreadMessage.objects.filter(thread=thread, status__in=SEEN)
    return found.select_related("author", "agent").order_by("-number")


def asked_in(messages: Sequence[ThreadMessage]) -> Mapping[UUID, Asked]:
    """Who answers each of these messages; two queries."""
    rows = Assigned.objects.filter(message__in=[one.id for one in messages])
    turns = Prefetch("message__turns", Turn.objects.select_related("by"))
    return {row.message_id: Asked(row, tuple(row.message.turns.all())) for row in rows.prefetch_related(turns)}


def orders_of(thread: Thread) -> list[Order]:
    """The orders that the thread named, the last named first, with lines and parcels."""
    named = ThreadMessage.objects.filter(thread=thread, order__isnull=False).order_by("-number")
    ids = list(dict.fromkeys([thread.order_id, *named.values_list("order_id", flat=True)[: 10 * ORDERS]]))
    wanted = [one for one in ids if one is not None][:ORDERS]
    rows = Order.objects.defer("form").prefetch_related("lines", "shipments").in_bulk(wanted)
    return [rows[one] for one in wanted if one in rows]


def products_of(threads: Sequence[Thread]) -> Mapping[str, list[str]]:
    """What the Warehouse was asked about last in each thread of a list, by the thread's id: the reported products of a
    problem, the product or else all of the order that was named, the offer where no order was. One query."""
    orders: Mapping[str, UUID | None] = {one.id: one.order_id or getattr(one, "about_order", None) for one in threads}
    lines: dict[UUID | None, list[OrderLine]] = {}
    for line in OrderLine.objects.filter(order_id__in={order for order in orders.values() if order is not None}):
        lines.setdefault(line.order_id, []).append(line)
    return {one.id: _products(one, lines.get(orders[one.id], [])) for one in threads}


def file_of(thread: Thread, file_id: UUID) -> StoredFile | None:
    """A file that came with a message of the thread."""
    link = ThreadFile.objects.filter(file_id=file_id, message__thread=thread, message__status__in=SEEN).exists()
    return StoredFile.objects.filter(pk=file_id).first() if link else None


def _with_words(found: QuerySet[Thread]) -> QuerySet[Thread]:
    """With what the Warehouse was asked last and what that was about: the order that stood in it or was named last
    before, and the offer with its name as it was sold last."""
    asked = Assigned.objects.filter(thread=OuterRef("pk"), party=Role.WAREHOUSE).order_by("-asked_at")
    named = ThreadMessage.objects.filter(
        thread=OuterRef("thread"), number__lte=OuterRef("message__number"), order__isnull=False
    ).order_by("-number")
    sold = OrderLine.objects.filter(offer_id=OuterRef("message__offer_id"), order__seller=OuterRef("thread__seller"))
    told = {
        "last": asked.values("message__text"),
        "about": asked.values("topic"),
        "about_order": asked.annotate(order=Subquery(named.values("order_id")[:1], output_field=UUIDField())).values(
            "order"
        ),
        "about_offer": asked.values("message__offer_id"),
        "offer_name": asked.annotate(name=Subquery(sold.order_by("-bought_at").values("offer_name")[:1])).values(
            "name"
        ),
    }
    return found.select_related("buyer", "seller").annotate(**{name: Subquery(one[:1]) for name, one in told.items()})


def _products(thread: Thread, lines: Sequence[OrderLine]) -> list[str]:
    """``thread`` as `_with_words` gives it, ``lines`` of the order that it is about."""
    meant = [line for line in lines if str(line.id) in thread.line_ids]
    meant = meant or [line for line in lines if line.offer_id == getattr(thread, "about_offer", "")]
    of_offer = getattr(thread, "offer_name", None)
    return [line.offer_name for line in meant or lines] or ([of_offer] if of_offer else [])
