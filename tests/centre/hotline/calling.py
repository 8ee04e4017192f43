"""A fulfilled order, its seller with a telephone, an agent and a call, for tests of the hotline."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.centre import stage
from zgoda.accounts.models import User
from zgoda.centre.hotline import calls, contacts, lines
from zgoda.centre.hotline.calls import Caller
from zgoda.centre.hotline.lines import Line
from zgoda.centre.hotline.models import Call
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain.hotline import SELLERS_WEEK, HotlineHours, Topic
from zgoda.domain.markets import market

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)  # a Tuesday, 10:00 in Warsaw
EVENING = NOW + timedelta(hours=8)  # 18:00: the hotline works, the seller does not
NIGHT = NOW + timedelta(hours=11)  # 21:00
MINUTE = timedelta(minutes=1)
SELLERS, HOTLINE = "+48 22 555 01 23", "+48 22 555 00 00"


def agent() -> User:
    return stage.account("hotline", stage.Role.HOTLINE)


def seller(phone: str = SELLERS) -> User:
    person = stage.account("seller", stage.Role.SELLER)
    contacts.set_contact(person.pk, phone=phone, email="shop@example.com", week=SELLERS_WEEK, now=NOW)
    return person


def set_line(number: str = HOTLINE, where: str = "pl", **changes: Any) -> Line:
    place = market(where)
    hours = HotlineHours(place.zone, changes.pop("opens", 480), changes.pop("closes", 1260))
    line = Line(place, number, hours, changes.pop("by_exchange", True))
    lines.change(line, by_id=None, at=NOW, why="the line begins")
    return line


def order(provider: str = "ALLEGRO", offer_id: str = "777") -> Order:
    line = OrderLine.objects.get(pk=stage.line("Kubek w groszki"))
    Order.objects.filter(pk=line.order_id).update(provider=provider)
    OrderLine.objects.filter(pk=line.pk).update(offer_id=offer_id)
    return Order.objects.select_related("buyer", "seller").get(pk=line.order_id)


def taken(bought: Order | None = None, *, seller_only: bool = True, now: datetime = NOW, **caller: Any) -> Call:
    """A call that was logged; about an order unless the caller is described."""
    who = Caller(**caller) if caller else Caller("Jan", "500 600 700", order_id=(bought or order()).id)
    made = calls.take(agent().pk, "pl", who, Topic.ORDER_STATUS, seller_only=seller_only, now=now, token=uuid4())
    assert isinstance(made, Call), made
    return made
