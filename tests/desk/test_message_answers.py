"""Messages that a Warehouse answers, between the desk and the centre, only in HTTP, in one process (S1-06 to S1-11)."""

import html
import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.centre.messaging import people
from tests.centre.messaging.test_routing import INVOICE, MURKY, WHEN
from tests.desk.test_messages_with_the_centre import account, turn
from tests.desk.test_with_the_centre import _one_process, connected
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.messaging import forwarding
from zgoda.centre.messaging.models import Assigned, ThreadMessage
from zgoda.centre.messaging.models import Thread as CentreThread
from zgoda.desk.cases import actions
from zgoda.desk.cases.actions import By, ManualStep
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.messages import acts, answering
from zgoda.desk.store.models import Connection, DeskCase, DeskOrder, Member, MemberRole, Outgoing, SendState, Turn
from zgoda.domain.actors import Role
from zgoda.engine import jobs

__all__ = ["_one_process", "account", "connected"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> User:
    return User.objects.create_user("ola", language="en")


@pytest.fixture
def desk(agent: User, account: Connection) -> Client:
    """The agent's browser at the shop."""
    Member.objects.create(shop=account.shop, user=agent, role=MemberRole.OWNER)
    client = Client(headers={"accept-language": "en"})
    client.force_login(agent)
    return client


def of_thread(message: ThreadMessage) -> DeskCase:
    return DeskCase.objects.select_related("connection").get(remote_id=message.thread_id)


def page(desk: Client, case: DeskCase, more: str = "") -> str:
    answer = desk.get(f"/cases/{case.pk}{more}", **{"zgoda.half": "desk"})
    assert answer.status_code == 200
    return answer.content.decode()


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def by(agent: User, case: DeskCase) -> By:
    return By(agent, str(uuid4()), case.last_message_remote_id)


@rule("S1-06", "S1-07")
def test_what_the_warehouse_answers_is_read_but_not_answered_here(
    account: Connection, desk: Client, agent: User
) -> None:
    first = people.begun(people.fulfilled(), WHEN)
    turn()
    case = of_thread(first)
    assert case.whose_turn == Turn.PLATFORM
    refused = actions.reply(case, "Już", (), by(agent, case))
    assert isinstance(refused, Refused)
    assert refused.why is Why.WAREHOUSE_ANSWERS
    shown = words(page(desk, case))
    assert "the Warehouse answers" in shown
    assert "You can read it; you write again once it has answered." in shown
    reply = people.answered(first.thread_id, "Dziś po południu")
    turn()
    case = of_thread(first)
    assert answering.wrote(case) == {str(reply.id)}
    html_of_page = page(desk, case)
    assert "msg warehouse" in html_of_page
    assert "Warehouse in this shop's name" in words(html_of_page)
    assert isinstance(actions.reply(case, "Dodam coś", (), by(agent, case)), Outgoing)


@rule("S1-07")
def test_a_reply_on_its_way_when_the_warehouse_takes_over_does_not_leave(account: Connection, agent: User) -> None:
    first = people.begun(people.fulfilled(), INVOICE)
    turn()
    case = of_thread(first)
    row = actions.reply(case, "Już", (), by(agent, case))
    assert isinstance(row, Outgoing)
    forwarding.forward(first.id, Role.SELLER, people.seller().pk, "Magazyn", now=people.NOW)
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, row.last_error) == (SendState.FAILED, Why.WAREHOUSE_ANSWERS)
    assert ThreadMessage.objects.count() == 1


