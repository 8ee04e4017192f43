"""My returns: announcing from a purchase, the parcel's number, and what became of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.centre.returns.announcing import NOW, announced, carried, order
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule
from zgoda.centre.returns import acts
from zgoda.centre.returns.models import CustomerReturn, ReturnParcel
from zgoda.centre.store.models import Shipment
from zgoda.domain.actors import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at: At) -> None:
    at(NOW)


def form(bought, quantity: object = 1, reason: str = "TOO_SMALL", **more: str) -> dict[str, str]:
    line = bought.lines.get().id
    return {f"quantity-{line}": str(quantity), f"reason-{line}": reason, f"comment-{line}": "Za mały", **more}


def test_a_return_is_announced_from_a_purchase(buyer: Client) -> None:
    bought = order()
    address = f"/purchases/{bought.id}/return"
    assert f'href="{address}"' in page(buyer, "/purchases")
    assert "How many go back?" in words(page(buyer, address))
    sent = buyer.post(address, form(bought, 2, carrier="DPD", waybill=" RET1 "))
    made = CustomerReturn.objects.get()
    assert sent["Location"] == f"/returns/{made.id}"
    html = words(page(buyer, sent["Location"]))
    assert all(part in html for part in (made.reference, "2 pieces", "Too small", "Za mały", "RET1", "sent back"))
    assert made.reference in words(page(buyer, "/returns"))
    assert "Everything in this order is on its way back already." in words(page(buyer, address))


def test_the_same_form_twice_is_one_return(buyer: Client) -> None:
    bought, token = order(), str(uuid4())
    for _ in range(2):
        assert buyer.post(f"/purchases/{bought.id}/return", form(bought, token=token)).status_code == 302
    assert CustomerReturn.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quantity": 0}, "Choose what you send back."),
        ({"quantity": 3}, "At most 2 pieces can be sent back."),
        ({"quantity": "²"}, "Choose what you send back."),
        ({"reason": "BECAUSE"}, "Choose a reason."),
        ({"waybill": "RET1"}, "Choose the carrier and write the parcel number as on the label."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(buyer: Client, changes: dict, sentence: str) -> None:
    bought = order()
    refused = buyer.post(f"/purchases/{bought.id}/return", form(bought, **changes))
    assert refused.status_code == 422
    html = refused.content.decode()
    assert words(html).count(sentence) == 2, "above the form and beside its field"
    assert "Za mały" in html
    assert not CustomerReturn.objects.exists()


def test_after_14_days_the_page_says_until_when_it_was_possible(buyer: Client, at: At) -> None:
    bought = order()
    Shipment.objects.create(order=bought, carrier_id="DPD", waybill="A", created_at=NOW, by="SELLER")
    carried("DPD", "A", "DELIVERED", NOW)
    address = f"/purchases/{bought.id}/return"
    assert "A return of this order can be announced until" in words(page(buyer, address))
    at(NOW + timedelta(days=15))
    html = words(page(buyer, address))
    assert "A return could be announced until Tuesday, 17 March" in html
    assert "How many go back?" not in html


def test_a_number_is_given_later(buyer: Client) -> None:
    made = announced()
    address = f"/returns/{made.id}"
    assert "announced" in words(page(buyer, address))
    refused = buyer.post(f"{address}/parcel", {"carrier": "", "waybill": "RET1"})
    assert refused.status_code == 422
    assert 'value="RET1"' in refused.content.decode()
    assert buyer.post(f"{address}/parcel", {"carrier": "DPD", "waybill": "RET1"})["Location"] == address
    assert ReturnParcel.objects.get().waybill == "RET1"
    carried("DPD", "RET1", "DELIVERED")
    assert "with the seller" in words(page(buyer, address))


def test_a_refusal_is_shown_with_what_the_seller_wrote(buyer: Client) -> None:
    made = announced()
    acts.reject(made.id, made.seller_id, "REFUND_REJECTED", "Ślady używania", now=NOW)
    html = words(page(buyer, f"/returns/{made.id}"))
    assert "The seller refuses the refund. Ślady używania" in html
    assert "Keep the number" not in html
    refused = buyer.post(f"/returns/{made.id}/parcel", {"carrier": "DPD", "waybill": "1"})
    assert refused.status_code == 422


@rule("P-49")
def test_somebody_elses_return_is_not_found(buyer: Client) -> None:
    made = announced()
    other = signed_in("other", Role.BUYER)
    assert other.get(f"/returns/{made.id}").status_code == 404
    assert other.post(f"/returns/{made.id}/parcel", {"carrier": "DPD", "waybill": "1"}).status_code == 404
    assert other.get(f"/purchases/{made.order_id}/return").status_code == 404
    assert made.reference not in page(other, "/returns")
    assert signed_in("seller", Role.SELLER).get("/returns").status_code == 404


def test_the_list_goes_on_where_the_page_ended(buyer: Client) -> None:
    made = [announced(order(), now=NOW - timedelta(minutes=number)) for number in range(23)]
    first = page(buyer, "/returns")
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = page(buyer, f"/returns{older}")
    assert all((one.reference in first) != (one.reference in second) for one in made)
