"""Reading threads and messages as servers really answer them, in whichever shape they come.

What one shape does not tell is None: public.v1 knows no type, participants or status of a thread, beta.v1 no
interlocutor. Nothing is ever raised.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from zgoda.wire import messaging
from zgoda.wire.peek import Peek
from zgoda.wire.tolerant import PageSeen, Unreadable, read_page

T = TypeVar("T")
_TAIL = re.compile(r"/([0-9A-Za-z-]{8,})/?(?:[?#].*)?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class ParticipantSeen:
    """``role`` is a value of ``ParticipantRole`` or what came in its stead."""

    role: str | None
    login: str | None


@dataclass(frozen=True, slots=True)
class ThreadOrderSeen:
    """``offers`` are ids and quantities."""

    id: str
    offers: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadSeen:
    """Only ``id`` is sure. ``interlocutor_login`` is told by public.v1, what follows it by beta.v1."""

    id: str
    read: bool | None
    last_message_at: datetime | None
    interlocutor_login: str | None
    type: str | None
    created_at: datetime | None
    participants: tuple[ParticipantSeen, ...]
    orders: tuple[ThreadOrderSeen, ...]
    sub_type: str | None
    status: str | None
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadAttachmentSeen:
    """``id`` as told, or cut from the end of ``url`` as public.v1 demands; ``status`` is of the scan."""

    id: str | None
    file_name: str | None
    mime_type: str | None
    url: str | None
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMessageSeen:
    """Only ``id`` is sure. ``is_interlocutor`` and ``thread_id`` are told by public.v1, ``author_role`` by beta.v1."""

    id: str
    status: str | None
    type: str | None
    created_at: datetime | None
    thread_id: str | None
    author_login: str | None
    author_role: str | None
    is_interlocutor: bool | None
    text: str | None
    subject: str | None
    offer_id: str | None
    order_id: str | None
    has_additional_attachments: bool | None
    attachments: tuple[ThreadAttachmentSeen, ...]
    vin: str | None
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenPageSeen(Generic[T]):
    """A page of beta.v1. ``next_id`` is the token of the next page. ``is_beta`` is False where ``nextPage`` is missing
    altogether: then the answer has the other shape, and its end is not the list's end."""

    page: PageSeen[T]
    next_id: str | None
    is_beta: bool


def read_thread(raw: object) -> ThreadSeen | Unreadable:
    """One thread of either shape; without an id it is nothing we could keep."""
    thread = Peek(raw)
    thread_id = thread.id()
    if not thread_id:
        return Unreadable("no usable id" if thread.there else "not an object", raw)
    return ThreadSeen(
        id=thread_id,
        read=thread.flag("read"),
        last_message_at=thread.instant("lastMessageDateTime"),
        interlocutor_login=thread.part("interlocutor").text("login"),
        type=thread.known("type", messaging.ThreadType),
        created_at=thread.instant("createdAt"),
        participants=tuple(_participant(entry) for entry in thread.parts("participants")),
        orders=tuple(order for entry in thread.parts("orders") for order in _order(entry)),
        sub_type=thread.known("subType", messaging.ThreadSubType),
        status=thread.known("status", messaging.ThreadStatus),
        oddities=tuple(thread.oddities),
    )


def read_thread_message(raw: object) -> ThreadMessageSeen | Unreadable:
    """One message of either shape; without an id it cannot be told from its like."""
    message = Peek(raw)
    message_id = message.id()
    if not message_id:
        return Unreadable("no usable id" if message.there else "not an object", raw)
    author, about = message.part("author"), message.part("relatesTo")
    return ThreadMessageSeen(
        id=message_id,
        status=message.known("status", messaging.DeliveryStatus),
        type=message.known("type", messaging.MessageOrigin),
        created_at=message.instant("createdAt"),
        thread_id=message.part("thread").text("id"),
        author_login=author.text("login"),
        author_role=author.known("role", messaging.ThreadAuthorRole),
        is_interlocutor=author.flag("isInterlocutor"),
        text=message.text("text"),
        subject=message.text("subject"),
        offer_id=about.part("offer").text("id"),
        order_id=about.part("order").text("id"),
        has_additional_attachments=message.flag("hasAdditionalAttachments"),
        attachments=tuple(_attachment(entry) for entry in message.parts("attachments")),
        vin=message.part("additionalInformation").text("vin"),
        oddities=tuple(message.oddities),
    )


def read_threads(raw: object) -> TokenPageSeen[ThreadSeen]:
    """The answer of ``GET /messaging/threads``."""
    return _with_token(raw, read_page(raw, "threads", read_thread))


def read_thread_messages(raw: object) -> TokenPageSeen[ThreadMessageSeen]:
    """The answer of ``GET /messaging/threads/{id}/messages``, in whatever order the server has it."""
    return _with_token(raw, read_page(raw, "messages", read_thread_message))


def _with_token(raw: object, page: PageSeen[T]) -> TokenPageSeen[T]:
    is_beta = isinstance(raw, dict) and "nextPage" in raw
    return TokenPageSeen(page, Peek(raw).part("nextPage").text("id") if is_beta else None, is_beta)


def _participant(entry: Peek) -> ParticipantSeen:
    return ParticipantSeen(entry.known("role", messaging.ParticipantRole), entry.text("login"))


def _order(entry: Peek) -> tuple[ThreadOrderSeen, ...]:
    order_id = entry.text("id")
    if not order_id:
        entry.note("id", "an order without an id")
        return ()
    told = [(offer.text("id"), offer.number("quantity")) for offer in entry.parts("offers")]
    return (ThreadOrderSeen(order_id, tuple((offer_id, count) for offer_id, count in told if offer_id)),)


def _attachment(entry: Peek) -> ThreadAttachmentSeen:
    url = entry.text("url")
    tail = _TAIL.search(url) if url else None
    return ThreadAttachmentSeen(
        id=entry.text("id") or (tail[1] if tail else None),
        file_name=entry.text("fileName"),
        mime_type=entry.text("mimeType"),
        url=url,
        status=entry.known("status", messaging.ScanStatus),
    )
