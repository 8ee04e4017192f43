"""From a thread as it was answered to its case: the row, its messages under the desk's own words for authors.

A thread is folded only together with its messages, so that one which cannot be read leaves no empty case behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zgoda.desk.allegro import messaging
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.messaging import Place
from zgoda.desk.cases import chat
from zgoda.desk.cases.orders import market_of_order
from zgoda.desk.messages import answering, continuing, standing
from zgoda.desk.messages.models import Thread
from zgoda.desk.messages.sources import COMMON, PROBLEM, THREAD
from zgoda.desk.store.models import Connection, DeskCase, DeskMessage, Outgoing, SendState
from zgoda.desk.work import arranging
from zgoda.engine.clock import real_now
from zgoda.wire.messaging import DeliveryStatus, ThreadAuthorRole
from zgoda.wire.tolerant import AttachmentSeen, MessageSeen
from zgoda.wire.tolerant_messaging import ThreadMessageSeen, ThreadSeen

MOST_PAGES = 50
"""A thread's pages read at most: a thousand messages."""

_ROLES = {
    ThreadAuthorRole.BUYER: "BUYER",
    ThreadAuthorRole.SELLER: "SELLER",
    ThreadAuthorRole.CONSULTANT: "ADMIN",
    ThreadAuthorRole.ALLEGRO: "ADMIN",
    ThreadAuthorRole.SYSTEM: chat.ASIDE,
    ThreadAuthorRole.CHATBOT: chat.ASIDE,
}


@dataclass(frozen=True, slots=True)
class Read:
    """A thread's messages as read, oldest first is not promised; ``is_cut`` where there were more than are read.
    ``answers`` is what the server says of who answers; None where it says nothing."""

    messages: tuple[ThreadMessageSeen, ...]
    is_cut: bool
    asked_at: datetime
    answers: dict[str, object] | None = None


def fingerprint_of(seen: ThreadSeen) -> str:
    """The tuple that tells a moved thread from one at rest. Having been read moves nothing."""
    return "|".join(str(part) for part in (seen.last_message_at, seen.type, seen.sub_type, seen.status))[:300]


def case_of(connection: Connection, remote_id: str) -> DeskCase | None:
    """The case that is read from this thread."""
    return DeskCase.objects.filter(connection=connection, family=THREAD, remote_id=remote_id).first()


def read_messages(connection: Connection, client: Client, thread_id: str, *, is_beta: bool) -> Read:
    """All messages not known yet, page by page until one brings none; the first page in any case, since a message is
    looked at before it is delivered. Unreadable ones are kept aside."""
    asked_at, place = real_now(), Place(is_beta)
    answers = answering.ask(connection, client, thread_id)
    found: dict[str, ThreadMessageSeen] = {}
    known = _known_ids(connection, thread_id)
    for _ in range(MOST_PAGES):
        page = messaging.messages(client, thread_id, place)
        chat.set_aside(connection, page.seen.unreadable, asked_at, "thread message")
        fresh = {one.id: one for one in page.seen.records if one.id not in found}
        found |= fresh
        if page.next is None or not fresh.keys() - known:
            return Read(tuple(found.values()), is_cut=False, asked_at=asked_at, answers=answers)
        place = page.next
    return Read(tuple(found.values()), is_cut=True, asked_at=asked_at, answers=answers)


def fold(connection: Connection, seen: ThreadSeen, raw: object, read: Read) -> DeskCase:
    """The case brought up to what was read, in one transaction under its lock."""
    own = connection.login
    with transaction.atomic():
        rows = DeskCase.objects.select_for_update().filter(connection=connection, remote_id=seen.id)
        case = rows.first() or continuing.dispute_of(connection, seen)
        is_new = case is None
        if case is None:
            case = _new_case(connection, seen, read)
        elif case.fingerprint == fingerprint_of(seen) if case.is_erased else case.read_at > read.asked_at:
            return case
        server_now = connection.server_now(read.asked_at)
        _take(case, seen, read.messages, own)
        case.remote, case.read_at, case.gone_at = chat.storable(raw), read.asked_at, None
        if read.answers is not None:
            case.own = chat.storable(read.answers)
        case.save()
        thread = _follow_thread(case, seen, read)
        messages = chat.in_order([as_message(one, own) for one in read.messages], case)
        continuing.take_over_messages(case, messages)
        chat.store_messages(case, messages, server_now)
        case.messages_count_seen = case.message_rows
        case.history_incomplete = case.history_incomplete or read.is_cut
        case.fingerprint = case.chat_fingerprint = fingerprint_of(seen)
        if is_new and seen.read and case.last_message_at and case.last_message_at < server_now - timedelta(days=1):
            Thread.objects.filter(pk=case.pk).update(settled=case.last_message_remote_id)
        _name(case)
        standing.refresh(case, server_now)
        case.save()
        arranging.follow(case)
        if thread.merged_into_id is not None:
            _pass_on(thread.merged_into_id, read, server_now)
    return case


def reread(case: DeskCase, client: Client) -> DeskCase:
    """Read one thread again, wholly."""
    is_beta = speaks_beta(case.connection)
    seen, raw = messaging.thread(client, case.remote_id, is_beta=is_beta)
    read = read_messages(case.connection, client, case.remote_id, is_beta=is_beta)
    fold(case.connection, seen, raw, read)
    return DeskCase.objects.select_related("connection").get(pk=case.pk)


