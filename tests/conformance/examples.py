"""For every operation that is served, a request that leads to each of its answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from uuid import UUID, uuid4

import msgspec
from django.http import HttpResponse

from tests.centre import stage
from tests.centre.api.conftest import BETA, NOW, PUBLIC, Program, stream, token_for
from tests.centre.orders.forms import form, jsonl, uid
from tests.conformance.claims_examples import CLAIMS
from tests.conformance.invoices_examples import INVOICES
from tests.conformance.messaging_examples import MESSAGING, thread_id
from tests.conformance.ratings_examples import RATINGS
from tests.conformance.returns_examples import RETURNS
from tests.files.pictures import OF_KIND
from zgoda.centre.orders.carriers import ORDERS_PER_WAYBILL
from zgoda.centre.orders.import_forms import import_stream
from zgoda.centre.quality import figuring, keeping, recompute
from zgoda.centre.quality.models import Counted
from zgoda.centre.store.models import Order, Shipment, TrackingEvent
from zgoda.domain import commands as c
from zgoda.domain.discussion import Discussion

PNG = OF_KIND["image/png"]
ALL = (
    "allegro:api:disputes allegro:api:orders:read allegro:api:orders:write allegro:api:profile:read "
    "allegro:api:payments:read allegro:api:messaging allegro:api:ratings"
)
NONE = "allegro:api:payments:read"
NOBODY = UUID(int=9)


@dataclass
class World:
    """A seller with one case, one imported order with a parcel under way, and the seller's program."""

    program: Program
    case: Discussion
    order: str

    @cached_property
    def thread_id(self) -> str:
        """Of a thread with the order's buyer."""
        return thread_id(Order.objects.get(pk=self.order))

    def get(self, path: str) -> HttpResponse:
        return self.program.get(path, accept=version_of(path))

    def post(self, path: str, body: object) -> HttpResponse:
        kind = version_of(path)
        return self.program.ask("POST", path, kind, body, kind)

    def declared(self, raw: bytes = PNG) -> str:
        """The address for the bytes of an announced file."""
        body = {"fileName": "proof.png", "size": len(raw)}
        return str(self.post("/sale/issues/attachments", body)["Location"]).removeprefix("http://127.0.0.1:8000")

    def uploaded(self) -> str:
        address = self.declared()
        assert self.program.put(address, PNG, "image/png").status_code == 200
        return address


Ask = Callable[[World], HttpResponse]


def world() -> World:
    program = Program(token_for(stage.account("seller", stage.Role.SELLER), ALL))
    told = form("o1", zgoda={"seller": {"login": "seller"}}, updatedAt="2026-03-01T09:00:00Z")
    assert {report.outcome for report in import_stream(BytesIO(jsonl(told)), at=NOW)} == {"taken"}
    order = Order.objects.get(pk=uid("o1"))
    Shipment.objects.create(order=order, carrier_id="DPD", waybill="1", created_at=NOW, by="SELLER")
    TrackingEvent.objects.create(
        event_id="1", carrier_id="DPD", waybill="1", code="IN_TRANSIT", occurred_at=NOW, received_at=NOW
    )
    case = stage.opened()
    stage.done(case, stage.written(stage.seller(), "We are looking into it."), NOW)
    return World(program, case, uid("o1"))


def version_of(path: str) -> str:
    return BETA if path.startswith(("/sale/issues", "/order/customer-returns")) else PUBLIC


def _message(at: World, body: object) -> HttpResponse:
    return at.post(f"/sale/issues/{at.case.id}/message", body)


def _closed(at: World) -> HttpResponse:
    stage.done(at.case, c.MarkResolved(by=stage.buyer()), NOW)
    return _message(at, {"type": "REGULAR", "text": "Late"})


def _worn_out(at: World) -> HttpResponse:
    for number in range(ORDERS_PER_WAYBILL):
        told = form(f"worn{number}", zgoda={"seller": {"login": "seller"}})
        assert [report.outcome for report in import_stream(BytesIO(jsonl(told)), at=NOW)] == ["taken"]
        order = Order.objects.get(pk=uid(f"worn{number}"))
        Shipment.objects.create(order=order, carrier_id="GLS", waybill="2", created_at=NOW, by="SELLER")
    return at.post(_shipments(at), {"carrierId": "GLS", "waybill": "2"})


def _shipments(at: World) -> str:
    return f"/order/checkout-forms/{at.order}/shipments"


def _file(at: World) -> HttpResponse:
    return at.program.get(at.uploaded(), accept="*/*")


def _broken_off(at: World) -> HttpResponse:
    return at.program.put(at.declared(), PNG, "image/png", **stream(PNG[:20], CONTENT_LENGTH=str(len(PNG))))


def _quality(at: World) -> HttpResponse:
    """The case was answered; a day later it is a figure."""
    keeping.sweep(NOW)
    Counted.objects.update(ended_on=figuring.day_of(NOW) - timedelta(days=1))
    recompute.sums_and_figures(NOW)
    told = at.get("/sale/quality")
    assert msgspec.json.decode(told.content)["quality"]
    return told


def _foreign_line(at: World) -> HttpResponse:
    return at.post(_shipments(at), {"carrierId": "DPD", "waybill": "3", "lineItems": [{"id": str(uuid4())}]})


ISSUE = "/sale/issues/{issueId}"
FORM = "/order/checkout-forms/{id}"
FILE = "/sale/issues/attachments/{attachmentId}"

