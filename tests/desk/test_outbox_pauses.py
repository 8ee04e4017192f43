"""Whatever a message waits for is waited for in the queue: it can be taken back, and a stop is obeyed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from tests.fakes.pace import Unhurried
from zgoda.desk.allegro import opening
from zgoda.desk.allegro.failures import TooMany
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.cases import actions, outbox
from zgoda.desk.cases.actions import By
from zgoda.desk.store.models import DeskCase, Outgoing, SendState, Shop

pytestmark = pytest.mark.django_db


class Paced(Unhurried):
    """A pace whose turn for a message takes what the test says."""

    def __init__(self, wait: Callable[[], None]) -> None:
        self._wait = wait

    def wait_for_message(self) -> None:
        self._wait()


@pytest.fixture
def row(case: DeskCase, by: By) -> Outgoing:
    written = actions.reply(case, "We refund you 500 PLN", (), by)
    assert isinstance(written, Outgoing)
    return written


def test_a_message_can_be_taken_back_while_a_server_wants_a_pause(
    case: DeskCase, row: Outgoing, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ten_minutes() -> None:
        raise TooMany("no turn yet", 429, after=600)

    monkeypatch.setattr(opening, "pace_of", lambda _connection: Paced(ten_minutes))
    assert outbox.deliver(row.pk) == SendState.QUEUED
    row.refresh_from_db()
    assert (row.send_not_before - clock.now, row.lease, row.attempted_at) == (timedelta(minutes=10), "", None)
    assert actions.cancel(row.pk)
    monkeypatch.setattr(opening, "pace_of", lambda _connection: Unhurried())
    clock.forward(minutes=11)
    outbox.sweep()
    assert server.texts(case.remote_id) == []


def test_a_stop_is_obeyed_while_a_message_waits_for_its_turn(
    case: DeskCase, row: Outgoing, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        opening, "pace_of", lambda _connection: Paced(lambda: Shop.objects.update(stopped_at=clock.now) and None)
    )
    assert outbox.deliver(row.pk) == SendState.QUEUED
    row.refresh_from_db()
    assert (row.attempted_at, server.texts(case.remote_id)) == (None, [])


def test_a_write_has_its_turn_and_token_before_and_waits_for_nothing(
    row: Outgoing, server: FakeAllegro, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(Unhurried):
        def wait(self, lane: Lane) -> None:
            row.refresh_from_db()
            assert row.attempted_at is None or row.state in (SendState.SENT, SendState.SEEN)

    monkeypatch.setattr(opening, "pace_of", lambda _connection: Late())
    assert outbox.deliver(row.pk) == SendState.SEEN


def test_a_token_refused_to_a_write_is_renewed_and_the_gate_asked_again(
    case: DeskCase, row: Outgoing, server: FakeAllegro, clock: DeskClock
) -> None:
    server.hook = lambda request: server.access.clear() if request.url.path.endswith("/message") else None
    assert outbox.deliver(row.pk) == SendState.QUEUED
    server.hook = None
    row.refresh_from_db()
    assert (row.attempted_at, server.refreshes) == (None, 1)
    clock.forward(seconds=10)
    outbox.sweep()
    assert server.texts(case.remote_id) == ["We refund you 500 PLN"]


def test_a_pause_told_while_looking_is_sat_out(row: Outgoing, server: FakeAllegro, clock: DeskClock) -> None:
    server.go_wrong("POST", "/message$", How.DROP_AFTER)
    assert outbox.deliver(row.pk) == SendState.UNCERTAIN
    clock.forward(seconds=5)
    for _ in range(3):
        server.go_wrong("GET", "/chat", How.BUSY)
    outbox.deliver(row.pk)
    server.faults.clear()
    clock.forward(minutes=2)
    outbox.sweep()
    row.refresh_from_db()
    assert row.state == SendState.SEEN
