"""My purchases: each product says whether and from when a Discussion may be opened about it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import BOUGHT, DAY, OPENED
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain.actors import Role

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@rule("S0-04")
def test_before_one_hour_the_line_says_from_when_and_offers_no_opening(buyer: Client, at: At) -> None:
    line = stage.line()
    at(BOUGHT + HOUR - stage.MS)
    html = page(buyer, "/purchases")
    assert f"/purchases/{line}/report" not in html
    assert "one hour after the purchase at the earliest. Possible from Mon 2 Mar, 11:00." in words(html)


@rule("S0-04")
def test_from_one_hour_on_the_line_offers_an_opening(buyer: Client, at: At) -> None:
    line = stage.line()
    at(BOUGHT + HOUR)
    assert f'href="/purchases/{line}/report"' in page(buyer, "/purchases")


def test_after_two_years_the_line_says_so(buyer: Client, at: At) -> None:
    stage.line()
    at(BOUGHT + 732 * DAY)
    assert "More than two years have passed since the purchase." in words(page(buyer, "/purchases"))


def test_a_line_with_an_open_discussion_links_to_it_instead(buyer: Client, at: At) -> None:
    case = stage.opened()
    at(OPENED + HOUR)
    html = page(buyer, "/purchases")
    assert f'href="/discussions/{case.id}"' in html
    assert f"/purchases/{case.purchase.line_id}/report" not in html
    assert "the seller has until Wed 4 Mar, 10:00 to answer" in words(html)


def test_a_line_whose_discussion_closed_by_itself_offers_a_new_one_before_any_sweep(buyer: Client, at: At) -> None:
    case = stage.opened()
    at(OPENED + 31 * DAY)
    assert f'href="/purchases/{case.purchase.line_id}/report"' in page(buyer, "/purchases")


def test_search_finds_by_product_seller_and_beginning_of_the_order_number(buyer: Client, at: At) -> None:
    stage.line("Kettle")
    wanted = OrderLine.objects.get(pk=stage.line("Blue teapot"))
    assert words(page(buyer, "/purchases?q=teapo")).count("Report a problem") == 1
    assert "Blue teapot" in words(page(buyer, f"/purchases?q={str(wanted.order_id)[:10]}"))
    assert "Kettle" not in words(page(buyer, f"/purchases?q={str(wanted.order_id)[:10]}"))
    assert words(page(buyer, "/purchases?q=selle")).count("Report a problem") == 2
    assert "Nothing found" in words(page(buyer, "/purchases?q=100%25"))


def test_the_next_page_begins_where_the_last_one_ended(buyer: Client, at: At) -> None:
    for number in range(23):
        stage.line(f"Thing {number:02}")
    first = page(buyer, "/purchases")
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = page(buyer, f"/purchases{older}")
    seen = [name for name in (f"Thing {number:02}" for number in range(23)) if name in first + second]
    assert len(seen) == 23
    assert (first.count('class="purchase"'), second.count('class="purchase"')) == (20, 3)
    assert 'rel="next"' not in second


@pytest.mark.usefixtures("nothing_grows_stale")
def test_the_number_of_queries_does_not_grow_with_the_purchases(
    buyer: Client, at: At, django_assert_max_num_queries
) -> None:
    for _ in range(12):
        stage.opened(line_id=stage.line())
    page(buyer, "/purchases")
    with django_assert_max_num_queries(11):
        page(buyer, "/purchases")


def test_only_own_purchases_are_listed(at: At, buyer: Client) -> None:
    stage.line("Kettle")
    other = stage.account("other", Role.BUYER)
    Order.objects.update(buyer=other)
    assert "Kettle" not in page(buyer, "/purchases")
    assert "No purchases here" in words(page(buyer, "/purchases"))


def test_names_are_shown_as_text(buyer: Client, at: At) -> None:
    stage.line('<script>alert("x")</script>')
    html = page(buyer, "/purchases?q=<b>")
    assert "<b>" not in words(html.split("Purchases that match")[0])
    assert "<script>alert" not in page(buyer, "/purchases")
    assert "&lt;script&gt;alert" in page(buyer, "/purchases")


def test_an_address_with_a_broken_page_mark_shows_the_first_page(buyer: Client, at: At) -> None:
    stage.line("Kettle")
    assert "Kettle" in page(buyer, f"/purchases?after=nonsense_{uuid4()}")
