"""Who answers a buyer's message, written down with it (S1-02): asked once when it arrives, in the same transaction.

A thread's ``seller_since`` and ``warehouse_since`` follow the rows; whoever changes these saves the thread.
"""

from datetime import datetime

from django.db.models import Min

from zgoda.centre.messaging.models import Assigned, Thread, ThreadMessage, Turn
from zgoda.centre.store import laws
from zgoda.centre.store.models import Order
from zgoda.centre.store.purchases import sent_by_platform
from zgoda.domain.actors import Role
from zgoda.domain.message_routing import TurnCause, route_message, route_problem
from zgoda.domain.message_topics import MessageTopic
from zgoda.domain.messaging import Topic
from zgoda.text import TopicReader, read_topic

READER: TopicReader = read_topic


def assign(thread: Thread, message: ThreadMessage, chosen: MessageTopic | None) -> None:
    """S1-02, S1-03: a new message of the buyer, however it arrived."""
    fulfilled = is_fulfilled(thread, message)
    if thread.topic:
        routed, told = route_problem(Topic(thread.topic), fulfilled=fulfilled), {}
    else:
        reading = READER(message.text, chosen)
        routed = route_message(fulfilled=fulfilled, topic=reading.topic, confidence=reading.confidence)
        told = {
            "topic": reading.topic.value,
            "confidence": round(reading.confidence * 100),
            "chosen": chosen is not None,
        }
    at = message.created_at
    Assigned.objects.create(
        message=message,
        thread=thread,
        party=routed.party,
        unsure=routed.unsure,
        fulfilled=fulfilled,
        asked_at=at,
        **told,
    )
    Turn.objects.create(message=message, number=1, party=routed.party, cause=TurnCause.ROUTED, since=at)
    if routed.party is Role.WAREHOUSE:
        thread.warehouse_since, thread.warehouse_at = thread.warehouse_since or at, at
    else:
        thread.seller_since = thread.seller_since or at


def take_reply(thread: Thread, role: Role, at: datetime) -> None:
    """A reply answers everything that waited for the party that wrote it, and nothing of the other's."""
    Assigned.objects.filter(thread=thread, party=role, answered_at=None).update(answered_at=at)
    thread.last_reply_by = role
    if role is Role.WAREHOUSE:
        thread.warehouse_since, thread.warehouse_at = None, at
    else:
        thread.seller_since = None


def count_anew(thread: Thread) -> None:
    """The thread's two instants as the rows say, after a message passed from one party to the other."""
    open_rows = Assigned.objects.filter(thread=thread, answered_at=None).values_list("party")
    since = dict(open_rows.annotate(Min("asked_at")))
    thread.seller_since, thread.warehouse_since = since.get(Role.SELLER), since.get(Role.WAREHOUSE)


def is_fulfilled(thread: Thread, message: ThreadMessage) -> bool:
    """C-15: by the order that the message, or the last one that named an order, is about; before the layer of January
    2026, and where no order was named (a question before a purchase), by the seller's account."""
    order = message.order or _order_of(thread)
    if order is None:
        return thread.seller.one_fulfillment
    law = laws.law_now(order.market, message.created_at, seller_id=thread.seller_id)
    return sent_by_platform(law.rules, order.provider, enrolled=thread.seller.one_fulfillment)


def _order_of(thread: Thread) -> Order | None:
    if thread.order_id is not None:
        return thread.order
    named = thread.messages.filter(order__isnull=False).select_related("order").defer("order__form")
    last = named.order_by("-number").first()
    return last.order if last else None
