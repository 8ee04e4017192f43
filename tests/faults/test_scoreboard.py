"""R1–R5, R7, R9, R15 and R22 of the reliability scoreboard, in one process against a server that misbehaves.

R10 stands in ``test_broken_paging``. Each test counts what it tried; docs/reliability.md holds the figures. Random ones
are short in `make test` and long in `make soak`.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import permutations
from random import Random

import httpx2
import pytest
from django.db import connection as database

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from zgoda.accounts.models import User
from zgoda.desk.allegro import endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.cases import actions, fold, outbox, sync
from zgoda.desk.cases.actions import By
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase, DeskMessage, Outgoing, Quarantine, SendState

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ARRIVED = (SendState.SENT, SendState.SEEN)
PAUSES = (2, 4, 8, 16, 30, 240, 300, 600)
"""Seconds between the sweeps after something broke: beyond the time a message may take and a dead worker's lease."""


def short_and(soak: int, short: int) -> list[object]:
    """A test's ``times``: few in every run, more in `make soak`."""
    return [short, pytest.param(soak, marks=pytest.mark.soak, id="soak")]


class Killed(BaseException):
    """The process dies here."""


class Reaper:
    """Counts every statement and both ends of every request; dies at the one it is told."""

    def __init__(self, dies_at: int) -> None:
        self.points = 0
        self._dies_at = dies_at

    def pass_by(self) -> None:
        self.points += 1
        if self.points == self._dies_at:
            raise Killed

    def statement(self, execute: Callable[..., object], *args: object) -> object:
        self.pass_by()
        return execute(*args)


@contextmanager
def deadly(server: FakeAllegro, dies_at: int = 0) -> Iterator[Reaper]:
    """Everything inside is numbered; the point ``dies_at`` kills."""
    from zgoda.desk.allegro.client import http

    reaper, transport = Reaper(dies_at), http()._transport

    def handle(request: httpx2.Request) -> httpx2.Response:
        reaper.pass_by()
        answer = server.handle(request)
        reaper.pass_by()
        return answer

    before = transport.handler
    transport.handler = handle
    try:
        with database.execute_wrapper(reaper.statement):
            yield reaper
    except Killed:
        pass
    finally:
        transport.handler = before


def later(clock: DeskClock) -> None:
    for pause in PAUSES:
        clock.forward(seconds=pause)
        outbox.sweep()


def written(case: DeskCase, agent: User | None, number: int) -> Outgoing:
    case.refresh_from_db()
    row = actions.reply(case, f"Reply {number}", (), By(agent, f"form-{number}", case.last_message_remote_id))
    assert isinstance(row, Outgoing)
    return row


def judged(server: FakeAllegro, case: DeskCase) -> None:
    """Never twice; exactly once where the agent is told that it arrived, never where told that it did not."""
    texts = server.texts(case.remote_id)
    for text, state in Outgoing.objects.values_list("text", "state"):
        assert texts.count(text) <= 1, (text, state)
        assert state not in ARRIVED or texts.count(text) == 1, (text, state)
        assert state not in (SendState.FAILED, SendState.CANCELLED, SendState.HELD) or text not in texts
        assert state not in (SendState.QUEUED, SendState.SENDING, SendState.UNCERTAIN), (text, state)


def test_r1_sender_killed_at_every_point_of_a_reply(
    case: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock, record_property: Callable[..., None]
) -> None:
    row = written(case, agent, 0)
    with deadly(server) as reaper:
        outbox.deliver(row.pk)
    points = reaper.points
    assert points >= 12
    for point in range(1, points + 1):
        row = written(case, agent, point)
        with deadly(server, point):
            outbox.deliver(row.pk)
        later(clock)
        judged(server, case)
    record_property("points", points)
    record_property("unseen", Outgoing.objects.filter(state=SendState.UNSEEN).count())


@pytest.mark.parametrize("times", short_and(soak=60, short=20))
def test_r2_answers_lost_after_the_message_took_effect(
    case: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock, times: int
) -> None:
    lost = (How.ERROR_500_AFTER, How.TIMEOUT_504_AFTER, How.HTML_AFTER, How.DROP_AFTER)
    for number in range(times):
        server.go_wrong("POST", "/message$", lost[number % len(lost)])
        row = written(case, agent, number)
        outbox.deliver(row.pk)
        for _look in range(2):
            clock.forward(seconds=5)
            outbox.sweep()
        row.refresh_from_db()
        assert row.state == SendState.SEEN
    assert server.count("POST", "/message$") == times
    judged(server, case)


