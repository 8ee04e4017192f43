"""One world for the tests of a module: what a knock changes is rolled back before the next one."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import stamina
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.fakes.allegro import FakeAllegro
from tests.security.visitors import Visitors, visitors
from tests.security.world import NOW, World, build
from zgoda.centre.api import framework
from zgoda.desk.allegro import client as client_module
from zgoda.desk.allegro import oauth
from zgoda.engine import clock
from zgoda.settings import STORAGES


@pytest.fixture(scope="module")
def _place(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    here: Path = tmp_path_factory.mktemp("files")
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": here}}
    return {
        "STORAGES": {**STORAGES, "default": files},
        "SCAN_COMMAND": [],
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    }


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: Any, _place: dict[str, Any]) -> Iterator[tuple[World, Visitors]]:
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(transaction.atomic())
        with override_settings(**_place), clock.at(NOW):
            cache.clear()
            world = build()
            knocking = visitors(world)
        yield world, knocking
        transaction.set_rollback(True)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAllegro]:
    """The desk speaks to no other server than this."""
    server = FakeAllegro(NOW)
    http = server.client()
    stamina.set_active(False)
    for module in (client_module, oauth):
        monkeypatch.setattr(module, "http", lambda: http)
    yield server
    stamina.set_active(True)


@pytest.fixture
def world(_built: tuple[World, Visitors], db: None, _place: dict[str, Any], no_network: FakeAllegro) -> Iterator[World]:
    framework.limiter.forget()
    with override_settings(**_place), clock.at(NOW):
        yield _built[0]


@pytest.fixture
def knocking(_built: tuple[World, Visitors], world: World) -> Visitors:
    return _built[1]
