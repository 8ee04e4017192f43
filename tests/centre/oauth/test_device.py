"""A program without a browser: it shows a code, the seller types it, the program polls."""

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from tests.centre.oauth.conftest import SCOPE, Program, abilities, bearer
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth.registry import register_client

PAGE = "/skojarz-aplikacje"


def started(program: Program) -> dict[str, Any]:
    response = program.start_device(scope=SCOPE)
    assert response.status_code == 200, response.content
    return dict(response.json())


def test_the_device_learns_where_to_send_the_seller(program: Program) -> None:
    body = started(program)
    assert body["verification_uri"] == "https://centre.example/skojarz-aplikacje"
    assert body["verification_uri_complete"] == f"{body['verification_uri']}?code={body['user_code']}"
    assert body["interval"] == 5
    assert body["expires_in"] == 3600
    assert body["device_code"] != body["user_code"]


def test_the_seller_sees_who_asks_and_says_yes(window: Client, program: Program, seller: User) -> None:
    body = started(program)
    assert program.poll(body["device_code"]).json()["error"] == "authorization_pending"
    assert body["user_code"] in window.get(f"{PAGE}?code={body['user_code']}").content.decode()
    question = window.post(PAGE, {"code": body["user_code"].lower().replace("-", " ")})
    assert "Help desk" in question.content.decode()
    assert set(abilities(question)) == set(SCOPE.split())
    window.post(PAGE, {"code": body["user_code"], "decision": "approve"})
    tokens = program.poll(body["device_code"]).json()
    who = bearer(tokens["access_token"])
    assert who is not None
    assert who.user_id == seller.pk
    assert who.scopes == frozenset(SCOPE.split())
    assert program.refresh(tokens["refresh_token"]).status_code == 200
    assert program.poll(body["device_code"]).json()["error"] == "invalid_grant"


def test_a_no_is_final(window: Client, program: Program) -> None:
    body = started(program)
    window.post(PAGE, {"code": body["user_code"], "decision": "deny"})
    response = program.poll(body["device_code"])
    assert response.status_code == 400
    assert response.json()["error"] == "access_denied"
    assert response.json()["error_description"]
    again = window.post(PAGE, {"code": body["user_code"], "decision": "approve"})
    assert again.status_code == 400


def test_asking_too_fast_slows_down_by_five_seconds(program: Program) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = started(program)["device_code"]

        def after(seconds: int) -> str:
            clock.shift(timedelta(seconds=seconds))
            return str(program.poll(code).json()["error"])

        assert after(5) == "authorization_pending"
        assert after(5) == "authorization_pending"
        assert after(4) == "slow_down"
        assert after(9) == "slow_down"
        assert after(15) == "authorization_pending"


def test_a_code_expires_after_an_hour(window: Client, program: Program) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        body = started(program)
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert program.poll(body["device_code"]).json()["error"] == "expired_token"
        assert window.post(PAGE, {"code": body["user_code"]}).status_code in {302, 400}


def test_only_programs_with_a_secret_may_start(program: Program) -> None:
    public = Program(*register_client("Phone", [], confidential=False))
    assert public.start_device().status_code == 401
    assert Program(program.client_id, "wrong").start_device().status_code == 401


def test_a_device_asks_for_no_more_than_is_registered(program: Program) -> None:
    assert program.start_device(scope="allegro:api:payments:write").json()["error"] == "invalid_scope"


def test_another_programs_device_code_is_refused(program: Program, window: Client) -> None:
    body = started(program)
    window.post(PAGE, {"code": body["user_code"], "decision": "approve"})
    other = Program(*register_client("Other", []))
    assert other.poll(body["device_code"]).status_code == 400
    assert program.poll(body["device_code"]).status_code == 200


def test_the_page_wants_a_seller(program: Program) -> None:
    assert Client().get(f"{PAGE}?code=AB").headers["Location"].startswith("/sign-in?next=")
    buyer = Client()
    buyer.force_login(User.objects.create_user("kupujacy", role=Role.BUYER))
    body = started(program)
    assert buyer.post(PAGE, {"code": body["user_code"], "decision": "approve"}).status_code == 403
    assert program.poll(body["device_code"]).json()["error"] == "authorization_pending"


def test_guessing_codes_is_braked(window: Client) -> None:
    statuses = [window.post(PAGE, {"code": f"AAAA-AAA{letter}"}).status_code for letter in "BCDFGHJKLMN"]
    assert statuses[:10] == [400] * 10
    assert statuses[10] == 429
