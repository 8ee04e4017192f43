"""A return of the buyer's, and what carriers tell of its parcel."""

from datetime import datetime, timedelta
from typing import Any

from tests.centre import stage
from zgoda.centre.partners.carriers.events import ParcelEvent, take_event
from zgoda.centre.returns import acts
from zgoda.centre.returns.acts import Outcome
from zgoda.centre.returns.models import CustomerReturn
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain.returns import Item, ReturnReason
from zgoda.wire.enums import TrackingCode

NOW = stage.OPENED + timedelta(hours=2)


def order(quantity: int = 2) -> Order:
    line = OrderLine.objects.get(pk=stage.line())
    line.quantity = quantity
    line.save()
    return line.order


def item(bought: Order, quantity: int = 1, **more: Any) -> Item:
    given = {"reason": ReturnReason.TOO_SMALL, "comment": "Za mały", **more}
    return Item(bought.lines.get().id, quantity, **given)


def announce(bought: Order | None = None, quantity: int = 1, **more: Any) -> Outcome:
    bought = bought or order()
    return acts.announce(bought.buyer_id, bought.id, [item(bought, quantity)], **{"now": NOW, **more})


def announced(bought: Order | None = None, quantity: int = 1, **more: Any) -> CustomerReturn:
    made = announce(bought, quantity, **more)
    assert isinstance(made, CustomerReturn), made
    return made


def carried(carrier: str, waybill: str, code: str, at: datetime = NOW, event: str = "") -> None:
    told = ParcelEvent(event or f"{waybill}-{code}", carrier, waybill, TrackingCode(code), at)
    assert take_event(told, at) == 204
