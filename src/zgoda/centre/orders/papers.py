"""Sales documents of orders as pages show them: to the buyer what may be shown, to staff where each stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from zgoda.centre.orders.documents import listed
from zgoda.centre.store.models import DocumentLink, SalesDocument
from zgoda.domain.sales_documents import DocumentState, is_shown_to_buyer
from zgoda.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Paper:
    """``size`` is in bytes, 0 before the file came; ``number`` may be empty. ``by`` is the role that added it."""

    id: UUID
    name: str
    number: str
    size: int
    state: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A link; ``host`` is where it leads."""

    url: str
    host: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    documents: tuple[Paper, ...]
    links: tuple[Elsewhere, ...]


def of_buyers_orders(order_ids: Collection[UUID]) -> Mapping[UUID, Papers]:
    """S4-09: of the buyer's own orders, those that have something to show. Three queries."""
    shown = [state for state in DocumentState if is_shown_to_buyer(state)]
    rows = SalesDocument.objects.filter(order_id__in=order_ids, state__in=shown).order_by("created_at", "id")
    return _by_order(list(rows), order_ids)


def of_order(order_id: UUID, now: datetime) -> Papers | None:
    """All of one order, for those who add them and for staff; None where there is nothing."""
    return _by_order(listed(order_id, now), [order_id]).get(order_id)


def file_of(order_id: UUID, document_id: UUID) -> StoredFile | None:
    """The file of a document that may be shown to the order's buyer."""
    row = SalesDocument.objects.filter(pk=document_id, order_id=order_id).first()
    if row is None or row.file_id is None or not is_shown_to_buyer(DocumentState(row.state)):
        return None
    file = StoredFile.objects.filter(pk=row.file_id).first()
    return file if file is not None and file.showable else None


def _by_order(rows: Sequence[SalesDocument], order_ids: Collection[UUID]) -> Mapping[UUID, Papers]:
    files = [row.file_id for row in rows if row.file_id is not None]
    sizes = dict(StoredFile.objects.filter(pk__in=files).values_list("pk", "size")) if files else {}
    documents: dict[UUID, list[Paper]] = {}
    for row in rows:
        size = sizes.get(row.file_id, 0) if row.file_id else 0
        paper = Paper(row.pk, row.name, row.number, size, row.state, row.by, row.created_at)
        documents.setdefault(row.order_id, []).append(paper)
    links: dict[UUID, list[Elsewhere]] = {}
    for link in DocumentLink.objects.filter(order_id__in=order_ids).order_by("created_at", "id"):
        host = urlsplit(link.url).hostname or link.url
        links.setdefault(link.order_id, []).append(Elsewhere(link.url, host, link.created_at))
    return {
        order_id: Papers(tuple(documents.get(order_id, ())), tuple(links.get(order_id, ())))
        for order_id in documents | links
    }
