"""My ratings: rating from a purchase, changing, removing, and what the seller answered and asked."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.ratings.rating import NOW, WORDS, order, rated
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule
from zgoda.centre.ratings import acts, reading
from zgoda.centre.ratings.models import OrderRating
from zgoda.domain.actors import Role
from zgoda.domain.ratings import RemovalReason

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at: At) -> None:
    at(NOW)


@rule("S1-34", "C-42")
@pytest.mark.parametrize("fulfilled", [True, False])
def test_an_order_is_rated_from_the_purchases(buyer: Client, fulfilled: bool) -> None:
    bought = order(fulfilled=fulfilled)
    address = f"/purchases/{bought.id}/rate"
    assert f'href="{address}"' in page(buyer, "/purchases")
    form = page(buyer, address)
    assert form.count('name="recommended"') == 2
    sent = buyer.post(address, {"recommended": "no", "comment": WORDS})
    made = OrderRating.objects.get()
    assert sent["Location"] == f"/ratings/{made.pk}"
    assert all(part in words(page(buyer, sent["Location"])) for part in ("I do not recommend", WORDS))
    assert WORDS in words(page(buyer, "/ratings"))
    assert f'href="/ratings/{made.pk}"' in page(buyer, "/purchases")
    assert buyer.get(address)["Location"] == f"/ratings/{made.pk}"


def test_without_a_choice_the_form_comes_back_with_what_was_typed(buyer: Client) -> None:
    answer = buyer.post(f"/purchases/{order().id}/rate", {"comment": WORDS})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Choose whether you recommend the seller." in html
    assert WORDS in html
    assert not OrderRating.objects.exists()


def test_a_cancelled_order_offers_no_rating(buyer: Client) -> None:
    bought = order()
    bought.status = "CANCELLED"
    bought.save()
    assert f"/purchases/{bought.id}/rate" not in page(buyer, "/purchases")
    assert "cannot be rated" in words(page(buyer, f"/purchases/{bought.id}/rate"))


@rule("B10-02")
def test_a_rating_is_changed_and_removed_with_a_reason(buyer: Client, at: At) -> None:
    made = rated()
    at(NOW + timedelta(hours=1))
    assert WORDS in page(buyer, f"/ratings/{made.pk}/edit")
    buyer.post(f"/ratings/{made.pk}/edit", {"recommended": "yes", "comment": "Dobrze"})
    assert all(
        part in words(page(buyer, f"/ratings/{made.pk}")) for part in ("I recommend", "Dobrze", "rating changed")
    )
    form = page(buyer, f"/ratings/{made.pk}/remove")
    assert form.count('name="reason"') == len(RemovalReason)
    for nothing in ({}, {"reason": "BECAUSE"}):
        answer = buyer.post(f"/ratings/{made.pk}/remove", nothing)
        assert (answer.status_code, "Choose a reason." in answer.content.decode()) == (422, True)
    buyer.post(f"/ratings/{made.pk}/remove", {"reason": "COMPENSATION"})
    html = words(page(buyer, f"/ratings/{made.pk}"))
    assert "You removed this rating" in html
    assert "Dobrze" not in html
    made.refresh_from_db()
    assert made.removal_reason == RemovalReason.COMPENSATION
    for path in ("edit", "remove"):
        assert "This rating was removed." in words(page(buyer, f"/ratings/{made.pk}/{path}"))
        assert buyer.post(f"/ratings/{made.pk}/{path}", {"recommended": "yes", "reason": "OTHER"}).status_code == 422


@rule("B10-02")
def test_after_the_window_the_rating_stays(buyer: Client, at: At) -> None:
    made = rated()
    at(made.possible_until + timedelta(seconds=1))
    assert "/edit" not in page(buyer, f"/ratings/{made.pk}")
    for path in ("edit", "remove"):
        html = page(buyer, f"/ratings/{made.pk}/{path}")
        assert "This was possible until" in words(html)
        assert "<textarea" not in html
        assert buyer.post(f"/ratings/{made.pk}/{path}", {"recommended": "yes", "reason": "OTHER"}).status_code == 422


def test_the_sellers_answer_and_request_are_shown(buyer: Client) -> None:
    made = rated()
    acts.answer(made.pk, made.seller_id, "Przepraszamy bardzo", now=NOW)
    acts.ask(made.pk, made.seller_id, "Prosimy o usunięcie", now=NOW)
    html = words(page(buyer, f"/ratings/{made.pk}"))
    assert all(part in html for part in ("Przepraszamy bardzo", "The seller asks you", "Prosimy o usunięcie"))
    assert "You were asked to remove it" in words(page(buyer, "/ratings"))


def test_a_rating_of_somebody_else_is_not_found() -> None:
    made, stranger = rated(), signed_in("other", Role.BUYER)
    for path in (f"/ratings/{made.pk}", f"/ratings/{made.pk}/edit", f"/ratings/{made.pk}/remove", "/ratings/x"):
        page(stranger, path, 404)
    page(stranger, f"/purchases/{made.order_id}/rate", 404)


def test_the_list_goes_on_where_the_page_ended(buyer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 1)
    rated(comment="Pierwsza", now=stage.OPENED)
    rated(comment="Druga")
    html = page(buyer, "/ratings")
    assert "Druga" in html
    assert "Pierwsza" not in html
    older = html.split('href="?after=')[1].split('"')[0]
    assert "Pierwsza" in page(buyer, f"/ratings?after={older}")
    assert "Druga" in page(buyer, "/ratings?after=nonsense")
