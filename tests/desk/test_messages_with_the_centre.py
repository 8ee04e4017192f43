"""Threads and returns between the desk and the centre, only in HTTP, in one process."""

from datetime import timedelta

import pytest

from tests.centre.api.conftest import token_for
from tests.centre.messaging import people
from tests.centre.returns import announcing
from tests.desk.test_with_the_centre import SCOPES, _one_process, connected
from zgoda.accounts.models import User
from zgoda.centre.messaging import acts as of_centre
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.centre.returns.models import CustomerReturn
from zgoda.desk.cases import actions, outbox, schedule
from zgoda.desk.cases.actions import By
from zgoda.desk.messages import acts, ties
from zgoda.desk.messages.models import Mailbox
from zgoda.desk.store.models import Connection, DeskCase, Outgoing, SendState
from zgoda.desk.store.secret import Secret
from zgoda.engine import clock, jobs

__all__ = ["_one_process", "connected"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(connected: Connection) -> Connection:
    """The seller's consent covers messages too."""
    token = token_for(people.seller(), f"{SCOPES} allegro:api:messaging")
    Connection.objects.filter(pk=connected.pk).update(access_token=Secret(token))
    return connected


def turn() -> None:
    """The next reading of everything, returns too."""
    Connection.objects.update(next_sync_at=None, next_sweep_at=None)
    schedule.tick(clock.real_now())
    mailbox = Mailbox.objects.get()
    assert (mailbox.threads_trouble, mailbox.returns_trouble) == ("", "")


def test_a_conversation_goes_both_ways(account: Connection) -> None:
    bought = people.order()
    first = people.begun(bought, text="Czy jest niebieski?")
    turn()
    case = DeskCase.objects.select_related("connection").get()
    assert (case.family, case.type, case.order_id) == ("thread", "COMMON", str(bought.id))
    assert case.buyer_login == bought.buyer.username
    assert [one.text for one in case.messages.all()] == ["Czy jest niebieski?"]
    agent = User.objects.create_user("ola")
    row = actions.reply(case, "Tak.", (), By(agent, "1", case.last_message_remote_id))
    assert isinstance(row, Outgoing)
    jobs.run_pending()
    row.refresh_from_db()
    assert row.state == SendState.SEEN, row.last_error
    assert list(ThreadMessage.objects.order_by("created_at").values_list("text", flat=True)) == [
        "Czy jest niebieski?",
        "Tak.",
    ]
    acts.mark_thread_read.call(case.pk)
    people.written(first.thread_id, bought.buyer, "Dziękuję")
    turn()
    case.refresh_from_db()
    assert (case.message_rows, case.snippet) == (3, "Dziękuję")


def test_a_problem_is_read_with_its_kind_and_ends_where_the_buyer_closes_it(account: Connection) -> None:
    people.problems_on()
    bought = people.order()
    sent = people.reported(bought)
    assert isinstance(sent, ThreadMessage), sent
    turn()
    case = DeskCase.objects.select_related("connection").get()
    assert (case.type, case.reason, case.status) == ("POST_PURCHASE_ISSUE", "NO_REFUND", "OPEN")
    assert case.due is not None
    of_centre.close(sent.thread_id, bought.buyer_id, now=people.NOW + timedelta(minutes=5))
    turn()
    case.refresh_from_db()
    assert (case.status, case.ended) == ("CLOSED", True)


def test_a_return_is_read_and_rejected(account: Connection) -> None:
    made = announcing.announced()
    turn()
    case = DeskCase.objects.select_related("connection").get(type="RETURN")
    assert case.reference == made.reference
    assert ties.returns_of(case)[0].case_id == case.pk
    agent = User.objects.create_user("ola")
    row = acts.reject(case, "REFUND_REJECTED", "Używany.", By(agent, "1"))
    assert isinstance(row, Outgoing)
    jobs.run_pending()
    outbox.sweep()
    row.refresh_from_db()
    assert row.state == SendState.SEEN, row.last_error
    assert CustomerReturn.objects.get().rejection_code == "REFUND_REJECTED"
    case.refresh_from_db()
    assert (case.status, case.ended) == ("REJECTED", True)
