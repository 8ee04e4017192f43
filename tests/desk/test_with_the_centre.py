"""The desk and the centre speak to each other as they do over the network: only in HTTP, in one process."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from django.conf import LazySettings
from django.test import Client as Browser

from tests.centre import stage
from tests.centre.api.conftest import token_for
from zgoda.accounts.models import User
from zgoda.centre.api import framework
from zgoda.desk.allegro import client as client_module
from zgoda.desk.allegro.roots import single_host
from zgoda.desk.cases import actions, case_page, connecting, outbox, schedule
from zgoda.desk.cases.actions import By
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase, Outgoing, Shop, Turn
from zgoda.desk.store.secret import Secret
from zgoda.domain.actors import Role
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.writers import Mode, every
from zgoda.engine import clock, jobs

pytestmark = pytest.mark.django_db

CENTRE = "http://testserver"
NOW = stage.OPENED + timedelta(hours=2)
SCOPES = "allegro:api:disputes allegro:api:orders:read allegro:api:orders:write allegro:api:profile:read"


def over_http(request: httpx2.Request) -> httpx2.Response:
    """One request of the desk to the centre's own addresses."""
    path = request.url.raw_path.decode()
    answer = Browser().generic(
        request.method,
        path,
        request.content,
        content_type=request.headers.get("content-type", ""),
        headers={name: value for name, value in request.headers.items() if name not in {"host", "content-length"}},
    )
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return httpx2.Response(answer.status_code, content=body, headers=dict(answer.items()))


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    http = httpx2.Client(transport=httpx2.MockTransport(over_http))
    monkeypatch.setattr(client_module, "http", lambda: http)
    framework.limiter.forget()
    with clock.at(NOW):
        yield


@pytest.fixture
def connected() -> Connection:
    seller = stage.account("seller", Role.SELLER)
    row = connecting.draft(
        Shop.objects.create(name="Shop"),
        name="Centre",
        roots=single_host(CENTRE),
        client_id="x",
        client_secret="y",
    )
    row.access_token, row.access_expires_at = Secret(token_for(seller, SCOPES)), clock.real_now() + timedelta(hours=9)
    row.state, row.writers = ConnectionState.CONNECTED, every(Mode.ARMED)
    row.save()
    return Connection.objects.get(pk=row.pk)


def imported() -> DeskCase:
    schedule.tick(clock.real_now())
    connection = Connection.objects.get()
    assert connection.last_error == ""
    return DeskCase.objects.select_related("connection").get()


def test_discussion_is_read_with_the_centres_deadline_and_clock(connected: Connection) -> None:
    discussion = stage.opened()
    case = imported()
    assert case.remote_id == str(discussion.id)
    assert case.answer_due == discussion.deadlines.answer_due
    assert case.own_answer_due == case.answer_due
    page = case_page.read(case.shop_id, case.pk, clock.real_now())
    assert page is not None
    assert abs(page.server_now - NOW) < timedelta(minutes=1)
    assert page.clocks[0].kind == "ANSWER"
    assert page.permitted
    assert page.order is not None


def test_reply_and_offer_reach_the_centre_once(connected: Connection) -> None:
    stage.opened(reason="DEFECT_FOUND_DURING_USE", expectation=Expectation(Solution.REPAIR))
    case = imported()
    agent = User.objects.create_user("ola")
    sent = actions.reply(case, "It was sent on Monday.", (), By(agent, "1", case.last_message_remote_id))
    jobs.run_pending()
    offered = actions.offer(case, "REFUND", By(agent, "2"), text="All of it back")
    jobs.run_pending()
    outbox.sweep()
    for row in (sent, offered):
        assert isinstance(row, Outgoing)
        row.refresh_from_db()
        assert row.state in {"SENT", "SEEN"}, (row.state, row.last_error)
    case.refresh_from_db()
    assert case.whose_turn == Turn.BUYER
    assert [message.text for message in case.messages.filter(author_role="SELLER")][:1] == ["It was sent on Monday."]
    assert case.own["offer"]["solution"]["name"] == "REFUND"
