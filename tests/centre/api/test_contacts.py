"""Telephones over the API: an offer's numbers for everybody, and the seller's own details (S1-26…28, C-36)."""

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.centre import stage
from tests.centre.api.conftest import ZGODA, Program, token_for
from tests.centre.hotline.calling import HOTLINE, SELLERS, order, seller, set_line
from tests.marks import rule
from zgoda.centre.hotline.models import SellerContact

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.centre.urls")]

OFFER, MINE = "/zgoda/v1/offers/777/contact", "/zgoda/v1/seller-contact"
OFFICE = [{"since": "09:00", "until": "17:30"}]
WEEK = [OFFICE] * 5 + [[], [{"since": "00:00", "until": "24:00"}]]


def offer(**query: str) -> HttpResponse:
    return Client().get(OFFER, query or {"marketplace": "allegro-pl"}, headers={"Accept-Language": "en-US"})  # type: ignore[return-value]


def program(role: stage.Role = stage.Role.SELLER, login: str = "seller") -> Program:
    return Program(token_for(stage.account(login, role), "allegro:api:messaging"), accept=ZGODA)


def put(**told: object) -> HttpResponse:
    return program().ask("PUT", MINE, ZGODA, told, ZGODA)


@rule("S1-26", "S1-27", "S1-28")
def test_an_offer_s_topics_and_numbers_are_public() -> None:
    seller()
    set_line()
    order()
    answer = offer()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=300")
    told = answer.json()
    assert {name: told[name] for name in ("offerId", "marketplace", "seller", "fulfilledByPlatform")} == {
        "offerId": "777",
        "marketplace": "allegro-pl",
        "seller": "seller",
        "fulfilledByPlatform": True,
    }
    product, fulfilment = told["topics"]
    assert (product["topic"], product["answers"], product["phone"]) == ("PRODUCT", "SELLER", SELLERS)
    assert (fulfilment["topic"], fulfilment["answers"], fulfilment["phone"]) == ("FULFILMENT", "HOTLINE", HOTLINE)
    assert fulfilment["name"] == "Dispatch, delivery, cancelation, return"
    assert fulfilment["hours"] == {
        "zone": "Europe/Warsaw",
        "week": [[{"since": "08:00", "until": "21:00"}]] * 7,
        "restDays": True,
    }
    assert product["hours"]["week"][5:] == [[], []]
    assert not product["hours"]["restDays"]


def test_what_nobody_sold_is_not_found_and_a_market_must_be_named() -> None:
    order()
    assert offer(marketplace="allegro-cz").status_code == 404
    assert Client().get("/zgoda/v1/offers/778/contact?marketplace=pl").status_code == 404
    for query in ({}, {"marketplace": "de"}):
        answer = Client().get(OFFER, query)
        assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "marketplace")
    assert offer().json()["topics"][0]["phone"] is None


@rule("C-36")
def test_a_seller_sets_its_details_and_hours() -> None:
    first = program().get(MINE)
    assert first.json()["week"] == [[{"since": "08:00", "until": "16:00"}]] * 5 + [[], []]
    for _ in range(2):
        answer = put(phone=SELLERS, email="shop@example.com", week=WEEK)
        assert answer.status_code == 200, answer.content
    expected = {"phone": SELLERS, "email": "shop@example.com", "week": WEEK, "zone": "Europe/Warsaw"}
    assert program().get(MINE).json() == expected
    assert put(phone=None).json()["week"] == first.json()["week"]
    assert SellerContact.objects.get().phone == ""


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ({"phone": "call me"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"week": [OFFICE] * 6}, "week"),
        ({"week": [[{"since": "17:00", "until": "09:00"}]] + [[]] * 6}, "week"),
        ({"week": [[{"since": "09:00", "until": "24:01"}]] + [[]] * 6}, "week"),
        ({"week": [[{"since": "9", "until": "10:00"}]] + [[]] * 6}, "week"),
        ({"week": [OFFICE * 13] + [[]] * 6}, "week"),
    ],
)
def test_what_nobody_could_dial_or_keep_is_refused(told: dict[str, object], path: str) -> None:
    answer = put(**told)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, path)
    assert not SellerContact.objects.exists()


def test_only_sellers_have_details() -> None:
    assert program(stage.Role.BUYER, "somebody").get(MINE).status_code == 403
    assert program().ask("PUT", MINE, ZGODA, b"[]", ZGODA).status_code == 400
