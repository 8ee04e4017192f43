"""The desk's pages with threads and returns: what they are, what may be done, and what belongs together."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.messaging import FakeMessaging
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.cases import outbox
from zgoda.desk.messages import returns, sync, threads
from zgoda.desk.messages.models import Thread, Tie
from zgoda.desk.messages.web import around
from zgoda.desk.store.models import Connection, DeskCase, Member, MemberRole, Outgoing

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]

Turn = Callable[[], None]


@pytest.fixture
def mail(server: FakeAllegro) -> FakeMessaging:
    return server.mail


@pytest.fixture
def turn(case: DeskCase, client: Reader, clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Read threads and returns of the shop's connection."""
    for module in (around, returns, sync, threads):
        monkeypatch.setattr(module, "real_now", clock)
    return lambda: sync.follow(Connection.objects.get(pk=case.connection_id), client, "sweep")


def of(remote_id: str) -> DeskCase:
    return DeskCase.objects.select_related("connection").get(remote_id=remote_id)


def words(desk: Client, path: str) -> str:
    page = desk.get(path)
    assert page.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_every_source_stands_on_the_list_and_can_be_filtered(
    desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn
) -> None:
    mail.open("Is it blue?", login="marek")
    mail.open(login="ola_p", type="POST_PURCHASE_ISSUE", subType="NO_REFUND", order="ord-2")
    mail.announce_return("ord-3", login="zed")
    turn()
    shown = words(desk, "/")
    for kind in ("Discussion", "Message", "Problem", "Return"):
        assert f" {kind} " in f"{shown} "
    assert "No refund" in shown
    only = words(desk, "/list?type=POST_PURCHASE_ISSUE")
    assert "ola_p" in only
    assert "marek" not in only
    assert "zed" in words(desk, "/list?type=RETURN")
    assert "Problem" in words(desk, "/filters")


def test_a_thread_is_answered_with_its_own_limits(
    desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn
) -> None:
    remote = mail.open("Is it blue?")
    turn()
    path = f"/cases/{of(remote).pk}"
    page = desk.get(path).content.decode()
    assert 'data-count="2000"' in page
    assert "Ask the buyer to confirm" not in page
    assert "Report a violation" not in page
    assert "Answer as soon as possible." not in page
    long = desk.post(f"{path}/send", {"do": "reply", "form_token": "f-1", "text": "x" * 2001})
    assert long.status_code == 422
    assert "2,000 characters" in html.unescape(long.content.decode())
    done = desk.post(f"{path}/send", {"do": "reply", "form_token": "f-2", "text": "Yes, blue."})
    assert done.status_code == 302
    outbox.sweep()
    assert mail.texts(remote) == ["Yes, blue."]


def test_a_blocked_message_is_not_said_to_be_visible(
    desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn, clock: DeskClock
) -> None:
    remote = mail.open()
    clock.forward(minutes=1)
    mail.write(remote, "shop", "Your payment has arrived.", status="BLOCKED")
    turn()
    shown = words(desk, f"/cases/{of(remote).pk}")
    assert "The marketplace has blocked this message; the buyer does not see it." in shown
    assert "visible to the buyer" not in shown


def test_a_closed_problem_says_so(desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn) -> None:
    remote = mail.open(type="POST_PURCHASE_ISSUE", order="ord-1", status="CLOSED")
    turn()
    shown = words(desk, f"/cases/{of(remote).pk}?do=reply")
    assert "The marketplace has closed this conversation; it takes no more messages." in shown


def test_a_return_is_rejected_from_the_dispute_of_its_order(
    desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn
) -> None:
    remote = mail.announce_return(case.order_id, login=case.buyer_login, status="DELIVERED")
    turn()
    back = of(remote)
    shown = words(desk, f"/cases/{case.pk}/around")
    assert back.reference in shown
    assert "1 × Lampa" in shown
    assert "not liked" in shown
    given = {"form_token": "f-1", "back": str(case.pk), "code": "REFUND_REJECTED", "reason": ""}
    refused = desk.post(f"/cases/{back.pk}/rejection", given)
    assert refused.status_code == 422
    assert "Say why the refund is refused" in html.unescape(refused.content.decode())
    done = desk.post(f"/cases/{back.pk}/rejection", given | {"reason": "It is used."})
    assert (done.status_code, done["location"]) == (302, f"/cases/{case.pk}")
    outbox.sweep()
    assert mail.returns[remote]["rejection"]["reason"] == "It is used."
    assert "I refuse the refund: It is used." in words(desk, f"/cases/{case.pk}/around")


