"""A connection's health: what the server said that we did not know, what it did not show, and what reading costs."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from tests.desk.conftest import DeskClock, by
from tests.desk.web.conftest import _desk_time, agent, case, client, clock, connection, desk, server
from tests.fakes.allegro import FakeAllegro
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import actions, chat, sync
from zgoda.desk.health import noting, report, state
from zgoda.desk.health.models import HourOfReading, Oddity
from zgoda.desk.health.web import views
from zgoda.desk.store.models import Connection, DeskCase, Member, MemberRole, Outgoing, Quarantine, SendState
from zgoda.wire.tolerant import Unreadable

__all__ = ["_desk_time", "agent", "by", "case", "client", "clock", "connection", "desk", "server"]

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch, clock: DeskClock) -> Iterator[None]:
    monkeypatch.setattr(views, "real_now", clock)
    noting.forget()
    yield
    noting.forget()


def test_an_unknown_field_and_an_unknown_value_are_named_once(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    for _ in range(3):
        odd = server.open_issue()
        server.issues[odd]["mediator"] = {"id": "1"}
        server.issues[odd]["currentState"]["status"] = "DISPUTE_MEDIATED"
    sync.run(connection, client, "import")
    clock.forward(hours=2)
    sync.run(connection, client, "hot")
    sync.run(connection, client, "sweep")
    assert set(Oddity.objects.values_list("what", flat=True)) == {
        "mediator: unknown field",
        "currentState.status: unknown value DISPUTE_MEDIATED",
    }
    one = Oddity.objects.get(what="mediator: unknown field")
    assert one.last_seen_at - one.first_seen_at == timedelta(hours=2)


def test_a_server_that_sends_ever_new_fields_fills_no_table(connection: Connection, clock: DeskClock) -> None:
    noting.oddities(connection.pk, "x", [f"field{number}: unknown field" for number in range(500)], clock.now)
    assert Oddity.objects.count() == noting.MOST


def test_the_same_oddity_in_many_records_is_written_once_an_hour(
    connection: Connection, clock: DeskClock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    noting.oddities(connection.pk, "first", ["mediator: unknown field"], clock.now)
    with django_assert_max_num_queries(0):
        for number in range(50):
            noting.oddities(connection.pk, str(number), ["mediator: unknown field"], clock.now)
    assert Oddity.objects.get().example == "first"


def test_the_latest_difference_is_never_the_one_left_out(
    connection: Connection, case: DeskCase, by: actions.By, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "MOST", 1)
    for number in range(2):
        clock.forward(minutes=1)
        written = actions.reply(case, f"Answer {number}", [], replace(by, form_token=f"form-{number}"))
        assert isinstance(written, Outgoing)
    Outgoing.objects.update(state=SendState.FAILED)
    assert [one.text for one in state.of(connection, clock.now).apart] == ["Answer 1"]


def test_requests_and_failures_are_counted_by_the_hour(
    connection: Connection, client: Client, clock: DeskClock
) -> None:
    noting.run(connection.pk, 7, failed=False, now=clock.now)
    noting.run(connection.pk, 5, failed=True, now=clock.now)
    noting.run(connection.pk, 1, failed=False, now=clock.now + timedelta(days=30))
    hour = HourOfReading.objects.get()
    assert (hour.runs, hour.requests, hour.failures) == (1, 1, 0)


def test_what_the_server_does_not_show_is_told_with_its_state(
    connection: Connection, case: DeskCase, by: actions.By, clock: DeskClock
) -> None:
    lost = actions.reply(case, "Please send a photo of the label.", [], by)
    assert isinstance(lost, Outgoing)
    Outgoing.objects.filter(pk=lost.pk).update(state=SendState.SENT, sent_at=clock.now)
    assert state.of(connection, clock.now).apart == ()
    assert [one.pk for one in state.of(connection, clock.forward(minutes=3)).apart] == [lost.pk]
    Outgoing.objects.filter(pk=lost.pk).update(state=SendState.SEEN)
    assert state.of(connection, clock.now).apart == ()


def test_the_page_shows_what_was_set_aside_and_can_drop_it(
    desk: Browser, connection: Connection, clock: DeskClock
) -> None:
    chat.set_aside(connection, [Unreadable("no id", {"text": "<b>odd</b>"})], clock.now, "issue")
    page = desk.get(f"/connections/{connection.pk}/health").content.decode()
    assert "issue: no id" in page
    assert "&lt;b&gt;odd&lt;/b&gt;" in page
    kept = Quarantine.objects.get()
    desk.post(f"/connections/{connection.pk}/health/forget", {"record": "nonsense"})
    assert Quarantine.objects.count() == 1
    desk.post(f"/connections/{connection.pk}/health/forget", {"record": str(kept.pk)})
    assert Quarantine.objects.count() == 0


def test_the_report_names_trace_ids_and_no_words_of_ours(
    desk: Browser, connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    answer = desk.get(f"/connections/{connection.pk}/health.json")
    assert answer["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.content)
    assert told == json.loads(json.dumps(report.of(state.of(Connection.objects.get(), clock.now), clock.now)))
    assert "access-1" not in answer.content.decode()
    assert "refresh-1" not in answer.content.decode()


def test_the_report_is_for_those_who_manage_connections(desk: Browser, connection: Connection) -> None:
    Member.objects.update(role=MemberRole.AGENT)
    assert desk.get(f"/connections/{connection.pk}/health").status_code == 200
    assert desk.get(f"/connections/{connection.pk}/health.json").status_code == 404
    assert desk.post(f"/connections/{connection.pk}/health/forget", {"record": "all"}).status_code == 404
