"""What the buyer sees of purchases, and what the rules see of a line."""

import io
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.centre.orders.forms import form, jsonl, uid
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.orders.import_forms import import_stream
from zgoda.centre.store.purchases import PAGE, order_of, purchase_for, purchases_of
from zgoda.domain.money import Money

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 10, 1, tzinfo=UTC)


def take(*forms: dict) -> int:
    assert {report.outcome for report in import_stream(io.BytesIO(jsonl(*forms)), at=NOW)} == {"taken"}
    return User.objects.get(username="marek_z_gdyni").pk


def of_seller(name: str, seller: str, purchase: str) -> dict:
    return form(name, zgoda={"seller": {"login": seller}, "purchaseId": uid(purchase)})


@rule("G-10")
def test_a_line_costs_its_price_times_its_quantity() -> None:
    take(form())
    purchase = purchase_for(UUID(uid("o1-line")))
    assert (purchase.unit_price, purchase.line_price) == (Money(3990, "PLN"), Money(7980, "PLN"))
    assert purchase.purchased_at == datetime(2025, 9, 26, 13, 0, 0, 123000, tzinfo=UTC)


def test_a_purchase_is_combined_when_several_sellers_share_it() -> None:
    take(of_seller("a", "S1", "p"), of_seller("b", "S2", "p"), of_seller("c", "S1", "q"), of_seller("d", "S1", "q"))
    assert purchase_for(UUID(uid("a-line"))).combined
    assert not purchase_for(UUID(uid("c-line"))).combined
    assert purchase_for(UUID(int=1)) is None


def test_my_purchases_come_newest_first_in_pages_without_gaps() -> None:
    buyer = take(*[form(f"o{number}") for number in range(PAGE + 5)])
    first = purchases_of(buyer)
    second = purchases_of(buyer, after=first.older)
    seen = [order.id for order in (*first.orders, *second.orders)]
    assert (len(first.orders), len(second.orders), second.older) == (PAGE, 5, None)
    assert len(set(seen)) == PAGE + 5


@pytest.mark.parametrize("words", ["żółty", "ŻÓŁTY", "Żółty", "ółt"])
def test_a_product_is_found_whatever_the_case_of_its_polish_letters(words: str) -> None:
    named = form("o1")
    named["lineItems"][0]["offer"]["name"] = "Żółty kubek"
    buyer = take(named, form("o2"))
    assert [order.lines[0].name for order in purchases_of(buyer, search=words).orders] == ["Żółty kubek"]


def test_a_page_costs_the_same_however_full(django_assert_num_queries) -> None:
    buyer = take(*[form(f"o{number}") for number in range(PAGE)])
    with django_assert_num_queries(4):
        assert len(purchases_of(buyer).orders) == PAGE


def test_an_order_is_shown_to_its_buyer_only() -> None:
    buyer = take(form())
    assert order_of(buyer, UUID(uid("o1"))).lines[0].name == "Kubek w groszki 0,4 l"
    assert order_of(buyer + 1, UUID(uid("o1"))) is None
    assert purchases_of(buyer + 1).orders == ()
    assert purchases_of(buyer, market="cz").orders == ()
