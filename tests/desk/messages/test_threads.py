"""Threads of the Message Center into cases, from a server that keeps few promises."""

import json
from datetime import timedelta

import httpx2
import pytest

from tests.desk.conftest import DeskClock
from tests.desk.messages.conftest import Desk
from tests.fakes.allegro import FakeAllegro, How
from tests.fakes.allegro.messaging import BETA, FakeMessaging
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import sync as issues
from zgoda.desk.messages import sync
from zgoda.desk.messages.models import Mailbox, Thread, Unread
from zgoda.desk.store.models import Alias, DeskCase, DeskMessage, Lane, Quarantine, Turn
from zgoda.wire.times import to_wire

pytestmark = pytest.mark.django_db


def the_case() -> DeskCase:
    return DeskCase.objects.select_related("connection").get()


def test_a_question_becomes_a_case_of_ours(desk: Desk, mail: FakeMessaging) -> None:
    mail.open("Is it blue?\n\nThank you")
    desk.turn()
    case = the_case()
    assert (case.family, case.type, case.buyer_login) == ("thread", "COMMON", "anna_k")
    assert (case.lane, case.whose_turn, case.due) == (Lane.OURS, Turn.SELLER, None)
    assert case.subject == "Is it blue? Thank you"
    assert [(one.author_role, one.text) for one in case.messages.all()] == [("BUYER", "Is it blue?\n\nThank you")]


def test_a_problem_has_the_sellers_day_though_the_server_names_no_date(
    desk: Desk, mail: FakeMessaging, clock: DeskClock
) -> None:
    mail.open(type="POST_PURCHASE_ISSUE", subType="NO_REFUND", order="ord-1")
    desk.turn()
    case = the_case()
    assert (case.type, case.reason, case.order_id) == ("POST_PURCHASE_ISSUE", "NO_REFUND", "ord-1")
    assert case.due == case.own_answer_due == clock.now + timedelta(days=1)
    clock.forward(minutes=1)
    mail.write(case.remote_id, "shop", "We look into it.")
    desk.turn()
    case = the_case()
    assert (case.lane, case.due) == (Lane.WAITING, None)


@pytest.mark.parametrize("status", [403, 406, 415])
def test_public_v1_is_spoken_for_hours_where_beta_is_refused(
    desk: Desk, mail: FakeMessaging, server: FakeAllegro, clock: DeskClock, status: int
) -> None:
    mail.beta = status
    thread = mail.open()
    mail.write(thread, "shop", "Yes.", attachments=[])
    accepted: list[str] = []
    server.hook = lambda request: accepted.append(request.headers.get("accept", ""))
    desk.turn()
    assert sum(BETA in one for one in accepted if one) >= 1
    assert [one.author_role for one in DeskMessage.objects.all()] == ["BUYER", "SELLER"]
    accepted.clear()
    clock.forward(hours=5)
    desk.turn("hot")
    assert not any(BETA in one for one in accepted)
    mail.beta = 200
    clock.forward(hours=2)
    desk.turn()
    assert any(BETA in one for one in accepted)
    assert the_case().message_rows == 2


def test_an_answer_without_next_page_has_the_other_shape(desk: Desk, mail: FakeMessaging) -> None:
    mail.beta_lies = True
    for number in range(25):
        mail.open(f"Question {number}")
    desk.turn()
    desk.turn()
    assert DeskCase.objects.count() == 25
    assert Mailbox.objects.get().beta_paused_until is not None


def test_beta_is_not_given_up_on_429(desk: Desk, mail: FakeMessaging, server: FakeAllegro) -> None:
    mail.open()
    server.go_wrong("GET", "/messaging/threads$", How.BUSY_SAYING_WHEN, times=3)
    desk.turn()
    mailbox = Mailbox.objects.get()
    assert (mailbox.threads_trouble, mailbox.beta_paused_until) == ("TooMany", None)
    desk.turn()
    assert the_case().type == "COMMON"
    assert Mailbox.objects.get().threads_trouble == ""


def test_a_missing_scope_is_told_and_beta_is_tried_at_once_after_consent(desk: Desk, mail: FakeMessaging) -> None:
    mail.open()
    mail.scope = False
    desk.turn()
    mailbox = Mailbox.objects.get()
    assert (mailbox.threads_trouble, mailbox.beta_paused_until) == ("Forbidden", None)
    mail.scope = True
    desk.turn()
    assert DeskCase.objects.count() == 1


