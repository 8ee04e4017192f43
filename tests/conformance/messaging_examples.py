"""Each answer that the document declares for ``/messaging``, in public.v1; the other shape has its own tests."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse

from tests.centre.api.conftest import PUBLIC
from tests.centre.messaging.people import begun
from tests.files.pictures import OF_KIND
from zgoda.centre.store.models import Order

if TYPE_CHECKING:
    from tests.conformance.examples import World

PNG = OF_KIND["image/png"]
THREAD, MESSAGE = "/messaging/threads/{threadId}", "/messaging/messages/{messageId}"
FILES, FILE = "/messaging/message-attachments", "/messaging/message-attachments/{attachmentId}"
NO_THREAD, NOTHING = f"/messaging/threads/{'0' * 43}", "00000000-0000-0000-0000-000000000009"

Answers = dict[tuple[str, str], dict[int, Callable[["World"], HttpResponse]]]


def thread(at: "World") -> str:
    """The address of a thread with the order's buyer."""
    return f"/messaging/threads/{thread_id(Order.objects.get(pk=at.order))}"


def thread_id(order: Order) -> str:
    return begun(order).thread_id


def _read(at: "World", address: str, body: object = None) -> HttpResponse:
    told = {"read": True} if body is None else body
    return at.program.ask("PUT", f"{address}/read", PUBLIC, told, PUBLIC)


def _sent(at: "World", **changes: object) -> HttpResponse:
    order = Order.objects.get(pk=at.order)
    body = {"recipient": {"login": order.buyer.username}, "text": "Dzień dobry", "order": {"id": at.order}}
    return at.post("/messaging/messages", {**body, **changes})


def _declared(at: "World", raw: bytes = PNG) -> str:
    return str(at.post(FILES, {"filename": "a.png", "size": len(raw)}).json()["id"])


def _uploaded(at: "World") -> str:
    file_id = _declared(at)
    assert at.program.put(f"{FILES}/{file_id}", PNG, "image/png").status_code == 200
    return file_id


def _read_file(at: "World") -> HttpResponse:
    file_id = _uploaded(at)
    assert _sent(at, attachments=[{"id": file_id}]).status_code == 201
    return at.program.get(f"{FILES}/{file_id}", accept="*/*")


MESSAGING: Answers = {
    ("GET", "/messaging/threads"): {
        200: lambda at: (thread(at), at.get("/messaging/threads"))[1],
        422: lambda at: at.get("/messaging/threads?limit=50"),
    },
    ("GET", THREAD): {200: lambda at: at.get(thread(at)), 404: lambda at: at.get(NO_THREAD)},
    ("PUT", f"{THREAD}/read"): {
        200: lambda at: _read(at, thread(at)),
        404: lambda at: _read(at, NO_THREAD),
        422: lambda at: _read(at, thread(at), {}),
    },
    ("GET", f"{THREAD}/messages"): {
        200: lambda at: at.get(f"{thread(at)}/messages"),
        404: lambda at: at.get(f"{NO_THREAD}/messages"),
        422: lambda at: at.get(f"{thread(at)}/messages?before=yesterday"),
    },
    ("POST", f"{THREAD}/messages"): {
        201: lambda at: at.post(f"{thread(at)}/messages", {"text": "Dzień dobry"}),
        404: lambda at: at.post(f"{NO_THREAD}/messages", {"text": "Dzień dobry"}),
        422: lambda at: at.post(f"{thread(at)}/messages", {"text": ""}),
    },
    ("POST", "/messaging/messages"): {201: _sent, 422: lambda at: _sent(at, recipient={"login": "stranger"})},
    ("GET", MESSAGE): {
        200: lambda at: at.get(f"/messaging/messages/{_sent(at).json()['id']}"),
        404: lambda at: at.get(f"/messaging/messages/{NOTHING}"),
    },
    ("POST", FILES): {
        201: lambda at: at.post(FILES, {"filename": "a.png", "size": 5}),
        415: lambda at: at.post(FILES, {"filename": "a.exe", "size": 5}),
        422: lambda at: at.post(FILES, {"filename": "a.png", "size": 5_242_881}),
    },
    ("GET", FILE): {200: _read_file, 404: lambda at: at.program.get(f"{FILES}/{_uploaded(at)}", accept="*/*")},
    ("PUT", FILE): {
        200: lambda at: at.program.put(f"{FILES}/{_declared(at)}", PNG, "image/png"),
        404: lambda at: at.program.put(f"{FILES}/{NOTHING}", PNG, "image/png"),
        413: lambda at: at.program.put(f"{FILES}/{_declared(at)}", b"x" * 5_242_881, "image/png"),
        415: lambda at: at.program.put(f"{FILES}/{_declared(at)}", PNG, "text/html"),
    },
}
