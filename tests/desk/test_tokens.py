"""Consent, tokens and their renewal; and that no token is ever written in clear."""

import threading
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import serializers
from django.db import connection as database

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from tests.fakes.allegro.server import API, AUTH, UPLOAD
from zgoda.desk.allegro import failures, oauth, opening, tokens
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.roots import PRODUCTION, Roots, panel_link
from zgoda.desk.cases import connecting, sync
from zgoda.desk.store.models import Connection, ConnectionState, Shop
from zgoda.desk.store.secret import Secret, seal, unseal


@pytest.fixture
def waiting(db: None, clock: DeskClock) -> Connection:
    """A connection that waits for its first consent."""
    shop = Shop.objects.create(name="Ola")
    return connecting.draft(
        shop,
        name="Allegro",
        roots=Roots(API, AUTH, UPLOAD),
        client_id="desk",
        client_secret="hush",
        redirect_uri="http://desk.test/back",
    )


def source(connection: Connection, clock: DeskClock, sleep: Callable[[float], None] = lambda _s: None):
    return tokens.StoredTokens(connection.pk, now=clock, sleep=sleep)


@pytest.mark.django_db
def test_consent_by_code_connects_with_writers_off(waiting: Connection, server: FakeAllegro, clock: DeskClock) -> None:
    consent = connecting.begin(waiting)
    asked = {key: values[0] for key, values in parse_qs(urlsplit(consent.url).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["state"] == consent.state
    server.codes["code-1"] = "ola"
    done = connecting.complete(waiting, "code-1", consent.verifier, clock.now)
    assert (done.login, done.user_id, done.market) == ("shop", "501", "pl")
    fresh = Connection.objects.get(pk=waiting.pk)
    assert (fresh.state, fresh.is_sending, fresh.capabilities) == (ConnectionState.CONNECTED, False, None)


@pytest.mark.django_db
def test_consent_by_another_account_is_refused(connection: Connection, server: FakeAllegro, clock: DeskClock) -> None:
    Connection.objects.update(user_id="999")
    server.codes["code-1"] = "ola"
    with pytest.raises(connecting.WrongAccount):
        connecting.complete(connection, "code-1", "verifier", clock.now)


@pytest.mark.django_db
def test_consent_by_device_waits_until_the_person_agreed(waiting: Connection, server: FakeAllegro) -> None:
    started = connecting.start_device(waiting)
    assert started.user_code == "ABCD-EFGH"
    assert not connecting.finish_device(waiting, started)
    server.devices["device-1"] = True
    assert connecting.finish_device(waiting, started)
    assert Connection.objects.get().state == ConnectionState.CONNECTED


@pytest.mark.django_db
def test_kill_switch_and_arming(connection: Connection) -> None:
    connecting.disarm(connection)
    assert not Connection.objects.get().is_sending
    connecting.arm(connection)
    assert Connection.objects.get().is_sending


@pytest.mark.django_db
def test_refused_access_token_is_renewed_once_and_the_call_repeated(
    connection: Connection, client: Client, server: FakeAllegro
) -> None:
    server.access = set()
    assert sync.run(connection, client, "hot") is None
    assert server.refreshes == 1


@pytest.mark.django_db
def test_token_near_its_end_is_renewed_before_use(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    clock.forward(hours=11, minutes=58)
    sync.run(connection, client, "hot")
    assert server.refreshes == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_refresh_only_once(connection: Connection, server: FakeAllegro, clock: DeskClock) -> None:
    both = threading.Barrier(2)
    got: list[str] = []

    def work() -> None:
        mine = source(connection, clock, sleep=lambda _s: threading.Event().wait(0.01))
        both.wait()
        got.append(mine.renewed(Secret("access-1")).reveal())
        database.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert server.refreshes == 1
    assert len(got) == 2
    assert len(set(got)) == 1


@pytest.mark.django_db
def test_lost_refresh_answer_keeps_the_living_access_token(
    connection: Connection, server: FakeAllegro, clock: DeskClock
) -> None:
    clock.forward(hours=11, minutes=58)
    server.go_wrong("POST", "/token$", How.DROP_AFTER)
    assert source(connection, clock).current() == Secret("access-1")
    row = Connection.objects.get()
    assert (row.state, row.refresh_lease) == (ConnectionState.CONNECTED, "")
    assert row.refresh_uncertain_at is not None


@pytest.mark.django_db
def test_spent_refresh_token_asks_for_consent_and_says_why(
    connection: Connection, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/token$", How.DROP_AFTER)
    with pytest.raises(failures.NoAnswer):
        source(connection, clock).renewed(Secret("access-1"))
    with pytest.raises(failures.ConsentNeeded):
        source(connection, clock).renewed(Secret("access-1"))
    row = Connection.objects.get()
    assert row.state == ConnectionState.NEEDS_CONSENT
    assert "lost" in row.last_error


@pytest.mark.django_db
def test_worker_killed_while_refreshing_blocks_the_others_only_for_its_lease(
    connection: Connection, server: FakeAllegro, clock: DeskClock
) -> None:
    Connection.objects.update(refresh_lease="dead", refresh_lease_until=clock.now + tokens.LEASE)
    mine = source(connection, clock, sleep=lambda _s: clock.forward(seconds=10) and None)
    assert mine.renewed(Secret("access-1")) != Secret("access-1")


@pytest.mark.django_db
def test_late_refusal_does_not_condemn_a_newer_pair(
    connection: Connection, server: FakeAllegro, clock: DeskClock
) -> None:
    def another_stores_first(request: object) -> None:
        if request.url.path.endswith("/token"):
            server.refresh.clear()
            pair = oauth.TokenPair(
                Secret("access-9"), Secret("refresh-9"), clock.now + timedelta(hours=1), clock.now, ""
            )
            tokens.store(connection.pk, pair)

    server.hook = another_stores_first
    assert source(connection, clock).renewed(Secret("access-1")) == Secret("access-9")
    assert Connection.objects.get().state == ConnectionState.CONNECTED


@pytest.mark.django_db
def test_tokens_are_nowhere_in_clear(
    connection: Connection, client: Client, server: FakeAllegro, caplog: pytest.LogCaptureFixture
) -> None:
    server.go_wrong("GET", "/sale/issues$", How.ERROR_500_BEFORE, times=3)
    sync.run(connection, client, "hot")
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM desk_connection")
        row = repr(cursor.fetchall())
    dump = serializers.serialize("json", [connection])
    spoken = repr(connection) + repr(vars(connection)) + f"{connection.access_token}" + caplog.text
    for secret in ("access-1", "refresh-1", "hush"):
        assert secret not in row + dump + spoken


def test_secret_survives_a_change_of_keys(settings: object) -> None:
    settings.TOKEN_KEYS = ["old"]
    sealed = seal("token")
    settings.TOKEN_KEYS = ["new", "old"]
    assert unseal(sealed) == Secret("token")


@pytest.mark.django_db
def test_token_never_follows_an_address_to_a_stranger(connection: Connection, server: FakeAllegro) -> None:
    client = opening.client_for(connection)
    with pytest.raises(failures.Refusal):
        client.read_bytes("https://evil.test/sale/issues/attachments/1")
    assert server.seen == []


def test_panel_link_is_known_only_for_the_platform() -> None:
    assert panel_link(PRODUCTION, "1", "CLAIM", "5").endswith("/claims/1?sellerId=5")
    assert panel_link(Roots(API, AUTH, UPLOAD), "1", "CLAIM", "5") == ""
