"""The link of the platform's letter: it shows, asks, removes once, and nothing else (S1-36)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.signing import Signer
from django.test import Client

from tests.centre.ratings.rating import NOW, order, rated
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule
from zgoda.centre.ratings import acts
from zgoda.centre.ratings.link import token_of
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.domain.ratings import RemovalReason, Source
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db
COMMENT = "Klawiatura przyszła w podartym kartonie, bez folii."


@pytest.fixture(autouse=True)
def _now(at: At) -> None:
    at(NOW)


@pytest.fixture
def stranger() -> Client:
    """Not signed in, and held to the forms' tokens as a browser is."""
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


def asked() -> tuple[OrderRating, str]:
    """A rating the platform asked to remove, and the letter's address."""
    made = rated(order(fulfilled=True), comment=COMMENT)
    run_pending()
    (address,) = re.findall(r"http://[^/]+(/rating-removal/\S+)", mail.outbox[0].body)
    made.refresh_from_db()
    return made, address


def sent(client: Client, address: str, **form: str):
    told = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page(client, address))
    return client.post(address, {"csrfmiddlewaretoken": told[1] if told else "", **form})


@rule("S1-36")
def test_looking_removes_nothing_and_the_form_removes_once(stranger: Client) -> None:
    made, address = asked()
    html = page(stranger, address)
    assert all(part in words(html) for part in (COMMENT, "Remove the rating", "One Fulfillment"))
    assert stranger.head(address).status_code == 200
    made.refresh_from_db()
    assert made.removed_at is None
    assert sent(stranger, address).status_code == 422
    assert sent(stranger, address, reason="BECAUSE").status_code == 422
    done = sent(stranger, address, reason="CHANGED_MIND")
    assert "The rating is removed." in words(done.content.decode())
    made.refresh_from_db()
    assert (made.removed_at, made.removal_reason, made.comment) == (NOW, "CHANGED_MIND", "")
    assert made.asked.link_used_at == NOW
    again = page(stranger, address, 410)
    assert "removed with this link before" in words(again)
    assert "<form class" not in again


@rule("S1-36")
def test_the_link_ends_with_the_final_date(stranger: Client, at: At) -> None:
    made, address = asked()
    at(made.possible_until)
    page(stranger, address)
    at(made.possible_until + timedelta(seconds=1))
    assert "This was possible until" in words(page(stranger, address, 410))
    stranger.get("/consent")
    token = stranger.cookies["zgoda_centre_csrf"].value
    answer = stranger.post(address, {"reason": "OTHER", "csrfmiddlewaretoken": token})
    assert answer.status_code == 410
    made.refresh_from_db()
    assert made.removed_at is None


@rule("S1-36")
def test_a_link_of_another_making_finds_nothing(stranger: Client) -> None:
    made, address = asked()
    forged = Signer(salt="zgoda.ratings.removal", key="guessed").sign(made.asked.pk.hex)
    elsewhere = Signer(salt="another").sign(made.asked.pk.hex)
    for token in (forged, elsewhere, made.asked.pk.hex, made.pk, "x", address.split("/")[-1][:-1]):
        page(stranger, f"/rating-removal/{token}", 404)


@rule("S1-36")
def test_the_link_is_for_its_rating_alone_and_opens_nothing_else(stranger: Client) -> None:
    other = rated(comment="Inna")
    _made, address = asked()
    sent(stranger, address, reason="OTHER")
    other.refresh_from_db()
    assert other.removed_at is None
    assert stranger.get(f"/ratings/{other.pk}").status_code == 302


def test_a_sellers_request_has_no_such_link(stranger: Client) -> None:
    made = rated()
    acts.ask(made.pk, made.seller_id, "Prosimy", now=NOW)
    made.refresh_from_db()
    page(stranger, f"/rating-removal/{token_of(RemovalRequest.objects.get(source=Source.SELLER))}", 404)


def test_without_the_forms_token_nothing_is_removed(stranger: Client) -> None:
    made, address = asked()
    assert stranger.post(address, {"reason": "OTHER"}).status_code == 403
    made.refresh_from_db()
    assert made.removed_at is None


def test_a_rating_that_was_removed_otherwise_is_told_as_such(stranger: Client) -> None:
    made, address = asked()
    acts.remove(made.pk, made.buyer_id, RemovalReason.SOLVED, now=NOW)
    assert "This rating was removed." in words(page(stranger, address, 410))
