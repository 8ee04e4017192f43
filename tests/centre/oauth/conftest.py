"""A registered program, a seller who may let it in, and the four calls a program makes."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from markupsafe import escape

from zgoda.accounts.models import Role, User
from zgoda.centre.oauth.bearer import Bearer, authenticate
from zgoda.centre.oauth.registry import register_client
from zgoda.centre.oauth.scopes import NAMES

REDIRECT = "https://program.example/back"
SCOPE = "allegro:api:disputes allegro:api:profile:read"
REGISTERED = ("allegro:api:profile:read", "allegro:api:orders:read", "allegro:api:disputes")
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass
class Program:
    """What a program written by somebody else knows: its id, its secret and how to speak HTTP."""

    client_id: str
    secret: str

    @property
    def basic(self) -> dict[str, str]:
        pair = b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"} if self.secret else {}

    def token(self, **parameters: str) -> HttpResponse:
        return Client().post("/auth/oauth/token", parameters, headers=self.basic)

    def token_by_query(self, **parameters: str) -> HttpResponse:
        return Client().post(f"/auth/oauth/token?{urlencode(parameters)}", headers=self.basic)

    def exchange(self, code: str, **more: str) -> HttpResponse:
        return self.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT, **more)

    def refresh(self, token: str, **more: str) -> HttpResponse:
        return self.token(grant_type="refresh_token", refresh_token=token, **more)

    def poll(self, device_code: str) -> HttpResponse:
        return self.token(grant_type=DEVICE, device_code=device_code)

    def start_device(self, **more: str) -> HttpResponse:
        body = {"client_id": self.client_id, **more}
        return Client().post("/auth/oauth/device", body, headers=self.basic)

    def address(self, **more: str) -> str:
        parameters = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT,
            "scope": SCOPE,
            "state": "s-1",
        }
        return f"/auth/oauth/authorize?{urlencode({**parameters, **more})}"


@pytest.fixture(autouse=True)
def _centre(settings: Any, db: None) -> None:
    settings.ROOT_URLCONF = "zgoda.centre.urls"
    settings.CENTRE_URL = "https://centre.example"
    cache.clear()


@pytest.fixture
def seller() -> User:
    return User.objects.create_user("sklep", "s@example.com", role=Role.SELLER)


@pytest.fixture
def window(seller: User) -> Client:
    client = Client()
    client.force_login(seller)
    return client


@pytest.fixture
def program() -> Program:
    return Program(*register_client("Help desk", [REDIRECT], allowed=REGISTERED))


def answer(response: HttpResponse) -> dict[str, Any]:
    """The parameters with which the browser was sent back to the program."""
    assert response.status_code == 302, response.content
    location = urlsplit(response["Location"])
    assert f"{location.scheme}://{location.netloc}{location.path}" == REDIRECT
    return {name: values[0] for name, values in parse_qs(location.query).items()}


def approved(window: Client, program: Program, **more: str) -> str:
    """A fresh code, by the seller's yes."""
    return str(answer(window.post(program.address(**more), {"decision": "approve"}))["code"])


def pair(window: Client, program: Program) -> dict[str, Any]:
    """A fresh pair of tokens."""
    return dict(program.exchange(approved(window, program)).json())


def bearer(token: str) -> Bearer | None:
    return authenticate(RequestFactory().get("/me", headers={"Authorization": f"Bearer {token}"}))


def abilities(response: HttpResponse) -> list[str]:
    """The abilities a page names, by their scopes' words."""
    page = response.content.decode()
    return [scope for scope, words in NAMES.items() if f"<li>{escape(str(words))}</li>" in page]
