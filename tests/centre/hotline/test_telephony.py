"""Handing calls over through the exchange: lost answers, lost and doubled callbacks, and a worker that dies (S1-30)."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4
from wsgiref.simple_server import make_server

import httpx2
import pytest
from django.conf import settings as ours
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.centre.hotline.calling import NOW, SELLERS, seller, set_line, taken
from tests.centre.partners.calls import tell
from tests.centre.partners.test_local_services import ask, press
from tests.centre.test_killed import ROOT, address
from tests.marks import rule
from zgoda.centre.hotline import attempts, calls
from zgoda.centre.hotline.models import Transfer
from zgoda.centre.partners.local.callbacks import Centre
from zgoda.centre.partners.local.serving import _Quiet
from zgoda.centre.partners.telephony import client
from zgoda.centre.partners.telephony.service import Exchange
from zgoda.domain.hotline import TransferState
from zgoda.engine import clock, jobs
from zgoda.wire.times import to_wire

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.centre.urls")]

EVENTS = "/partners/telephony/events"


@pytest.fixture(autouse=True)
def _line(settings: Settings) -> Iterator[None]:
    settings.TELEPHONY_URL = "http://127.0.0.1:9"
    set_line()
    seller()
    with clock.at(NOW):
        yield


def asked(call_id: UUID | None = None) -> Transfer:
    made = calls.transfer(call_id or taken().id, "Dishwasher?", now=NOW, token=uuid4())
    assert isinstance(made, Transfer), made
    return made


def event(row: Transfer, state: str, **changes: object) -> dict[str, object]:
    told = {"eventId": uuid4().hex, "transferId": str(row.id), "state": state, "reference": "T-1"}
    return told | {"occurredAt": to_wire(NOW)} | changes


def state_of(row: Transfer) -> str:
    return Transfer.objects.get(pk=row.pk).state


class Switchboard:
    """An exchange that may lose what it answers."""

    def __init__(self) -> None:
        self.dialled: list[str] = []
        self.state, self.refuses = "RINGING", 0
        self.lose_next_answer = self.is_gone = False

    def call(self, method: str, url: str, secret: str, payload: dict[str, str] | None = None) -> httpx2.Response:
        request, transfer = httpx2.Request(method, url), url.rpartition("/")[2]
        if self.is_gone:
            raise httpx2.ConnectError("nobody there")
        if method == "PUT":
            if self.refuses:
                return httpx2.Response(self.refuses, request=request)
            assert payload is not None
            assert payload["to"] == SELLERS
            self.dialled.append(transfer)
            if self.lose_next_answer:
                self.lose_next_answer = False
                raise httpx2.ReadTimeout("lost")
        elif transfer not in self.dialled:
            return httpx2.Response(404, request=request)
        return httpx2.Response(200, json={"reference": "T-1", "state": self.state}, request=request)


@pytest.fixture
def switchboard(monkeypatch: pytest.MonkeyPatch) -> Switchboard:
    board = Switchboard()
    monkeypatch.setattr(client, "call", board.call)
    return board


def again() -> None:
    """Let jobs that wait for another try be run at once."""
    DBTaskResult.objects.filter(status="READY").update(run_after=clock.real_now())
    jobs.run_pending(limit=4)


@rule("S1-30")
def test_an_attempt_is_dialled_once_and_the_callback_says_how_it_went(switchboard: Switchboard) -> None:
    row = asked()
    assert not row.by_hand
    jobs.run_pending()
    assert switchboard.dialled == [str(row.id)]
    assert (state_of(row), Transfer.objects.get().partner_ref) == ("RINGING", "T-1")
    assert tell(EVENTS, event(row, "CONNECTED")).status_code == 204
    assert state_of(row) == "CONNECTED"
    assert Transfer.objects.get().settled_at == NOW


def test_an_answer_that_was_lost_does_not_ring_twice(switchboard: Switchboard) -> None:
    switchboard.lose_next_answer = True
    row = asked()
    jobs.run_pending()
    assert state_of(row) == "ASKED"
    again()
    assert switchboard.dialled == [str(row.id)]
    assert state_of(row) == "RINGING"


@pytest.mark.parametrize("then", ["CONNECTED", "NO_ANSWER", "RINGING", "ASKED"])
def test_a_callback_that_comes_twice_late_or_out_of_order_is_harmless(switchboard: Switchboard, then: str) -> None:
    row = asked()
    jobs.run_pending()
    first = event(row, "BUSY")
    assert [tell(EVENTS, told).status_code for told in (first, first, event(row, then))] == [204] * 3
    assert state_of(row) == "BUSY"


def test_a_callback_that_is_lost_is_asked_for(switchboard: Switchboard) -> None:
    row = asked()
    jobs.run_pending()
    switchboard.state = "NO_ANSWER"
    again()
    assert state_of(row) == "NO_ANSWER"
    again()
    assert not DBTaskResult.objects.filter(status="READY").exists(), "nobody looks after what has ended"


def test_what_never_ends_is_given_up_so_that_the_agent_can_go_on(switchboard: Switchboard) -> None:
    row = asked()
    for _ in range(client.LOOKS):
        assert state_of(row) in {"ASKED", "RINGING"}
        again()
    assert state_of(row) == "FAILED"


def test_an_exchange_that_says_nothing_known_ends_no_attempt_but_its_last_look_does(switchboard: Switchboard) -> None:
    """An answer that cannot be read is as good as none: the agent can go on in the end."""
    row = asked()
    jobs.run_pending()
    switchboard.state = "QUEUED"
    for _ in range(client.LOOKS + 1):
        again()
    assert state_of(row) == TransferState.FAILED


@pytest.mark.parametrize("status", [400, 422])
def test_a_number_that_the_exchange_will_not_dial_has_failed(switchboard: Switchboard, status: int) -> None:
    switchboard.refuses = status
    row = asked()
    jobs.run_pending()
    assert state_of(row) == "FAILED"


def test_without_the_exchange_the_agent_says_how_it_went_and_nothing_is_dialled_after(switchboard: Switchboard) -> None:
    switchboard.is_gone = True
    row = asked()
    jobs.run_pending()
    attempts.settle(row.id, TransferState.CONNECTED, now=NOW)
    switchboard.is_gone = False
    again()
    assert switchboard.dialled == []
    assert state_of(row) == "CONNECTED"


@pytest.mark.parametrize("how", ["no address", "market"])
def test_in_the_manual_mode_no_exchange_is_asked(switchboard: Switchboard, how: str, settings: Settings) -> None:
    if how == "market":
        set_line(by_exchange=False)
    else:
        settings.TELEPHONY_URL = ""
    row = asked()
    jobs.run_pending()
    again()
    assert row.by_hand
    assert switchboard.dialled == []
    assert state_of(row) == "ASKED"


def test_the_exchange_is_heard_by_its_signature_only(switchboard: Switchboard) -> None:
    row = asked()
    assert tell(EVENTS, event(row, "BUSY"), **{"Zgoda-Signature": "x"}).status_code == 401
    assert tell(EVENTS, event(row, "BUSY", transferId=str(uuid4()))).status_code == 404
    assert tell(EVENTS, event(row, "SLEEPING")).status_code == 400
    assert state_of(row) == "ASKED"


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_dials_rings_once_and_loses_nothing(tmp_path: Path, settings: Settings) -> None:
    """It dies when the exchange has taken the attempt and before that is written down."""
    exchange = Exchange(Centre(tmp_path / "t.sqlite3", "http://127.0.0.1:9", EVENTS, ours.TELEPHONY_SECRET))
    with make_server("127.0.0.1", 0, exchange, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.TELEPHONY_URL = f"http://127.0.0.1:{server.server_port}"
        row = asked()
        DBTaskResult.objects.exclude(task_path__endswith="start_transfer").delete()
        _killed_while_dialling(settings.TELEPHONY_URL)
        assert state_of(row) == "ASKED"
        DBTaskResult.objects.update(started_at=clock.real_now() - timedelta(hours=1))
        assert jobs.requeue_abandoned() == 1
        assert jobs.run_pending() == 1
        server.shutdown()
        thread.join()
    assert state_of(row) == "RINGING"
    with exchange.centre.rows() as rows:
        assert [each["id"] for each in rows.execute("SELECT id FROM transfer")] == [str(row.id)]


def _killed_while_dialling(url: str) -> None:
    environment = {
        **os.environ,
        "ZGODA_DATABASE_URL": address(),
        "ZGODA_DATA": str(ours.DATA_DIR),
        "ZGODA_PARTNER_SECRET": ours.PARTNER_SECRET,
        "ZGODA_TELEPHONY_URL": url,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
    command = [sys.executable, "-m", "tests.centre.killed", "call", NOW.isoformat()]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    return Exchange(Centre(tmp_path / "t.sqlite3", "http://127.0.0.1:9", EVENTS, ours.TELEPHONY_SECRET))


def test_the_local_exchange_takes_an_attempt_once_and_hears_only_the_centre(exchange: Exchange) -> None:
    path, told = f"/transfers/{uuid4()}", {"to": "+48 22 1", "summary": "<b>?</b>", "callId": "c", "from": ""}
    assert ask(exchange, "PUT", path, told, **{"Zgoda-Signature": "x"})[0] == "401"
    assert ask(exchange, "GET", path)[0] == "404"
    first, second = (ask(exchange, "PUT", path, told) for _ in range(2))
    assert (first[0], second[0]) == ("201", "200")
    assert json.loads(first[1]) == json.loads(second[1])
    assert json.loads(ask(exchange, "GET", path)[1])["state"] == "RINGING"
    assert ask(exchange, "PUT", f"/transfers/{uuid4()}", {"to": "?", "summary": ""})[0] == "422"
    assert ask(exchange, "PUT", f"/transfers/{uuid4()}", {})[0] == "400"
    assert "&lt;b&gt;" in exchange.page()


@pytest.mark.parametrize(("number", "state"), [("1", "CONNECTED"), ("9", "BUSY"), ("0", "NO_ANSWER")])
def test_left_alone_it_rings_and_ends_by_the_number(exchange: Exchange, number: str, state: str) -> None:
    path = f"/transfers/{uuid4()}"
    ask(exchange, "PUT", path, {"to": f"+48 22 555 01 2{number}", "summary": "?"})
    exchange.proceed()
    assert json.loads(ask(exchange, "GET", path)[1])["state"] == "RINGING"
    exchange.centre.lead += timedelta(minutes=1)
    exchange.proceed()
    assert json.loads(ask(exchange, "GET", path)[1])["state"] == state


def test_a_press_on_its_page_reaches_the_centre(live_server: LiveServer, tmp_path: Path, settings: Settings) -> None:
    board = Exchange(Centre(tmp_path / "t.sqlite3", live_server.url, EVENTS, ours.TELEPHONY_SECRET))
    row = asked()
    ask(board, "PUT", f"/transfers/{row.id}", {"to": SELLERS, "summary": "?"})
    for state in ("BUSY", "CONNECTED"):
        press(board, transfer=str(row.id), do=state)
    assert state_of(row) == "BUSY"
