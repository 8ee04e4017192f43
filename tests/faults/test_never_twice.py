"""Judged only by what the buyer's side holds: every reply exactly once, whatever happened to answer or worker."""

from datetime import timedelta

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from zgoda.desk.cases import actions, outbox
from zgoda.desk.cases.actions import By
from zgoda.desk.store.models import DeskCase, Outgoing, SendState

pytestmark = pytest.mark.django_db

LOST = [How.ERROR_500_AFTER, How.TIMEOUT_504_AFTER, How.HTML_AFTER, How.DROP_AFTER]
NO_EFFECT = [How.ERROR_500_BEFORE, How.NEVER_CONNECTED, How.BUSY, How.HTML_BEFORE]


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


@pytest.mark.parametrize("how", NO_EFFECT)
def test_fault_before_the_message_took_effect(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, how: How
) -> None:
    server.go_wrong("POST", "/message$", how)
    row = actions.reply(case, "Sent on Monday", (), by)
    outbox.deliver(row.pk)
    work(clock, 3)
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.SEEN, ["Sent on Monday"])


def test_message_becomes_visible_late(case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock) -> None:
    server.go_wrong("POST", "/message$", How.DROP_AFTER)
    row = actions.reply(case, "Sent on Monday", (), by)
    outbox.deliver(row.pk)
    server.hide_new_for = 3
    work(clock, 3)
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
    assert server.texts(case.remote_id) == ["Thank you", "Thank you"]


POINTS = [
    ("before the chat was read", "GET", "/chat$", False),
    ("before the message left", "POST", "/message$", False),
    ("after the message took effect", "POST", "/message$", True),
]


@pytest.mark.parametrize(("_name", "method", "path", "after"), POINTS)
def test_worker_killed_around_a_request(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, _name: str, method: str, path: str, after: bool
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
    assert (row.state, server.texts(case.remote_id)) == (SendState.SEEN, ["Sent on Monday"])


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
    assert (row.state, server.texts(case.remote_id)) == (SendState.SEEN, ["Sent on Monday"])


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
