"""What an event leaves beside the case: messages, words, reports, and the block of an account.

The events hold ids and digests; the words come with the command and go into rows that can be erased.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from zgoda.accounts.models import User
from zgoda.centre.store.models import (
    CaseMessage,
    CaseText,
    MessageAttachment,
    Report,
    ReportStatus,
    TextKind,
)
from zgoda.domain import events as e
from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import Text
from zgoda.domain.discussion import Discussion
from zgoda.files.using import mark_used

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Texts = Mapping[UUID, Text]


@dataclass
class _Writer:
    """The case being written, the words that came with the command, and the number of its last message."""

    case: Discussion
    texts: Texts
    number: int

    def keep(self, ref: e.TextRef | None, kind: TextKind, side: str, by: Actor, at: datetime) -> UUID | None:
        """Put the words that ``ref`` points at into a row of their own, and return its id."""
        if ref is None:
            return None
        text = self.texts[ref.id]
        CaseText.objects.create(
            id=ref.id,
            case_id=self.case.id,
            kind=kind,
            side=side,
            author_id=by.id,
            text=text.value,
            salt=text.salt,
            created_at=at,
        )
        return ref.id


def texts_of(command: "DataclassInstance") -> dict[UUID, Text]:
    """All words in a command, by their id."""
    values = (getattr(command, field.name) for field in fields(command))
    return {value.id: value for value in values if isinstance(value, Text)}


def take_files(events: Sequence[object], now: datetime) -> bool:
    """P-06: a file goes with one message. False, and none is taken, where another message was quicker."""
    files: list[UUID] = [file_id for event in events for file_id in getattr(event, "attachments", ())]
    return not files or mark_used(files, now)


def write(case: Discussion, recorded: Sequence[e.Recorded], texts: Texts, last_number: int) -> None:
    """Write what the events leave; ``last_number`` is that of the newest message before them."""
    writer = _Writer(case, texts, last_number)
    for one in recorded:
        leave = _LEAVES.get(type(one.event))
        if leave is not None:
            leave(writer, one.event, one.at, one.by)


def _message(writer: _Writer, event: e.MessagePosted, at: datetime, by: Actor) -> None:
    writer.number += 1
    text = writer.texts[event.text.id] if event.text else None
    CaseMessage.objects.create(
        id=event.message_id,
        case_id=writer.case.id,
        number=writer.number,
        author_role=event.author.value,
        author_id=event.author_id,
        kind=event.kind.value,
        template=event.template.value if event.template else "",
        params=dict(event.params),
        text=text.value if text else None,
        text_id=text.id if text else None,
        salt=text.salt if text else "",
        created_at=at,
    )
    if event.attachments:
        MessageAttachment.objects.bulk_create(
            MessageAttachment(message_id=event.message_id, file_id=file_id, position=position)
            for position, file_id in enumerate(event.attachments)
        )


def _opened(writer: _Writer, event: e.DiscussionOpened, at: datetime, by: Actor) -> None:
    writer.keep(event.reported, TextKind.REPORTED, Role.CONSULTANT, by, at)


def _reopened(writer: _Writer, event: e.Reopened, at: datetime, by: Actor) -> None:
    writer.keep(event.justification, TextKind.JUSTIFICATION, Role.CONSULTANT, by, at)
    writer.keep(event.buyer_request, TextKind.BUYER_REQUEST, Role.CONSULTANT, by, at)


def _warned(writer: _Writer, event: e.SellerWarned, at: datetime, by: Actor) -> None:
    writer.keep(event.reason, TextKind.WARNING, Role.SELLER, by, at)


def _blocked(writer: _Writer, event: e.SellerBlocked, at: datetime, by: Actor) -> None:
    """P-26, S0-15: the seller's account is blocked in the transaction that records it."""
    writer.keep(event.reason, TextKind.BLOCKING, Role.SELLER, by, at)
    seller = User.objects.filter(pk=writer.case.purchase.seller_id)
    seller.update(blocked_at=at, blocked_reason=writer.texts[event.reason.id].value)


def _reported(writer: _Writer, event: e.ViolationReported, at: datetime, by: Actor) -> None:
    text_id = writer.keep(event.text, TextKind.REPORT, Role.MODERATOR, by, at)
    Report.objects.create(
        id=event.report_id,
        case_id=writer.case.id,
        message_id=event.message_id,
        reporter_role=by.role.value,
        reporter_id=by.id,
        category=event.category.value,
        text_id=text_id,
        created_at=at,
    )


def _report_handled(writer: _Writer, event: e.ReportHandled, at: datetime, by: Actor) -> None:
    """T-30: a hidden message keeps its words; pages show a notice instead."""
    verdict_id = writer.keep(event.text, TextKind.VERDICT, Role.MODERATOR, by, at)
    Report.objects.filter(pk=event.report_id).update(
        status=ReportStatus.HIDDEN if event.hidden else ReportStatus.REJECTED,
        verdict_id=verdict_id,
        handled_at=at,
        handled_by_id=by.id,
    )
    if event.hidden:
        CaseMessage.objects.filter(pk=event.message_id, hidden_at=None).update(hidden_at=at)


def _comment(writer: _Writer, event: e.CommentAdded, at: datetime, by: Actor) -> None:
    writer.keep(event.text, TextKind.COMMENT, event.side, by, at)


def _forwarded(writer: _Writer, event: e.Forwarded, at: datetime, by: Actor) -> None:
    """S1-52: the note is for the party that answers from now on; both read it, the buyer never does."""
    writer.keep(event.note, TextKind.FORWARD, event.to, by, at)


def _recomputed(writer: _Writer, event: e.DeadlinesRecomputed, at: datetime, by: Actor) -> None:
    writer.keep(event.reason, TextKind.RECOMPUTED, Role.ADMIN, by, at)


_LEAVES: Mapping[type[e.Event], Callable[..., None]] = {
    e.MessagePosted: _message,
    e.DiscussionOpened: _opened,
    e.Reopened: _reopened,
    e.SellerWarned: _warned,
    e.SellerBlocked: _blocked,
    e.ViolationReported: _reported,
    e.ReportHandled: _report_handled,
    e.CommentAdded: _comment,
    e.DeadlinesRecomputed: _recomputed,
    e.Forwarded: _forwarded,
}