def test_a_thread_at_rest_costs_no_request_and_a_moved_one_arrives_once(
    desk: Desk, mail: FakeMessaging, server: FakeAllegro, clock: DeskClock
) -> None:
    thread = mail.open()
    desk.turn()
    before = server.count("GET", "/messages$")
    desk.turn()
    assert server.count("GET", "/messages$") == before
    clock.forward(minutes=5)
    mail.write(thread, "anna_k", "Hello?")
    desk.turn()
    desk.turn()
    assert [one.text for one in the_case().messages.all()] == ["Is it blue?", "Hello?"]


def test_import_reads_back_and_resumes_where_it_was_killed(
    desk: Desk, mail: FakeMessaging, server: FakeAllegro, clock: DeskClock
) -> None:
    for number in range(130):
        clock.forward(minutes=1)
        mail.open(f"Question {number}", login=f"buyer{number}")
    reads = {"messages": 0}

    def die(request: httpx2.Request) -> None:
        reads["messages"] += request.url.path.endswith("/messages")
        if reads["messages"] > 90:
            raise KeyboardInterrupt

    server.hook = die
    with pytest.raises(KeyboardInterrupt):
        desk.turn("import")
    server.hook = None
    before = len(server.seen)
    desk.turn("import")
    assert DeskCase.objects.count() == 130
    assert len(server.seen) - before <= 60


def test_a_gap_longer_than_a_turn_is_read_later(
    desk: Desk, mail: FakeMessaging, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "TOP_PAGES", 2)
    monkeypatch.setattr(sync, "DEEP_PAGES", 1)
    mail.open()
    desk.turn()
    for number in range(100):
        clock.forward(minutes=1)
        mail.open(f"Question {number}", login=f"buyer{number}")
    for _ in range(4):
        desk.turn()
    assert DeskCase.objects.count() == 101
    assert Mailbox.objects.get().place == ""


def test_a_thread_that_answers_404_leaves_no_case_and_is_not_asked_again(
    desk: Desk, mail: FakeMessaging, server: FakeAllegro
) -> None:
    gone, there = mail.open(), mail.open("Another")
    mail.absent.add(gone)
    desk.turn()
    desk.turn()
    assert the_case().remote_id == there
    assert Unread.objects.get().why == "absent"
    assert server.count("GET", f"/messaging/threads/{gone}/messages") == 1
    mail.absent.clear()
    desk.turn("sweep")
    assert DeskCase.objects.count() == 2
    assert not Unread.objects.exists()


def test_one_thread_that_fails_spoils_no_other_and_comes_with_the_next_turn(
    desk: Desk, mail: FakeMessaging, server: FakeAllegro
) -> None:
    bad, _good = mail.open("One"), mail.open("Two")
    server.go_wrong("GET", f"/messaging/threads/{bad}/messages", How.ERROR_500_BEFORE, times=3)
    desk.turn()
    assert DeskCase.objects.count() in {1, 2}
    desk.turn()
    assert DeskCase.objects.count() == 2


def test_a_bad_record_is_kept_aside_whole(desk: Desk, mail: FakeMessaging) -> None:
    thread = mail.open()
    mail.threads["bad"] = {"lastMessageDateTime": "2026-03-03T08:00:00Z", "participants": 7}
    mail.messages[thread].insert(0, {"text": "no id", "createdAt": to_wire(mail.server.now)})
    desk.turn()
    assert the_case().message_rows == 1
    assert set(Quarantine.objects.values_list("what", flat=True)) == {"thread", "thread message"}


def test_nulls_and_unknown_words_are_taken(desk: Desk, mail: FakeMessaging) -> None:
    mail.beta = 406
    thread = mail.open()
    mail.nameless.add(thread)
    mail.threads[thread]["lastMessageDateTime"] = None
    mail.write(thread, "anna_k", "Again", status="THINKING", additionalInformation={"vin": "WVW1"}, subject="A mail")
    mail.threads[thread]["lastMessageDateTime"] = None
    desk.turn()
    case = the_case()
    assert case.buyer_login == "anna_k"
    assert case.messages.all()[1].text == "A mail\n\nAgain\n\nVIN: WVW1"
    assert list(Thread.objects.get().undelivered.values()) == ["THINKING"]


