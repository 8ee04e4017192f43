"""Announcing a return, its way back, and its refusal."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.centre import stage
from tests.centre.returns.announcing import NOW, announce, announced, carried, item, order
from tests.centre.test_at_once import together
from tests.marks import rule
from zgoda.centre.returns import acts
from zgoda.centre.returns.acts import NoSuchReturn
from zgoda.centre.returns.models import CustomerReturn, ReturnParcel
from zgoda.centre.store.models import Order, Shipment
from zgoda.domain.actors import Role
from zgoda.domain.returns import ReturnRefused, ReturnStatus, ReturnWhy

pytestmark = pytest.mark.django_db
DPD = ("DPD", "RET1")


def why(outcome: object) -> ReturnWhy:
    assert isinstance(outcome, ReturnRefused), outcome
    return outcome.why


def shipped(bought: Order, waybill: str) -> None:
    Shipment.objects.create(order=bought, carrier_id="DPD", waybill=waybill, created_at=NOW, by="SELLER")


def test_a_buyer_announces_what_comes_back() -> None:
    made = announced(quantity=2)
    (line,) = made.items.all()
    assert (line.quantity, line.reason, line.comment) == (2, "TOO_SMALL", "Za mały")
    assert made.status == ReturnStatus.CREATED
    number, letters = made.reference.split("/")
    assert (len(number), len(letters)) == (4, 4)


def test_no_more_comes_back_than_was_bought() -> None:
    bought = order(quantity=3)
    first = announced(bought, 2)
    assert announce(bought, 2) == ReturnRefused(ReturnWhy.TOO_MANY_PIECES, 1)
    announced(bought, 1)
    assert announce(bought, 1) == ReturnRefused(ReturnWhy.TOO_MANY_PIECES, 0)
    acts.reject(first.id, bought.seller_id, "ITEM_FIXED", "", now=NOW)
    announced(bought, 2)


def test_what_cannot_be_announced() -> None:
    bought, foreign = order(), order()
    stranger = stage.account("stranger", Role.BUYER)

    def say(items: list, by: int = bought.buyer_id, order_id=bought.id) -> ReturnWhy:
        return why(acts.announce(by, order_id, items, now=NOW))

    assert say([item(bought)], stranger.pk) is ReturnWhy.NOT_YOUR_ORDER
    assert say([item(bought)], bought.seller_id) is ReturnWhy.NOT_YOUR_ORDER
    assert say([item(bought)], order_id=uuid4()) is ReturnWhy.NOT_YOUR_ORDER
    assert say([]) is ReturnWhy.NOTHING_CHOSEN
    assert say([item(bought), item(bought)]) is ReturnWhy.NOTHING_CHOSEN
    assert say([item(foreign)]) is ReturnWhy.TOO_MANY_PIECES
    assert say([item(bought, 0)]) is ReturnWhy.TOO_MANY_PIECES
    assert say([item(bought, reason=None)]) is ReturnWhy.REASON_MISSING
    assert say([item(bought, comment="x" * 501)]) is ReturnWhy.COMMENT_TOO_LONG
    Order.objects.filter(pk=bought.pk).update(status="CANCELLED")
    assert say([item(bought)]) is ReturnWhy.ORDER_CANCELLED
    assert not CustomerReturn.objects.exists()


def test_14_days_from_the_delivery_of_the_last_parcel_to_the_end_of_the_local_day() -> None:
    bought = order(quantity=9)
    shipped(bought, "A")
    shipped(bought, "B")
    carried("DPD", "A", "DELIVERED", NOW)
    assert acts.received_at(bought) is None
    announced(bought, now=NOW + timedelta(days=40))
    later = NOW + timedelta(days=2)
    carried("DPD", "B", "DELIVERED", later)
    assert acts.received_at(bought) == later
    last = (later + timedelta(days=14)).replace(hour=22, minute=59, second=59, microsecond=0)
    announced(bought, now=last)
    refused = announce(bought, now=last + timedelta(seconds=1))
    assert why(refused) is ReturnWhy.TOO_LATE
    assert refused.until == last + timedelta(milliseconds=999)


def test_the_same_form_twice_is_one_return() -> None:
    bought, token = order(), uuid4()
    first, again = announce(bought, token=token), announce(bought, token=token)
    assert isinstance(first, CustomerReturn)
    assert first == again
    assert why(announce(bought, 2, token=token)) is ReturnWhy.COMMAND_REUSED


def test_a_return_goes_where_its_parcel_goes() -> None:
    made = announced(number=DPD)
    assert made.status == ReturnStatus.DISPATCHED
    seen = []
    for code in ("PENDING", "IN_TRANSIT", "AVAILABLE_FOR_PICKUP", "DELIVERED", "IN_TRANSIT"):
        carried(*DPD, code, event=f"{len(seen)}")
        made.refresh_from_db()
        seen.append(made.status)
    assert seen == ["DISPATCHED", "IN_TRANSIT", "IN_TRANSIT", "DELIVERED", "DELIVERED"]


def test_what_the_carrier_told_before_the_number_counts_too() -> None:
    carried(*DPD, "IN_TRANSIT")
    made = announced()
    given = acts.give_number(made.id, made.buyer_id, DPD, now=NOW)
    assert isinstance(given, CustomerReturn)
    assert given.status == ReturnStatus.IN_TRANSIT
    acts.give_number(made.id, made.buyer_id, DPD, now=NOW)
    assert ReturnParcel.objects.count() == 1


@pytest.mark.parametrize("number", [("PIGEON", "1"), ("DPD", ""), ("DPD", "  "), ("DPD", "1" * 65), ("DPD", "a\x00")])
def test_a_number_that_cannot_be_is_refused(number: tuple[str, str]) -> None:
    made = announced()
    assert why(acts.give_number(made.id, made.buyer_id, number, now=NOW)) is ReturnWhy.BAD_PARCEL
    assert why(announce(number=number)) is ReturnWhy.BAD_PARCEL
    assert not ReturnParcel.objects.exists()


def test_the_seller_refuses_once() -> None:
    made = announced(number=DPD)
    refused = acts.reject(made.id, made.seller_id, "REFUND_REJECTED", "Ślady używania", now=NOW)
    assert isinstance(refused, CustomerReturn)
    assert (refused.status, refused.rejection_reason, refused.rejected_at) == ("REJECTED", "Ślady używania", NOW)
    assert why(acts.reject(made.id, made.seller_id, "ITEM_FIXED", "", now=NOW)) is ReturnWhy.ALREADY_REJECTED
    assert why(acts.give_number(made.id, made.buyer_id, ("DPD", "2"), now=NOW)) is ReturnWhy.ENDED
    carried(*DPD, "DELIVERED")
    made.refresh_from_db()
    assert made.status == ReturnStatus.REJECTED


@rule("P-49")
def test_somebody_elses_return_is_not_there() -> None:
    made = announced()
    other = stage.account("other-seller", Role.SELLER).pk
    for act in (
        lambda: acts.reject(made.id, other, "ITEM_FIXED", "", now=NOW),
        lambda: acts.reject(made.id, made.buyer_id, "ITEM_FIXED", "", now=NOW),
        lambda: acts.give_number(made.id, made.seller_id, DPD, now=NOW),
        lambda: acts.give_number(uuid4(), made.buyer_id, DPD, now=NOW),
    ):
        with pytest.raises(NoSuchReturn):
            act()


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_the_last_piece_is_announced_once(self) -> None:
        bought = order(quantity=1)
        outcomes = together(lambda: announce(bought), lambda: announce(bought))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CustomerReturn", "ReturnRefused"], outcomes

    def test_of_two_refusals_one_stands(self) -> None:
        made = announced()
        outcomes = together(
            lambda: acts.reject(made.id, made.seller_id, "ITEM_FIXED", "", now=NOW),
            lambda: acts.reject(made.id, made.seller_id, "NEW_ITEM_SENT", "", now=NOW),
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CustomerReturn", "ReturnRefused"], outcomes

    def test_a_number_and_the_carriers_news(self) -> None:
        made = announced()
        together(
            lambda: acts.give_number(made.id, made.buyer_id, DPD, now=NOW),
            lambda: carried(*DPD, "IN_TRANSIT"),
        )
        made.refresh_from_db()
        assert made.status == ReturnStatus.IN_TRANSIT
