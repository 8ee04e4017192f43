"""Our threads and messages in the two shapes of ``/messaging`` (allegro-api.md §6.1, §6.3).

A program reads as the account whose token it has: "read", "interlocutor" and "is interlocutor" are from its side.
"""

from collections.abc import Sequence

from django.conf import settings
from msgspec import UNSET

from zgoda.accounts.models import User
from zgoda.centre.messaging.models import Thread, ThreadMessage
from zgoda.centre.messaging.reading import Entry
from zgoda.centre.store.models import OrderLine
from zgoda.domain.messaging import Side, ThreadKind
from zgoda.files.models import State, StoredFile
from zgoda.look.environment import static
from zgoda.wire import messaging as wire
from zgoda.wire.times import to_wire

_SCANS = {
    State.DECLARED: wire.ScanStatus.NEW,
    State.UPLOADED: wire.ScanStatus.NEW,
    State.SAFE: wire.ScanStatus.SAFE,
    State.UNSAFE: wire.ScanStatus.UNSAFE,
    State.EXPIRED: wire.ScanStatus.EXPIRED,
}


def thread_of(row: Thread, side: Side) -> wire.Thread:
    """public.v1."""
    other = row.seller if side is Side.BUYER else row.buyer
    picture = f"{settings.CENTRE_URL.rstrip('/')}{static('img/person.svg')}"
    return wire.Thread(
        id=row.id,
        read=row.is_read_by(side),
        last_message_date_time=to_wire(row.last_message_at),
        interlocutor=wire.Interlocutor(login=other.username, avatar_url=picture),
    )


def beta_thread_of(row: Thread, side: Side, lines: Sequence[OrderLine]) -> wire.BetaThread:
    """beta.v1; ``lines`` are the products of a problem."""
    is_problem = row.kind == ThreadKind.PROBLEM
    offers = [wire.OrderedOffer(id=line.offer_id, quantity=line.quantity) for line in lines]
    return wire.BetaThread(
        id=row.id,
        read=row.is_read_by(side),
        type=wire.ThreadType(row.kind),
        created_at=to_wire(row.created_at),
        last_message_date_time=to_wire(row.last_message_at),
        participants=[_participant(row, user) for user in (row.buyer, row.seller)],
        orders=[wire.ThreadOrder(id=str(row.order_id), offers=offers)] if is_problem else None,
        sub_type=row.topic or None,
        status=wire.ThreadStatus.CLOSED if row.closed_at else wire.ThreadStatus.OPEN,
    )


def message_of(entry: Entry, reader_id: int) -> wire.Message:
    """public.v1."""
    row = entry.row
    about = wire.RelatesTo(offer=_offer(row), order=wire.Reference(str(row.order_id)) if row.order_id else UNSET)
    return wire.Message(
        id=str(row.id),
        status=wire.DeliveryStatus(row.status),
        type=wire.MessageOrigin(row.origin),
        created_at=to_wire(row.created_at),
        thread=wire.Reference(row.thread_id),
        author=wire.MessageAuthor(login=row.author.username, is_interlocutor=row.author_id != reader_id),
        text=row.text,
        subject=row.subject or None,
        relates_to=about,
        has_additional_attachments=False,
        attachments=[_attachment(file) for file in entry.files],
        additional_information=None,
    )


def beta_message_of(entry: Entry, thread: Thread) -> wire.BetaMessage:
    """beta.v1, which leaves the thread out."""
    row = entry.row
    role = wire.ThreadAuthorRole(_participant(thread, row.author).role.value)
    order = wire.Reference(str(row.order_id)) if row.order_id else None
    return wire.BetaMessage(
        id=str(row.id),
        status=wire.DeliveryStatus(row.status),
        type=wire.MessageOrigin(row.origin),
        created_at=to_wire(row.created_at),
        author=wire.BetaMessageAuthor(role=role, login=row.author.username),
        text=row.text,
        subject=row.subject or None,
        relates_to=wire.BetaRelatesTo(offer=_offer(row), order=order),
        has_additional_attachments=False,
        attachments=[_beta_attachment(file) for file in entry.files],
        additional_information=None,
    )


def _participant(thread: Thread, user: User) -> wire.Participant:
    if thread.kind == ThreadKind.COMMON:
        return wire.Participant(role=wire.ParticipantRole.USER, login=user.username)
    role = wire.ParticipantRole.BUYER if user.pk == thread.buyer_id else wire.ParticipantRole.SELLER
    return wire.Participant(role=role, login=user.username)


def _offer(row: ThreadMessage) -> wire.Reference | None:
    return wire.Reference(row.offer_id) if row.offer_id else None


def _attachment(file: StoredFile) -> wire.MessageAttachment:
    return wire.MessageAttachment(
        file_name=file.name, mime_type=file.content_type or UNSET, url=_url(file), status=_SCANS[State(file.state)]
    )


def _beta_attachment(file: StoredFile) -> wire.BetaMessageAttachment:
    plain = _attachment(file)
    return wire.BetaMessageAttachment(
        id=str(file.id), file_name=plain.file_name, mime_type=plain.mime_type, url=plain.url, status=plain.status
    )


def _url(file: StoredFile) -> str:
    """Ends in the attachment's id, which public.v1 tells nowhere else; read with the bearer token."""
    return f"{settings.UPLOAD_URL.rstrip('/')}/messaging/message-attachments/{file.id}"
