"""The authorization code: asked for by a page, given for seconds, taken once."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.centre.oauth.conftest import REDIRECT, SCOPE, Program, abilities, answer, approved, bearer, pair
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth.registry import register_client

VERIFIER = "v" * 50
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}


def test_the_page_names_the_program_the_seller_and_what_it_may_do(window: Client, program: Program) -> None:
    response = window.get(program.address())
    page = response.content.decode()
    assert "Help desk" in page
    assert "sklep" in page
    assert set(abilities(response)) == set(SCOPE.split())


def test_yes_sends_a_code_and_the_state_back(window: Client, program: Program) -> None:
    back = answer(window.post(program.address(), {"decision": "approve"}))
    assert back["state"] == "s-1"
    assert back["code"]


def test_no_sends_access_denied_back(window: Client, program: Program) -> None:
    back = answer(window.post(program.address(), {"decision": "deny"}))
    assert back["error"] == "access_denied"
    assert back["state"] == "s-1"


def test_the_page_lets_its_form_lead_back_to_the_program(window: Client, program: Program) -> None:
    policy = window.get(program.address())["Content-Security-Policy"]
    assert "https://program.example" in policy.split("form-action")[1].split(";")[0]


def test_a_code_becomes_a_pair_of_tokens(window: Client, seller: User, program: Program) -> None:
    response = program.exchange(approved(window, program))
    body = response.json()
    assert response["Cache-Control"] == "no-store"
    assert response["trace-id"]
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 43199
    assert body["scope"].split() == ["allegro:api:profile:read", "allegro:api:disputes"]
    who = bearer(body["access_token"])
    assert who is not None
    assert (who.user_id, who.client_id, who.application) == (seller.pk, program.client_id, False)
    assert who.scopes == frozenset(SCOPE.split())


def test_parameters_in_the_query_string_are_taken_too(window: Client, program: Program) -> None:
    code = approved(window, program)
    response = program.token_by_query(grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    assert response.status_code == 200
    again = program.token_by_query(grant_type="refresh_token", refresh_token=response.json()["refresh_token"])
    assert again.status_code == 200


def test_without_scope_the_program_gets_all_it_registered(window: Client, program: Program) -> None:
    body = program.exchange(approved(window, program, scope="")).json()
    assert len(body["scope"].split()) == 3


@pytest.mark.parametrize("scope", ["allegro:api:payments:write", "sales:disputes.read"])
def test_scopes_beyond_the_registration_are_refused(window: Client, program: Program, scope: str) -> None:
    assert answer(window.get(program.address(scope=scope)))["error"] == "invalid_scope"


def test_a_used_code_ends_what_grew_from_it(window: Client, program: Program) -> None:
    code = approved(window, program)
    first = program.exchange(code).json()
    second = program.exchange(code)
    assert second.status_code == 400
    assert second.json()["error"] == "invalid_grant"
    assert bearer(first["access_token"]) is None
    assert program.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_code_lives_ten_seconds(window: Client, program: Program) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        kept, late = approved(window, program), approved(window, program)
        clock.shift(timedelta(seconds=9.9))
        assert program.exchange(kept).status_code == 200
        clock.shift(timedelta(seconds=0.1))
        assert program.exchange(late).json()["error"] == "invalid_grant"


def test_the_token_call_must_repeat_the_redirect_address(window: Client, program: Program) -> None:
    code = approved(window, program)
    wrong = program.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT + "/x")
    assert wrong.json()["error"] == "invalid_grant"


@pytest.mark.parametrize("uri", [REDIRECT + "/", REDIRECT + "?a=1", "https://evil.example/back", ""])
def test_another_redirect_address_stays_on_a_page(window: Client, program: Program, uri: str) -> None:
    response = window.get(program.address(redirect_uri=uri))
    assert response.status_code == 400
    assert "Location" not in response


def test_an_unknown_program_stays_on_a_page(window: Client) -> None:
    assert window.get(Program("nobody", "").address()).status_code == 400


def test_another_programs_code_is_worth_nothing(window: Client, program: Program) -> None:
    other = Program(*register_client("Other", [REDIRECT]))
    assert other.exchange(approved(window, program)).json()["error"] == "invalid_grant"


def test_a_wrong_secret_is_401(window: Client, program: Program) -> None:
    code = approved(window, program)
    response = Program(program.client_id, "wrong").exchange(code)
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_client"


def test_pkce_takes_the_right_verifier_only(window: Client, program: Program) -> None:
    code = approved(window, program, **PKCE)
    assert program.exchange(code).json()["error"] == "invalid_request"
    assert program.exchange(code, code_verifier="w" * 50).json()["error"] == "invalid_grant"
    assert program.exchange(code, code_verifier=VERIFIER).status_code == 200


@pytest.mark.parametrize("method", ["plain", ""])
def test_pkce_is_by_s256_alone(window: Client, program: Program, method: str) -> None:
    address = program.address(code_challenge=CHALLENGE, code_challenge_method=method)
    assert answer(window.get(address))["error"] == "invalid_request"


def test_a_program_without_a_secret_needs_pkce(window: Client) -> None:
    public = Program(*register_client("Phone", [REDIRECT], confidential=False))
    assert answer(window.get(public.address(scope="")))["error"] == "invalid_request"
    code = approved(window, public, scope="", **PKCE)
    body = public.exchange(code, client_id=public.client_id, code_verifier=VERIFIER).json()
    assert bearer(body["access_token"]) is not None
    assert public.refresh(body["refresh_token"], client_id=public.client_id).status_code == 200


def test_a_yes_is_remembered_until_more_is_asked(window: Client, program: Program) -> None:
    approved(window, program)
    assert answer(window.get(program.address()))["code"]
    assert window.get(program.address(prompt="confirm")).status_code == 200
    assert window.get(program.address(scope=SCOPE + " allegro:api:orders:read")).status_code == 200


def test_anonymous_signs_in_and_is_then_asked(program: Program) -> None:
    response = Client().get(program.address())
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in?next=/auth/oauth/authorize")
    assert "prompt%3Dconfirm" in response["Location"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SELLER])
def test_only_a_seller_may_let_a_program_in(program: Program, role: Role) -> None:
    other = Client()
    other.force_login(User.objects.create_user("inny", role=role))
    for response in (other.get(program.address()), other.post(program.address(), {"decision": "approve"})):
        assert response.status_code == 403
        assert "inny" in response.content.decode()


def test_the_yes_needs_the_pages_own_form(seller: User, program: Program) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(seller)
    assert strict.post(program.address(), {"decision": "approve"}).status_code == 403


def test_unknown_grants_and_response_types_are_named(window: Client, program: Program) -> None:
    assert program.token(grant_type="password").json()["error"] == "unsupported_grant_type"
    assert answer(window.get(program.address(response_type="token")))["error"] == "unsupported_response_type"


def test_tokens_are_not_kept_in_clear(window: Client, program: Program) -> None:
    from zgoda.centre.oauth.models import Application, RefreshToken

    body = pair(window, program)
    assert not RefreshToken.objects.filter(digest=body["refresh_token"]).exists()
    assert program.secret not in Application.objects.get().secret_digest
