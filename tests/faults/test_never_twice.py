"""Judged by what the buyer's side holds: no reply ever twice, whatever happened to answer or worker; exactly once
where it can be known, and otherwise its author is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import actions, outbox, sync
from zgoda.desk.cases.actions import By
from zgoda.desk.store.models import Connection, DeskCase, Outgoing, SendState
from zgoda.domain.writers import Mode, every
from zgoda.engine import jobs

pytestmark = pytest.mark.django_db

LOST = [How.ERROR_500_AFTER, How.TIMEOUT_504_AFTER, How.HTML_AFTER, How.DROP_AFTER]
NEVER_LEFT = [How.NEVER_CONNECTED, How.BUSY, How.BUSY_SAYING_WHEN]
UNCLEAR = [How.ERROR_500_BEFORE, How.HTML_BEFORE]


class Killed(BaseException):
    """The worker dies here: nothing behind it runs."""


def work(clock: DeskClock, minutes: int = 12) -> None:
    """Workers sweep every ten seconds."""
    for _ in range(minutes * 6):
        clock.forward(seconds=10)
        outbox.sweep()


@pytest.mark.parametrize("how", LOST)
def test_answer_lost_after_the_message_took_effect(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, how: How
) -> None:
    server.go_wrong("POST", "/message$", how)
    row = actions.reply(case, "Sent on Monday", (), by)
    outbox.deliver(row.pk)
    row.refresh_from_db()
    assert row.state == SendState.UNCERTAIN
    work(clock, 3)
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.SEEN, ["Sent on Monday"])


@pytest.mark.parametrize("how", NEVER_LEFT)
def test_request_that_surely_had_no_effect_is_repeated_by_itself(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, how: How
) -> None:
    server.go_wrong("POST", "/message$", how)
    row = actions.reply(case, "Sent on Monday", (), by)
    outbox.deliver(row.pk)
    work(clock, 3)
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.SEEN, ["Sent on Monday"])


@pytest.mark.parametrize("how", UNCLEAR)
def test_message_that_does_not_appear_is_never_repeated_by_itself(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, how: How
) -> None:
    server.go_wrong("POST", "/message$", how)
    row = actions.reply(case, "Sent on Monday", (), by)
    outbox.deliver(row.pk)
    work(clock, 60)
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.UNSEEN, [])


@pytest.fixture
def unseen(case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock) -> Outgoing:
    """It took effect, no answer came, and the thread does not show it."""
    server.go_wrong("POST", "/message$", How.DROP_AFTER)
    row = actions.reply(case, "Sent on Monday", (), by)
    outbox.deliver(row.pk)
    server.hide_new_for = 10**6
    work(clock, 3)
    row.refresh_from_db()
    assert row.state == SendState.UNSEEN
    return row


def test_message_visible_only_after_hours_is_found_and_stays_one(
    case: DeskCase, unseen: Outgoing, server: FakeAllegro, clock: DeskClock
) -> None:
    for _ in range(12):
        clock.forward(minutes=15)
        outbox.sweep()
    server.hide_new_for = 0
    clock.forward(minutes=30)
    outbox.sweep()
    unseen.refresh_from_db()
    assert (unseen.state, server.texts(case.remote_id)) == (SendState.SEEN, ["Sent on Monday"])


def test_unseen_message_is_looked_for_ever_less_often(
    case: DeskCase, unseen: Outgoing, server: FakeAllegro, clock: DeskClock
) -> None:
    server.seen.clear()
    work(clock, 60)
    assert 6 <= server.count("GET", "/chat$") <= 12


def test_any_reading_of_the_thread_finds_an_unseen_message(
    case: DeskCase, unseen: Outgoing, server: FakeAllegro, client: Client, clock: DeskClock
) -> None:
    server.hide_new_for = 0
    sync.run(case.connection, client, "hot")
    unseen.refresh_from_db()
    assert unseen.state == SendState.SEEN


def test_agents_repeat_is_not_sent_when_the_first_one_has_appeared(
    case: DeskCase, unseen: Outgoing, server: FakeAllegro, clock: DeskClock
) -> None:
    server.hide_new_for = 0
    assert actions.send_once_more(unseen.pk)
    jobs.run_pending()
    unseen.refresh_from_db()
    assert (unseen.state, server.texts(case.remote_id)) == (SendState.SEEN, ["Sent on Monday"])


def test_agents_repeat_of_a_lost_message_is_sent_once(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/message$", How.ERROR_500_BEFORE)
    row = actions.reply(case, "Sent on Monday", (), by)
    outbox.deliver(row.pk)
    work(clock, 3)
    server.go_wrong("POST", "/message$", How.BUSY)
    assert actions.send_once_more(row.pk)
    assert not actions.send_once_more(row.pk)
    jobs.run_pending()
    work(clock, 3)
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.SEEN, ["Sent on Monday"])


def test_agent_may_say_that_it_arrived_or_give_it_up(unseen: Outgoing, clock: DeskClock) -> None:
    assert actions.it_arrived(unseen.pk)
    assert not actions.cancel(unseen.pk)
    Outgoing.objects.update(state=SendState.UNSEEN)
    assert actions.cancel(unseen.pk)
    assert not actions.send_once_more(unseen.pk)


def test_message_behind_an_unseen_one_is_not_kept_waiting(
    case: DeskCase, by: By, unseen: Outgoing, server: FakeAllegro, clock: DeskClock
) -> None:
    actions.reply(case, "Did you get it?", (), replace(by, form_token="second"))
    jobs.run_pending()
    assert server.texts(case.remote_id)[-1] == "Did you get it?"


def test_trouble_with_the_token_means_that_nothing_left(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    row = actions.reply(case, "Sent on Monday", (), by)
    server.access = set()
    server.hook = lambda request: server.access.clear() if request.url.path.endswith("/message") else None
    server.go_wrong("POST", "/token$", How.ERROR_500_BEFORE, times=9)
    outbox.deliver(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempted_at) == (SendState.QUEUED, None)


def test_message_becomes_visible_late(case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock) -> None:
    server.go_wrong("POST", "/message$", How.DROP_AFTER)
    row = actions.reply(case, "Sent on Monday", (), by)
    outbox.deliver(row.pk)
    server.hide_new_for = 3
    work(clock, 3)
    assert server.texts(case.remote_id) == ["Sent on Monday"]


@pytest.mark.parametrize("what", ["paused", "switched off"])
def test_switch_turned_while_a_worker_is_about_to_send_still_holds(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, what: str
) -> None:
    def turn(request: object) -> None:
        if request.url.path.endswith("/chat"):
            changes = {"state": "PAUSED"} if what == "paused" else {"writers": {}}
            Connection.objects.update(**changes)

    row = actions.reply(case, "Sent on Monday", (), by)
    server.hook = turn
    outbox.deliver(row.pk)
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.QUEUED, [])
    server.hook = None
    Connection.objects.update(state="CONNECTED", writers=every(Mode.ARMED))
    work(clock, 2)
    assert server.texts(case.remote_id) == ["Sent on Monday"]


def test_chat_that_cannot_be_read_delays_but_never_doubles(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/message$", How.DROP_AFTER)
    row = actions.reply(case, "Sent on Monday", (), by)
    outbox.deliver(row.pk)
    server.go_wrong("GET", "/chat$", How.ERROR_500_BEFORE, times=30)
    work(clock, 10)
    assert server.texts(case.remote_id) == ["Sent on Monday"]


def test_same_words_were_said_before(case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock) -> None:
    server.write(case.remote_id, "SELLER", "Thank you", "shop")
    server.go_wrong("POST", "/message$", How.ERROR_500_BEFORE)
    row = actions.reply(case, "Thank you", (), by)
    outbox.deliver(row.pk)
    work(clock, 3)
    row.refresh_from_db()
    assert row.state == SendState.UNSEEN
    assert actions.send_once_more(row.pk)
    jobs.run_pending()
    assert server.texts(case.remote_id) == ["Thank you", "Thank you"]


POINTS = [
    ("before the chat was read", "GET", "/chat$", False, (SendState.SEEN, 1)),
    ("before the message left", "POST", "/message$", False, (SendState.UNSEEN, 0)),
    ("after the message took effect", "POST", "/message$", True, (SendState.SEEN, 1)),
]


@pytest.mark.parametrize(("_name", "method", "path", "after", "end"), POINTS)
def test_row_of_a_killed_worker_is_looked_for_before_anything_is_sent(
    case: DeskCase,
    by: By,
    server: FakeAllegro,
    clock: DeskClock,
    _name: str,
    method: str,
    path: str,
    after: bool,
    end: tuple[SendState, int],
) -> None:
    row = actions.reply(case, "Sent on Monday", (), by)
    original, died = server.handle, []

    def handle(request: object) -> object:
        strikes = not died and request.method == method and request.url.path.endswith(path.rstrip("$"))
        if strikes and not after:
            died.append(1)
            raise Killed
        response = original(request)
        if strikes:
            died.append(1)
            raise Killed
        return response

    from zgoda.desk.allegro.client import http

    http()._transport.handler = handle
    with pytest.raises(Killed):
        outbox.deliver(row.pk)
    work(clock)
    row.refresh_from_db()
    assert (row.state, len(server.texts(case.remote_id))) == end


@pytest.mark.parametrize("number", range(1, 8))
def test_worker_killed_at_each_write_to_the_database(
    case: DeskCase,
    by: By,
    server: FakeAllegro,
    clock: DeskClock,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    row = actions.reply(case, "Sent on Monday", (), by)
    original, count = outbox._store_kept, []

    def store(*args: object, **fields: object) -> None:
        count.append(1)
        if len(count) == number:
            raise Killed
        original(*args, **fields)

    monkeypatch.setattr(outbox, "_store_kept", store)
    try:
        outbox.deliver(row.pk)
        work(clock)
    except Killed:
        work(clock)
    row.refresh_from_db()
    assert len(server.texts(case.remote_id)) <= 1
    assert row.state == (SendState.SEEN if server.texts(case.remote_id) else SendState.UNSEEN)


def test_worker_that_woke_up_late_cannot_send_nor_record(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = actions.reply(case, "Sent on Monday", (), by)
    overtaken = []

    def sleep_through_the_lease(request: object) -> None:
        if request.url.path.endswith("/chat") and not overtaken:
            overtaken.append(1)
            clock.forward(minutes=4)
            outbox.deliver(row.pk)

    server.hook = sleep_through_the_lease
    outbox.deliver(row.pk)
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.SEEN, ["Sent on Monday"])


def test_row_held_by_another_worker_is_left_alone(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    row = actions.reply(case, "Sent on Monday", (), by)
    Outgoing.objects.update(state=SendState.SENDING, lease="other", lease_until=clock.now + timedelta(minutes=1))
    assert outbox.deliver(row.pk) == SendState.SENDING
    assert server.texts(case.remote_id) == []
