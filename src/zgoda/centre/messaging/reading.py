"""Threads and messages for whoever may read them, for pages and API alike; what is somebody else's is not there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from zgoda.accounts.models import Role, User
from zgoda.centre.messaging.models import Thread, ThreadFile, ThreadMessage, is_thread_id
from zgoda.centre.store.models import OrderLine
from zgoda.domain.messaging import SEEN, Side, ThreadKind
from zgoda.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Entry:
    """A message with the files beside it, whatever their state."""

    row: ThreadMessage
    files: tuple[StoredFile, ...]


def side_of(user_id: int) -> Side:
    """On which side of threads an account is: an account of a marketplace either buys or sells."""
    role = User.objects.filter(pk=user_id).values_list("role", flat=True).first()
    return Side.BUYER if role == Role.BUYER else Side.SELLER


def threads_of(user_id: int, side: Side) -> QuerySet[Thread]:
    """The account's threads, the last that moved first; uses the side's index."""
    mine = Q(buyer_id=user_id) if side is Side.BUYER else Q(seller_id=user_id)
    found = Thread.objects.filter(mine, messages_count__gt=0).select_related("buyer", "seller")
    return found.order_by("-last_message_at", "-id")


def own_thread(thread_id: str, user_id: int) -> Thread | None:
    """P-49: None for what does not exist and for what is somebody else's."""
    if not is_thread_id(thread_id):
        return None
    found = Thread.objects.filter(Q(buyer_id=user_id) | Q(seller_id=user_id), pk=thread_id, messages_count__gt=0)
    return found.select_related("buyer", "seller").first()


def messages_of(thread: Thread, reader_id: int) -> QuerySet[ThreadMessage]:
    """Newest first: one's own messages, and the other side's that were delivered (E.5).

    S1-06: the Warehouse's replies stand under the seller's login, so the seller sees them as it sees its own.
    """
    seen = Q(author_id=reader_id) | Q(status__in=SEEN)
    return ThreadMessage.objects.filter(seen, thread_id=thread.id).select_related("author").order_by("-number")


def own_message(message_id: UUID, reader_id: int) -> ThreadMessage | None:
    """P-49, E.5: a message of one of the reader's threads that the reader may see."""
    mine = Q(thread__buyer_id=reader_id) | Q(thread__seller_id=reader_id)
    seen = Q(author_id=reader_id) | Q(status__in=SEEN)
    found = ThreadMessage.objects.filter(mine, seen, pk=message_id)
    return found.select_related("author", "thread__buyer", "thread__seller").first()


def with_files(rows: Sequence[ThreadMessage]) -> list[Entry]:
    """The messages with their files, in two queries."""
    links = list(ThreadFile.objects.filter(message_id__in=[row.id for row in rows]).order_by("message_id", "position"))
    known = {row.id: row for row in StoredFile.objects.filter(pk__in=[link.file_id for link in links])}
    files: dict[UUID, list[StoredFile]] = {row.id: [] for row in rows}
    for link in links:
        if link.file_id in known:
            files[link.message_id].append(known[link.file_id])
    return [Entry(row, tuple(files[row.id])) for row in rows]


def lines_of(threads: Iterable[Thread]) -> Mapping[str, list[OrderLine]]:
    """The products that each problem is about, by the thread's id; one query."""
    problems = [thread for thread in threads if thread.kind == ThreadKind.PROBLEM]
    rows = OrderLine.objects.filter(order_id__in=[thread.order_id for thread in problems])
    by_order: dict[UUID | None, list[OrderLine]] = {}
    for row in rows:
        by_order.setdefault(row.order_id, []).append(row)
    return {
        thread.id: [line for line in by_order.get(thread.order_id, []) if str(line.id) in thread.line_ids]
        for thread in problems
    }


def own_file(file_id: UUID, reader_id: int) -> tuple[StoredFile, ThreadMessage] | None:
    """A file that came with a message the reader may see, and that message."""
    link = ThreadFile.objects.filter(file_id=file_id).first()
    message = own_message(link.message_id, reader_id) if link else None
    row = StoredFile.objects.filter(pk=file_id).first() if message else None
    return (row, message) if row is not None and message is not None else None
