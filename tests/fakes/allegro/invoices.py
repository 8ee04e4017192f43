"""The fake's sales documents: announced, filed once each, listed; looked at for harm as long as the test says."""

import json
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx2

from tests.fakes.allegro.messaging import problem
from zgoda.wire.times import to_wire

if TYPE_CHECKING:
    from tests.fakes.allegro.server import FakeAllegro

PUBLIC = "application/vnd.allegro.public.v1+json"


class FakeInvoices:
    """``offered`` False: a server without the addresses. ``scope`` False refuses everything. ``verdict`` is what the
    check says at once, WAITING while it goes on. ``unknown``: the platform's 404 for orders it has nothing of."""

    def __init__(self, server: "FakeAllegro") -> None:
        self.server = server
        self.rows: dict[str, list[dict]] = {}
        self.links: dict[str, list[dict]] = {}
        self.files: dict[str, bytes] = {}
        self.offered = self.scope = True
        self.unknown = False
        self.verdict = "ACCEPTED"
        self.refusal = ""

    def list_invoices(self, _request: httpx2.Request, order: str) -> httpx2.Response:
        refused = self._refused()
        if refused is not None:
            return refused
        told = {
            "orderMode": "REGULAR",
            "invoices": self.rows.get(order, []),
            "links": self.links.get(order, []),
            "hasExternalInvoices": False,
        }
        return _answer(200, told)

    def announce(self, request: httpx2.Request, order: str) -> httpx2.Response:
        refused = self._refused(writing=True)
        if refused is not None:
            return refused
        if self.refusal:
            return problem(422, "VALIDATION_ERROR", self.refusal)
        body = json.loads(request.content)
        row = {"id": str(uuid4()), "createdAt": to_wire(self.server.now), "file": {"name": body["file"]["name"]}}
        if "invoiceNumber" in body:
            row["invoiceNumber"] = body["invoiceNumber"]
        self.rows.setdefault(order, []).append(row)
        return _answer(201, {"id": row["id"]})

    def put_file(self, request: httpx2.Request, order: str, invoice: str) -> httpx2.Response:
        refused = self._refused(writing=True)
        if refused is not None:
            return refused
        row = next((one for one in self.rows.get(order, []) if one["id"] == invoice), None)
        if row is None:
            return problem(404, "INVOICE-NOT-FOUND")
        if invoice in self.files:
            return problem(409, "INVOICE-FILE-EXISTS")
        self.files[invoice] = request.content
        row["file"] |= {
            "uploadedAt": to_wire(self.server.now),
            "securityVerification": {"status": self.verdict},
            "verification": {"status": "NOT_APPLICABLE", "details": []},
        }
        return httpx2.Response(200, headers={"content-type": PUBLIC})

    def _refused(self, *, writing: bool = False) -> httpx2.Response | None:
        if not self.offered:
            return problem(404, "NotFoundException")
        if not self.scope:
            return problem(403, "AccessDenied")
        return problem(404, "ORDER-NOT-FOUND") if self.unknown and not writing else None


def _answer(status: int, body: object) -> httpx2.Response:
    return httpx2.Response(status, json=body, headers={"content-type": PUBLIC})


_ID = "([0-9a-z-]+)"
ROUTES = [
    ("GET", f"/order/checkout-forms/{_ID}/invoices", FakeInvoices.list_invoices),
    ("POST", f"/order/checkout-forms/{_ID}/invoices", FakeInvoices.announce),
    ("PUT", f"/order/checkout-forms/{_ID}/invoices/{_ID}/file", FakeInvoices.put_file),
]
