"""A buyer signed in at the centre, in English, and the clock held where a test wants it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from django.test import Client

from tests.centre import stage
from zgoda.domain.actors import Role
from zgoda.engine import clock

At = Callable[[datetime], None]


@pytest.fixture
def buyer() -> Client:
    """The buyer at the centre."""
    return signed_in("buyer", Role.BUYER)


@pytest.fixture
def at() -> Iterator[At]:
    """Hold the clock; each call moves it."""
    with ExitStack() as held:
        held.enter_context(clock.at(stage.OPENED))

        def hold(instant: datetime) -> None:
            held.enter_context(clock.at(instant))

        yield hold


def signed_in(login: str, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(stage.account(login, role))
    return client
