"""An automatic message goes out soon after what it is about, and never over somebody's own answer."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from tests.desk.automation.conftest import Write
from tests.desk.automation.test_looking import ACK, WROTE, Look, orderless, read
from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.accounts.models import User
from zgoda.desk.automation.models import Run
from zgoda.desk.cases import actions, outbox
from zgoda.desk.cases.actions import By
from zgoda.desk.sending import shadow
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase, Member, Outgoing, SendState
from zgoda.domain.writers import Mode, every
from zgoda.engine import jobs

__all__ = ["read"]

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


@pytest.fixture
def issue(server: FakeAllegro, clock: DeskClock, read: Callable[[], None], write: Write) -> str:
    """A buyer wrote, and a rule that acknowledges has not looked yet."""
    write(WROTE, ACK)
    clock.forward(minutes=1)
    remote_id = orderless(server)
    read()
    return remote_id


@pytest.fixture
def page(connection: Connection, agent: User) -> Browser:
    Member.objects.create(user=agent, shop=connection.shop)
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(agent)
    return browser


def why_left() -> list[str]:
    return [deed["why"] for deed in Run.objects.latest("pk").deeds]


@pytest.mark.parametrize("state", [ConnectionState.PAUSED, ConnectionState.NEEDS_CONSENT])
def test_nothing_is_queued_while_the_connection_sends_nothing(issue: str, look: Look, state: str) -> None:
    Connection.objects.update(state=state)
    look()
    assert not Outgoing.objects.exists()
    assert why_left() == ["SENDING_OFF"]


def test_whoever_has_queued_an_answer_has_answered(issue: str, look: Look, agent: User, server: FakeAllegro) -> None:
    case = DeskCase.objects.select_related("connection").get(remote_id=issue)
    actions.reply(case, "A person's answer", (), By(agent, "f", case.last_message_remote_id))
    look()
    jobs.run_pending()
    assert server.texts(issue) == ["A person's answer"]
    assert why_left() == ["ANSWERED"]


@pytest.mark.parametrize(
    ("hours", "author", "words"),
    [(1, "SELLER", "somebody of yours had answered"), (13, "", "it happened too long ago for an automatic message")],
)
def test_what_waited_is_dropped_where_it_comes_too_late(
    issue: str, look: Look, clock: DeskClock, server: FakeAllegro, page: Browser, hours: int, author: str, words: str
) -> None:
    look()
    Connection.objects.update(state=ConnectionState.PAUSED)
    jobs.run_pending()
    clock.forward(hours=hours)
    if author:
        server.write(issue, author, "Answered on the marketplace's own page", "shop")
    before = server.texts(issue)
    Connection.objects.update(state=ConnectionState.CONNECTED)
    outbox.sweep()
    assert Outgoing.objects.get().state == SendState.CANCELLED
    assert server.texts(issue) == before
    assert f"dropped before it was sent: {words}" in page.get("/automation/log").content.decode()


def test_a_colleagues_answer_behind_it_drops_it(
    issue: str, look: Look, clock: DeskClock, server: FakeAllegro, agent: User
) -> None:
    look()
    case = DeskCase.objects.select_related("connection").get(remote_id=issue)
    actions.reply(case, "A person's answer", (), By(agent, "f", case.last_message_remote_id))
    jobs.run_pending()
    clock.forward(minutes=1)
    outbox.sweep()
    assert server.texts(issue) == ["A person's answer"]


def test_what_was_shown_and_let_go_is_held_where_the_buyer_wrote_meanwhile(
    issue: str, look: Look, clock: DeskClock, server: FakeAllegro, agent: User
) -> None:
    Connection.objects.update(writers=every(Mode.SHADOW))
    look()
    jobs.run_pending()
    row = Outgoing.objects.get()
    assert row.state == SendState.SHADOW
    clock.forward(days=3)
    server.write(issue, "BUYER", "Thanks, all solved", "anna_k")
    shadow.send(row.case.shop_id, [row.pk], agent)
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, server.texts(issue)) == (SendState.HELD, [])
