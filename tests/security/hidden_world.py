"""The world's hidden case: a purchase of two sellers that did not arrive, answered by the Warehouse (S1-56)."""

from datetime import datetime, timedelta
from uuid import uuid4

from tests.centre import stage
from tests.centre.stage import BOUGHT, OPENED, done, opening, text
from zgoda.accounts.models import User
from zgoda.centre.handle import open_discussion
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import Discussion

SECRET = "zzhiddenzz"
"""Stands in everything that was said in it."""

ITS_SELLERS = frozenset({"seller", "other_seller", "token", "other_token", "narrow_token", "program_token"})
"""Who sold the two parts, in a browser and as programs."""


def hidden_case(users: dict[str, User], now: datetime) -> Discussion:
    purchase_id = uuid4()
    ours, _theirs = (_part(users, seller, purchase_id) for seller in ("seller", "other_seller"))
    buyer = Actor(Role.BUYER, users["buyer"].pk)
    case = open_discussion(opening(ours.pk, "NO_PRODUCT_RECEIVED", buyer), now=OPENED)
    assert isinstance(case, Discussion), case
    assert case.hidden
    for minute, command in enumerate(
        (
            c.WriteMessage(by=buyer, message_id=uuid4(), text=text(SECRET)),
            c.WriteMessage(by=stage.warehouse(), message_id=uuid4(), text=text(SECRET)),
            c.AddComment(by=stage.warehouse(), text=text(SECRET)),
        )
    ):
        case = done(case, command, now + timedelta(minutes=minute))
    return case


def _part(users: dict[str, User], seller: str, purchase_id: object) -> OrderLine:
    order = Order.objects.create(
        market="pl",
        marketplace="allegro-pl",
        seller=users[seller],
        buyer=users["buyer"],
        purchase_id=purchase_id,
        bought_at=BOUGHT,
        updated_at=BOUGHT,
        status="READY_FOR_PROCESSING",
        fulfillment_status="NEW",
        provider="ALLEGRO",
        currency="PLN",
        total_minor=1000,
        paid_minor=1000,
        form={},
    )
    return OrderLine.objects.create(
        order=order, offer_id="1", offer_name="Vase", quantity=1, price_minor=1000, bought_at=BOUGHT
    )
