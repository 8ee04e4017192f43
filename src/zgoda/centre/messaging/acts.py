"""What people do in the Message Center, one function each: pages and API alike call these and nothing else writes.

Each is one transaction: lock the thread, ask the rules, write everything down. ``token`` makes a repetition of a form
or request harmless: the same token and content give the message that was sent the first time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from zgoda.centre.messaging import assigning, reading
from zgoda.centre.messaging.models import Thread, ThreadFile, ThreadMessage, is_thread_id
from zgoda.centre.messaging.once import Outcome, once, sent_once
from zgoda.centre.messaging.policy import Draft, verdict
from zgoda.centre.quality.threads import note_message
from zgoda.centre.store import laws
from zgoda.centre.store.models import Order
from zgoda.domain import messaging as rules
from zgoda.domain.actors import Role
from zgoda.domain.message_routing import may_reply
from zgoda.domain.message_topics import MessageTopic
from zgoda.domain.messaging import MessagingRefused, MessagingWhy, Origin, Parties, Side, ThreadKind, Topic
from zgoda.engine.instants import whole_ms
from zgoda.files.using import mark_used, unusable

_MS = timedelta(milliseconds=1)


class NoSuchThread(LookupError):
    """There is none, or it is somebody else's (P-49); ``args[0]`` is the id."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody sends, as typed; ``files`` were taken in before. ``topic``: what the buyer chose, if anything."""

    text: str
    files: tuple[UUID, ...] = ()
    origin: Origin = Origin.MESSAGE_CENTER
    topic: MessageTopic | None = None

    @property
    def clean(self) -> str:
        return self.text.replace("\x00", "").replace("\r\n", "\n").strip()

    @property
    def content(self) -> tuple[str, ...]:
        """What makes two sendings the same."""
        return self.clean, self.origin, self.topic or "", *map(str, self.files)


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
        locked = _conversation(order.buyer_id, order.seller_id, now)
        return _turn_refused(locked, sender_id) or _post(locked, sender_id, words, now, order)

    about = ("begin", recipient.casefold(), order_id)
    return once(act, token=token, sender_id=sender_id, meant=(*about, *words.content), now=now)


def ask(
    buyer_id: int, seller_id: int, offer_id: str, words: Words, *, now: datetime, token: UUID | None = None
) -> Outcome:
    """S1-03: "Ask the seller" about an offer, before any purchase; goes into the one conversation of the two."""

    def act() -> Outcome:
        refused = rules.may_ask(reading.side_of(buyer_id), reading.side_of(seller_id))
        return (
            refused
            or _unsendable(buyer_id, words)
            or _post(_conversation(buyer_id, seller_id, now), buyer_id, words, now, offer_id=offer_id)
        )

    about = ("ask", seller_id, offer_id)
    return once(act, token=token, sender_id=buyer_id, meant=(*about, *words.content), now=now)


def begin_for_buyer(
    buyer_id: int, seller_id: int, about: About, text: str, *, now: datetime, token: UUID | None = None
) -> Outcome:
    """P-41: the platform's hotline writes down a buyer's questions to a seller, before a purchase or after it.

    The message is the buyer's, who has not read it yet; its words say who wrote them. It is the seller's to answer,
    whatever it is about: the hotline asks for that (S1-31).
    """

    def act() -> Outcome:
        refused = _unsendable(buyer_id, words)
        if refused is not None:
            return refused
        thread = _conversation(buyer_id, seller_id, now)
        sent = _post(thread, buyer_id, words, now, _order(about.order_id), offer_id=about.offer_id)
        Thread.objects.filter(pk=thread.pk).update(buyer_read=False)
        return sent

    words = Words(text, origin=Origin.ASK_QUESTION, topic=MessageTopic.OTHER)
    meant = ("for-buyer", seller_id, about.order_id, about.offer_id)
    return once(act, token=token, sender_id=buyer_id, meant=(*meant, *words.content), now=now)