ANSWERS: dict[tuple[str, str], dict[int, Ask]] = {
    **MESSAGING,
    **RATINGS,
    **RETURNS,
    **INVOICES,
    **CLAIMS,
    ("GET", "/me"): {200: lambda at: at.get("/me")},
    ("GET", "/order/carriers"): {200: lambda at: at.get("/order/carriers")},
    ("GET", "/order/carriers/{carrierId}/tracking"): {
        200: lambda at: at.get("/order/carriers/DPD/tracking?waybill=1&waybill=unknown"),
        400: lambda at: at.get("/order/carriers/PIGEON/tracking?waybill=1"),
    },
    ("GET", "/order/checkout-forms"): {
        200: lambda at: at.get("/order/checkout-forms"),
        422: lambda at: at.get("/order/checkout-forms?limit=101"),
    },
    ("GET", FORM): {
        200: lambda at: at.get(f"/order/checkout-forms/{at.order}"),
        404: lambda at: at.get(f"/order/checkout-forms/{NOBODY}"),
        422: lambda at: at.get("/order/checkout-forms/17"),
    },
    ("GET", f"{FORM}/shipments"): {
        200: lambda at: at.get(_shipments(at)),
        404: lambda at: at.get(f"/order/checkout-forms/{NOBODY}/shipments"),
    },
    ("POST", f"{FORM}/shipments"): {
        201: lambda at: at.post(_shipments(at), {"carrierId": "DPD", "waybill": "3"}),
        400: lambda at: at.post(_shipments(at), {"carrierId": "PIGEON", "waybill": "3"}),
        404: lambda at: at.post(f"/order/checkout-forms/{NOBODY}/shipments", {"carrierId": "DPD", "waybill": "3"}),
        409: _worn_out,
        422: _foreign_line,
    },
    ("GET", "/order/event-stats"): {200: lambda at: at.get("/order/event-stats")},
    ("GET", "/order/events"): {
        200: lambda at: at.get("/order/events"),
        422: lambda at: at.get("/order/events?from=yesterday"),
    },
    ("GET", "/sale/issues"): {
        200: lambda at: at.get("/sale/issues"),
        422: lambda at: at.get("/sale/issues?status=OPEN"),
    },
    ("GET", "/sale/quality"): {200: _quality},
    ("GET", ISSUE): {
        200: lambda at: at.get(f"/sale/issues/{at.case.id}"),
        404: lambda at: at.get(f"/sale/issues/{NOBODY}"),
    },
    ("GET", f"{ISSUE}/chat"): {
        200: lambda at: at.get(f"/sale/issues/{at.case.id}/chat"),
        404: lambda at: at.get(f"/sale/issues/{NOBODY}/chat"),
    },
    ("POST", f"{ISSUE}/message"): {
        201: lambda at: _message(at, {"type": "REGULAR", "text": "Hello"}),
        400: lambda at: _message(at, b"{"),
        404: lambda at: at.post(f"/sale/issues/{NOBODY}/message", {"type": "REGULAR", "text": "Hello"}),
        409: _closed,
        422: lambda at: _message(at, {"type": "REGULAR", "text": ""}),
    },
    ("POST", "/sale/issues/attachments"): {
        201: lambda at: at.post("/sale/issues/attachments", {"fileName": "a.png", "size": 5}),
        422: lambda at: at.post("/sale/issues/attachments", {"fileName": "a", "size": 5}),
    },
    ("GET", FILE): {
        200: _file,
        404: lambda at: at.program.get(f"/sale/issues/attachments/{NOBODY}", accept="*/*"),
    },
    ("PUT", FILE): {
        200: lambda at: at.program.put(at.declared(), PNG, "image/png"),
        400: _broken_off,
        404: lambda at: at.program.put(f"/sale/issues/attachments/{NOBODY}", PNG, "image/png"),
        411: lambda at: at.program.put(
            at.declared(), PNG, "image/png", **stream(PNG, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
        ),
        413: lambda at: at.program.put(at.declared(), b"x" * 2_097_153, "image/png"),
        415: lambda at: at.program.put(at.declared(), PNG, "text/html"),
        422: lambda at: at.program.put(at.declared(), PNG + b"x", "image/png"),
    },
}

NEVER = {
    ("GET", "/order/carriers", 404): "the list is always there",
    ("GET", "/order/checkout-forms", 400): "a wrong parameter is 422, as the document also declares",
    ("GET", FORM, 400): "a malformed id is 422, as the document also declares",
    ("GET", "/order/customer-returns/{customerReturnId}", 400): "there is nothing in it that could be wrong",
    ("GET", "/sale/issues", 404): "a list may be empty, it is never missing",
    ("GET", "/sale/user-ratings", 404): "a list may be empty, it is never missing",
}
"""Answers that the document declares and this server never gives, and why."""


def plain(at: World, method: str, path: str, program: Program, accept: str = "", body: object = b"") -> HttpResponse:
    """The operation asked for by any program, with ids that exist."""
    parts = {
        "{issueId}": str(at.case.id),
        "{id}": at.order,
        "{orderId}": at.order,
        "{invoiceId}": str(NOBODY),
        "{carrierId}": "DPD",
        "{attachmentId}": str(NOBODY),
        "{messageId}": str(NOBODY),
        "{customerReturnId}": str(NOBODY),
        "{threadId}": "0" * 43,
        "{ratingId}": "0" * 24,
        "{userId}": "1",
    }
    for name, value in parts.items():
        path = path.replace(name, value)
    is_file = "attachments/" in path
    kind = "image/png" if method == "PUT" and is_file else version_of(path)
    if path.endswith("/file"):
        kind = "application/pdf"
    is_file = method in ("GET", "HEAD") and is_file
    natural = "*/*" if is_file else version_of(path)
    return program.ask(method, path, accept or natural, body, kind)
