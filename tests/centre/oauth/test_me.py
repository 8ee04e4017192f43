"""``/me``: the seller behind a token, and nobody else."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.centre.oauth.conftest import Program, approved, pair
from zgoda.accounts.models import User

PUBLIC = "application/vnd.allegro.public.v1+json"


def me(token: str, accept: str = PUBLIC) -> HttpResponse:
    return Client().get("/me", headers={"Authorization": f"Bearer {token}", "Accept": accept})


def test_me_is_the_seller_of_the_token(window: Client, program: Program, seller: User) -> None:
    User.objects.filter(pk=seller.pk).update(company="Sklep Ola", first_name="Ola", market="cz")
    response = me(pair(window, program)["access_token"])
    assert response.status_code == 200
    assert response["Content-Type"] == PUBLIC
    assert response["trace-id"]
    body: dict[str, Any] = response.json()
    assert (body["id"], body["login"], body["email"]) == (str(seller.pk), "sklep", "s@example.com")
    assert body["baseMarketplace"] == {"id": "allegro-cz"}
    assert body["company"]["name"] == "Sklep Ola"
    assert body["firstName"] == "Ola"


def test_a_token_of_the_application_is_403(program: Program) -> None:
    token = program.token(grant_type="client_credentials").json()["access_token"]
    response = me(token)
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "AccessDenied"


def test_without_the_profile_scope_it_is_403(window: Client, program: Program) -> None:
    body = program.exchange(approved(window, program, scope="allegro:api:disputes")).json()
    assert me(body["access_token"]).status_code == 403


@pytest.mark.parametrize("token", ["", "made-up"])
def test_without_a_token_it_is_401_in_the_other_envelope(token: str) -> None:
    response = me(token)
    assert response.status_code == 401
    assert set(response.json()) == {"error", "error_description"}


def test_another_version_is_406(window: Client, program: Program) -> None:
    response = me(pair(window, program)["access_token"], "application/xml")
    assert response.status_code == 406
    assert response.json()["errors"][0]["code"] == "NotAcceptableException"
