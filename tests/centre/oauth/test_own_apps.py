"""A seller's own applications: return addresses, a new secret, the end of it and of its connections."""

import re

import pytest
from django.test import Client

from tests.accounts.confirming import confirmed
from tests.centre.oauth.conftest import REDIRECT, Program, approved, bearer, pair
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth.models import Application, Consent, RefreshToken
from zgoda.centre.oauth.registration import MOST_OF_ONE_OWNER
from zgoda.centre.oauth.registry import register_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(seller: User) -> Program:
    return Program(*register_client("Help desk", [REDIRECT], owner=seller))


def address(program: Program, what: str = "") -> str:
    return f"/auth/apps/{program.client_id}{what}"


def test_whoever_registers_an_application_owns_it_and_finds_it_in_the_list(window, seller):
    window.post("/auth/apps/new", {"name": "My desk", "redirect_uris": REDIRECT})
    application = Application.objects.get()
    assert application.owner == seller
    assert f'href="/auth/apps/{application.client_id}"' in window.get("/auth/apps").content.decode()


def test_somebody_elses_application_has_no_page(program):
    client = Client()
    client.force_login(User.objects.create(username="other", role=Role.SELLER))
    for what in ("", "/delete"):
        assert client.get(address(program, what)).status_code == 404
    for what in ("", "/secret", "/delete"):
        assert client.post(address(program, what), {"redirect_uris": "https://evil.example/"}).status_code == 404
    assert Application.objects.get().redirect_uris == REDIRECT


def test_an_application_of_the_operator_belongs_to_nobody(window):
    orphan = Program(*register_client("Zgoda", [REDIRECT]))
    assert window.get(address(orphan)).status_code == 404


def test_consent_returns_to_the_new_address_only(window, program):
    answer = window.post(address(program), {"redirect_uris": "https://new.example/back"})
    assert answer.status_code == 302
    assert window.get(program.address()).status_code == 400
    assert window.get(program.address(redirect_uri="https://new.example/back")).status_code == 200


def test_a_wrong_address_changes_nothing_and_stays_in_the_form(window, program):
    answer = window.post(address(program), {"redirect_uris": "https://new.example/#x"})
    assert answer.status_code == 400
    assert "https://new.example/#x" in answer.content.decode()
    assert Application.objects.get().redirect_uris == REDIRECT


def test_a_new_secret_ends_the_old_one_and_keeps_the_connections(window, program):
    tokens = pair(window, program)
    page = confirmed(window).post(address(program, "/secret"))
    assert "no-store" in page["Cache-Control"]
    fresh = [word for word in re.findall(r"<code>([^<]+)</code>", page.content.decode()) if word != program.client_id]
    assert program.refresh(tokens["refresh_token"]).status_code == 401
    assert bearer(tokens["access_token"]) is not None
    assert Program(program.client_id, fresh[0]).refresh(tokens["refresh_token"]).status_code == 200


def test_a_program_without_a_secret_gets_none(window, seller):
    phone = Program(*register_client("Phone", [REDIRECT], confidential=False, owner=seller))
    assert window.post(address(phone, "/secret")).status_code == 404
    assert not Application.objects.get().confidential


def test_deleting_asks_first_and_then_ends_every_connection(window, program):
    tokens, code = pair(window, program), approved(window, program)
    assert Consent.objects.count() == 1
    assert "1" in window.get(address(program, "/delete")).content.decode()
    assert bearer(tokens["access_token"]) is not None
    assert confirmed(window).post(address(program, "/delete")).status_code == 302
    assert bearer(tokens["access_token"]) is None
    assert program.refresh(tokens["refresh_token"]).status_code == 401
    assert program.exchange(code).status_code == 401
    for model in (Application, Consent, RefreshToken):
        assert not model.objects.exists()


@pytest.mark.parametrize("what", ["/secret", "/delete"])
def test_a_new_secret_and_the_end_ask_for_the_password_and_then_go_on(window, seller, program, what):
    seller.set_password("zielony-rower-44")
    seller.save()
    window.force_login(seller)
    before = Application.objects.get().secret_digest
    asked = window.post(address(program, what))
    assert asked["Location"].startswith("/account/confirm?next=")
    assert Application.objects.get().secret_digest == before
    wrong = window.post(asked["Location"], {"password": "not-this", "next": address(program, what)})
    assert wrong.status_code == 200
    assert Application.objects.get().secret_digest == before
    window.post(asked["Location"], {"password": "zielony-rower-44", "next": address(program, what)})
    row = Application.objects.filter().first()
    assert row is None if what == "/delete" else row.secret_digest != before


def test_one_seller_registers_only_so_many(window, seller):
    Application.objects.bulk_create(
        Application(client_id=f"{number:032}", name="x", owner=seller) for number in range(MOST_OF_ONE_OWNER)
    )
    assert window.post("/auth/apps/new", {"name": "One more"}).status_code == 400
    assert Application.objects.count() == MOST_OF_ONE_OWNER


def test_an_application_outlives_its_owners_account(program, seller):
    seller.delete()
    assert Application.objects.get().owner is None
