"""A client that none of us wrote: Authlib's, over an in-process transport into our WSGI application."""

from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from authlib.integrations.httpx_client import OAuth2Client
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from tests.centre.oauth.conftest import REDIRECT, SCOPE, Program, bearer

ROOT = "https://centre.example"
VERIFIER = "v" * 48


def client(program: Program) -> OAuth2Client:
    return OAuth2Client(
        program.client_id,
        program.secret,
        scope=SCOPE,
        redirect_uri=REDIRECT,
        code_challenge_method="S256",
        token_endpoint=f"{ROOT}/auth/oauth/token",
        transport=httpx2.WSGITransport(WSGIHandler()),
    )


@pytest.mark.django_db(transaction=True)
def test_authlibs_client_connects_and_refreshes(settings: Any, window: Client, program: Program) -> None:
    settings.ALLOWED_HOSTS = ["centre.example", "testserver"]
    session = client(program)
    url, state = session.create_authorization_url(f"{ROOT}/auth/oauth/authorize", code_verifier=VERIFIER)
    page = urlsplit(url)
    back = window.post(f"{page.path}?{page.query}", {"decision": "approve"})
    token = session.fetch_token(authorization_response=back["Location"], state=state, code_verifier=VERIFIER)
    assert bearer(token["access_token"]) is not None
    renewed = session.refresh_token()
    assert renewed["refresh_token"] != token["refresh_token"]
    assert bearer(renewed["access_token"]) is not None
