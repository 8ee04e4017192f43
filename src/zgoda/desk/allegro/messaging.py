"""The Message Center in both shapes of its addresses: beta.v1, which tells kinds of threads, and public.v1.

Both are read into the same tolerant shapes. A page names the place of the next one: a token in beta.v1, an offset in
public.v1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from zgoda.desk.allegro.client import Answer, Client
from zgoda.desk.allegro.failures import CallFailed, Forbidden, Refusal, ServerFault, Told
from zgoda.desk.allegro.files import Upload
from zgoda.wire import limits
from zgoda.wire.media import BETA_V1, PUBLIC_V1
from zgoda.wire.tolerant import PageSeen, Unreadable, read_id
from zgoda.wire.tolerant_messaging import (
    ThreadMessageSeen,
    ThreadSeen,
    TokenPageSeen,
    read_thread,
    read_thread_messages,
    read_threads,
)

T = TypeVar("T")
_NO_SUCH_SHAPE = frozenset({406, 415})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins; ``at`` is empty for the first."""

    is_beta: bool
    at: str = ""

    @property
    def media(self) -> str:
        return BETA_V1 if self.is_beta else PUBLIC_V1


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page, the raw answer, and where the next one begins; None at the end."""

    seen: PageSeen[T]
    raw: object
    next: Place | None


class WrongShape(CallFailed):
    """An answer to beta.v1 without ``nextPage``: it has another shape, and its end is not the list's end."""


def means_no_beta(problem: CallFailed) -> bool:
    """Whether a first page in beta.v1 failed so that public.v1 should be asked: never on 401 or 429."""
    refused = isinstance(problem, Refusal) and problem.status in _NO_SUCH_SHAPE
    return refused or isinstance(problem, Forbidden | WrongShape)


def threads(client: Client, place: Place) -> Page[ThreadSeen]:
    """One page of threads, the one last written in first."""
    what = "GET /messaging/threads"
    answer = client.read("/messaging/threads", _params(place), place.media)
    return _page(what, answer, read_threads(answer.document), place)


def messages(client: Client, thread_id: str, place: Place) -> Page[ThreadMessageSeen]:
    """One page of a thread's messages, newest first as far as is known."""
    what = "GET /messaging/threads/{id}/messages"
    answer = client.read(f"/messaging/threads/{thread_id}/messages", _params(place), place.media)
    return _page(what, answer, read_thread_messages(answer.document), place)


def thread(client: Client, thread_id: str, *, is_beta: bool) -> tuple[ThreadSeen, object]:
    """One thread as it stands, with the raw record."""
    answer = client.read(f"/messaging/threads/{thread_id}", accept=Place(is_beta).media)
    seen = read_thread(answer.document)
    if isinstance(seen, Unreadable):
        raise _unreadable("GET /messaging/threads/{id}", answer)
    return seen, answer.document


def mark_read(client: Client, thread_id: str, *, is_beta: bool, read: bool = True) -> None:
    """Doing it twice harms nobody. The answer is a flag in beta.v1 and a thread in public.v1; neither is needed."""
    client.put(f"/messaging/threads/{thread_id}/read", {"read": read}, Place(is_beta).media)


def send(client: Client, thread_id: str, text: str, attachment_ids: Sequence[str], *, is_beta: bool) -> str:
    """Write in a thread; the new message's id, or empty where the answer hides it. Never repeated here."""
    body = {"text": text, "attachments": [{"id": one} for one in attachment_ids] or None}
    answer = client.write(f"/messaging/threads/{thread_id}/messages", body, Place(is_beta).media, is_message=True)
    return read_id(answer.document) or ""


def upload(client: Client, file: Upload, *, is_beta: bool) -> str:
    """The attachment's id. Unlike an issue's, no address is named for the bytes: they go to the id on the upload
    host."""
    what, body = "POST /messaging/message-attachments", {"filename": file.name, "size": len(file.content)}
    declared = client.write("/messaging/message-attachments", body, Place(is_beta).media)
    attachment_id = read_id(declared.document)
    if not attachment_id:
        raise _unreadable(what, declared)
    address = declared.location or f"{client.roots.upload}{file_path(attachment_id)}"
    client.put_bytes(address, file.content, file.content_type, accept=Place(is_beta).media)
    return attachment_id


def file_path(attachment_id: str) -> str:
    """Where a message's attachment is read, without a vendor type; its own ``url`` answers 403."""
    return f"/messaging/message-attachments/{attachment_id}"


def _params(place: Place) -> dict[str, str | int | list[str]]:
    size = {"limit": limits.MESSAGING_PAGE}
    if place.is_beta:
        return {**size, "page.id": place.at} if place.at else {**size}
    return {**size, "offset": int(place.at or 0)}


def _page(what: str, answer: Answer, told: TokenPageSeen[T], place: Place) -> Page[T]:
    seen = told.page
    if seen.problem:
        raise _unreadable(what, answer)
    if not place.is_beta:
        is_full = seen.size >= limits.MESSAGING_PAGE
        following = Place(False, str(int(place.at or 0) + seen.size)) if is_full else None
        return Page(seen, answer.document, following)
    if not told.is_beta:
        raise WrongShape(what, answer.status, Told(for_developers="no nextPage in the answer"), answer.trace_id)
    return Page(seen, answer.document, Place(True, told.next_id) if told.next_id else None)


def _unreadable(what: str, answer: Answer) -> ServerFault:
    return ServerFault(what, answer.status, Told(for_developers="not the shape expected"), answer.trace_id)