@rule("S1-08", "S1-10", "S1-11", "P-29")
def test_a_message_is_forwarded_from_the_menu_next_to_it_with_a_note(account: Connection, desk: Client) -> None:
    first = people.begun(people.fulfilled(), INVOICE)
    turn()
    case = of_thread(first)
    form = f"?do=forward&message={first.id}"
    assert html.escape(f"{form}#compose") in page(desk, case)
    assert "Forward to the Allegro Warehouse" in words(page(desk, case))
    assert INVOICE in words(page(desk, case, form))
    fields = {"do": "forward", "message": str(first.id), "topic": "delivery_problem", "form_token": "f-1"}
    empty = desk.post(f"/cases/{case.pk}/send", {**fields, "text": " "}, **{"zgoda.half": "desk"})
    assert empty.status_code == 422
    assert "Write a note" in words(empty.content.decode())
    for _ in range(2):
        sent = desk.post(f"/cases/{case.pk}/send", {**fields, "text": "Zginęło"}, **{"zgoda.half": "desk"})
        assert sent.status_code == 302
    jobs.run_pending()
    row = Outgoing.objects.get()
    assert row.state == SendState.SEEN, row.last_error
    assigned = Assigned.objects.get()
    assert (assigned.party, assigned.message.turns.last().note) == (Role.WAREHOUSE, "Zginęło")  # type: ignore[union-attr]
    seen = page(desk, of_thread(first))
    assert "Forward to the Warehouse: Zginęło · ola" in words(seen)
    assert "Note: Zginęło" in words(seen)
    assert "do=forward" not in seen
    again = acts.forward(of_thread(first), str(first.id), "Jeszcze raz", "", By(None, "f-2"))
    assert isinstance(again, Refused)
    assert again.why is Why.NOT_FORWARDABLE


@rule("S1-18")
@pytest.mark.parametrize(("do", "party"), [("keep", Role.SELLER), ("forward", Role.WAREHOUSE)])
def test_an_unsure_message_is_put_right_with_one_click(account: Connection, desk: Client, do: str, party: Role) -> None:
    first = people.begun(people.fulfilled(), MURKY)
    turn()
    case = of_thread(first)
    shown = page(desk, case)
    assert "topic unsure" in words(shown)
    form = next(one for one in re.findall(r"<form.*?</form>", shown, re.DOTALL) if f'value="{do}"' in one)
    fields = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    assert desk.post(f"/cases/{case.pk}/send", fields, **{"zgoda.half": "desk"}).status_code == 302
    jobs.run_pending()
    assigned = Assigned.objects.get()
    assert (assigned.party, assigned.unsure) == (party, False)
    assert "topic unsure" not in words(page(desk, of_thread(first)))


def test_a_message_passed_on_to_us_is_found_though_the_thread_did_not_move(account: Connection, agent: User) -> None:
    first = people.begun(people.fulfilled(), WHEN)
    turn()
    forwarding.forward(first.id, Role.WAREHOUSE, people.agent().pk, "To o gwarancję", now=people.NOW)
    turn()
    case = of_thread(first)
    told = answering.of_message(case, str(first.id))
    assert told is not None
    assert (told.party, told.note) == ("SELLER", "To o gwarancję")
    assert case.whose_turn == Turn.SELLER
    assert isinstance(actions.reply(case, "Dwa lata", (), by(agent, case)), Outgoing)


@rule("S1-10", "S1-11")
def test_where_the_server_offers_nothing_the_way_is_told_in_words(account: Connection, desk: Client) -> None:
    bought = people.fulfilled()
    CentreThread.objects.all().delete()
    first = people.begun(bought, INVOICE)
    turn()
    case = of_thread(first)
    Connection.objects.update(capabilities={})
    DeskCase.objects.filter(pk=case.pk).update(own={})
    form = {"id": str(bought.id), "fulfillment": {"provider": {"id": "ALLEGRO"}}}
    DeskOrder.objects.update(form=form)
    case = of_thread(first)
    assert "Forward to the Allegro Warehouse" in words(page(desk, case))
    told = words(page(desk, case, f"?do=forward&message={first.id}"))
    assert "Open the three dots next to the message" in told
    assert isinstance(acts.forward(case, str(first.id), "x", "", By(None, "f")), ManualStep)
    form["fulfillment"]["provider"]["id"] = "SELLER"  # type: ignore[index]
    DeskOrder.objects.update(form=form)
    assert "Forward to the Allegro Warehouse" not in words(page(desk, case))
