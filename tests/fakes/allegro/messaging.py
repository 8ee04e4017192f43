"""The fake's Message Center and customer returns, in both shapes of the former, with their documented misbehaviour."""

import base64
import json
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx2

from zgoda.wire.times import from_wire, to_wire

if TYPE_CHECKING:
    from tests.fakes.allegro.server import FakeAllegro

BETA = "application/vnd.allegro.beta.v1+json"
API = "https://api.fake.test"
UPLOAD = "https://upload.fake.test"
SELLER = "shop"


class FakeMessaging:
    """``beta``: 200, or the status that the beta type is answered with; ``beta_lies`` answers it in public.v1's shape.

    ``absent`` threads stand in lists and answer 404; ``nameless`` ones have a null interlocutor; ``scope`` False
    refuses everything. ``hide_new_for`` hides the newest message of a thread from so many readings.
    """

    def __init__(self, server: "FakeAllegro") -> None:
        self.server = server
        self.threads: dict[str, dict] = {}
        self.messages: dict[str, list[dict]] = {}
        self.files: dict[str, dict] = {}
        self.returns: dict[str, dict] = {}
        self.beta = 200
        self.beta_lies = False
        self.absent: set[str] = set()
        self.nameless: set[str] = set()
        self.scope = True
        self.hide_new_for = 0

    def open(self, text: str = "Is it blue?", login: str = "anna_k", **changes: object) -> str:
        """A buyer writes for the first time; ``type``, ``subType``, ``order`` and ``id`` may be given."""
        thread_id = str(changes.pop("id", uuid4().hex + "ABCdefGHIjk"))
        order = changes.pop("order", None)
        kind = changes.get("type", "COMMON")
        roles = ("BUYER", "SELLER") if kind == "POST_PURCHASE_ISSUE" else ("USER", "USER")
        self.threads[thread_id] = {
            "id": thread_id,
            "read": False,
            "type": kind,
            "createdAt": to_wire(self.server.now),
            "lastMessageDateTime": to_wire(self.server.now),
            "participants": [{"role": roles[0], "login": login}, {"role": roles[1], "login": SELLER}],
            "orders": [{"id": order, "offers": [{"id": "7", "quantity": 1}]}] if order else None,
            "subType": None,
            "status": "OPEN",
        } | changes
        self.messages[thread_id] = []
        self.write(thread_id, login, text, order=order)
        return thread_id

    def write(self, thread_id: str, login: str, text: str, **more: object) -> dict:
        """Somebody writes now; other fields of the message may be given."""
        thread = self.threads[thread_id]
        role = "SELLER" if login == SELLER else "BUYER"
        if thread["type"] == "COMMON":
            role = "USER"
        order = more.pop("order", None)
        message = {
            "id": uuid4().hex,
            "status": "DELIVERED",
            "type": "MESSAGE_CENTER",
            "createdAt": to_wire(self.server.now),
            "author": {"role": role, "login": login},
            "text": text,
            "subject": None,
            "relatesTo": {"offer": None, "order": {"id": order} if order else None},
            "hasAdditionalAttachments": False,
            "attachments": [],
            "additionalInformation": None,
        } | more
        self.messages[thread_id].append(message)
        thread["lastMessageDateTime"] = message["createdAt"]
        thread["read"] = login == SELLER
        return message

    def texts(self, thread_id: str, login: str = SELLER) -> list[str]:
        """What the other side holds from this login, oldest first."""
        return [one["text"] for one in self.messages[thread_id] if one["author"]["login"] == login]

    def announce_return(self, order: str, login: str = "anna_k", **changes: object) -> str:
        """A buyer announces a return now."""
        return_id = str(uuid4())
        self.returns[return_id] = {
            "id": return_id,
            "isFulfillment": False,
            "createdAt": to_wire(self.server.now),
            "referenceNumber": f"{len(self.returns) + 1234}/Z04A",
            "orderId": order,
            "buyer": {"email": None, "login": login},
            "items": [
                {
                    "offerId": "7",
                    "quantity": 1,
                    "name": "Lampa",
                    "price": {"amount": "50.00", "currency": "PLN"},
                    "url": "https://allegro.pl/oferta/7",
                    "reason": {"type": "DONT_LIKE_IT", "userComment": "Too dark."},
                    "serialNumbers": [],
                }
            ],
            "refund": None,
            "parcels": [],
            "rejection": None,
            "marketplaceId": "allegro-pl",
            "status": "CREATED",
        } | changes
        return return_id

    def list_threads(self, request: httpx2.Request) -> httpx2.Response:
        rows = sorted(self.threads.values(), key=lambda row: str(row.get("lastMessageDateTime") or ""), reverse=True)
        return self._page(request, "threads", rows, self._public_thread)

    def one_thread(self, request: httpx2.Request, thread_id: str) -> httpx2.Response:
        refused = self._refused(request) or self._missing(thread_id)
        if refused:
            return refused
        row = self.threads[thread_id]
        return answer(200, row if self._is_beta(request) else self._public_thread(row))

    def mark_read(self, request: httpx2.Request, thread_id: str) -> httpx2.Response:
        refused = self._refused(request) or self._missing(thread_id)
        if refused:
            return refused
        self.threads[thread_id]["read"] = json.loads(request.content)["read"]
        row = self.threads[thread_id]
        return answer(200, {"read": row["read"]} if self._is_beta(request) else self._public_thread(row))

    def list_messages(self, request: httpx2.Request, thread_id: str) -> httpx2.Response:
        missing = self._missing(thread_id)
        if missing:
            return missing
        rows = list(reversed(self.messages[thread_id]))
        if self.hide_new_for > 0:
            self.hide_new_for -= 1
            rows = rows[1:]
        return self._page(request, "messages", rows, lambda row: self._public_message(row, thread_id))

    def post_message(self, request: httpx2.Request, thread_id: str) -> httpx2.Response:
        refused = self._refused(request) or self._missing(thread_id)
        if refused:
            return refused
        body = json.loads(request.content)
        if self.threads[thread_id]["status"] == "CLOSED":
            return problem(422, "THREAD_CLOSED", "Cannot add a message to a closed POST_PURCHASE_ISSUE thread.")
        if len(body["text"]) > 2000:
            return problem(422, "VALIDATION_ERROR", "Wiadomość zbyt długa")
        files = [
            {
                "id": one["id"],
                "fileName": self.files[one["id"]]["filename"],
                "mimeType": "image/png",
                "url": f"{UPLOAD}/messaging/message-attachments/{one['id']}",
                "status": "SAFE",
            }
            for one in body.get("attachments") or []
        ]
        message = self.write(thread_id, SELLER, body["text"], attachments=files)
        return answer(201, message if self._is_beta(request) else self._public_message(message, thread_id))

    def declare_file(self, request: httpx2.Request) -> httpx2.Response:
        file_id = str(uuid4())
        self.files[file_id] = json.loads(request.content)
        return answer(201, {"id": file_id})

    def put_file(self, request: httpx2.Request, file_id: str) -> httpx2.Response:
        if request.url.host != "upload.fake.test":
            return problem(404, "NOT_FOUND")
        self.files[file_id]["bytes"] = request.content
        return answer(200, {"id": file_id})

    def get_file(self, request: httpx2.Request, file_id: str) -> httpx2.Response:
        """Its own ``url`` answers 403, and a vendor type 406."""
        if request.url.host == "upload.fake.test":
            return problem(403, "AccessDenied")
        if "vnd." in request.headers.get("accept", ""):
            return problem(406, "NotAcceptableException")
        return httpx2.Response(200, content=self.files[file_id]["bytes"])

    def list_returns(self, request: httpx2.Request) -> httpx2.Response:
        since, offset = request.url.params.get("createdAt.gte"), int(request.url.params.get("offset") or 0)
        rows = [row for row in self.returns.values() if not since or _at(row) >= (from_wire(since) or _at(row))]
        limit = int(request.url.params.get("limit") or 100)
        return answer(200, {"count": len(rows), "customerReturns": rows[offset : offset + limit]})

    def one_return(self, _request: httpx2.Request, return_id: str) -> httpx2.Response:
        row = self.returns.get(return_id)
        return answer(200, row) if row else problem(404, "NOT_FOUND")

    def reject(self, request: httpx2.Request, return_id: str) -> httpx2.Response:
        row, body = self.returns[return_id], json.loads(request.content)["rejection"]
        if row["rejection"]:
            return problem(422, "ALREADY_REJECTED", "It is rejected already")
        row["rejection"] = body | {"createdAt": to_wire(self.server.now)}
        row["status"] = "REJECTED"
        return answer(200, row)

    def _page(self, request: httpx2.Request, name: str, rows: list, public: object) -> httpx2.Response:
        refused = self._refused(request)
        if refused:
            return refused
        params = request.url.params
        limit = int(params.get("limit") or 20)
        if self._is_beta(request):
            start = int(base64.b64decode(params.get("page.id") or base64.b64encode(b"0")))
            more = start + limit < len(rows)
            token = base64.b64encode(str(start + limit).encode()).decode() if more else None
            return answer(200, {name: rows[start : start + limit], "nextPage": {"id": token} if more else None})
        start = int(params.get("offset") or 0)
        shown = [public(row) for row in rows[start : start + limit]]  # type: ignore[operator]
        return answer(200, {name: shown, "offset": start, "limit": limit})

    def _refused(self, request: httpx2.Request) -> httpx2.Response | None:
        if not self.scope:
            return problem(403, "AccessDenied")
        if BETA in request.headers.get("accept", "") and self.beta != 200:
            return problem(self.beta, "NotAcceptableException")
        return None

    def _missing(self, thread_id: str) -> httpx2.Response | None:
        is_there = thread_id in self.threads and thread_id not in self.absent
        return None if is_there else problem(404, "THREAD_NOT_FOUND", "Wątek nie istnieje")

    def _is_beta(self, request: httpx2.Request) -> bool:
        return BETA in request.headers.get("accept", "") and not self.beta_lies

    def _public_thread(self, row: dict) -> object:
        if not isinstance(row, dict) or "id" not in row:
            return row
        login = row["participants"][0]["login"]
        known = {"login": login, "avatarUrl": f"{API}/a.png"}
        return {
            "id": row["id"],
            "read": row["read"],
            "lastMessageDateTime": row["lastMessageDateTime"],
            "interlocutor": None if row["id"] in self.nameless else known,
        }

    def _public_message(self, row: dict, thread_id: str) -> object:
        if not isinstance(row, dict) or "id" not in row:
            return row
        login = row["author"]["login"]
        return row | {
            "thread": {"id": thread_id},
            "author": {"login": login, "isInterlocutor": login != SELLER},
            "attachments": [{key: one[key] for key in one if key != "id"} for one in row["attachments"]],
        }


