"""The time of the tests in the modules that read threads and returns."""

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.messaging import FakeMessaging
from zgoda.desk.allegro.client import Client
from zgoda.desk.messages import rereading, returns, sync, threads
from zgoda.desk.store.models import Connection


@pytest.fixture(autouse=True)
def _same_clock(clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (rereading, returns, sync, threads):
        monkeypatch.setattr(module, "real_now", clock)


@pytest.fixture
def mail(server: FakeAllegro) -> FakeMessaging:
    return server.mail


class Desk:
    """Turns of reading, as the schedule takes them."""

    def __init__(self, connection: Connection, client: Client) -> None:
        self.connection_id, self._client = connection.pk, client

    def turn(self, kind: str = "hot") -> Connection:
        fresh = Connection.objects.get(pk=self.connection_id)
        sync.follow(fresh, self._client, kind)
        return fresh


@pytest.fixture
def desk(connection: Connection, client: Client) -> Desk:
    return Desk(connection, client)
