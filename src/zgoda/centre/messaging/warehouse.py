"""Threads as the Warehouse reads them: those in which it was asked something once (S1-07, P-32, P-49)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from zgoda.centre.messaging.models import Assigned, Thread, ThreadFile, ThreadMessage, Turn, is_thread_id
from zgoda.centre.store.counting import up_to
from zgoda.centre.store.models import Order
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


def file_of(thread: Thread, file_id: UUID) -> StoredFile | None:
    """A file that came with a message of the thread."""
    link = ThreadFile.objects.filter(file_id=file_id, message__thread=thread, message__status__in=SEEN).exists()
    return StoredFile.objects.filter(pk=file_id).first() if link else None


def _with_words(found: QuerySet[Thread]) -> QuerySet[Thread]:
    """With the beginning of what the Warehouse was asked last, and whether anybody was unsure there."""
    asked = Assigned.objects.filter(thread=OuterRef("pk"), party=Role.WAREHOUSE).order_by("-asked_at")
    said = asked.values("message__text", "topic")
    return found.select_related("buyer", "seller").annotate(
        last=Subquery(said.values("message__text")[:1]), about=Subquery(said.values("topic")[:1])
    )
