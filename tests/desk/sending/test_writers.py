"""What is armed leaves, what is in shadow is shown, what is off waits; a stop holds until somebody lifts it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.cases import actions, outbox, sync
from zgoda.desk.cases.actions import By
from zgoda.desk.people.models import AuditEntry
from zgoda.desk.sending import modes
from zgoda.desk.store.models import Connection, DeskCase, Member, MemberRole, Outgoing, SendState, Shop
from zgoda.domain.writers import Mode, Writer, every
from zgoda.engine import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def state(row: object) -> str:
    assert isinstance(row, Outgoing)
    return Outgoing.objects.values_list("state", flat=True).get(pk=row.pk)


@pytest.fixture
def by(agent: User, case: DeskCase) -> By:
    return By(agent, "form-1", case.last_message_remote_id)


def test_each_writer_by_itself(case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock) -> None:
    Connection.objects.update(writers={"REPLIES": "ARMED", "AUTOMATIC": "SHADOW"})
    asked = actions.ask_to_confirm(case, "Is it solved?", by)
    said = actions.reply(case, "On its way", (), replace(by, form_token="2"))
    itself = actions.reply(case, "We are closed today", (), replace(by, user=None, form_token="3"))
    jobs.run_pending()
    assert server.texts(case.remote_id) == ["On its way"], "what nobody armed stands in nobody's way"
    assert (state(asked), state(said), state(itself)) == (SendState.QUEUED, SendState.SEEN, SendState.SHADOW)
    clock.forward(minutes=1)
    outbox.sweep()
    assert (state(asked), state(itself)) == (SendState.QUEUED, SendState.SHADOW)


def test_what_shadow_mode_showed_is_sent_by_a_person_or_dropped(
    desk: Client, agent: User, case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    Connection.objects.update(writers=every(Mode.SHADOW))
    first, second, third = (
        actions.reply(case, text, (), replace(by, form_token=text)) for text in ("One", "Two", "Three")
    )
    jobs.run_pending()
    assert server.texts(case.remote_id) == []
    Connection.objects.update(writers=every(Mode.ARMED))
    clock.forward(minutes=1)
    outbox.sweep()
    assert server.texts(case.remote_id) == [], "arming later sends nothing that was only shown"
    Connection.objects.update(writers=every(Mode.SHADOW))
    page = desk.get("/sending").content.decode()
    assert "Would have been sent" in page
    assert "One" in page
    assert "this would have been sent; nothing left" in desk.get(f"/cases/{case.pk}").content.decode()
    desk.post("/sending/review", {"row": [str(first.pk), "no id"], "what": "send"})
    desk.post("/sending/review", {"row": str(second.pk), "what": "drop"})
    desk.post(f"/cases/{case.pk}/outgoing/{third.pk}", {"what": "release"})
    jobs.run_pending()
    assert server.texts(case.remote_id) == ["One", "Three"]
    assert (state(first), state(second), state(third)) == (SendState.SEEN, SendState.CANCELLED, SendState.SEEN)
    assert Outgoing.objects.filter(released_by=agent).count() == 2


def test_reviewed_one_is_still_held_where_the_buyer_wrote_meanwhile(
    case: DeskCase, agent: User, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    Connection.objects.update(writers=every(Mode.SHADOW))
    row = actions.reply(case, "On its way", (), by)
    jobs.run_pending()
    clock.forward(minutes=5)
    server.write(case.remote_id, "BUYER", "It came, thank you", "anna_k")
    assert isinstance(row, Outgoing)
    assert actions.send_shown(row.pk, agent)
    jobs.run_pending()
    assert (state(row), server.texts(case.remote_id)) == (SendState.HELD, [])


def test_stop_beats_all_even_at_the_moment_of_sending(
    case: DeskCase, agent: User, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    row = actions.reply(case, "On its way", (), by)
    before = lambda request: modes.stop(case.shop_id, "Wrong prices", agent)  # noqa: E731
    server.hook = lambda request: before(request) if request.url.path.endswith("/chat") else None
    jobs.run_pending()
    server.hook = None
    assert (state(row), server.texts(case.remote_id)) == (SendState.QUEUED, [])
    clock.forward(minutes=2)
    outbox.sweep()
    assert server.texts(case.remote_id) == []
    assert modes.waiting(case.shop_id) == 1
    assert modes.resume(case.shop_id, agent)
    assert not modes.resume(case.shop_id, agent)
    clock.forward(minutes=2)
    outbox.sweep()
    assert server.texts(case.remote_id) == ["On its way"]
    assert [(one.what, one.actor, one.about) for one in AuditEntry.objects.order_by("pk")] == [
        ("SENDING_STOPPED", "ola", "Wrong prices"),
        ("SENDING_RESUMED", "ola", ""),
    ]


def test_agent_stops_with_a_reason_everybody_reads_and_an_administrator_lets_it_go_on(
    desk: Client, case: DeskCase
) -> None:
    Member.objects.update(role=MemberRole.AGENT)
    assert "Say why" in desk.post("/sending/stop", {"why": " "}, follow=True).content.decode()
    desk.post("/sending/stop", {"why": "Wrong <prices>"})
    shop = Shop.objects.get()
    assert (shop.stopped_at is not None, shop.stopped_by) == (True, "ola")
    assert "Wrong &lt;prices&gt;" in desk.get("/").content.decode()
    assert desk.post("/sending/resume").status_code == 404
    Member.objects.update(role=MemberRole.ADMIN)
    desk.post("/sending/resume")
    assert Shop.objects.get().stopped_at is None
    Member.objects.update(role=MemberRole.READONLY)
    assert desk.post("/sending/stop", {"why": "x"}).status_code == 404


def test_switches_change_what_is_named_and_are_logged(desk: Client, agent: User, case: DeskCase) -> None:
    Connection.objects.update(writers={"CLAIMS": "ARMED"})
    path = f"/connections/{case.connection_id}/writers"
    desk.post(path, {"writer-REPLIES": "ARMED", "writer-AUTOMATIC": "SHADOW", "writer-CLAIMS": "LOUD"})
    row = Connection.objects.get()
    assert row.writers == {"REPLIES": "ARMED", "AUTOMATIC": "SHADOW", "CLAIMS": "ARMED"}
    told = [(one.what, one.details) for one in AuditEntry.objects.order_by("pk")]
    assert told == [("SENDING_ON", {"REPLIES": "ARMED"}), ("SENDING_OFF", {"AUTOMATIC": "SHADOW"})]
    assert modes.put(row.pk, {Writer.REPLIES: Mode.ARMED}, agent) == {}


def test_nearer_deadline_overtakes_and_the_page_says_when_each_leaves(
    desk: Client, case: DeskCase, client: Reader, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    for number in range(3):
        actions.reply(case, f"Slow {number}", (), replace(by, form_token=str(number)))
    Outgoing.objects.update(due=None)
    other = server.open_issue()
    sync.run(case.connection, client, "sweep")
    urgent = DeskCase.objects.select_related("connection").get(remote_id=other)
    actions.reply(urgent, "Urgent", (), replace(by, chat_seen=urgent.last_message_remote_id))
    page = desk.get(f"/cases/{case.pk}").content.decode()
    after = [clock.now + timedelta(seconds=seconds) for seconds in (1, 2, 3)]
    told = [one[:9].strip() for one in page.split("will be sent at")[1:]]
    assert [one[-5:] for one in told] == [f"{at:%M:%S}" for at in after]
    jobs.run_one()
    assert (server.texts(other), server.texts(case.remote_id)) == (["Urgent"], [])
    jobs.run_pending()
    assert server.texts(case.remote_id) == ["Slow 0", "Slow 1", "Slow 2"]


def test_what_waits_for_nobody_to_arm_it_says_so(desk: Client, case: DeskCase, by: By) -> None:
    Connection.objects.update(writers={})
    actions.reply(case, "On its way", (), by)
    page = desk.get(f"/cases/{case.pk}").content.decode()
    assert "Waiting until sending is turned on" in page
    assert "Sending of this is off for the account" in page