def test_a_return_has_no_conversation(desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn) -> None:
    remote = mail.announce_return("ord-1")
    turn()
    assert "A return has no conversation." in words(desk, f"/cases/{of(remote).pk}?do=reply")
    refused = desk.post(f"/cases/{of(remote).pk}/send", {"do": "reply", "form_token": "f-1", "text": "Hello"})
    assert refused.status_code == 422
    assert not Outgoing.objects.exists()


def test_linking_merging_and_undoing(desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn) -> None:
    one = mail.open("First question", login=case.buyer_login, order=case.order_id)
    two = mail.open("Second question", login=case.buyer_login, order=case.order_id)
    turn()
    head, other = of(one), of(two)

    def do(what: str, about: DeskCase, with_case: DeskCase) -> None:
        assert desk.post(f"/cases/{about.pk}/together", {"what": what, "other": str(with_case.pk)}).status_code == 302

    do("tie", head, case)
    assert "Linked cases" in words(desk, f"/cases/{case.pk}/around")
    do("untie", case, head)
    assert not Tie.objects.exists()
    do("merge", head, case)
    assert not Thread.objects.exclude(merged_into=None).exists()
    do("merge", head, other)
    assert page_of(desk, head).count('id="m') == 2
    assert "Shown in another case" in words(desk, f"/cases/{other.pk}/around")
    do("part", head, other)
    assert page_of(desk, head).count('id="m') == 1


def page_of(desk: Client, case: DeskCase) -> str:
    return desk.get(f"/cases/{case.pk}/live?v=x").content.decode()


def test_no_answer_needed_leaves_the_list(desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn) -> None:
    remote = mail.open("Thanks!", login="marek")
    turn()
    assert "No answer needed" in words(desk, f"/cases/{of(remote).pk}/around")
    desk.post(f"/cases/{of(remote).pk}/together", {"what": "settle"})
    assert "marek" not in words(desk, "/list")
    assert "It does need an answer" in words(desk, f"/cases/{of(remote).pk}/around")


def test_who_may_only_read_sees_and_changes_nothing(
    desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn, agent: User
) -> None:
    remote = mail.announce_return(case.order_id, status="DELIVERED")
    turn()
    Member.objects.filter(user=agent).update(role=MemberRole.READONLY)
    shown = words(desk, f"/cases/{case.pk}/around")
    assert "Lampa" in shown
    assert "Reject this return" not in shown
    form = {"form_token": "f-1", "code": "ITEM_FIXED"}
    assert desk.post(f"/cases/{of(remote).pk}/rejection", form).status_code == 404
    assert desk.post(f"/cases/{case.pk}/together", {"what": "settle"}).status_code == 404


def test_a_consent_without_messages_is_told_with_the_way_out(
    desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn
) -> None:
    mail.scope = False
    turn()
    shown = words(desk, f"/connections/{case.connection_id}")
    assert "messages or returns are missing here" in shown
    assert "Give consent again" in shown
    assert "allegro:api:messaging" in shown


def test_files_of_a_message_come_without_a_vendor_type(
    desk: Client, case: DeskCase, mail: FakeMessaging, turn: Turn
) -> None:
    file_id = "5b6f1c2e-0000-4000-8000-000000000001"
    mail.files[file_id] = {"filename": "x.png", "bytes": b"\x89PNG\r\n\x1a\n"}
    remote = mail.open()
    mail.write(
        remote,
        "anna_k",
        "Look",
        attachments=[
            {"id": file_id, "fileName": "x.png", "url": f"https://upload.fake.test/x/{file_id}", "status": "SAFE"}
        ],
    )
    turn()
    message = of(remote).messages.all()[1]
    answer = desk.get(f"/cases/{of(remote).pk}/files/{message.pk}/0")
    assert (answer.status_code, answer.content) == (200, b"\x89PNG\r\n\x1a\n")
