"""A shop connected to the fake server, with the desk's real clock held where the tests put it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import stamina

from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.server import API, AUTH, START, UPLOAD
from tests.fakes.pace import Unhurried
from zgoda.accounts.models import User
from zgoda.desk.allegro import client as client_module
from zgoda.desk.allegro import oauth, opening, tokens
from zgoda.desk.allegro.client import Client
from zgoda.desk.automation import doing as automation_doing
from zgoda.desk.cases import actions, chat, connecting, fold, issue_pages, outbox, sync
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase, Shop
from zgoda.desk.store.secret import Secret
from zgoda.domain.writers import Mode, every


class DeskClock:
    """The desk's real time, moved by hand; the server's follows."""

    def __init__(self, server: FakeAllegro) -> None:
        self.now = START
        self._server = server

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        self._server.now += timedelta(**by)
        return self.now


@pytest.fixture
def server() -> FakeAllegro:
    return FakeAllegro(START)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.fixture
def clock(server: FakeAllegro, monkeypatch: pytest.MonkeyPatch) -> DeskClock:
    """The desk speaks to no other server, waits for nothing, and has the time the test says."""
    held = DeskClock(server)
    http = server.client()
    monkeypatch.setattr(client_module, "http", lambda: http)
    monkeypatch.setattr(oauth, "http", lambda: http)
    for module in (actions, automation_doing, chat, connecting, fold, issue_pages, outbox, sync, opening):
        monkeypatch.setattr(module, "real_now", held)
    monkeypatch.setattr(opening, "pace_of", lambda _connection: Unhurried())
    stored = tokens.StoredTokens
    monkeypatch.setattr(opening, "StoredTokens", lambda pk: stored(pk, now=held, sleep=lambda _s: None))
    return held


@pytest.fixture
def agent(db: None) -> User:
    return User.objects.create_user("ola", password="x")


@pytest.fixture
def connection(db: None, clock: DeskClock) -> Connection:
    shop = Shop.objects.create(name="Rowery Ola")
    row = Connection.objects.create(
        shop=shop,
        name="Allegro",
        api_url=API,
        auth_url=AUTH,
        upload_url=UPLOAD,
        client_id="desk",
        client_secret=Secret("hush"),
        access_token=Secret("access-1"),
        refresh_token=Secret("refresh-1"),
        access_expires_at=clock.now + timedelta(hours=12),
        refresh_expires_at=clock.now + timedelta(days=90),
        state=ConnectionState.CONNECTED,
        login="shop",
        user_id="501",
        writers=every(Mode.ARMED),
    )
    return Connection.objects.get(pk=row.pk)


@pytest.fixture
def client(connection: Connection) -> Client:
    return opening.client_for(connection)


@pytest.fixture
def case(connection: Connection, server: FakeAllegro, client: Client) -> DeskCase:
    """One Discussion, imported."""
    server.open_issue()
    sync.run(connection, client, "import")
    return DeskCase.objects.select_related("connection").get()


@pytest.fixture
def by(agent: User, case: DeskCase) -> actions.By:
    """The agent, having seen the whole thread."""
    return actions.By(agent, form_token="form-1", chat_seen=case.last_message_remote_id)
