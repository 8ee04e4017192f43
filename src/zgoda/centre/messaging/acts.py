"""What people do in the Message Center, one function each: pages and API alike call these and nothing else writes.

Each is one transaction: lock the thread, ask the rules, write everything down. ``token`` makes a repetition of a form
or request harmless: the same token and content give the message that was sent the first time.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from zgoda.centre.messaging.models import SentOnce, Thread, ThreadFile, ThreadMessage, is_thread_id
from zgoda.centre.messaging.policy import Draft, verdict
from zgoda.centre.quality.threads import note_message
from zgoda.centre.store import laws
from zgoda.centre.store.models import Order
from zgoda.domain import messaging as rules
from zgoda.domain.messaging import MessagingRefused, MessagingWhy, Origin, Parties, Side, ThreadKind, Topic
from zgoda.engine.instants import whole_ms
from zgoda.files.using import mark_used, unusable

Outcome = ThreadMessage | MessagingRefused
_MS = timedelta(milliseconds=1)


class NoSuchThread(LookupError):
    """There is none, or it is somebody else's (P-49); ``args[0]`` is the id."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody sends, as typed; ``files`` are of files that were taken in before."""

    text: str
    files: tuple[UUID, ...] = ()
    origin: Origin = Origin.MESSAGE_CENTER

    @property
    def clean(self) -> str:
        return self.text.replace("\x00", "").replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about: an order, an offer, both or neither."""

    order_id: UUID | None = None
    offer_id: str = ""


def begin(
    sender_id: int, recipient: str, order_id: UUID | None, words: Words, *, now: datetime, token: UUID | None = None
) -> Outcome:
    """P-31: write to the other side of an order; the two have one conversation, which this begins or goes on with."""

    def act() -> Outcome:
        order = _order(order_id)
        parties = Parties(order.buyer_id, order.seller_id) if order else None
        logins = (order.buyer.username, order.seller.username) if order else ()
        refused = rules.may_begin(sender_id, recipient, parties, logins) or _unsendable(sender_id, words)
        if refused is not None or order is None:
            return refused or MessagingRefused(MessagingWhy.NO_ORDER_BETWEEN_YOU)
        return _post(_conversation(order.buyer_id, order.seller_id, now), sender_id, words, now, order)

    about = ("begin", recipient.casefold(), order_id)
    return _once(act, token=token, sender_id=sender_id, about=about, words=words, now=now)


def begin_for_buyer(
    buyer_id: int, seller_id: int, about: About, text: str, *, now: datetime, token: UUID | None = None
) -> Outcome:
    """P-41: the platform's hotline writes down a buyer's questions to a seller, before a purchase or after it.

    The message is the buyer's, who has not read it yet; its words say who wrote them.
    """

    def act() -> Outcome:
        refused = _unsendable(buyer_id, words)
        if refused is not None:
            return refused
        thread = _conversation(buyer_id, seller_id, now)
        sent = _post(thread, buyer_id, words, now, _order(about.order_id), offer_id=about.offer_id)
        Thread.objects.filter(pk=thread.pk).update(buyer_read=False)
        return sent

    words = Words(text, origin=Origin.ASK_QUESTION)
    meant = ("for-buyer", seller_id, about.order_id, about.offer_id)
    return _once(act, token=token, sender_id=buyer_id, about=meant, words=words, now=now)


def write(
    thread_id: str, sender_id: int, words: Words, *, now: datetime, token: UUID | None = None, problems: bool = True
) -> Outcome:
    """P-31, P-32: a message in a thread of the sender. ``problems``: whether the way it is sent knows problems at all.
    Raises `NoSuchThread`."""

    def act() -> Outcome:
        thread = _own(thread_id, sender_id, problems=problems)
        refused = rules.may_write(closed=thread.closed_at is not None) or _unsendable(sender_id, words)
        return refused or _post(thread, sender_id, words, now)

    about = ("write", thread_id)
    return _once(act, token=token, sender_id=sender_id, about=about, words=words, now=now)


def report_problem(
    sender_id: int,
    order_id: UUID,
    line_ids: Sequence[UUID],
    topic: Topic | None,
    words: Words,
    *,
    now: datetime,
    token: UUID | None = None,
) -> Outcome:
    """B1-23: a thread of its own about products of one order; where the law in force knows such threads."""

    def act() -> Outcome:
        order = _order(order_id)
        side = Parties(order.buyer_id, order.seller_id).side_of(sender_id) if order else None
        if order is None or side is None:
            return MessagingRefused(MessagingWhy.NO_ORDER_BETWEEN_YOU)
        lines = [line.id for line in order.lines.all() if line.id in set(line_ids)]
        reported = Thread.objects.filter(order_id=order_id, topic=topic or "", closed_at=None).exists()
        law = laws.law_now(order.market, now, seller_id=order.seller_id)
        refused = rules.may_report(law.rules, side, topic, len(lines), reported=reported)
        refused = refused or _unsendable(sender_id, words)
        if refused is not None or topic is None:
            return refused or MessagingRefused(MessagingWhy.TOPIC_MISSING)
        thread = _problem(order, lines, topic, now)
        if thread is None:
            return MessagingRefused(MessagingWhy.PROBLEM_REPORTED)
        return _post(thread, sender_id, words, now, order)

    about = ("problem", order_id, topic, *sorted(map(str, line_ids)))
    return _once(act, token=token, sender_id=sender_id, about=about, words=words, now=now)


def close(thread_id: str, by_id: int, *, now: datetime) -> Thread | MessagingRefused:
    """B1-23: the buyer closes a problem. Raises `NoSuchThread`."""
    with transaction.atomic():
        thread = _own(thread_id, by_id)
        if thread.kind != ThreadKind.PROBLEM:
            raise NoSuchThread(thread_id)
        refused = rules.may_close(thread.parties.side_of(by_id), closed=thread.closed_at is not None)
        if refused is not None:
            return refused
        thread.closed_at = max(whole_ms(now), thread.last_message_at)
        thread.save(update_fields=["closed_at"])
        return thread


def mark_read(thread_id: str, by_id: int, *, read: bool, problems: bool = True) -> Thread:
    """Each side has a mark of its own. Raises `NoSuchThread`."""
    with transaction.atomic():
        thread = _own(thread_id, by_id, problems=problems)
        mark = _mark_of(thread.parties.side_of(by_id))
        setattr(thread, mark, read)
        thread.save(update_fields=[mark])
        return thread


def was_sent(token: UUID) -> bool:
    """Whether a form took effect."""
    return SentOnce.objects.filter(pk=token).exists()


def _once(
    act: Callable[[], Outcome],
    *,
    token: UUID | None,
    sender_id: int,
    about: tuple[object, ...],
    words: Words,
    now: datetime,
) -> Outcome:
    """Carry ``act`` out in a transaction, once per token; a refusal leaves nothing behind."""
    meant = (*map(str, about), words.clean, words.origin, *map(str, words.files))
    digest = hashlib.sha256(repr(meant).encode()).hexdigest()
    with transaction.atomic():
        outcome = _earlier(token, sender_id, digest) or act()
        if isinstance(outcome, MessagingRefused):
            transaction.set_rollback(True)
        elif token is not None:
            mine = {"sender_id": sender_id, "digest": digest, "message": outcome, "at": now}
            kept, is_new = SentOnce.objects.get_or_create(token=token, defaults=mine)
            if not is_new and kept.message_id != outcome.pk:
                transaction.set_rollback(True)
    if token is not None:
        return _earlier(token, sender_id, digest) or outcome
    return outcome


def _earlier(token: UUID | None, sender_id: int, digest: str) -> Outcome | None:
    """What the token stands for already; while it was on its way a twin of the request may have been quicker."""
    known = SentOnce.objects.select_related("message__thread").filter(pk=token).first() if token else None
    if known is None:
        return None
    same = known.sender_id == sender_id and known.digest == digest
    return known.message if same else MessagingRefused(MessagingWhy.COMMAND_REUSED)


def _unsendable(sender_id: int, words: Words) -> MessagingRefused | None:
    refused = rules.may_say(words.clean, len(words.files))
    if refused is None and (len(set(words.files)) < len(words.files) or unusable(sender_id, words.files)):
        return MessagingRefused(MessagingWhy.FILE_UNUSABLE)
    return refused


def _conversation(buyer_id: int, seller_id: int, now: datetime) -> Thread:
    """The one of the two, locked; made where they have none yet."""
    thread, _ = Thread.objects.get_or_create(
        kind=ThreadKind.COMMON,
        buyer_id=buyer_id,
        seller_id=seller_id,
        defaults={"created_at": now, "last_message_at": now},
    )
    return _locked(thread.id)


def _post(
    thread: Thread, sender_id: int, words: Words, now: datetime, order: Order | None = None, *, offer_id: str = ""
) -> Outcome:
    """Write a message down; the thread is locked. Instants grow with the numbers, so that none are equal."""
    if words.files and not mark_used(words.files, now):
        return MessagingRefused(MessagingWhy.FILE_UNUSABLE)
    by = thread.parties.side_of(sender_id) or Side.BUYER
    reply = by is Side.SELLER and thread.messages.filter(author_id=thread.buyer_id).exists()
    status = verdict(Draft(words.clean, by, reply))
    at = max(whole_ms(now), thread.last_message_at + _MS if thread.messages_count else thread.created_at)
    message = ThreadMessage.objects.create(
        thread=thread,
        number=thread.messages_count + 1,
        author_id=sender_id,
        status=status,
        origin=words.origin,
        text=words.clean,
        order=order,
        offer_id=offer_id,
        created_at=at,
    )
    ThreadFile.objects.bulk_create(
        ThreadFile(message=message, file_id=file_id, position=position) for position, file_id in enumerate(words.files)
    )
    thread.messages_count, thread.last_message_at = message.number, at
    setattr(thread, _mark_of(by), True)
    if status in rules.SEEN:
        setattr(thread, _mark_of(Side.SELLER if by is Side.BUYER else Side.BUYER), False)
    thread.save()
    note_message(thread, at)
    return message


def _problem(order: Order, lines: Sequence[UUID], topic: Topic, now: datetime) -> Thread | None:
    """A new problem thread; None where somebody was quicker with the same."""
    try:
        with transaction.atomic():
            return Thread.objects.create(
                kind=ThreadKind.PROBLEM,
                buyer_id=order.buyer_id,
                seller_id=order.seller_id,
                order=order,
                line_ids=[str(line) for line in lines],
                topic=topic,
                created_at=whole_ms(now),
                last_message_at=whole_ms(now),
            )
    except IntegrityError:
        return None


def _own(thread_id: str, user_id: int, *, problems: bool = True) -> Thread:
    thread = _locked(thread_id)
    if thread.parties.side_of(user_id) is None or (thread.kind == ThreadKind.PROBLEM and not problems):
        raise NoSuchThread(thread_id)
    return thread


def _locked(thread_id: str) -> Thread:
    locked = Thread.objects.select_for_update()
    thread = locked.filter(pk=thread_id).first() if is_thread_id(thread_id) else None
    if thread is None:
        raise NoSuchThread(thread_id)
    return thread


def _order(order_id: UUID | None) -> Order | None:
    found = Order.objects.select_related("buyer", "seller").defer("form")
    return found.filter(pk=order_id).first() if order_id else None


def _mark_of(side: Side | None) -> str:
    return "buyer_read" if side is Side.BUYER else "seller_read"