@pytest.mark.parametrize("stride", short_and(soak=1, short=5))
def test_r3_import_killed_at_any_point_ends_as_if_nothing_had_happened(
    connection: Connection, server: FakeAllegro, clock: DeskClock, stride: int
) -> None:
    for number in range(4):
        clock.forward(seconds=1)
        issue = server.open_issue(login=f"buyer{number}")
        server.write(issue, "SELLER", "Hello", "shop")
    with deadly(server) as reaper:
        sync.run(connection, client_for(connection), "import")
    expected = mirrored()
    for point in range(1, reaper.points + 1, stride):
        DeskCase.objects.all().delete()
        Connection.objects.update(import_started_at=None, import_finished_at=None, import_offset=0)
        for times in (point, 0):
            fresh = Connection.objects.get(pk=connection.pk)
            with deadly(server, times):
                sync.run(fresh, client_for(fresh), "import")
        assert mirrored() == expected, point


def mirrored() -> list[object]:
    """Everything that matters of what the desk holds, without its own numbers and times of reading."""
    cases = DeskCase.objects.order_by("remote_id").values_list(
        "remote_id", "status", "opened_at", "answer_due", "answered_at", "whose_turn", "lane", "message_rows",
        "messages_count_seen", "history_incomplete", "last_message_remote_id", "snippet", "ended",
    )  # fmt: skip
    said = DeskMessage.objects.order_by("remote_id").values_list("case__remote_id", "remote_id", "text", "created_at")
    return [*cases, *said]