@pytest.mark.parametrize("is_beta", [True, False])
def test_attachments_are_read_by_their_id_and_not_at_their_address(
    desk: Desk, mail: FakeMessaging, is_beta: bool
) -> None:
    mail.beta = 200 if is_beta else 406
    file_id = "5b6f1c2e-0000-4000-8000-000000000001"
    entry = {
        "id": file_id,
        "fileName": "x.png",
        "mimeType": "image/png",
        "url": f"https://upload.fake.test/messaging/message-attachments/{file_id}",
        "status": "SAFE",
    }
    thread = mail.open()
    mail.write(thread, "anna_k", "Look", attachments=[entry])
    desk.turn()
    shown = the_case().messages.all()[1].attachments
    assert shown == [{"name": "x.png", "url": f"/messaging/message-attachments/{file_id}"}]


def test_a_blocked_message_of_ours_is_known_as_such_until_it_is_delivered(
    desk: Desk, mail: FakeMessaging, clock: DeskClock
) -> None:
    thread = mail.open()
    ours = mail.write(thread, "shop", "Payment received", status="VERIFYING")
    desk.turn()
    assert Thread.objects.get().undelivered == {ours["id"]: "VERIFYING"}
    ours["status"] = "DELIVERED"
    clock.forward(minutes=1)
    mail.write(thread, "anna_k", "Thanks")
    desk.turn()
    assert Thread.objects.get().undelivered == {}


def test_our_last_word_lets_a_conversation_rest_and_the_buyers_wakes_it(
    desk: Desk, mail: FakeMessaging, clock: DeskClock
) -> None:
    thread = mail.open()
    clock.forward(minutes=1)
    mail.write(thread, "shop", "Yes, blue.")
    desk.turn()
    assert the_case().lane == Lane.WAITING
    clock.forward(days=8)
    desk.turn("sweep")
    assert the_case().ended
    mail.write(thread, "anna_k", "And red?")
    desk.turn()
    assert (the_case().ended, the_case().lane) == (False, Lane.OURS)


def test_what_was_read_before_we_came_asks_nobody(desk: Desk, mail: FakeMessaging, clock: DeskClock) -> None:
    thread = mail.open("Thanks, all good")
    mail.threads[thread]["read"] = True
    clock.forward(days=3)
    desk.turn("import")
    assert the_case().ended


def test_a_closed_problem_has_ended(desk: Desk, mail: FakeMessaging) -> None:
    thread = mail.open(type="POST_PURCHASE_ISSUE", order="ord-1")
    desk.turn()
    mail.threads[thread]["status"] = "CLOSED"
    desk.turn("sweep")
    case = the_case()
    assert (case.ended, case.chat_active) == (True, False)


def test_a_dispute_that_moves_into_the_message_center_stays_one_case(
    desk: Desk, mail: FakeMessaging, server: FakeAllegro, client: Client, clock: DeskClock
) -> None:
    issue = server.open_issue(text="Where is it?")
    order = server.issues[issue]["checkoutForm"]["id"]
    connection = desk.turn()
    issues.run(connection, client, "import")
    case = the_case()
    opened = clock.now
    clock.forward(hours=1)
    removed = server.issues.pop(issue)
    issues.run(connection, client, "hot")
    thread = mail.open("Where is it?", type="POST_PURCHASE_ISSUE", order=order)
    mail.threads[thread]["createdAt"] = to_wire(opened)
    mail.messages[thread][0]["createdAt"] = to_wire(opened)
    desk.turn()
    moved = the_case()
    assert (moved.pk, moved.family, moved.remote_id, moved.gone_at) == (case.pk, "thread", thread, None)
    assert [one.text for one in moved.messages.all()] == ["Where is it?"]
    assert Alias.objects.get().remote_id == issue
    server.issues[issue] = removed
    clock.forward(minutes=1)
    server.write(issue, "BUYER", "Echo", "anna_k")
    issues.run(connection, client, "sweep")
    assert DeskCase.objects.count() == 1
    assert json.loads(json.dumps(the_case().remote))["id"] == thread
