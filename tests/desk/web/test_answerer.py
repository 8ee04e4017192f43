"""Pages of a fulfilled order's case: who answers and why, read-only, forward, and by hand where the server is plain."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.marks import rule
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.cases import actions, outbox, sync
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.clocks import clocks_of
from zgoda.desk.crm.models import Comment
from zgoda.desk.store.models import Answerer, Connection, DeskCase, Lane, Member, MemberRole, Outgoing, SendState
from zgoda.engine import jobs
from zgoda.wire.times import to_wire

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]

SUBJECT = "Niezgodny z opisem"
"""A reason whose Discussions the seller answers."""


def words(desk: Client, path: str) -> str:
    page = desk.get(path)
    assert page.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def poll(connection: Connection, client: Reader) -> DeskCase:
    sync.run(Connection.objects.get(pk=connection.pk), client, "hot")
    return DeskCase.objects.select_related("connection").get()


@pytest.fixture
def case(connection: Connection, server: FakeAllegro, client: Reader) -> DeskCase:
    """A Discussion about an order that the platform fulfils, on a server with the public protocol alone."""
    server.open_issue(subject=SUBJECT)
    (issue,) = server.issues.values()
    order = issue["checkoutForm"]["id"]
    server.orders[order] = {"id": order, "fulfillment": {"status": "NEW", "provider": {"id": "ALLEGRO"}}}
    sync.run(connection, client, "import")
    return DeskCase.objects.select_related("connection").get()


@pytest.fixture
def theirs(case: DeskCase, connection: Connection, server: FakeAllegro, client: Reader, clock: DeskClock) -> DeskCase:
    """The Warehouse wrote in it."""
    clock.forward(minutes=5)
    server.write(case.remote_id, "FULFILLMENT", "It leaves today.")
    return poll(connection, client)


def post(desk: Client, case: DeskCase, path: str, **fields: str) -> int:
    given = {"form_token": "form-1", "chat_seen": case.last_message_remote_id, **fields}
    return desk.post(f"/cases/{case.pk}/{path}", given).status_code


@rule("S1-64")
def test_the_sellers_clock_says_answer_or_forward_by_one_instant(desk: Client, case: DeskCase) -> None:
    assert case.answerer == Answerer.SELLER
    shown = words(desk, f"/cases/{case.pk}")
    assert "Answer or forward by" in shown
    assert "Forwarding to the Warehouse does not restart this clock" in shown
    assert "we answer" in shown
    assert "by the reason of the Discussion" in shown


def test_a_sellers_own_order_says_nothing_of_a_warehouse(
    desk: Client, case: DeskCase, connection: Connection, server: FakeAllegro, client: Reader
) -> None:
    server.orders[case.order_id]["fulfillment"]["provider"]["id"] = "SELLER"
    server.write(case.remote_id, "BUYER", "Hello?", "anna_k")
    DeskCase.objects.update(answerer=None, answers_since=None)
    Connection.objects.get().orders.update(form=server.orders[case.order_id])
    poll(connection, client)
    assert "Warehouse" not in words(desk, f"/cases/{case.pk}")
    assert "Answer or forward" not in words(desk, f"/cases/{case.pk}")


@rule("S1-06", "S1-55", "S1-58")
def test_what_the_warehouse_answers_is_read_only_with_the_reason_and_takes_comments(
    desk: Client, theirs: DeskCase
) -> None:
    assert (theirs.answerer, theirs.lane) == (Answerer.WAREHOUSE, Lane.WAITING)
    page = desk.get(f"/cases/{theirs.pk}").content.decode()
    shown = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert "The Warehouse answers this case since" in shown
    assert "it wrote to the buyer" in shown
    assert 'name="do" value="reply"' not in page
    assert 'class="msg warehouse"' in page
    assert "It leaves today." in shown
    assert 'action="/cases/' in desk.get(f"/cases/{theirs.pk}?do=comment").content.decode()
    assert post(desk, theirs, "send", do="reply", text="Hello") == 422
    assert Outgoing.objects.count() == 0


@rule("S1-58")
def test_the_list_marks_and_filters_what_the_warehouse_answers(desk: Client, theirs: DeskCase) -> None:
    assert "the Warehouse answers" in words(desk, "/list?")
    assert theirs.buyer_login in words(desk, "/list?answers=warehouse")
    assert theirs.buyer_login not in words(desk, "/list?answers=seller")
    assert theirs.buyer_login in words(desk, "/list?answers=nonsense")
    assert "Fulfilled orders: who answers" in words(desk, "/filters?answers=warehouse")


@rule("S1-55")
def test_a_queued_reply_is_held_where_the_warehouse_took_over_and_says_why(
    desk: Client, case: DeskCase, server: FakeAllegro, agent: object, clock: DeskClock
) -> None:
    row = actions.reply(case, "Hello", (), By(agent, "1", case.last_message_remote_id))
    clock.forward(minutes=1)
    seen = server.write(case.remote_id, "FULFILLMENT", "We look at it.")
    jobs.run_pending()
    assert isinstance(row, Outgoing)
    row.refresh_from_db()
    assert row.state == SendState.HELD
    shown = words(desk, f"/cases/{case.pk}")
    assert "Held: the Warehouse answers this case now" in shown
    assert "Send anyway" not in shown
    assert actions.send_anyway(row.pk, seen["id"])
    clock.forward(minutes=1)
    outbox.sweep()
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.HELD, [])


@rule("S1-51", "S1-52")
def test_by_hand_the_forward_is_guided_and_noted_as_a_comment_and_comes_back(
    desk: Client, case: DeskCase, clock: DeskClock
) -> None:
    due = [one.due for one in clocks_of(case, clock.now)]
    page = words(desk, f"/cases/{case.pk}?do=warehouse")
    assert "Open the menu with three dots next to the message" in page
    assert post(desk, case, "by-hand", kind="TO_WAREHOUSE", text=" ") == 422
    clock.forward(minutes=1)
    assert post(desk, case, "by-hand", kind="TO_WAREHOUSE", text="Lost by you.") == 302
    case.refresh_from_db()
    assert case.answerer == Answerer.WAREHOUSE
    assert [one.due for one in clocks_of(case, clock.now)] == due
    assert Comment.objects.get().text == "Forwarded to the Warehouse with this note:\n\nLost by you."
    assert "The Warehouse answers from here on: you forwarded it" in words(desk, f"/cases/{case.pk}")
    clock.forward(minutes=1)
    assert "It was handed back to us" in words(desk, f"/cases/{case.pk}?do=handed-back")
    assert post(desk, case, "by-hand", kind="TO_WAREHOUSE", to="SELLER", form_token="form-2") == 302
    case.refresh_from_db()
    assert (case.answerer, case.lane) == (Answerer.SELLER, Lane.OURS)
    assert post(desk, case, "send", do="reply", text="Hello", form_token="form-3") == 302


@pytest.fixture
def offered(case: DeskCase, connection: Connection, server: FakeAllegro, client: Reader, clock: DeskClock) -> DeskCase:
    """The same on a server that takes a forward."""
    server.features = ["case-details", "forwarding"]
    since = to_wire(case.opened_at)
    server.details[case.remote_id] = {
        "fulfilled": True,
        "responsibilities": [{"party": "SELLER", "since": since, "cause": "ROUTED", "note": None}],
    }
    sync.read_capabilities(Connection.objects.get(), client)
    clock.forward(minutes=1)
    server.write(case.remote_id, "BUYER", "Hello?", "anna_k")
    return poll(connection, client)


@rule("S1-51", "S1-52")
def test_the_menu_next_to_the_message_leads_to_the_form_and_the_form_to_the_outbox(
    desk: Client, offered: DeskCase
) -> None:
    page = desk.get(f"/cases/{offered.pk}").content.decode()
    assert re.search(r'<details class="menu beside">.*?do=warehouse&amp;message=', page, re.S)
    assert 'data-key="f"' in page
    form = desk.get(f"/cases/{offered.pk}?do=warehouse&message={offered.last_message_remote_id}").content.decode()
    assert "Hello?" in form
    assert 'maxlength="20000"' in form
    assert post(desk, offered, "send", do="warehouse", text="") == 422
    assert post(desk, offered, "send", do="warehouse", text="Lost by you.", undo="1") == 302
    row = Outgoing.objects.get()
    assert (row.kind, row.text, row.state) == ("TO_WAREHOUSE", "Lost by you.", SendState.QUEUED)
    shown = words(desk, f"/cases/{offered.pk}")
    assert "Undo and edit" in shown
    assert desk.post(f"/cases/{offered.pk}/outgoing/{row.pk}", {"what": "edit"}).url.endswith(
        f"do=warehouse&from={row.pk}"
    )
    assert "Lost by you." in words(desk, f"/cases/{offered.pk}?do=warehouse&from={row.pk}")


@rule("S1-52")
def test_the_warehouses_note_stands_among_the_messages(
    desk: Client, offered: DeskCase, connection: Connection, server: FakeAllegro, client: Reader, clock: DeskClock
) -> None:
    at = to_wire(clock.now + timedelta(seconds=30))
    turns = server.details[offered.remote_id]["responsibilities"]
    turns.append({"party": "WAREHOUSE", "since": to_wire(clock.now), "cause": "REOPENED", "note": None})
    turns.append({"party": "SELLER", "since": at, "cause": "FORWARDED", "note": "Ask your supplier."})
    server.write(offered.remote_id, "BUYER", "Anybody?", "anna_k")
    poll(connection, client)
    page = desk.get(f"/cases/{offered.pk}").content.decode()
    assert re.search(r'class="msg note".*?Ask your supplier\.', page, re.S)
    assert "handed back to you; the buyer does not see this" in page


def test_a_reader_sees_who_answers_and_forwards_nothing(desk: Client, offered: DeskCase) -> None:
    Member.objects.update(role=MemberRole.READONLY)
    page = desk.get(f"/cases/{offered.pk}").content.decode()
    assert "we answer" in page
    assert "do=warehouse" not in page
    assert 'value="warehouse"' not in desk.get(f"/cases/{offered.pk}?do=warehouse").content.decode()
    assert post(desk, offered, "send", do="warehouse", text="Lost by you.") == 404
    assert post(desk, offered, "by-hand", kind="TO_WAREHOUSE", text="Lost by you.") == 404
    assert Outgoing.objects.count() == 0
