"""The menu is drawn once, but each reader's own address and token stand in it."""

from django.test import RequestFactory
from django.utils import translation

from zgoda.look.menus import places_menu


def menu(address: str, token: str, market: str = "pl") -> str:
    request = RequestFactory().get(address)
    request.COOKIES["zgoda_market"] = market
    with translation.override("en"):
        return str(places_menu(request, token))


def test_each_reader_comes_back_to_the_own_address_with_the_own_token() -> None:
    first, second = menu("/one", "TOKEN-1"), menu("/two", "TOKEN-2")
    assert 'name="next" value="/one"' in first
    assert 'name="next" value="/two"' in second
    assert "TOKEN-1" in first
    assert "TOKEN-1" not in second


def test_an_address_is_shown_as_text() -> None:
    assert "<b>" not in menu('/?q="><b>', "T")


def test_the_chosen_market_is_marked() -> None:
    assert 'value="cz" aria-current="true"' in menu("/", "T", "cz")
