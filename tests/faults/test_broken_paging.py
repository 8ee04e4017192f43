"""R10: broken paging, counters of 0, late and capped conversations. A hole is never called complete, and it closes."""

from collections.abc import Callable

import httpx2
import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.cases import sync
from zgoda.desk.store.models import DeskCase

pytestmark = pytest.mark.django_db

Cut = Callable[[list[dict]], list[dict]]

MIDDLE = "one in the middle is missing"
CUTS: dict[str, Cut] = {
    "the last is not visible yet": lambda rows: rows[1:],
    "the last three are not visible yet": lambda rows: rows[3:],
    "twenty at most": lambda rows: rows[:20],
    "the first page whatever is asked": lambda rows: rows[:10],
    MIDDLE: lambda rows: rows[:5] + rows[6:],
    "nothing": lambda rows: [],
}

SEEN_THROUGH = [(name, counts) for name in CUTS for counts in (True, False) if counts or name != MIDDLE]
"""A single one that is missing in the middle shows by the right number only."""


def spoil(server: FakeAllegro, monkeypatch: pytest.MonkeyPatch, cut: Cut, *, counts: bool) -> None:
    """Conversations newest first, cut; without ``counts`` the server counts 0 messages."""
    served = server.handle

    def handle(request: httpx2.Request) -> httpx2.Response:
        answer = served(request)
        if request.url.path.endswith("/chat") and answer.status_code == 200:
            return httpx2.Response(200, json={"chat": cut(answer.json()["chat"])})
        if not counts and request.url.path == "/sale/issues":
            document = answer.json()
            for issue in document["issues"]:
                issue["chat"] = issue["chat"] | {"messagesCount": 0}
            return httpx2.Response(200, json=document)
        return answer

    from zgoda.desk.allegro.client import http

    monkeypatch.setattr(http()._transport, "handler", handle)


def talk(server: FakeAllegro, clock: DeskClock, case: DeskCase, times: int) -> None:
    for number in range(times):
        clock.forward(seconds=2)
        server.write(case.remote_id, "BUYER", f"word {number}", "anna_k")


def is_whole(case: DeskCase, server: FakeAllegro) -> bool:
    held = set(case.messages.values_list("remote_id", flat=True))
    return held == {message["id"] for message in server.chats[case.remote_id]}


@pytest.mark.parametrize(("name", "counts"), SEEN_THROUGH)
def test_r10_a_hole_is_shown_and_closes(
    case: DeskCase,
    client: Client,
    server: FakeAllegro,
    clock: DeskClock,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    counts: bool,
) -> None:
    talk(server, clock, case, 30)
    with monkeypatch.context() as spoilt:
        spoil(server, spoilt, CUTS[name], counts=counts)
        for _ in range(3):
            sync.run(case.connection, client_for(case.connection), "hot")
        case.refresh_from_db()
        assert case.history_incomplete
    sync.run(case.connection, client_for(case.connection), "hot")
    case.refresh_from_db()
    assert is_whole(case, server)
    assert not case.history_incomplete


def test_r10_what_stays_missing_is_asked_for_by_sweeps_only(
    case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(server, clock, case, 30)
    spoil(server, monkeypatch, CUTS["twenty at most"], counts=True)
    sync.run(case.connection, client_for(case.connection), "hot")
    clock.forward(hours=2)
    sync.run(case.connection, client_for(case.connection), "hot")
    asked = server.count("GET", "/chat$")
    sync.run(case.connection, client_for(case.connection), "hot")
    assert server.count("GET", "/chat$") == asked
    sync.run(case.connection, client_for(case.connection), "sweep")
    assert server.count("GET", "/chat$") == asked + 1
    case.refresh_from_db()
    assert case.history_incomplete


def test_page_of_a_gateway_says_nothing_about_a_case_and_not_what_time_it_is(
    case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = server.handle
    page = httpx2.Response(
        404,
        content=b"<html><h1>No context found for request</h1></html>",
        headers={"content-type": "text/html", "date": "Mon, 01 Jan 2001 00:00:00 GMT"},
    )
    from zgoda.desk.allegro.client import http

    with monkeypatch.context() as spoilt:
        single = f"/sale/issues/{case.remote_id}"
        spoilt.setattr(http()._transport, "handler", lambda asked: page if asked.url.path == single else served(asked))
        server.issues[case.remote_id]["currentState"]["status"] = "HIDDEN_FROM_LISTS"
        sync.run(case.connection, client_for(case.connection), "hot")
    case.refresh_from_db()
    case.connection.refresh_from_db()
    assert case.gone_at is None
    assert abs(case.connection.clock_offset_ms) < 60_000
