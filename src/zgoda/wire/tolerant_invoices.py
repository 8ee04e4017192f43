"""Reading an order's sales documents as servers really answer them: every field optional, nothing ever raised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zgoda.wire.enums import SecurityStatus
from zgoda.wire.peek import Peek
from zgoda.wire.tolerant import Unreadable

MOST = 100
"""Documents and links that are read of one order, which the platform bounds to ten of each."""


@dataclass(frozen=True, slots=True)
class InvoiceSeen:
    """``uploaded_at`` is None before the file came. ``security``: WAITING, ACCEPTED, REJECTED, or what came instead."""

    id: str
    name: str
    number: str
    created_at: datetime | None
    uploaded_at: datetime | None
    security: str

    @property
    def has_file(self) -> bool:
        return self.uploaded_at is not None or self.security != ""


@dataclass(frozen=True, slots=True)
class LinkSeen:
    url: str
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentsSeen:
    invoices: tuple[InvoiceSeen, ...]
    links: tuple[LinkSeen, ...]


def read_documents(raw: object) -> DocumentsSeen | Unreadable:
    """The answer of ``GET /order/checkout-forms/{id}/invoices``; a document without an id is left out."""
    told = Peek(raw)
    if not told.there:
        return Unreadable("not an object", raw)
    return DocumentsSeen(tuple(_invoices(told))[:MOST], tuple(_links(told))[:MOST])


def _invoices(told: Peek) -> Iterator[InvoiceSeen]:
    for one in told.parts("invoices"):
        file, remote_id = one.part("file"), one.id()
        if remote_id:
            yield InvoiceSeen(
                id=remote_id,
                name=file.text("name") or "",
                number=one.text("invoiceNumber") or "",
                created_at=one.instant("createdAt"),
                uploaded_at=file.instant("uploadedAt"),
                security=file.part("securityVerification").known("status", SecurityStatus) or "",
            )


def _links(told: Peek) -> Iterator[LinkSeen]:
    for one in told.parts("links"):
        url = one.text("url")
        if url:
            yield LinkSeen(url, one.instant("createdAt"))
