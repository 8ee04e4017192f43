"""The time of the tests in the modules that read and write ratings, and a turn of reading."""

from collections.abc import Callable

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.ratings import FakeRatings
from zgoda.desk.allegro.client import Client
from zgoda.desk.ratings import folding, sync, writing
from zgoda.desk.store.models import Connection

Turn = Callable[[], None]


@pytest.fixture(autouse=True)
def _same_clock(clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (folding, sync, writing):
        monkeypatch.setattr(module, "real_now", clock)


@pytest.fixture
def remote(server: FakeAllegro) -> FakeRatings:
    return server.ratings


@pytest.fixture
def turn(connection: Connection, client: Client) -> Turn:
    """Read the connection's ratings, whether or not their step has passed."""

    def read() -> None:
        fresh = Connection.objects.get(pk=connection.pk)
        sync.ask_again(fresh)
        sync.follow(fresh, client)

    return read
