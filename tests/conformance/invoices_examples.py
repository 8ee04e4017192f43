"""Requests that lead to each answer about an order's sales documents."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from django.http import HttpResponse

from tests.centre.api.conftest import PUBLIC
from tests.files.pictures import PDF
from zgoda.centre.store.models import SalesDocument
from zgoda.wire.limits import INVOICE_BYTES

if TYPE_CHECKING:
    from tests.conformance.examples import World

KIND = "application/pdf"
NEW = {"file": {"name": "FV 1.pdf"}, "invoiceNumber": "FV 1/2026"}
LIST = "/order/checkout-forms/{id}/invoices"
FILE = f"{LIST}/{{invoiceId}}/file"
LINKS = "/order/{orderId}/billing-documents/links"
NOBODY = UUID(int=9)


def invoices(at: "World", order: object = None) -> str:
    return f"/order/checkout-forms/{order or at.order}/invoices"


def links(at: "World", order: object = None) -> str:
    return f"/order/{order or at.order}/billing-documents/links"


def put(at: "World", address: str, raw: bytes, kind: str = KIND) -> HttpResponse:
    return at.program.ask("PUT", address, PUBLIC, raw, kind)


def announced(at: "World") -> str:
    """The address for the file of a document that was announced just now."""
    made = at.post(invoices(at), NEW)
    assert made.status_code == 201, made.content
    return f"{invoices(at)}/{msgspec.json.decode(made.content)['id']}/file"


def filed(at: "World") -> str:
    address = announced(at)
    assert put(at, address, PDF).status_code == 200
    return address


def _listed(at: "World") -> HttpResponse:
    """One of each kind."""
    filed(at)
    announced(at)
    assert at.post(links(at), {"url": "https://docs.example/1"}).status_code == 201
    told = at.get(invoices(at))
    found: Any = msgspec.json.decode(told.content)
    assert [len(found["invoices"]), len(found["links"])] == [2, 1]
    return told


def _eleventh(at: "World") -> HttpResponse:
    for _ in range(10):
        filed(at)
    return at.post(invoices(at), NEW)


def _while_looked_at(at: "World") -> HttpResponse:
    filed(at)
    SalesDocument.objects.update(state="WAITING")
    return at.post(invoices(at), NEW)


def _too_fast(at: "World") -> HttpResponse:
    announced(at)
    told = at.post(invoices(at), NEW)
    assert told["Retry-After"] == "5"
    return told


def _twice(at: "World") -> HttpResponse:
    at.post(links(at), {"url": "https://docs.example/1"})
    return at.post(links(at), {"url": "https://docs.example/1"})


INVOICES: dict[tuple[str, str], dict[int, Callable[["World"], HttpResponse]]] = {
    ("GET", LIST): {
        200: _listed,
        404: lambda at: at.get(invoices(at, NOBODY)),
    },
    ("POST", LIST): {
        201: lambda at: at.post(invoices(at), NEW),
        400: lambda at: at.post(invoices(at), {"invoiceNumber": "1"}),
        404: lambda at: at.post(invoices(at, NOBODY), NEW),
        409: _eleventh,
        422: _while_looked_at,
        429: _too_fast,
    },
    ("PUT", FILE): {
        200: lambda at: put(at, announced(at), PDF),
        404: lambda at: put(at, f"{invoices(at)}/{NOBODY}/file", PDF),
        409: lambda at: put(at, filed(at), PDF),
        413: lambda at: put(at, announced(at), b"x" * (INVOICE_BYTES + 1)),
        415: lambda at: put(at, announced(at), PDF, "image/png"),
        422: lambda at: put(at, announced(at), b"no PDF"),
    },
    ("POST", LINKS): {
        201: lambda at: at.post(links(at), {"url": "https://docs.example/1"}),
        400: lambda at: at.post(links(at), {}),
        404: lambda at: at.post(links(at, NOBODY), {"url": "https://docs.example/1"}),
        409: _twice,
        422: lambda at: at.post(links(at), {"url": "http://docs.example/1"}),
    },
}
