"""Conversations and returns of the sample, replayed at their past instants through the same acts as everybody's."""

from datetime import datetime
from uuid import UUID

import msgspec

from zgoda.accounts.models import Role, User
from zgoda.centre.messaging import acts as messaging
from zgoda.centre.messaging.acts import Words
from zgoda.centre.messaging.models import Thread, ThreadMessage
from zgoda.centre.messaging.once import Outcome
from zgoda.centre.partners.carriers.events import ParcelEvent, take_event
from zgoda.centre.returns import acts as returns
from zgoda.centre.returns.models import CustomerReturn
from zgoda.centre.sample.offsets import length
from zgoda.centre.sample.scenarios import SampleBroken
from zgoda.centre.store.models import Order
from zgoda.domain.messaging import Origin
from zgoda.domain.returns import Item, ReturnReason
from zgoda.wire.enums import TrackingCode


class Conversation(msgspec.Struct, frozen=True):
    """One line of ``letters.jsonl``. A message is (instant, who, words), W the Warehouse; ``unread`` is the side that
    has not looked."""

    order: UUID
    messages: list[tuple[str, str, str]]
    unread: str


class Returned(msgspec.Struct, frozen=True):
    """One line of ``returns.jsonl``. An item is (line, pieces, reason, comment), an event (instant, code), a refusal
    (instant, code, words)."""

    order: UUID
    at: str
    items: list[tuple[int, int, str, str]]
    number: tuple[str, str] | None
    events: list[tuple[str, str]]
    rejected: tuple[str, str, str] | None


def replay_conversation(line: str, now: datetime) -> None:
    """Raises `SampleBroken` where the rules refuse a message. On a day on which orders had no provider of their own yet
    (C-15) the seller writes what is the Warehouse's since."""
    told = msgspec.json.decode(line, type=Conversation)
    order = Order.objects.select_related("buyer", "seller").defer("form").get(pk=told.order)
    sides = {"B": order.buyer, "S": order.seller, "W": order.seller}
    thread_id = ""
    for at, who, text in told.messages:
        instant = now - length(at)
        if who == "W" and Thread.objects.filter(pk=thread_id, warehouse_at__isnull=False).exists():
            agent = User.objects.filter(role=Role.WAREHOUSE, sample=True).earliest("pk")
            sent = messaging.answer_for_warehouse(thread_id, agent.pk, Words(text), now=instant)
            _written(sent, f"{told.order} {at}")
            continue
        by, other = sides[who], sides["S" if who == "B" else "B"]
        if thread_id:
            sent = messaging.write(thread_id, by.pk, Words(text), now=instant)
        else:
            words = Words(text, origin=Origin.ASK_QUESTION if who == "B" else Origin.MESSAGE_CENTER)
            sent = messaging.begin(by.pk, other.username, order.id, words, now=instant)
        thread_id = _written(sent, f"{told.order} {at}").thread_id
    for side, person in (("B", order.buyer), ("S", order.seller)):
        messaging.mark_read(thread_id, person.pk, read=side != told.unread)


def _written(sent: Outcome, where: str) -> ThreadMessage:
    if not isinstance(sent, ThreadMessage):
        raise SampleBroken(f"{where}: {sent.why}")
    return sent


def replay_return(line: str, now: datetime) -> None:
    """Raises `SampleBroken` where the rules refuse a step."""
    told = msgspec.json.decode(line, type=Returned)
    order = Order.objects.defer("form").get(pk=told.order)
    lines = list(order.lines.all())
    items = [Item(lines[at].id, count, ReturnReason(reason), words) for at, count, reason, words in told.items]
    made = returns.announce(order.buyer_id, order.id, items, told.number, now=now - length(told.at))
    if not isinstance(made, CustomerReturn):
        raise SampleBroken(f"return of {told.order}: {made.why}")
    carrier, waybill = told.number or ("", "")
    for at, code in told.events:
        instant = now - length(at)
        event = ParcelEvent(f"sample-{waybill}-{code}".replace(" ", ""), carrier, waybill, TrackingCode(code), instant)
        if take_event(event, instant) != 204:
            raise SampleBroken(f"return of {told.order}: {code}")
    if told.rejected:
        at, code, words = told.rejected
        refused = returns.reject(made.id, order.seller_id, code, words, now=now - length(at))
        if not isinstance(refused, CustomerReturn):
            raise SampleBroken(f"refusal of {told.order}: {refused.why}")
