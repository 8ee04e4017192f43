"""A program with a seller's token. Every answer it gets is checked against Allegro's document."""

import json
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.centre import stage
from tests.conformance.checker import Answer, DoesNotConform, check, find_operation
from zgoda.accounts.models import User
from zgoda.centre.api import framework, messaging, returns
from zgoda.centre.oauth import tokens
from zgoda.centre.oauth.models import Application
from zgoda.centre.oauth.registry import register_client
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.engine import clock

BETA = "application/vnd.allegro.beta.v1+json"
PUBLIC = "application/vnd.allegro.public.v1+json"
ZGODA = "application/vnd.zgoda.v1+json"
NOW = stage.OPENED + timedelta(hours=2)


def token_for(user: User | None, scope: str = "allegro:api:disputes allegro:api:orders:read") -> str:
    client_id, _ = register_client("Test Program", ["https://program.example/back"])
    application = Application.objects.get(client_id=client_id)
    answer = tokens.compose(application, user, scope, refreshable=False)
    tokens.store(answer, application, user, uuid.uuid4())
    return str(answer["access_token"])


@dataclass
class Program:
    """Speaks HTTP to the centre as a program written by somebody else does."""

    token: str | None
    accept: str = BETA

    def get(self, path: str, accept: str | None = None, **headers: str) -> HttpResponse:
        return self.ask("GET", path, accept or self.accept, headers=headers)

    def post(self, path: str, body: object, kind: str | None = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, self.accept, body, kind or self.accept, headers)

    def put(self, path: str, raw: bytes, kind: str, **environ: object) -> HttpResponse:
        return self.ask("PUT", path, self.accept, raw, kind, environ=environ)

    def ask(
        self,
        method: str,
        path: str,
        accept: str,
        body: object = b"",
        kind: str = "",
        headers: dict[str, str] | None = None,
        environ: dict[str, object] | None = None,
    ) -> HttpResponse:
        """``environ``: what the web server tells otherwise than usual."""
        sent = {"Accept": accept, "User-Agent": "Test-Program/1.0.0 (+https://program.example)"}
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        sent |= {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        response = Client().generic(method, path, _bytes(body), content_type=kind, headers=sent, **(environ or {}))
        conforms(method, path, response)
        return response


def conforms(method: str, path: str, response: Any) -> None:
    """Fails the test when an answer of a served path differs from the document."""
    bare = path.split("?", maxsplit=1)[0]
    try:
        find_operation(method, bare)
    except DoesNotConform:
        return
    body = b"" if response.streaming else response.content
    check(Answer(method, bare, response.status_code, response["Content-Type"], body, response.get("Location")))


def _bytes(body: object) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def stream(raw: bytes, **environ: object) -> dict[str, object]:
    """The server's side of a body that comes in its own way: what can be read, and what was said about it."""
    return {"wsgi.input": BytesIO(raw), **environ}


def error_of(response: HttpResponse) -> dict[str, Any]:
    (error,) = json.loads(response.content)["errors"]
    return dict(error)


@pytest.fixture(autouse=True)
def _now(db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    with standing(settings, tmp_path):
        yield


@contextmanager
def standing(settings: Settings, folder: Path) -> Iterator[None]:
    """Files go into the folder and are not scanned, nobody has asked yet, and the clock stands at ``NOW``."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}},
    }
    settings.SCAN_COMMAND = []
    framework.limiter.forget()
    framework.slow_lanes.forget()
    messaging.sends.forget()
    returns.lists.forget()
    with at(NOW):
        yield


def at(instant: datetime) -> AbstractContextManager[object]:
    """The centre's clock stands at this instant."""
    return clock.at(instant)


@pytest.fixture
def seller() -> User:
    return stage.account("seller", Role.SELLER)


@pytest.fixture
def program(seller: User) -> Program:
    return Program(token_for(seller))


@pytest.fixture
def stranger() -> Program:
    """Another seller's program."""
    return Program(token_for(stage.account("other-seller", Role.SELLER)))


@pytest.fixture
def case() -> Discussion:
    return stage.opened()