@pytest.mark.parametrize("times", short_and(soak=20, short=8))
def test_r4_pages_delivered_several_times_count_once(
    connection: Connection, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    random = Random(4)
    issues = [server.open_issue(login=f"buyer{number}") for number in range(3)]
    for number in range(30):
        clock.forward(seconds=1)
        server.write(random.choice(issues), random.choice(("BUYER", "SELLER")), f"word {number}", "x")
    client = client_for(connection)
    sync.run(connection, client, "import")
    once, quarantined = mirrored(), Quarantine.objects.count()
    original = server._page
    for _ in range(times):
        monkeypatch.setattr(server, "_page", lambda asked, name, rows: original(asked, name, doubled(random, rows)))
        DeskCase.objects.update(chat_fingerprint="")
        sync.run(connection, client, random.choice(("hot", "sweep")))
        assert mirrored() == once
    assert Quarantine.objects.count() == quarantined


def doubled(random: Random, rows: list[dict]) -> list[dict]:
    return [row for row in rows for _ in range(random.randint(1, 5))]


def test_r5_answers_in_any_order_end_alike(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    """Five answers about one case, each later than the one before, folded in all 120 orders."""
    issue = server.open_issue()
    answers = []
    for number in range(5):
        clock.forward(hours=8)
        server.write(issue, ("SELLER", "BUYER")[number % 2], f"word {number}", "x")
        seen, raw = endpoints.issue(client, issue)
        answers.append((seen, raw, clock.now))
    ends = set()
    for order in permutations(answers):
        DeskCase.objects.all().delete()
        for seen, raw, asked_at in order:
            fold.fold_issue(connection, seen, raw, asked_at)
        row = DeskCase.objects.get()
        ends.add((row.status, row.messages_count_seen, row.fingerprint, row.answer_due, row.read_at, row.whose_turn))
    assert len(ends) == 1


@pytest.mark.parametrize("times", short_and(soak=100, short=30))
def test_r7_nobody_is_asked_to_consent_again_unless_it_was_withdrawn(
    connection: Connection, case: DeskCase, server: FakeAllegro, clock: DeskClock, times: int
) -> None:
    random = Random(7)
    harmless = (How.NEVER_CONNECTED, How.BUSY, How.BUSY_SAYING_WHEN, How.ERROR_500_BEFORE, How.HTML_BEFORE)
    for _ in range(times):
        if random.random() < 0.5:
            server.access = set()
        else:
            clock.forward(hours=13)
        server.go_wrong("POST", "/token$", random.choice(harmless), times=random.randrange(3))
        for _again in range(3):
            clock.forward(minutes=2)
            fresh = Connection.objects.get(pk=connection.pk)
            sync.run(fresh, client_for(fresh), "hot")
        server.faults.clear()
    connection.refresh_from_db()
    assert connection.state == ConnectionState.CONNECTED
    server.access, server.refresh = set(), set()
    sync.run(connection, client_for(connection), "hot")
    connection.refresh_from_db()
    assert connection.state == ConnectionState.NEEDS_CONSENT
    asked = len(server.seen)
    sync.run(connection, client_for(connection), "hot")
    assert len(server.seen) == asked


@pytest.mark.parametrize("times", short_and(soak=60, short=20))
def test_r9_own_messages_that_show_late_are_neither_lost_nor_doubled(
    case: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Up to 30 seconds late, with answers that arrive and answers that do not."""
    random = Random(9)
    visible_at = {"": clock.now}

    def late(asked: httpx2.Request) -> httpx2.Response:
        answer = server.handle(asked)
        if not asked.url.path.endswith("/chat") or answer.status_code != 200:
            return answer
        shown = [one for one in answer.json()["chat"] if visible_at.get(one["text"], clock.now) <= clock.now]
        hidden.append(len(shown) < len(answer.json()["chat"]))
        return httpx2.Response(200, json={"chat": shown})

    hidden: list[bool] = []
    from zgoda.desk.allegro.client import http

    monkeypatch.setattr(http()._transport, "handler", late)
    for number in range(times):
        if random.random() < 0.5:
            server.go_wrong("POST", "/message$", How.DROP_AFTER)
        row = written(case, agent, number)
        visible_at[row.text] = clock.now + timedelta(seconds=random.randint(0, 30))
        outbox.deliver(row.pk)
        for _ in range(10):
            clock.forward(seconds=5)
            outbox.sweep()
            row.refresh_from_db()
            assert row.state != SendState.UNSEEN
        assert row.state in ARRIVED
    assert sum(hidden) > times / 2
    judged(server, case)


def last_shown(case: DeskCase) -> str:
    case.refresh_from_db()
    return case.last_message_remote_id


def test_r15_two_agents_at_once_lose_no_text_and_send_none_twice(
    case: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock
) -> None:
    random = Random(15)
    people = (agent, User.objects.create_user("piotr"))
    forms: dict[str, str] = {}
    for turn in range(150):
        token = f"form-{random.randrange(turn + 1)}"
        draw = random.random()
        if draw < 0.5:
            forms.setdefault(token, f"Words of {token}")
            by = By(random.choice(people), token, case.last_message_remote_id)
            assert isinstance(actions.reply(case, forms[token], (), by), Outgoing)
        elif draw < 0.65:
            server.write(case.remote_id, "BUYER", f"word {turn}", "anna_k")
        elif draw < 0.8:
            for row in Outgoing.objects.filter(state=SendState.HELD):
                decide = random.choice((actions.send_anyway, actions.cancel))
                decide(row.pk, *([last_shown(case)] if decide is actions.send_anyway else []))
        else:
            outbox.sweep()
            case.refresh_from_db()
        clock.forward(seconds=3)
    for row in Outgoing.objects.filter(state=SendState.HELD):
        actions.send_anyway(row.pk, last_shown(case))
    later(clock)
    assert dict(Outgoing.objects.values_list("form_token", "text")) == forms
    judged(server, case)


ODD: tuple[object, ...] = (
    None,
    "",
    "TODO",
    "\0",
    "\ud800",
    0,
    -1,
    2**70,
    1.5,
    True,
    [],
    {},
    [None],
    {"id": None},
    "x" * 10**5,
)
FIELDS = ("id", "type", "openedDate", "subject", "buyer", "checkoutForm", "currentState", "chat", "expectations",
          "description", "offer", "reason", "right", "attachments", "decisionDueDate", "referenceNumber")  # fmt: skip


def test_r22_poison_costs_no_other_case(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each field with each odd value: a page of records spoilt in one field, between two good cases that must be read."""
    from zgoda.desk.allegro.client import http

    def handle(asked: httpx2.Request) -> httpx2.Response:
        if asked.url.path == "/sale/issues":
            return written_in_ascii(asked, "issues", list(server.issues.values()))
        lost = asked.url.path.endswith("/chat") and asked.url.path.split("/")[-2] not in server.issues
        return httpx2.Response(404, json={"errors": []}) if lost else server.handle(asked)

    monkeypatch.setattr(http()._transport, "handler", handle)
    for field in FIELDS:
        server.issues.clear()
        DeskCase.objects.all().delete()
        good = [server.open_issue(login=f"before {field}")]
        for value in ODD:
            server.issues[server.open_issue()][field] = value
        good.append(server.open_issue(login=f"after {field}"))
        sync.run(connection, client, "sweep")
        read = DeskCase.objects.filter(remote_id__in=good).values_list("buyer_login", flat=True)
        assert sorted(read) == [f"after {field}", f"before {field}"]


def written_in_ascii(asked: httpx2.Request, name: str, rows: list[dict]) -> httpx2.Response:
    """JSON that holds what no UTF-8 text can."""
    limit, offset = (int(asked.url.params.get(part) or 0) for part in ("limit", "offset"))
    return httpx2.Response(200, content=json.dumps({name: rows[offset : offset + limit]}).encode("ascii"))


def test_r22_answers_that_are_no_json_end_a_run_and_nothing_else(
    connection: Connection, case: DeskCase, client: Client, server: FakeAllegro
) -> None:
    from zgoda.desk.allegro.client import http

    whole = json.dumps({"issues": list(server.issues.values())}).encode()
    bodies = [b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"issues": 3}', b"[" * 100_000, b"<html>", b" " * 10**6]
    bodies += [whole[:cut] for cut in range(1, len(whole), len(whole) // 15)]
    original, transport = server.handle, http()._transport
    for body in bodies:
        transport.handler = lambda asked, body=body: (
            httpx2.Response(200, content=body) if asked.url.path == "/sale/issues" else original(asked)
        )
        sync.run(connection, client, "hot")
        assert DeskCase.objects.get(pk=case.pk).message_rows == 1
    transport.handler = original
    sync.run(connection, client, "hot")
    connection.refresh_from_db()
    assert connection.last_error == ""