def speaks_beta(connection: Connection) -> bool:
    """Whether the server is spoken to in beta.v1 now."""
    mailbox = getattr(connection, "mailbox", None)
    paused = mailbox.beta_paused_until if mailbox is not None else None
    return paused is None or paused <= real_now()


def as_message(one: ThreadMessageSeen, own_login: str) -> MessageSeen:
    """The message in the desk's words: an e-mail's subject stands over its text, a vehicle's number under it."""
    parts = (one.subject, one.text, f"VIN: {one.vin}" if one.vin else None)
    return MessageSeen(
        id=one.id,
        text="\n\n".join(part for part in parts if part),
        attachments=tuple(
            AttachmentSeen(file.file_name, messaging.file_path(file.id) if file.id else None)
            for file in one.attachments
        ),
        author_login=one.author_login,
        author_role=role_of(one, own_login),
        created_at=one.created_at,
        oddities=one.oddities,
    )


def role_of(one: ThreadMessageSeen, own_login: str) -> str:
    """Who speaks. USER stands for both sides, and public.v1 tells only whether it was the other one; without either
    the login decides. A role nobody knows is kept as it came."""
    if one.author_role in _ROLES:
        return _ROLES[ThreadAuthorRole(one.author_role)]
    if one.author_role not in {None, ThreadAuthorRole.USER}:
        return str(one.author_role)
    if one.is_interlocutor is not None:
        return "BUYER" if one.is_interlocutor else "SELLER"
    is_ours = bool(own_login) and (one.author_login or "").casefold() == own_login.casefold()
    return "SELLER" if is_ours else "BUYER"


def buyer_of(seen: ThreadSeen, messages: Iterable[ThreadMessageSeen], own_login: str) -> str:
    """By role, else whoever is not us, else the other side of public.v1, else an author. An account that is gone has
    no login."""
    named = [one for one in seen.participants if one.login]
    by_role = [one.login for one in named if one.role == "BUYER"]
    others = [one.login for one in named if (one.login or "").casefold() != own_login.casefold()]
    authors = [one.author_login for one in messages if role_of(one, own_login) == "BUYER" and one.author_login]
    return next((login for login in (*by_role, *others, seen.interlocutor_login, *authors) if login), "")


def _known_ids(connection: Connection, thread_id: str) -> set[str]:
    rows = DeskMessage.objects.filter(case__connection=connection, case__remote_id=thread_id)
    return set(rows.values_list("remote_id", flat=True))


def _new_case(connection: Connection, seen: ThreadSeen, read: Read) -> DeskCase:
    told = [one.created_at for one in read.messages if one.created_at]
    now = connection.server_now(read.asked_at)
    return DeskCase(
        shop_id=connection.shop_id,
        connection=connection,
        family=THREAD,
        remote_id=seen.id,
        market=connection.market,
        opened_at=seen.created_at or min(told, default=None) or seen.last_message_at or now,
        first_seen_at=now,
        read_at=read.asked_at,
    )


def _take(case: DeskCase, seen: ThreadSeen, messages: Sequence[ThreadMessageSeen], own_login: str) -> None:
    """The thread's fields; what the answer leaves out, as public.v1 does, keeps what was known."""
    case.family, case.remote_id = THREAD, seen.id
    case.type = (seen.type or (case.type if case.type in {COMMON, PROBLEM} else COMMON))[:40]
    case.status = (seen.status or case.status)[:60]
    case.reason = (seen.sub_type or case.reason)[:100]
    case.buyer_login = (buyer_of(seen, messages, own_login) or case.buyer_login)[:200]
    case.buyer_key = case.buyer_login.casefold()[:200]
    newest = sorted(messages, key=lambda one: one.created_at or case.opened_at, reverse=True)
    orders = [one.id for one in seen.orders] + [one.order_id for one in newest if one.order_id]
    if orders and orders[0] != case.order_id:
        case.order_id = orders[0][:64]
        case.market = market_of_order(case.connection, case.order_id) or case.market


def _follow_thread(case: DeskCase, seen: ThreadSeen, read: Read) -> Thread:
    thread, _ = Thread.objects.get_or_create(case=case)
    if seen.read is not None:
        thread.read = seen.read
    thread.sub_type = (seen.sub_type or thread.sub_type)[:100]
    offers = [one.offer_id for one in read.messages if one.offer_id]
    thread.offer_id = (offers[0] if offers else thread.offer_id)[:64]
    told = {one.id[:100]: (one.status or "")[:40] for one in read.messages}
    kept = {key: status for key, status in thread.undelivered.items() if key not in told}
    held = {key: status for key, status in told.items() if status and status != DeliveryStatus.DELIVERED}
    thread.undelivered = kept | held
    thread.save()
    return thread


def _name(case: DeskCase) -> None:
    """What an ordinary conversation is about: how it began."""
    if case.subject or case.type == PROBLEM:
        return
    first = DeskMessage.objects.filter(case=case).first()
    case.subject = chat.snippet(first.text)[:80] if first else ""


def _pass_on(head_id: int, read: Read, server_now: datetime) -> None:
    """The case that shows this thread has its last word from it, and finds in it what was sent from there."""
    head = DeskCase.objects.select_for_update().get(pk=head_id)
    ids = [one.id[:100] for one in read.messages]
    sent = Outgoing.objects.filter(case=head, state=SendState.SENT, remote_message_id__in=ids)
    sent.update(state=SendState.SEEN, seen_at=real_now())
    standing.refresh(head, server_now)
    head.save()