def write(
    thread_id: str, sender_id: int, words: Words, *, now: datetime, token: UUID | None = None, problems: bool = True
) -> Outcome:
    """P-31, P-32: a message in a thread of the sender. ``problems``: whether the way it is sent knows problems at all.
    Raises `NoSuchThread`."""

    def act() -> Outcome:
        thread = _own(thread_id, sender_id, problems=problems)
        refused = rules.may_write(closed=thread.closed_at is not None) or _turn_refused(thread, sender_id)
        return refused or _unsendable(sender_id, words) or _post(thread, sender_id, words, now)

    about = ("write", thread_id)
    return once(act, token=token, sender_id=sender_id, meant=(*about, *words.content), now=now)


def answer_for_warehouse(
    thread_id: str, agent_id: int, words: Words, *, now: datetime, token: UUID | None = None
) -> Outcome:
    """S1-07, P-32: the Warehouse's reply, in the seller's name. Raises `NoSuchThread` where it has no part."""

    def act() -> Outcome:
        thread = _locked(thread_id)
        if thread.warehouse_at is None:
            raise NoSuchThread(thread_id)
        refused = rules.may_write(closed=thread.closed_at is not None) or may_reply(Role.WAREHOUSE, thread.waiting)
        refused = refused or _unsendable(agent_id, words)
        return refused or _post(thread, thread.seller_id, words, now, agent_id=agent_id)

    about = ("warehouse", thread_id)
    return once(act, token=token, sender_id=agent_id, meant=(*about, *words.content), now=now)


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
    return once(act, token=token, sender_id=sender_id, meant=(*about, *words.content), now=now)


def close(thread_id: str, by_id: int, *, now: datetime) -> Thread | MessagingRefused:
    """B1-23: the buyer closes a problem; nobody owes an answer in it any more. Raises `NoSuchThread`."""
    with transaction.atomic():
        thread = _own(thread_id, by_id)
        if thread.kind != ThreadKind.PROBLEM:
            raise NoSuchThread(thread_id)
        refused = rules.may_close(thread.parties.side_of(by_id), closed=thread.closed_at is not None)
        if refused is not None:
            return refused
        thread.closed_at = max(whole_ms(now), thread.last_message_at)
        thread.seller_since = thread.warehouse_since = None
        thread.save(update_fields=["closed_at", "seller_since", "warehouse_since"])
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
    return sent_once(token)


def _unsendable(sender_id: int, words: Words) -> MessagingRefused | None:
    refused = rules.may_say(words.clean, len(words.files))
    if refused is None and (len(set(words.files)) < len(words.files) or unusable(sender_id, words.files)):
        return MessagingRefused(MessagingWhy.FILE_UNUSABLE)
    return refused


def _conversation(buyer_id: int, seller_id: int, now: datetime) -> Thread:
    """The one that two people have, locked; begun where there is none."""
    thread, _ = Thread.objects.get_or_create(
        kind=ThreadKind.COMMON,
        buyer_id=buyer_id,
        seller_id=seller_id,
        defaults={"created_at": now, "last_message_at": now},
    )
    return _locked(thread.id)


def _turn_refused(thread: Thread, sender_id: int) -> MessagingRefused | None:
    """S1-07: whether the seller must leave what waits here to the Warehouse."""
    side = thread.parties.side_of(sender_id)
    return may_reply(Role.SELLER, thread.waiting) if side is Side.SELLER else None


def _post(
    thread: Thread,
    sender_id: int,
    words: Words,
    now: datetime,
    order: Order | None = None,
    *,
    agent_id: int | None = None,
    offer_id: str = "",
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
        agent_id=agent_id,
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
    if agent_id is None:
        setattr(thread, _mark_of(by), True)
    if status in rules.SEEN:
        setattr(thread, _mark_of(Side.SELLER if by is Side.BUYER else Side.BUYER), False)
        if by is Side.BUYER:
            assigning.assign(thread, message, words.topic)
        else:
            assigning.take_reply(thread, Role.SELLER if agent_id is None else Role.WAREHOUSE, at)
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
