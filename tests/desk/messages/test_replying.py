"""Replies in threads and rejections of returns through the verified outbox, whatever becomes of the answers."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.desk.conftest import DeskClock
from tests.desk.messages.conftest import Desk
from tests.fakes.allegro import FakeAllegro, How
from tests.fakes.allegro.messaging import FakeMessaging
from zgoda.accounts.models import User
from zgoda.desk.cases import actions, outbox
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.messages import acts
from zgoda.desk.messages.models import Thread
from zgoda.desk.store.models import Connection, DeskCase, Outgoing, SendState
from zgoda.domain.writers import Mode, every
from zgoda.files.models import StoredFile
from zgoda.files.receive import receive_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(desk: Desk, mail: FakeMessaging) -> DeskCase:
    mail.open()
    desk.turn()
    return DeskCase.objects.select_related("connection").get()


@pytest.fixture
def back(desk: Desk, mail: FakeMessaging) -> DeskCase:
    """A return, read."""
    mail.announce_return("ord-1", status="DELIVERED")
    desk.turn("sweep")
    return DeskCase.objects.select_related("connection").get()


def by(agent: User, case: DeskCase, token: str = "form-1") -> By:
    return By(agent, token, case.last_message_remote_id)


def sent(case: DeskCase, text: str, who: By) -> Outgoing:
    row = actions.reply(case, text, (), who)
    assert isinstance(row, Outgoing)
    return row


def picture(agent: User, clock: DeskClock) -> StoredFile:
    held = BytesIO()
    Image.new("RGB", (8, 8)).save(held, "PNG")
    file = receive_upload(
        agent.pk, SimpleUploadedFile("x.png", held.getvalue(), "image/png"), limit=5 * 1024 * 1024, now=clock.now
    )
    assert isinstance(file, StoredFile)
    return file


@pytest.mark.parametrize("beta", [200, 406])
def test_a_reply_arrives_once_and_is_seen(
    thread: DeskCase, agent: User, mail: FakeMessaging, desk: Desk, beta: int
) -> None:
    mail.beta = beta
    desk.turn()
    row = sent(thread, "Yes, blue.", by(agent, thread))
    assert outbox.deliver(row.pk) == SendState.SEEN
    outbox.sweep()
    assert mail.texts(thread.remote_id) == ["Yes, blue."]


@pytest.mark.parametrize("how", [How.DROP_AFTER, How.ERROR_500_AFTER, How.TIMEOUT_504_AFTER, How.HTML_AFTER])
def test_an_answer_lost_after_the_write_sends_nothing_twice(
    thread: DeskCase, agent: User, mail: FakeMessaging, server: FakeAllegro, clock: DeskClock, how: How
) -> None:
    server.go_wrong("POST", "/messages$", how)
    row = sent(thread, "Yes, blue.", by(agent, thread))
    assert outbox.deliver(row.pk) == SendState.UNCERTAIN
    clock.forward(seconds=10)
    outbox.sweep()
    assert mail.texts(thread.remote_id) == ["Yes, blue."]
    assert Outgoing.objects.get().state == SendState.SEEN


def test_a_message_that_is_visible_late_is_not_repeated(
    thread: DeskCase, agent: User, mail: FakeMessaging, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/messages$", How.DROP_AFTER)
    row = sent(thread, "Yes, blue.", by(agent, thread))
    outbox.deliver(row.pk)
    mail.hide_new_for = 2
    for _ in range(6):
        clock.forward(seconds=20)
        outbox.sweep()
    assert mail.texts(thread.remote_id) == ["Yes, blue."]
    assert Outgoing.objects.get().state == SendState.SEEN


def test_a_reply_is_held_while_the_buyer_wrote(
    thread: DeskCase, agent: User, mail: FakeMessaging, clock: DeskClock
) -> None:
    who = by(agent, thread)
    clock.forward(seconds=30)
    mail.write(thread.remote_id, "anna_k", "Never mind")
    row = sent(thread, "Yes, blue.", who)
    assert outbox.deliver(row.pk) == SendState.HELD
    assert mail.texts(thread.remote_id) == []


def test_a_closed_problem_takes_no_reply_and_says_so(
    desk: Desk, mail: FakeMessaging, agent: User, server: FakeAllegro
) -> None:
    remote = mail.open(type="POST_PURCHASE_ISSUE", order="ord-1")
    desk.turn()
    case = DeskCase.objects.select_related("connection").get()
    row = sent(case, "We look into it.", by(agent, case))
    mail.threads[remote]["status"] = "CLOSED"
    assert outbox.deliver(row.pk) == SendState.FAILED
    row.refresh_from_db()
    assert row.last_error == Why.THREAD_CLOSED
    case.refresh_from_db()
    assert actions.reply(case, "And now?", (), by(agent, case, "form-2")) == Refused(Why.THREAD_CLOSED)
    assert server.count("POST", "/messages$") == 0


def test_a_thread_closed_between_look_and_send_fails_in_the_servers_words(
    desk: Desk, mail: FakeMessaging, agent: User, server: FakeAllegro
) -> None:
    remote = mail.open(type="POST_PURCHASE_ISSUE", order="ord-1")
    desk.turn()
    case = DeskCase.objects.select_related("connection").get()

    def close(request: object) -> None:
        if getattr(request, "method", "") == "POST":
            mail.threads[remote]["status"] = "CLOSED"

    server.hook = close
    row = sent(case, "We look into it.", by(agent, case))
    assert outbox.deliver(row.pk) == SendState.FAILED
    row.refresh_from_db()
    case.refresh_from_db()
    assert "closed POST_PURCHASE_ISSUE" in row.last_error
    assert case.status == "CLOSED"


def test_limits_are_those_of_the_target(thread: DeskCase, agent: User, clock: DeskClock, mail: FakeMessaging) -> None:
    assert actions.reply(thread, "x" * 2001, (), by(agent, thread)) == Refused(Why.TOO_LONG_FOR_THREAD)
    file = picture(agent, clock)
    assert actions.reply(thread, "", (file,), by(agent, thread)) == Refused(Why.WORDS_NEEDED)
    file.size = 5 * 1024 * 1024 + 1
    assert actions.reply(thread, "See", (file,), by(agent, thread)) == Refused(Why.FILE_TOO_LARGE_FOR_THREAD)
    file.size = 3 * 1024 * 1024
    row = actions.reply(thread, "x" * 2000, (file,), by(agent, thread))
    assert isinstance(row, Outgoing)
    assert outbox.deliver(row.pk) == SendState.SEEN
    message = mail.messages[thread.remote_id][-1]
    assert len(message["text"]) == 2000
    assert mail.files[message["attachments"][0]["id"]]["bytes"].startswith(b"\x89PNG")


def test_what_exists_in_discussions_only_is_refused(thread: DeskCase, agent: User) -> None:
    assert actions.ask_to_confirm(thread, "Done?", by(agent, thread)) == Refused(Why.NOT_HERE)


def test_marking_as_read_waits_for_sending_to_be_on(thread: DeskCase, mail: FakeMessaging) -> None:
    Connection.objects.update(writers={})
    acts.mark_thread_read.call(thread.pk)
    assert mail.threads[thread.remote_id]["read"] is False
    Connection.objects.update(writers=every(Mode.ARMED))
    acts.mark_thread_read.call(thread.pk)
    assert mail.threads[thread.remote_id]["read"] is True
    assert Thread.objects.get().read


def test_no_answer_needed_until_somebody_writes_again(
    thread: DeskCase, desk: Desk, mail: FakeMessaging, clock: DeskClock
) -> None:
    acts.settle(thread)
    thread.refresh_from_db()
    assert thread.ended
    clock.forward(minutes=1)
    mail.write(thread.remote_id, "anna_k", "One more thing")
    desk.turn()
    thread.refresh_from_db()
    assert not thread.ended


def test_a_return_is_rejected_once(back: DeskCase, agent: User, mail: FakeMessaging) -> None:
    assert acts.reject(back, "REFUND_REJECTED", " ", by(agent, back)) == Refused(Why.REASON_NEEDED)
    assert acts.reject(back, "REFUND_REJECTED", "x" * 251, by(agent, back)) == Refused(Why.REASON_TOO_LONG)
    assert acts.reject(back, "NONSENSE", "x", by(agent, back)) == Refused(Why.NOT_A_RETURN)
    row = acts.reject(back, "REFUND_REJECTED", "It is used.", by(agent, back))
    assert isinstance(row, Outgoing)
    assert acts.reject(back, "ITEM_MISMATCH", "", by(agent, back, "form-2")) == Refused(Why.RETURN_REJECTED)
    assert outbox.deliver(row.pk) == SendState.SEEN
    assert mail.returns[back.remote_id]["rejection"]["reason"] == "It is used."
    back.refresh_from_db()
    assert (back.status, back.ended, back.returned.rejection_code) == ("REJECTED", True, "REFUND_REJECTED")


def test_a_rejection_whose_answer_was_lost_is_seen_in_the_return(
    back: DeskCase, agent: User, mail: FakeMessaging, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/rejection$", How.DROP_AFTER)
    row = acts.reject(back, "NO_RETURN_RIGHT", "", by(agent, back))
    assert isinstance(row, Outgoing)
    assert outbox.deliver(row.pk) == SendState.UNCERTAIN
    clock.forward(seconds=5)
    outbox.sweep()
    assert server.count("POST", "/rejection$") == 1
    assert Outgoing.objects.get().state == SendState.SEEN


def test_a_return_rejected_elsewhere_is_not_overruled(back: DeskCase, agent: User, mail: FakeMessaging) -> None:
    row = acts.reject(back, "NO_RETURN_RIGHT", "", by(agent, back))
    assert isinstance(row, Outgoing)
    mail.returns[back.remote_id]["rejection"] = {"code": "ITEM_FIXED", "reason": None, "createdAt": None}
    assert outbox.deliver(row.pk) == SendState.FAILED
    assert mail.returns[back.remote_id]["rejection"]["code"] == "ITEM_FIXED"
