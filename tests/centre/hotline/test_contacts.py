"""Which numbers an offer page, its fragment's API and the letter after a purchase show (S1-26…29), and lines (P-46)."""

from datetime import timedelta
from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps

from tests.centre import stage
from tests.centre.hotline.calling import HOTLINE, NOW, SELLERS, order, seller, set_line
from tests.centre.orders.forms import form, jsonl, uid
from tests.marks import rule
from zgoda.centre.hotline import contacts, lines
from zgoda.centre.hotline.models import LineChange, OrderPhone
from zgoda.centre.orders.import_forms import import_stream
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain.hotline import CLOSES, OPENS, SELLERS_WEEK, Choice, Whose
from zgoda.domain.markets import MARKETS

pytestmark = pytest.mark.django_db
CODES = [row.code for row in MARKETS.values()]


def numbers(offer_id: str = "777", where: str = "pl") -> dict[Choice, tuple[Whose, str]]:
    found = contacts.about_seller(offer_id, where)
    assert found is not None
    return {one.choice: (one.whose, one.number) for one in found.shown}


@rule("S1-26", "S1-27", "S1-28")
@pytest.mark.parametrize("where", CODES)
def test_each_topic_has_its_number_in_each_market(where: str) -> None:
    seller()
    set_line(f"{HOTLINE} {where}", where)
    Order.objects.filter(pk=order().pk).update(market=where)
    assert numbers(where=where) == {
        Choice.PRODUCT: (Whose.SELLER, SELLERS),
        Choice.FULFILMENT: (Whose.HOTLINE, f"{HOTLINE} {where}"),
    }
    elsewhere = next(code for code in CODES if code != where)
    assert contacts.about_seller("777", elsewhere) is None


@rule("S1-28")
def test_where_the_seller_sends_by_itself_each_topic_is_the_seller_s() -> None:
    seller()
    set_line()
    order(provider="SELLER")
    assert set(numbers().values()) == {(Whose.SELLER, SELLERS)}


@rule("C-15", "S1-28")
def test_the_last_sale_says_who_fulfils_the_offer() -> None:
    seller()
    set_line()
    order(provider="SELLER")
    newer = order(provider="ALLEGRO")
    OrderLine.objects.filter(order=newer).update(bought_at=stage.BOUGHT + timedelta(days=1))
    assert numbers()[Choice.FULFILMENT] == (Whose.HOTLINE, HOTLINE)


def test_what_nobody_gave_is_empty_and_unknown_offers_are_unknown() -> None:
    order()
    assert {number for _whose, number in numbers().values()} == {""}
    for offer_id in ("778", "", "7\x00"):
        assert contacts.about_seller(offer_id, "pl") is None


@rule("S1-29")
def test_the_letter_after_a_purchase_has_the_hotline_and_the_seller_s_details() -> None:
    seller()
    set_line()
    told = contacts.after_purchase(order())
    assert told.hotline is not None
    assert told.hotline.number == HOTLINE
    assert (told.seller.phone, told.seller.email, told.seller.login) == (SELLERS, "shop@example.com", "seller")
    assert contacts.after_purchase(order(provider="SELLER")).hotline is None


@rule("C-36", "S1-23")
def test_until_somebody_says_otherwise_hours_are_those_of_the_rules() -> None:
    line = lines.line_of("pl")
    assert (line.hours.opens, line.hours.closes, line.number, line.by_exchange) == (OPENS, CLOSES, "", True)
    assert contacts.contact_of(stage.account("seller", stage.Role.SELLER)).week == SELLERS_WEEK


@rule("P-46")
def test_the_last_change_of_a_line_counts_and_all_are_kept() -> None:
    set_line("1111111")
    set_line("2222222", opens=540, by_exchange=False)
    line = lines.line_of("pl")
    assert (line.number, line.hours.opens, line.by_exchange) == ("2222222", 540, False)
    assert LineChange.objects.count() == 2
    assert lines.line_of("cz").number == ""


def test_numbers_that_come_with_an_order_are_kept_to_find_a_caller_by() -> None:
    told = form(
        "o1",
        buyer={**form()["buyer"], "phoneNumber": "+48 500-600-700"},
        delivery={"address": {"phoneNumber": "0048 500 600 701"}, "method": {"id": "m"}},
    )
    for _ in range(2):
        assert {report.outcome for report in import_stream(BytesIO(jsonl(told)), at=NOW)} <= {"taken", "unchanged"}
    keys = set(OrderPhone.objects.values_list("order_id", "key"))
    assert {(str(order_id), key) for order_id, key in keys} == {(uid("o1"), "500600700"), (uid("o1"), "500600701")}


def test_numbers_of_orders_that_were_here_before_are_found_too() -> None:
    told = form("o1", buyer={**form()["buyer"], "phoneNumber": "+48 500-600-700"})
    list(import_stream(BytesIO(jsonl(told, form("o2"))), at=NOW))
    OrderPhone.objects.all().delete()
    for _ in range(2):
        import_module("zgoda.centre.hotline.migrations.0001_initial").note_known_phones(apps, None)
        assert [(str(row.order_id), row.key) for row in OrderPhone.objects.all()] == [(uid("o1"), "500600700")]
