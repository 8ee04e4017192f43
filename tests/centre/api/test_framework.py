"""What every address of the API does, whoever asks for what: tokens, versions, envelope, headers, limits."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.centre import stage
from tests.centre.api.conftest import BETA, NOW, PUBLIC, ZGODA, Program, error_of, token_for
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.api import framework
from zgoda.centre.api.agents import names_itself
from zgoda.centre.api.limiter import per_minute, per_second
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.engine import clock
from zgoda.wire import limits

MANY = ["/sale/issues", "/sale/issues/not-a-uuid", "/sale/disputes", "/sale/nothing", "/zgoda/v1/capabilities"]


@pytest.mark.parametrize("path", MANY)
def test_every_answer_has_a_trace_id_and_the_documented_headers(program: Program, path: str) -> None:
    response = program.get(path, accept="*/*")
    assert re.fullmatch(r"[1-9a-f][0-9a-f]{14,15}", response["trace-id"])
    assert response["cache-control"] == "no-cache, no-store, max-age=0, must-revalidate"
    assert response["x-content-type-options"] == "nosniff"
    assert response["x-frame-options"] == "DENY"
    assert response["pragma"] == "no-cache"


def test_trace_ids_differ(program: Program) -> None:
    assert len({program.get("/sale/issues")["trace-id"] for _ in range(5)}) == 5


def test_the_answer_states_the_centres_clock_and_the_real_one(program: Program) -> None:
    response = program.get("/sale/issues")
    assert response["zgoda-time"] == "2026-03-03T11:00:00.000Z"
    assert abs(parsedate_to_datetime(response["Date"]) - timezone.now()) < timedelta(minutes=1)


def test_without_a_token_it_is_401_in_its_own_form() -> None:
    response = Program(None).get("/sale/issues")
    assert response.status_code == 401
    assert response.json() == {
        "error": "unauthorized",
        "error_description": "Full authentication is required to access this resource",
    }
    assert response["WWW-Authenticate"] == "Bearer"
    assert response["Content-Type"] == BETA


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", ""])
def test_a_dead_token_is_401(token: str) -> None:
    assert Program(token).get("/sale/issues").status_code == 401


def test_a_session_of_the_pages_opens_nothing(seller: User) -> None:
    client = Client()
    client.force_login(seller, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/sale/issues", headers={"Accept": BETA}).status_code == 401


def test_a_missing_scope_is_403_access_denied(seller: User) -> None:
    response = Program(token_for(seller, "allegro:api:orders:read")).get("/sale/issues", Accept_Language="en-US")
    assert response.status_code == 403
    assert error_of(response) == {
        "code": "AccessDenied",
        "message": "Access is denied",
        "details": None,
        "path": None,
        "userMessage": "Access denied. Contact the author of the application.",
        "metadata": {},
    }


def test_a_token_of_the_application_alone_is_403() -> None:
    assert Program(token_for(None)).get("/sale/issues").status_code == 403


@pytest.mark.parametrize(
    "accept", [BETA, "*/*", "application/*", f"{PUBLIC};q=0.9, {BETA};q=0.1", "text/html, */*;q=0.1"]
)
def test_the_answer_comes_in_the_beta_type_without_charset(program: Program, accept: str) -> None:
    response = program.get("/sale/issues", accept=accept)
    assert (response.status_code, response["Content-Type"]) == (200, BETA)


@pytest.mark.parametrize("accept", [PUBLIC, "application/json", "text/html", f"{BETA};q=0", ZGODA])
def test_another_type_is_406(program: Program, accept: str) -> None:
    response = program.get("/sale/issues", accept=accept)
    assert response.status_code == 406
    assert error_of(response)["code"] == "NotAcceptableException"
    assert "Please check 'Accept' request header" in error_of(response)["message"]


@pytest.mark.parametrize("kind", ["application/json", PUBLIC, "text/plain", ""])
def test_a_body_of_another_type_is_415(program: Program, case: Discussion, kind: str) -> None:
    response = program.post(f"/sale/issues/{case.id}/message", {"type": "REGULAR", "text": "Hi"}, kind=kind or "x/y")
    assert response.status_code == 415
    assert error_of(response)["code"] == "UNSUPPORTED_MIME_TYPE"


def test_a_charset_behind_the_vendor_type_is_read(program: Program, case: Discussion) -> None:
    kind = f"{BETA};charset=UTF-8"
    assert (
        program.post(f"/sale/issues/{case.id}/message", {"type": "REGULAR", "text": "Hi"}, kind=kind).status_code == 201
    )


def test_a_content_type_on_get_is_ignored(program: Program) -> None:
    assert program.get("/sale/issues", Content_Type="application/json").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b"[1]",
        b'"text"',
        b'{"type": 7}',
        b'{"type": "SHOUT"}',
        b"{}",
        b'{"type": "REGULAR", "text": "\xc3"}',
        b'{"type": "REGULAR", "text": "\\ud800"}',
        b'{"type": "REGULAR", "text": ' + b"9" * 5000 + b"}",
        b'{"type": "REGULAR", "text": 1e999}',
        b"[" * 100_000,
        b'{"type": "REGULAR", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
    ids=range(13),
)
def test_a_body_that_cannot_be_read_is_400(program: Program, case: Discussion, body: bytes) -> None:
    response = program.post(f"/sale/issues/{case.id}/message", body)
    assert response.status_code == 400
    assert error_of(response)["code"] in ("HttpMessageNotReadableException", "JsonMappingException")


def test_a_wrong_field_is_named(program: Program, case: Discussion) -> None:
    response = program.post(f"/sale/issues/{case.id}/message", {"type": "REGULAR", "attachments": [{"id": 5}]})
    assert error_of(response)["path"] == "attachments[0].id"


def test_a_huge_body_is_413(program: Program, case: Discussion) -> None:
    response = program.post(f"/sale/issues/{case.id}/message", b'{"text":"' + b"x" * 600_000 + b'"}')
    assert response.status_code == 413


def test_another_method_is_405_and_names_those_there_are(program: Program) -> None:
    response = program.post("/sale/issues", {})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert error_of(response)["code"] == "HttpRequestMethodNotSupportedException"


@pytest.mark.parametrize(
    "path", ["/sale/disputes", "/sale/disputes/1/messages", "/sale/dispute-attachments", "/order/x", "/zgoda/v1/x"]
)
def test_removed_and_unknown_addresses_are_404_with_allegros_words(program: Program, path: str) -> None:
    response = program.get(path, accept=PUBLIC, Accept_Language="en-US")
    assert response.status_code == 404
    assert error_of(response)["code"] == "NotFoundException"
    assert error_of(response)["userMessage"] == "Feature unavailable. Contact the application author."


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        (None, "pl-PL"),
        ("en-US", "en-US"),
        ("cs-CZ", "cs-CZ"),
        ("sk-SK", "sk-SK"),
        ("hu-HU", "hu-HU"),
        ("uk-UA", "uk-UA"),
        ("de-DE, en-US;q=0.5", "en-US"),
        ("de-DE", "pl-PL"),
        ("cs", "cs-CZ"),
        ("\u0000;;q=zz", "pl-PL"),
    ],
)
def test_the_language_is_one_of_the_protocols_six_and_polish_by_default(
    program: Program, header: str | None, tag: str
) -> None:
    headers = {} if header is None else {"Accept_Language": header}
    assert program.get("/sale/issues", **headers)["Content-Language"] == tag


def test_subject_and_refusals_speak_the_asked_language(program: Program, case: Discussion) -> None:
    issue = program.get(f"/sale/issues/{case.id}", Accept_Language="en-US").json()
    assert issue["subject"] == "My reason is not on the list"


def test_an_error_inside_is_500_in_the_envelope_with_a_trace_id(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_request: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(framework, "authenticate", broken)
    response = program.get("/sale/issues", Accept_Language="en-US")
    assert response.status_code == 500
    assert error_of(response)["code"] == "INTERNAL_SERVER_ERROR"
    assert b"secret" not in response.content
    assert response["trace-id"] in {getattr(record, "trace_id", "") for record in caplog.records}


def test_over_the_allowance_a_client_is_429_with_the_time_to_wait(
    program: Program, stranger: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(framework, "limiter", per_minute(3, lambda: 0.0))
    assert [program.get("/sale/issues").status_code for _ in range(4)] == [200, 200, 200, 429]
    response = program.get("/sale/issues", Accept_Language="en-US")
    assert response["Retry-After"] == "60"
    assert error_of(response)["code"] == "TOO_MANY_REQUESTS"
    assert stranger.get("/sale/issues").status_code == 200


def test_the_block_lasts_one_minute_and_ends_by_itself() -> None:
    seconds = [0.0]
    limiter = per_minute(2, lambda: seconds[0])
    assert [limiter.wait_seconds("a") for _ in range(3)] == [0, 0, 60]
    seconds[0] = 59.5
    assert limiter.wait_seconds("a") == 1
    seconds[0] = 60.0
    assert [limiter.wait_seconds("a") for _ in range(3)] == [0, 0, 60]


def test_the_allowance_is_per_minute() -> None:
    seconds = [0.0]
    limiter = per_minute(2, lambda: seconds[0])
    assert [limiter.wait_seconds("a") for _ in range(2)] == [0, 0]
    seconds[0] = 60.0
    assert [limiter.wait_seconds("a") for _ in range(2)] == [0, 0]


@pytest.mark.parametrize(("rule", "status"), [("off", 200), ("warn", 200), ("enforce", 403)])
@pytest.mark.parametrize(
    "agent", ["python-requests/2", "", "Test-Program", "Test-Program/1.0", "Other/1.0 (+https://program.example)"]
)
def test_a_client_that_does_not_name_itself(
    program: Program, settings: Settings, rule: str, status: int, agent: str
) -> None:
    settings.API_USER_AGENT_RULE = rule
    assert program.get("/sale/issues", User_Agent=agent).status_code == status
    assert program.get("/sale/issues").status_code == 200


@pytest.mark.parametrize(
    ("agent", "program", "named"),
    [
        ("Test-Program/1.0.0 (+https://program.example)", "Test Program", True),
        ("test-program/v2.1-rc1 (+http://program.example/info) extra/1", "Test  Program", True),
        ("Żółw/1 (+https://program.example)", "Żółw", True),
        ("TestProgram/1.0.0 (+https://program.example)", "Test Program", False),
        ("Test-Program/beta (+https://program.example)", "Test Program", False),
        ("Test-Program/1.0.0 (https://program.example)", "Test Program", False),
    ],
)
def test_a_name_is_the_registered_one_with_hyphens_for_blanks(agent: str, program: str, named: bool) -> None:
    assert names_itself(agent, program) is named


def test_the_demo_desk_names_itself_as_it_is_registered() -> None:
    from zgoda.desk.allegro.client import USER_AGENT

    assert names_itself(USER_AGENT, "Zgoda")


BRAKED = ["/order/carriers", f"/order/checkout-forms/{UUID(int=9)}/shipments"]


@pytest.mark.parametrize("path", BRAKED)
def test_carriers_and_shipments_have_an_allowance_per_second(
    seller: User, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    seconds = [0.0]
    monkeypatch.setattr(framework, "slow_lanes", per_second(2, lambda: seconds[0]))
    program = Program(token_for(seller), accept=PUBLIC)
    served = [program.get(path).status_code for _ in range(3)]
    assert served[0] == served[1] != 429
    assert served[2] == 429
    assert program.get(path)["Retry-After"] == "1"
    assert program.get("/sale/issues", accept=BETA).status_code == 200
    assert Program(token_for(seller), accept=PUBLIC).get(path).status_code != 429
    seconds[0] = 1.0
    assert program.get(path).status_code == served[0]


def test_fifty_a_second_is_what_the_document_says() -> None:
    lane = per_second(limits.ORDER_REQUESTS_PER_SECOND, lambda: 0.0)
    assert [lane.wait_seconds("a") for _ in range(51)] == [0] * 50 + [1]


@pytest.mark.parametrize("path", ["/sale/issues/", "/order/carriers/", "/me/", "/sale/issues/7/chat/"])
def test_an_address_has_no_slash_at_its_end(program: Program, path: str) -> None:
    response = program.get(path)
    assert (response.status_code, error_of(response)["code"]) == (404, "NotFoundException")


def test_options_needs_no_token_and_tells_the_methods_only() -> None:
    response = Program(None).ask("OPTIONS", "/sale/issues/attachments/7", BETA)
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS, PUT"


@pytest.mark.parametrize(
    "path",
    ["/sale/issues?checkoutForm.id=%00", "/sale/issues?status=%00", "/sale/issues/%00", "/order/events?type=%00"],
)
def test_a_nul_in_the_address_is_an_error_of_the_client(program: Program, path: str) -> None:
    response = program.get(path, accept="*/*")
    assert 400 <= response.status_code < 500
    assert response["Content-Type"] in (BETA, PUBLIC)


def test_the_sandbox_clock_moves_the_stated_time_only(seller: User) -> None:
    program = Program(token_for(seller))
    with clock.at(NOW + timedelta(days=40)):
        assert program.get("/sale/issues")["zgoda-time"] == "2026-04-12T11:00:00.000Z"


@rule("P-26")
def test_a_blocked_seller_still_owes_answers_and_can_give_them(
    seller: User, program: Program, case: Discussion
) -> None:
    User.objects.filter(pk=seller.pk).update(blocked_at=timezone.now(), blocked_reason="No answer")
    assert program.get("/sale/issues").json()["issues"][0]["id"] == str(case.id)
    body = {"type": "REGULAR", "text": "I am sorry for the delay."}
    assert program.post(f"/sale/issues/{case.id}/message", body).status_code == 201


def test_a_closed_account_is_nobody(seller: User, program: Program) -> None:
    User.objects.filter(pk=seller.pk).update(is_active=False)
    assert program.get("/sale/issues").status_code == 401


def test_a_buyers_token_sees_no_case_as_a_seller(case: Discussion) -> None:
    buyer = Program(token_for(stage.account("buyer", Role.BUYER)))
    assert buyer.get("/sale/issues").json() == {"issues": []}
    assert buyer.get(f"/sale/issues/{case.id}").status_code == 404
