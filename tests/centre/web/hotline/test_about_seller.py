"""The telephone part of an offer page: a topic first, then its number, for everybody, in any page (S1-26…28)."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.centre.hotline.calling import HOTLINE, SELLERS, order, seller, set_line
from tests.marks import rule
from zgoda.domain.hotline import SELLERS_WEEK
from zgoda.look.words.hotline import week_words

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.centre.urls")]

PAGE = "/about-seller/pl/777"


@pytest.fixture(autouse=True)
def _standing() -> None:
    seller()
    set_line()


def look(path: str = f"{PAGE}/fragment", language: str = "en") -> HttpResponse:
    return Client().get(path, {"language": language})  # type: ignore[return-value]


def topics(html: str) -> dict[str, str]:
    """What stands behind each topic, closed until it is picked."""
    return dict(re.findall(r'<details [^>]*data-topic="(\w+)">(.*?)</details>', html, re.DOTALL))


@rule("S1-26", "S1-27", "S1-28")
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/fragment"])
def test_a_topic_is_picked_first_and_has_its_number_behind_it(path: str) -> None:
    order()
    html = look(path).content.decode()
    behind = topics(html)
    assert list(behind) == ["PRODUCT", "FULFILMENT"]
    assert SELLERS in behind["PRODUCT"]
    assert HOTLINE not in behind["PRODUCT"]
    assert HOTLINE in behind["FULFILMENT"]
    assert "Dispatch, delivery, cancelation, return" in behind["FULFILMENT"]
    assert "Monday to Sunday, 8:00–21:00" in behind["FULFILMENT"]
    assert 'href="tel:+48225550000"' in behind["FULFILMENT"]
    assert "<details open" not in html
    outside = re.sub(r"<details .*?</details>", "", html, flags=re.DOTALL)
    assert SELLERS not in outside
    assert HOTLINE not in outside


@rule("S1-28")
def test_where_the_seller_sends_by_itself_both_topics_show_its_number() -> None:
    order(provider="SELLER")
    behind = topics(look().content.decode())
    assert [SELLERS in told for told in behind.values()] == [True, True]
    assert HOTLINE not in str(behind)


def test_it_needs_no_script_and_may_stand_in_any_page_and_any_cache() -> None:
    order()
    for answer in (look(PAGE), look()):
        html = answer.content.decode()
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)
        assert answer["Cache-Control"] == "public, max-age=300"
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
        assert "X-Frame-Options" not in answer
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert look().content.decode().lstrip().startswith("<section")


def test_it_speaks_the_market_s_language_unless_another_is_asked_for() -> None:
    order()
    assert look(language="").headers["Content-Language"] == "pl"
    assert look(language="hu").headers["Content-Language"] == "hu"
    assert look(language="xx").headers["Content-Language"] == "pl"


def test_a_missing_number_is_said_and_unknown_offers_and_markets_are_not_found() -> None:
    order()
    seller("")
    assert "No telephone number is given" in topics(look().content.decode())["PRODUCT"]
    assert look("/about-seller/pl/778").status_code == 404
    assert look("/about-seller/cz/777").status_code == 404
    assert look("/about-seller/de/777/fragment").status_code == 404


@rule("C-36")
def test_days_that_are_alike_stand_together() -> None:
    assert week_words(SELLERS_WEEK) == [("Monday–Friday", "8:00–16:00"), ("Saturday–Sunday", "closed")]
    odd = (((480, 720), (780, 960)),) + ((),) * 5 + (((0, 1440),),)
    assert week_words(odd) == [
        ("Monday", "8:00–12:00, 13:00–16:00"),
        ("Tuesday–Saturday", "closed"),
        ("Sunday", "0:00–24:00"),
    ]
