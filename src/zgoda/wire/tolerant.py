"""Reading issues as servers really answer them: every field optional, unknown values kept, nothing ever raised.

A page is read record by record, so that one bad record is set aside with its raw form and never hurts the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar

from zgoda.wire import enums
from zgoda.wire.peek import Peek

PLACEHOLDER = "TODO"
"""Migrated disputes literally have this as the id and text of their first message."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record without what it cannot be kept without; ``raw`` is what came."""

    why: str
    raw: object


@dataclass(frozen=True, slots=True)
class AttachmentSeen:
    file_name: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """``author_role`` is a value of ``AuthorRole`` or what came in its stead. ``id`` may be missing or ``TODO``
    only in an issue's first message."""

    id: str | None
    text: str | None
    attachments: tuple[AttachmentSeen, ...]
    author_login: str | None
    author_role: str | None
    created_at: datetime | None
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectationSeen:
    """``refund`` in minor units and currency."""

    name: str | None
    refund: tuple[int, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSeen:
    """A dispute or claim. Only ``id`` is sure."""

    id: str
    type: str | None
    reference_number: str | None
    decision_due: datetime | None
    opened_at: datetime | None
    subject: str | None
    buyer_id: str | None
    buyer_login: str | None
    order_id: str | None
    order_created_at: datetime | None
    status: str | None
    status_due: datetime | None
    return_required: bool | None
    chat_active: bool | None
    last_message_status: str | None
    last_message_at: datetime | None
    messages_count: int | None
    initial_message: MessageSeen | None
    expectations: tuple[ExpectationSeen, ...]
    description: str | None
    offer_id: str | None
    offer_quantity: int | None
    product_id: str | None
    reason_type: str | None
    reason_description: str | None
    right: str | None
    attachments: tuple[AttachmentSeen, ...]
    oddities: tuple[str, ...] = ()
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class PageSeen(Generic[T]):
    """``records`` in the server's order, ``unreadable`` what was set aside; ``size`` counts both, so that a short
    page is still recognised. ``problem`` says that the answer itself was no page."""

    records: tuple[T, ...]
    unreadable: tuple[Unreadable, ...]
    size: int
    problem: str | None = None


@dataclass(slots=True)
class _Taken(Generic[T]):
    records: list[T] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def read_issue(raw: object) -> IssueSeen | Unreadable:
    """One issue; without an id it is nothing we could keep."""
    issue = Peek(raw, watched=True)
    issue_id = issue.id()
    if not issue_id:
        return Unreadable("no usable id" if issue.there else "not an object", raw)
    state, chat = issue.part("currentState"), issue.part("chat")
    last, first = chat.part("lastMessage"), chat.part("initialMessage")
    seen = IssueSeen(
        id=issue_id,
        type=issue.known("type", enums.IssueType),
        reference_number=issue.text("referenceNumber"),
        decision_due=issue.instant("decisionDueDate"),
        opened_at=issue.instant("openedDate"),
        subject=issue.text("subject"),
        buyer_id=issue.part("buyer").text("id"),
        buyer_login=issue.part("buyer").text("login"),
        order_id=issue.part("checkoutForm").text("id"),
        order_created_at=issue.part("checkoutForm").instant("createdAt"),
        status=state.known("status", enums.IssueStatus),
        status_due=state.instant("statusDueDate"),
        return_required=state.flag("returnRequired"),
        chat_active=state.flag("chatActive"),
        last_message_status=last.known("status", enums.LastMessageStatus),
        last_message_at=last.instant("createdAt"),
        messages_count=chat.number("messagesCount"),
        initial_message=_message(first) if first.there else None,
        expectations=tuple(_expectation(entry) for entry in issue.parts("expectations")),
        description=issue.text("description"),
        offer_id=issue.part("offer").text("id"),
        offer_quantity=issue.part("offer").number("quantity"),
        product_id=issue.part("product").text("id"),
        reason_type=issue.part("reason").known("type", enums.ReasonType),
        reason_description=issue.part("reason").text("description"),
        right=issue.known("right", enums.IssueRight),
        attachments=_attachments(issue),
        revision=issue.number("zgodaRevision"),
    )
    issue.note_unasked()
    return replace(seen, oddities=tuple(issue.oddities))


def read_message(raw: object) -> MessageSeen | Unreadable:
    """One entry of a chat; without an id it cannot be told from its like."""
    message = Peek(raw)
    seen = _message(message)
    if not seen.id:
        return Unreadable("no id" if message.there else "not an object", raw)
    return seen


def read_issues(raw: object) -> PageSeen[IssueSeen]:
    """The answer of ``GET /sale/issues``."""
    return read_page(raw, "issues", read_issue)


def read_chat(raw: object) -> PageSeen[MessageSeen]:
    """The answer of ``GET /sale/issues/{id}/chat``, in whatever order the server has it."""
    return read_page(raw, "chat", read_message)


def read_page(raw: object, key: str, read: Callable[[object], T | Unreadable]) -> PageSeen[T]:
    """A list of records under ``key``."""
    records = raw.get(key) if isinstance(raw, dict) else None
    if not isinstance(records, list):
        return PageSeen((), (), 0, f"no list {key!r} in the answer")
    taken: _Taken[T] = _Taken()
    for record in records:
        seen = read(record)
        if isinstance(seen, Unreadable):
            taken.unreadable.append(seen)
        else:
            taken.records.append(seen)
    return PageSeen(tuple(taken.records), tuple(taken.unreadable), len(records))


def read_id(raw: object) -> str | None:
    """The id in answers that hold little else: a declared or uploaded attachment, a message that was sent."""
    return Peek(raw).text("id")


def _message(message: Peek) -> MessageSeen:
    author = message.part("author")
    return MessageSeen(
        id=message.text("id"),
        text=message.text("text"),
        attachments=_attachments(message),
        author_login=author.text("login"),
        author_role=author.known("role", enums.AuthorRole),
        created_at=message.instant("createdAt"),
        oddities=tuple(message.oddities),
    )


def _attachments(of: Peek) -> tuple[AttachmentSeen, ...]:
    return tuple(AttachmentSeen(entry.text("fileName"), entry.text("url")) for entry in of.parts("attachments"))


def _expectation(entry: Peek) -> ExpectationSeen:
    return ExpectationSeen(entry.known("name", enums.ExpectationName), entry.money("refund"))
