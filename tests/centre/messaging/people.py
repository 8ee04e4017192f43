"""A buyer, a seller and an order between them, and what they write to each other."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.centre import stage
from zgoda.accounts.models import User
from zgoda.centre.messaging import acts
from zgoda.centre.messaging.acts import Outcome, Words
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.centre.store import laws
from zgoda.centre.store.models import LawChangeKind, Order, OrderLine
from zgoda.domain.actors import Role
from zgoda.domain.messaging import PROBLEMS_LAYER, Topic
from zgoda.domain.purchase import Provider

NOW = stage.OPENED + timedelta(hours=2)
MINUTE = timedelta(minutes=1)


def buyer() -> User:
    return stage.account("buyer", Role.BUYER)


def seller() -> User:
    return stage.account("seller", Role.SELLER)


def order() -> Order:
    return OrderLine.objects.get(pk=stage.line()).order


def begun(bought: Order | None = None, text: str = "Dzień dobry", **more: Any) -> ThreadMessage:
    """The buyer writes first."""
    bought = bought or order()
    sent = acts.begin(bought.buyer_id, bought.seller.username, bought.id, Words(text), **{"now": NOW, **more})
    assert isinstance(sent, ThreadMessage), sent
    return sent


def written(thread_id: str, by: User, text: str = "Odpowiedź", **more: Any) -> ThreadMessage:
    sent = acts.write(thread_id, by.pk, Words(text), **{"now": NOW + MINUTE, **more})
    assert isinstance(sent, ThreadMessage), sent
    return sent


def problems_on() -> None:
    """An administrator turns the layer of problems on."""
    laws.choose("pl", LawChangeKind.LAYER, PROBLEMS_LAYER, "on", by=None, at=stage.BOUGHT, why="problems begin")


def reported(
    bought: Order | None = None, topic: Topic = Topic.NO_REFUND, text: str = "Nie ma zwrotu", **more: Any
) -> Outcome:
    bought = bought or order()
    lines: list[UUID] = [line.id for line in bought.lines.all()]
    return acts.report_problem(bought.buyer_id, bought.id, lines, topic, Words(text), **{"now": NOW, **more})


def fulfilled() -> Order:
    """An order that the Warehouse packs and sends."""
    bought = order()
    bought.provider = Provider.ALLEGRO
    bought.save()
    return bought


def agent() -> User:
    return stage.account("agent", Role.WAREHOUSE)


def answered(thread_id: str, text: str = "Wysłane dziś", **more: Any) -> ThreadMessage:
    """The Warehouse replies."""
    sent = acts.answer_for_warehouse(thread_id, agent().pk, Words(text), **{"now": NOW + MINUTE, **more})
    assert isinstance(sent, ThreadMessage), sent
    return sent