def answer(status: int, body: object) -> httpx2.Response:
    return httpx2.Response(status, json=body, headers={"content-type": BETA})


def problem(status: int, code: str, words: str = "No") -> httpx2.Response:
    return answer(status, {"errors": [{"code": code, "message": "", "userMessage": words, "metadata": {}}]})


def _at(row: dict) -> datetime:
    return from_wire(row["createdAt"])  # type: ignore[return-value]


_ID = "([0-9A-Za-z-]+)"
ROUTES = [
    ("GET", "/messaging/threads", FakeMessaging.list_threads),
    ("GET", f"/messaging/threads/{_ID}", FakeMessaging.one_thread),
    ("PUT", f"/messaging/threads/{_ID}/read", FakeMessaging.mark_read),
    ("GET", f"/messaging/threads/{_ID}/messages", FakeMessaging.list_messages),
    ("POST", f"/messaging/threads/{_ID}/messages", FakeMessaging.post_message),
    ("POST", "/messaging/message-attachments", FakeMessaging.declare_file),
    ("PUT", f"/messaging/message-attachments/{_ID}", FakeMessaging.put_file),
    ("GET", f"/messaging/message-attachments/{_ID}", FakeMessaging.get_file),
    ("GET", "/order/customer-returns", FakeMessaging.list_returns),
    ("GET", f"/order/customer-returns/{_ID}", FakeMessaging.one_return),
    ("POST", f"/order/customer-returns/{_ID}/rejection", FakeMessaging.reject),
]
