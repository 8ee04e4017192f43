"""The token at use: signed, unexpired, not revoked, of an open account and program."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.centre.oauth.conftest import SCOPE, Program, bearer, pair
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth.models import AccessToken, Application
from zgoda.centre.oauth.tokens import sweep


def claims_of(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return dict(json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def encoded(claims: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


def test_the_token_carries_its_scopes(window: Client, program: Program, seller: User) -> None:
    claims = claims_of(pair(window, program)["access_token"])
    assert set(claims["scope"]) == set(SCOPE.split())
    assert claims["user_name"] == str(seller.pk)
    assert claims["client_id"] == program.client_id
    assert claims["iss"] == "https://centre.example"


def test_a_changed_token_is_nobody(window: Client, program: Program) -> None:
    token = pair(window, program)["access_token"]
    head, _, signature = token.split(".")
    claims = claims_of(token)
    wider = encoded({**claims, "scope": ["allegro:api:payments:write"]})
    unsigned = encoded({"alg": "none"})
    foreign = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("x" * 32))
    changed = [f"{head}.{wider}.{signature}", f"{unsigned}.{wider}.", foreign, f"{token}x", token[:-3]]
    assert [bearer(each) for each in changed] == [None] * 5


@pytest.mark.parametrize("text", ["", "a.b.c", "ą.ę.ó", "...", "x" * 5000])
def test_nonsense_is_nobody(text: str) -> None:
    assert bearer(text) is None


def test_a_token_signed_before_the_secret_key_changed_still_works(
    settings: Any, window: Client, program: Program
) -> None:
    token = pair(window, program)["access_token"]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    assert bearer(token) is not None
    settings.SECRET_KEY_FALLBACKS = []
    assert bearer(token) is None


def test_a_shut_program_is_nobody(window: Client, program: Program) -> None:
    body = pair(window, program)
    Application.objects.update(disabled_at=timezone.now())
    assert bearer(body["access_token"]) is None
    assert program.refresh(body["refresh_token"]).status_code == 401


def test_the_program_on_its_own_behalf_has_no_user(program: Program) -> None:
    body = program.token(grant_type="client_credentials").json()
    assert "refresh_token" not in body
    who = bearer(body["access_token"])
    assert who is not None
    assert (who.user_id, who.application, who.client_id) == (None, True, program.client_id)
    assert "user_name" not in claims_of(body["access_token"])
    wider = program.token(grant_type="client_credentials", scope="allegro:api:payments:write")
    assert wider.json()["error"] == "invalid_scope"


def test_one_query(window: Client, program: Program, django_assert_num_queries: Any) -> None:
    token = pair(window, program)["access_token"]
    with django_assert_num_queries(1):
        assert bearer(token) is not None
    with django_assert_num_queries(0):
        assert bearer(token + "x") is None


def test_the_seller_sees_and_ends_the_connection(window: Client, program: Program) -> None:
    body = pair(window, program)
    assert "Help desk" in window.get("/auth/apps").content.decode()
    window.post("/auth/apps", {"client_id": program.client_id})
    assert bearer(body["access_token"]) is None
    assert program.refresh(body["refresh_token"]).json()["error"] == "invalid_grant"
    assert window.get(program.address()).status_code == 200
    page = window.get("/auth/apps").content.decode()
    assert f'value="{program.client_id}"' not in page


def test_ending_touches_nobody_elses_connection(window: Client, program: Program) -> None:
    body = pair(window, program)
    other = Client()
    other.force_login(User.objects.create_user("drugi", role=Role.SELLER))
    other.post("/auth/apps", {"client_id": program.client_id})
    assert bearer(body["access_token"]) is not None


def test_the_list_is_the_sellers_alone() -> None:
    buyer = Client()
    buyer.force_login(User.objects.create_user("kupujacy", role=Role.BUYER))
    assert buyer.get("/auth/apps").status_code == 404
    assert Client().get("/auth/apps").status_code == 302


def test_the_token_endpoint_brakes_one_program(settings: Any, program: Program) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"oauth_token": "2/m/key"}
    statuses = [program.token(grant_type="client_credentials").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_what_ended_long_ago_is_forgotten(window: Client, program: Program) -> None:
    pair(window, program)
    program.token(grant_type="client_credentials")
    assert sweep(timezone.now()) == 0
    assert sweep(timezone.now() + timedelta(days=3)) == 2
    assert AccessToken.objects.count() == 1
    sweep(timezone.now() + timedelta(days=92))
    assert AccessToken.objects.count() == 0
