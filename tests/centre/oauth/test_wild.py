"""Whatever a program or a browser sends to the OAuth addresses, nothing fails inside."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.centre.oauth.conftest import DEVICE, REDIRECT, Program, approved
from tests.conformance.wild import TEXTS

few = settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
GRANTS = ["authorization_code", "refresh_token", "client_credentials", DEVICE]
NAMES = ("code", "redirect_uri", "refresh_token", "device_code", "code_verifier", "scope", "client_id", "client_secret")


@pytest.fixture(autouse=True)
def _no_brake(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # type: ignore[attr-defined]


@few
@given(
    grant=st.sampled_from(GRANTS) | TEXTS,
    told=st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, TEXTS)),
    by_query=st.booleans(),
)
def test_no_token_call_fails(program: Program, grant: str, told: dict[str, str], by_query: bool) -> None:
    call = program.token_by_query if by_query else program.token
    assert call(grant_type=grant, **told).status_code < 500


@few
@given(told=st.fixed_dictionaries({}, optional=dict.fromkeys((*NAMES, "response_type", "state", "prompt"), TEXTS)))
def test_no_question_to_the_seller_fails(window: Client, program: Program, told: dict[str, str]) -> None:
    assert window.get(program.address(**told)).status_code < 500


@few
@given(told=st.fixed_dictionaries({}, optional={"scope": TEXTS, "client_id": TEXTS}))
def test_no_start_of_a_device_fails(program: Program, told: dict[str, str]) -> None:
    response = Client().post(f"/auth/oauth/device?{urlencode(told)}", told, headers=program.basic)
    assert response.status_code < 500


@few
@given(header=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60), code=TEXTS)
def test_no_credentials_make_the_token_call_fail(header: str, code: str) -> None:
    body = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    for sent in (header, f"Basic {header}", "Basic AAA6", "Basic /w=="):
        response = Client().post("/auth/oauth/token", body, headers={"Authorization": sent})
        assert response.status_code < 500


def test_a_public_programs_words_do_not_replace_the_secret(window: Client, program: Program) -> None:
    code = approved(window, program)
    response = Client().post(
        "/auth/oauth/token",
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "client_id": program.client_id,
        },
    )
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_client"
