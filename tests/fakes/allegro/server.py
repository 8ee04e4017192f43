"""The server's state and its routes."""

import base64
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs
from uuid import uuid4

import httpx2

from tests.fakes.allegro import claims, faults, invoices
from tests.fakes.allegro.faults import Fault, How
from tests.fakes.allegro.messaging import ROUTES as MESSAGING
from tests.fakes.allegro.messaging import FakeMessaging
from tests.fakes.allegro.ratings import ROUTES as RATINGS
from tests.fakes.allegro.ratings import FakeRatings
from zgoda.wire.times import to_wire

API = "https://api.fake.test"
AUTH = "https://auth.fake.test"
UPLOAD = "https://upload.fake.test"
BETA = "application/vnd.allegro.beta.v1+json"
PUBLIC = "application/vnd.allegro.public.v1+json"


class FakeAllegro:
    """``seen`` lists (method, path) of all requests. ``now`` is the server's clock."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.issues: dict[str, dict] = {}
        self.chats: dict[str, list[dict]] = {}
        self.orders: dict[str, dict] = {}
        self.shipments: dict[str, list[dict]] = {}
        self.files: dict[str, dict] = {}
        self.events: list[dict] = []
        self.faults: list[Fault] = []
        self.seen: list[tuple[str, str]] = []
        self.agents: list[str] = []
        self.access = {"access-1"}
        self.refresh = {"refresh-1"}
        self.codes: dict[str, str] = {}
        self.devices: dict[str, bool] = {}
        self.refreshes = 0
        self.ignore_offset = False
        self.spoilt: set[str] = set()
        self.tracked: dict[str, list[dict]] = {}
        self.hide_new_for = 0
        self.features: list[str] | None = None
        self.details: dict[str, dict] = {}
        self.commands: dict[str, dict] = {}
        self.verdicts: list[dict] = []
        self.verdict_speaks_as = "SYSTEM"
        self.mail = FakeMessaging(self)
        self.ratings = FakeRatings(self)
        self.invoices = invoices.FakeInvoices(self)
        self.hook: Callable[[httpx2.Request], None] | None = None

    def client(self) -> httpx2.Client:
        """An HTTP client whose only server this is."""
        return httpx2.Client(transport=httpx2.MockTransport(self.handle))

    def tick(self, seconds: float = 1) -> datetime:
        """Let time pass on the server."""
        self.now += timedelta(seconds=seconds)
        return self.now

    def open_issue(self, **changes: object) -> str:
        """A buyer opens a Discussion now; fields of the issue may be given."""
        issue_id, login = str(uuid4()), changes.pop("login", "anna_k")
        opened = to_wire(self.now)
        first = self._message("BUYER", login, str(changes.pop("text", "Where is my parcel?")))
        self.issues[issue_id] = {
            "id": issue_id,
            "type": "DISPUTE",
            "referenceNumber": None,
            "decisionDueDate": None,
            "openedDate": opened,
            "subject": "I have not received the product",
            "buyer": {"id": "44054668", "login": login},
            "checkoutForm": {"id": str(uuid4()), "createdAt": opened},
            "currentState": {
                "status": "DISPUTE_ONGOING",
                "statusDueDate": to_wire(self.now + timedelta(hours=24)),
                "returnRequired": None,
                "chatActive": True,
            },
            "chat": {
                "lastMessage": {"status": "NEW", "createdAt": opened},
                "messagesCount": 1,
                "initialMessage": dict(first),
            },
            "expectations": None,
            "description": None,
            "offer": None,
            "product": None,
            "reason": None,
            "right": None,
            "attachments": [],
        } | changes
        self.chats[issue_id] = [first]
        return issue_id

    def open_claim(self, **changes: object) -> str:
        """A buyer files a claim now; the chat begins with the marketplace's card about it."""
        issue_id = self.open_issue(**{"text": "It is green, the photo shows blue."} | claims.fields(self.now) | changes)
        self.chats[issue_id].append(self._message("SYSTEM", "Allegro", claims.CARD))
        return issue_id

    def turn_into_claim(self, issue_id: str) -> None:
        """What was a Discussion is a claim from now on, under the same id."""
        self.issues[issue_id] |= claims.fields(self.now)

    def open_now(self) -> dict:
        """The fields of an issue that was opened this instant."""
        return {"openedDate": to_wire(self.now)} | claims.fields(self.now)

    def end_talk(self, issue_id: str) -> None:
        """The buyer ends the conversation of a claim: an entry of the marketplace, and nothing else."""
        self.write(issue_id, "SYSTEM", claims.TALK_ENDED, "Allegro")

    def decide_elsewhere(self, issue_id: str, status: str, message: str) -> None:
        """Somebody decides in the marketplace's own panel."""
        body = {"status": status, "message": message}
        self.write(issue_id, "SYSTEM", claims.decided(self.issues[issue_id], body), "Allegro")

    def write(self, issue_id: str, role: str, text: str, login: str | None = None) -> dict:
        """Somebody writes in the chat, here and now."""
        message = self._message(role, login, text)
        self._append(issue_id, message)
        return message

    def close(self, issue_id: str) -> None:
        """The buyer marks the Discussion resolved."""
        self.issues[issue_id]["currentState"] |= {"status": "DISPUTE_CLOSED", "chatActive": False}

    def texts(self, issue_id: str, role: str = "SELLER") -> list[str]:
        """What the other side holds from this role, oldest first."""
        return [message["text"] for message in self.chats[issue_id] if message["author"]["role"] == role]

    def go_wrong(self, method: str, path: str, how: How, times: int = 1) -> None:
        """The next ``times`` matching requests fail in this way."""
        self.faults.append(Fault(method, path, how, times))

    def count(self, method: str, pattern: str) -> int:
        """How many matching requests were made."""
        return sum(1 for verb, path in self.seen if verb == method and re.search(pattern, path))

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        """One request."""
        self.seen.append((request.method, request.url.path))
        self.agents.append(request.headers.get("user-agent", ""))
        if self.hook:
            self.hook(request)
        fault = next((one for one in self.faults if one.strikes(request)), None)
        if fault and fault.how not in faults.AFTER:
            return faults.answer(fault.how, request)
        response = self._route(request)
        if fault:
            return faults.answer(fault.how, request)
        response.headers["zgoda-time"] = to_wire(self.now)
        response.headers["trace-id"] = "9e753d6b8c199e5"
        return response

    def _route(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if path.startswith("/auth/oauth/"):
            return self._oauth(request)
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.access:
            return _json(401, {"error": "unauthorized", "error_description": "Full authentication is required"})
        for family, routes in (
            (self, _ROUTES),
            (self.mail, MESSAGING),
            (self.ratings, RATINGS),
            (self.invoices, invoices.ROUTES),
        ):
            for method, pattern, serve in routes:
                found = re.fullmatch(pattern, path)
                if found and method == request.method:
                    return serve(family, request, *found.groups())
        return _problem(404, "NotFoundException")

    def _oauth(self, request: httpx2.Request) -> httpx2.Response:
        form = {key: values[0] for key, values in parse_qs(request.content.decode()).items()}
        basic = request.headers.get("authorization", "").removeprefix("Basic ")
        if base64.b64decode(basic).decode() != "desk:hush":
            return _json(401, {"error": "invalid_client"})
        if request.url.path.endswith("/device"):
            self.devices["device-1"] = False
            return _json(
                200,
                {
                    "device_code": "device-1",
                    "user_code": "ABCD-EFGH",
                    "expires_in": 3600,
                    "interval": 5,
                    "verification_uri": f"{AUTH}/device",
                    "verification_uri_complete": f"{AUTH}/device?code=ABCDEFGH",
                },
            )
        return self._token(form)

    def _token(self, form: dict[str, str]) -> httpx2.Response:
        grant = form.get("grant_type", "")
        if grant == "refresh_token":
            if form["refresh_token"] not in self.refresh:
                return _json(400, {"error": "invalid_grant", "error_description": "Invalid refresh token"})
            self.refresh.discard(form["refresh_token"])
            self.refreshes += 1
        elif grant == "authorization_code":
            if self.codes.pop(form["code"], None) is None or not form.get("code_verifier"):
                return _json(400, {"error": "invalid_grant"})
        elif not self.devices.get(form.get("device_code", "")):
            return _json(400, {"error": "authorization_pending", "error_description": "wait"})
        number = len(self.refresh) + self.refreshes + 1
        access, refresh = f"access-{number}-{uuid4().hex}", f"refresh-{number}-{uuid4().hex}"
        self.access = {access}
        self.refresh.add(refresh)
        return _json(
            200,
            {
                "access_token": access,
                "refresh_token": refresh,
                "expires_in": 43199,
                "token_type": "bearer",
                "scope": "allegro:api:disputes",
            },
        )

    def list_issues(self, request: httpx2.Request) -> httpx2.Response:
        wanted = request.url.params.get_list("status")
        rows = sorted(self.issues.values(), key=lambda row: str(row.get("openedDate")), reverse=True)
        rows = [row for row in rows if not wanted or row.get("currentState", {}).get("status") in wanted]
        page = self._page(request, "issues", rows)
        shown = {row.get("id") for row in json.loads(page.content)["issues"]}
        return _problem(403, "AccessDenied") if shown & self.spoilt else page

    def one_issue(self, _request: httpx2.Request, issue_id: str) -> httpx2.Response:
        row = self.issues.get(issue_id)
        return _json(200, row) if row else _problem(404, "POST_PURCHASE_ISSUE_NOT_FOUND")

    def chat(self, request: httpx2.Request, issue_id: str) -> httpx2.Response:
        rows = list(reversed(self.chats.get(issue_id, [])))
        if self.hide_new_for > 0:
            self.hide_new_for -= 1
            rows = rows[1:]
        if self.issues[issue_id]["type"] == "CLAIM":
            rows.reverse()
        return self._page(request, "chat", rows)

    def post_message(self, request: httpx2.Request, issue_id: str) -> httpx2.Response:
        body = json.loads(request.content)
        issue = self.issues[issue_id]
        if not issue["currentState"]["chatActive"]:
            return _problem(409, "CONFLICT")
        refused = claims.refusal(issue, self.chats[issue_id], body)
        if refused:
            return _problem(422, refused)
        message = self._message("SELLER", "shop", body.get("text", ""))
        message["type"] = body["type"]
        message["attachments"] = [
            {"fileName": self.files[one["id"]]["fileName"], "url": f"{API}/sale/issues/attachments/{one['id']}"}
            for one in body.get("attachments", [])
        ]
        self._append(issue_id, message)
        if body["type"] in claims.RETURNS:
            issue["currentState"]["returnRequired"] = claims.RETURNS[body["type"]]
        return _json(201, message)

    def post_status(self, request: httpx2.Request, issue_id: str) -> httpx2.Response:
        body = claims.parse(request.content)
        status, code = claims.verdict(self.issues[issue_id], body)
        if code:
            return _problem(status, code)
        self.verdicts.append(body)
        entry = self._message(self.verdict_speaks_as, "Allegro", claims.decided(self.issues[issue_id], body))
        self._append(issue_id, entry)
        return httpx2.Response(200, headers={"content-type": BETA})

    def declare_file(self, request: httpx2.Request) -> httpx2.Response:
        file_id = str(uuid4())
        self.files[file_id] = json.loads(request.content)
        location = f"{UPLOAD}/sale/issues/attachments/{file_id}"
        return _json(201, {"id": file_id}, {"location": location})

    def put_file(self, request: httpx2.Request, file_id: str) -> httpx2.Response:
        self.files[file_id]["bytes"] = request.content
        return _json(200, {"id": file_id})

    def get_file(self, _request: httpx2.Request, file_id: str) -> httpx2.Response:
        return httpx2.Response(200, content=self.files[file_id]["bytes"])

    def capabilities(self, _request: httpx2.Request) -> httpx2.Response:
        if self.features is None:
            return _problem(404, "NotFoundException")
        return _json(200, {"product": "zgoda", "features": self.features})

    def own_details(self, _request: httpx2.Request, issue_id: str) -> httpx2.Response:
        return _json(200, self.details.get(issue_id, {}))

    def own_write(self, request: httpx2.Request, _issue_id: str, _what: str) -> httpx2.Response:
        body = json.loads(request.content)
        command = body.pop("commandId")
        self.commands.setdefault(command, body)
        return _json(201, {"id": command})

    def one_order(self, _request: httpx2.Request, order_id: str) -> httpx2.Response:
        row = self.orders.get(order_id)
        return _json(200, row) if row else _problem(404, "NOT_FOUND")

    def list_shipments(self, _request: httpx2.Request, order_id: str) -> httpx2.Response:
        return _json(200, {"shipments": self.shipments.get(order_id, [])})

    def post_shipment(self, request: httpx2.Request, order_id: str) -> httpx2.Response:
        row = {"id": str(uuid4()), "createdAt": to_wire(self.now)} | json.loads(request.content)
        self.shipments.setdefault(order_id, []).append(row)
        return _json(201, row)

    def order_events(self, request: httpx2.Request) -> httpx2.Response:
        after = int(request.url.params.get("from") or 0)
        return _json(200, {"events": [row for row in self.events if int(row["id"]) > after]})

    def event_stats(self, _request: httpx2.Request) -> httpx2.Response:
        last = self.events[-1] if self.events else {"id": "1", "occurredAt": to_wire(self.now)}
        return _json(200, {"latestEvent": {"id": last["id"], "occurredAt": last["occurredAt"]}})

    def carriers(self, _request: httpx2.Request) -> httpx2.Response:
        return _json(200, {"carriers": [{"id": "INPOST", "name": "InPost"}, {"id": "OTHER", "name": None}]})

    def tracking(self, request: httpx2.Request, carrier: str) -> httpx2.Response:
        found = [
            {
                "waybill": number,
                "trackingDetails": {"statuses": self.tracked[number]} if number in self.tracked else None,
            }
            for number in request.url.params.get_list("waybill")
        ]
        return _json(200, {"carrierId": carrier, "waybills": found})

    def me(self, _request: httpx2.Request) -> httpx2.Response:
        return _json(200, {"id": "501", "login": "shop", "baseMarketplace": {"id": "allegro-pl"}})

    def _page(self, request: httpx2.Request, name: str, rows: list[dict]) -> httpx2.Response:
        limit = int(request.url.params.get("limit") or 10)
        offset = 0 if self.ignore_offset and name == "chat" else int(request.url.params.get("offset") or 0)
        return _json(200, {name: rows[offset : offset + limit]})

    def _message(self, role: str, login: object, text: str) -> dict:
        return {
            "id": str(uuid4()),
            "text": text,
            "attachments": [],
            "author": {"login": login, "role": role},
            "createdAt": to_wire(self.now),
        }

    def _append(self, issue_id: str, message: dict) -> None:
        self.chats[issue_id].append(message)
        chat = self.issues[issue_id]["chat"]
        chat["messagesCount"] += 1
        status = {"SELLER": "SELLER_REPLIED", "BUYER": "BUYER_REPLIED"}.get(message["author"]["role"])
        chat["lastMessage"] = {"status": status or "ALLEGRO_ADVISOR_REPLIED", "createdAt": message["createdAt"]}


def _json(status: int, body: object, headers: dict[str, str] | None = None) -> httpx2.Response:
    return httpx2.Response(status, json=body, headers={"content-type": BETA} | (headers or {}))


def _problem(status: int, code: str) -> httpx2.Response:
    body = {"errors": [{"code": code, "message": "", "userMessage": "No", "metadata": {}}]}
    return _json(status, body)


_ID = "([0-9a-z-]+)"
_ROUTES = [
    ("GET", "/me", FakeAllegro.me),
    ("GET", "/sale/issues", FakeAllegro.list_issues),
    ("POST", "/sale/issues/attachments", FakeAllegro.declare_file),
    ("PUT", f"/sale/issues/attachments/{_ID}", FakeAllegro.put_file),
    ("GET", f"/sale/issues/{_ID}", FakeAllegro.one_issue),
    ("GET", f"/sale/issues/{_ID}/chat", FakeAllegro.chat),
    ("POST", f"/sale/issues/{_ID}/message", FakeAllegro.post_message),
    ("POST", f"/sale/issues/{_ID}/status", FakeAllegro.post_status),
    ("GET", f"/sale/issues/attachments/{_ID}", FakeAllegro.get_file),
    ("GET", "/zgoda/v1/capabilities", FakeAllegro.capabilities),
    ("GET", f"/zgoda/v1/issues/{_ID}", FakeAllegro.own_details),
    ("GET", f"/zgoda/v1/claims/{_ID}", FakeAllegro.own_details),
    ("POST", f"/zgoda/v1/issues/{_ID}/{_ID}", FakeAllegro.own_write),
    ("GET", "/order/events", FakeAllegro.order_events),
    ("GET", "/order/event-stats", FakeAllegro.event_stats),
    ("GET", "/order/carriers", FakeAllegro.carriers),
    ("GET", "/order/carriers/([A-Z]+)/tracking", FakeAllegro.tracking),
    ("GET", f"/order/checkout-forms/{_ID}", FakeAllegro.one_order),
    ("GET", f"/order/checkout-forms/{_ID}/shipments", FakeAllegro.list_shipments),
    ("POST", f"/order/checkout-forms/{_ID}/shipments", FakeAllegro.post_shipment),
]

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
