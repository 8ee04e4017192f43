"""Rules at work on cases as they are read: each asked once about each event, whatever is killed in between."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.desk.automation.conftest import Write
from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.desk.allegro.client import Client
from zgoda.desk.automation import doing, looking, watching
from zgoda.desk.automation.models import Outcome, RuleRow, Run, State, Told, Watch
from zgoda.desk.cases import sync
from zgoda.desk.crm.models import Comment, Ticket
from zgoda.desk.people import noticing
from zgoda.desk.people.models import AuditEntry, Notice
from zgoda.desk.store.models import Connection, DeskCase, Member, Outgoing
from zgoda.desk.work.models import Team, Work
from zgoda.domain.automation import breaker
from zgoda.domain.automation.rule import Escalation, Hours, If, Then, Trigger, When
from zgoda.engine import jobs

pytestmark = pytest.mark.django_db

Look = Callable[[], int]
ARRIVED, WROTE = When(Trigger.ARRIVED), When(Trigger.WROTE)
ACK = Then(acknowledge="Dear {login}, we are closed.")
NIGHT = If(hours=Hours.OUTSIDE)


@pytest.fixture
def read(connection: Connection, client: Client, clock: DeskClock, server: FakeAllegro) -> Callable[[], None]:
    """The connection was imported before; now its open cases are read."""
    if connection.import_finished_at is None:
        sync.run(connection, client, "import")
    return lambda: sync.run(connection, client, "hot") and None


def orderless(server: FakeAllegro, **changes: object) -> str:
    return server.open_issue(checkoutForm=None, **changes)


def done(outcome: str = Outcome.DONE) -> list[str]:
    return [deed["deed"] for run in Run.objects.filter(outcome=outcome).order_by("pk") for deed in run.deeds]


@pytest.mark.usefixtures("hours")
def test_a_case_that_arrives_at_night_is_acknowledged_once(
    server: FakeAllegro, clock: DeskClock, read: Callable[[], None], write: Write, look: Look
) -> None:
    write(WROTE, ACK, NIGHT)
    write(ARRIVED, Then(tags=("Noc",)), NIGHT)
    clock.forward(hours=12)
    issue = orderless(server)
    read()
    assert look() == 1
    assert look() == 0
    jobs.run_pending()
    assert server.texts(issue) == ["Dear anna_k, we are closed."]
    server.write(issue, "BUYER", "Hello?", "anna_k")
    read()
    look()
    jobs.run_pending()
    assert len(server.texts(issue)) == 1
    assert [deed["why"] for run in Run.objects.filter(outcome="LEFT") for deed in run.deeds] == ["ALREADY_ACKNOWLEDGED"]
    assert Work.objects.get().labels == "Noc"
    assert Outgoing.objects.get().by is None


@pytest.mark.usefixtures("hours")
def test_by_day_nothing_is_said_and_the_log_tells_why(
    server: FakeAllegro, clock: DeskClock, read: Callable[[], None], write: Write, look: Look
) -> None:
    write(ARRIVED, ACK, NIGHT)
    orderless(server)
    read()
    look()
    run = Run.objects.get()
    assert (run.outcome, run.unmet, run.deeds) == (Outcome.UNMET, "HOURS", [])
    assert not Outgoing.objects.exists()
    assert looking.prune(clock.now + timedelta(days=31)) == 1


def test_what_was_there_before_a_rule_or_a_connection_wakes_nobody(
    server: FakeAllegro, clock: DeskClock, connection: Connection, client: Client, write: Write, look: Look
) -> None:
    write(ARRIVED, Then(tags=("new",)))
    clock.forward(hours=1)
    old = orderless(server)
    clock.forward(minutes=1)
    sync.run(connection, client, "import")
    look()
    assert not Run.objects.exists()
    clock.forward(minutes=1)
    server.write(old, "BUYER", "More", "anna_k")
    clock.forward(minutes=1)
    write(WROTE, Then(tags=("late",)))
    sync.run(connection, client, "hot")
    look()
    assert not Run.objects.exists()


def test_a_rule_that_watches_logs_and_does_nothing(
    server: FakeAllegro, clock: DeskClock, read: Callable[[], None], write: Write, look: Look
) -> None:
    row = write(WROTE, Then(acknowledge="Hi", tags=("x",)), state=State.WATCHING)
    issue = orderless(server)
    read()
    look()
    clock.forward(hours=1)
    server.write(issue, "BUYER", "Hello?", "anna_k")
    read()
    look()
    first, second = Run.objects.order_by("pk")
    assert [deed["deed"] for deed in first.deeds] == ["ACKNOWLEDGE", "TAG"]
    assert [deed["why"] for deed in second.deeds] == ["", "ALREADY_ACKNOWLEDGED"]
    assert {first.outcome, second.outcome} == {Outcome.WOULD}
    assert not Outgoing.objects.exists()
    assert not Work.objects.exists()
    RuleRow.objects.filter(pk=row.pk).update(state=State.OFF)
    server.write(issue, "BUYER", "Hello??", "anna_k")
    read()
    look()
    assert Run.objects.count() == 2


def test_a_missing_variable_and_sending_that_is_off_block_a_message(
    server: FakeAllegro, connection: Connection, read: Callable[[], None], write: Write, look: Look
) -> None:
    write(ARRIVED, Then(acknowledge="Your parcel {waybill}", tags=("x",)))
    orderless(server)
    read()
    look()
    run = Run.objects.get()
    assert [(deed["done"], deed["why"], deed["what"]) for deed in run.deeds] == [
        (False, doing.MISSING, "{waybill}"),
        (True, "", "x"),
    ]
    Connection.objects.update(writers={})
    orderless(server)
    read()
    look()
    assert Run.objects.latest("pk").deeds[0]["why"] == doing.SENDING_OFF
    assert not Outgoing.objects.exists()


def test_the_integrations_own_answer_is_an_acknowledgement_too(
    server: FakeAllegro, read: Callable[[], None], write: Write, look: Look, clock: DeskClock
) -> None:
    write(ARRIVED, ACK)
    orderless(server)
    read()
    case = DeskCase.objects.get()
    Ticket.objects.create(case=case, automatic="DUE", created_at=clock.now)
    look()
    assert [deed["why"] for deed in Run.objects.get().deeds] == ["ALREADY_ACKNOWLEDGED"]


def test_a_killed_worker_leaves_all_or_nothing(
    server: FakeAllegro, read: Callable[[], None], write: Write, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(ARRIVED, Then(acknowledge="Hi", comment="look", tags=("x",)))
    orderless(server)
    read()
    with monkeypatch.context() as broken:
        broken.setattr(doing.comments, "add", _killed)
        look()
    assert not Run.objects.exists()
    assert not Outgoing.objects.exists()
    assert not Work.objects.exists()
    Watch.objects.update(moved=True)
    look()
    Watch.objects.update(moved=True)
    look()
    assert done() == ["ACKNOWLEDGE", "TAG", "COMMENT"]
    assert Outgoing.objects.count() == Comment.objects.count() == 1


def _killed(*_values: object) -> None:
    raise RuntimeError("killed")


def test_a_clock_that_comes_near_escalates_once_and_tells_whom_the_rule_names(
    server: FakeAllegro, clock: DeskClock, read: Callable[[], None], write: Write, look: Look, jan: Member
) -> None:
    team = Team.objects.create(shop=jan.shop, name="Leads")
    write(When(Trigger.NEAR, 4), Then(escalate=Escalation(team.pk, "Pilne", frozenset({jan.pk}))))
    case = DeskCase.objects.get()
    clock.forward(hours=1)
    watching.all_open(case.shop_id)
    look()
    assert Watch.objects.get(pk=case.pk).wake_at == case.next_due - timedelta(hours=4)
    clock.forward(hours=20)
    assert look() == 1
    assert look() == 0
    assert (Work.objects.get().team, Work.objects.get().labels) == (team, "Pilne")
    assert Told.objects.get().member == jan
    noticing.sweep(clock.now)
    noticing.sweep(clock.now)
    assert Notice.objects.filter(member=jan, event="ESCALATED").count() == 1


def test_an_automatic_answer_does_not_end_a_buyers_wait(
    server: FakeAllegro, clock: DeskClock, read: Callable[[], None], write: Write, look: Look
) -> None:
    write(WROTE, Then(acknowledge="Hi"))
    write(When(Trigger.SILENT, 5), Then(tags=("waits",)))
    issue = orderless(server)
    read()
    look()
    jobs.run_pending()
    read()
    look()
    clock.forward(hours=6)
    look()
    assert Work.objects.get().labels == "waits"
    clock.forward(hours=1)
    server.write(issue, "SELLER", "Sorry", "shop")
    clock.forward(hours=1)
    server.write(issue, "BUYER", "And?", "anna_k")
    read()
    look()
    wake = Watch.objects.get(case__remote_id=issue).wake_at
    assert wake is not None
    assert wake > clock.now


def test_order_counts_and_a_rule_may_be_the_last(
    server: FakeAllegro, read: Callable[[], None], write: Write, look: Look, jan: Member
) -> None:
    write(ARRIVED, Then(assign=f"m{jan.pk}"), If(types=frozenset({"CLAIM"})), stops=True)
    write(ARRIVED, Then(tags=("first",)))
    write(ARRIVED, Then(assign=f"m{jan.pk}"), If(tags=frozenset({"first"})), stops=True)
    write(ARRIVED, Then(tags=("never",)))
    orderless(server)
    read()
    look()
    work = Work.objects.get()
    assert (work.assignee, work.labels) == (jan, "first")
    assert Run.objects.count() == 3


def test_an_end_is_noticed_once(
    server: FakeAllegro, read: Callable[[], None], write: Write, look: Look, clock: DeskClock
) -> None:
    write(When(Trigger.ENDED), Then(comment="Ask for a review"))
    issue = orderless(server)
    read()
    look()
    clock.forward(hours=1)
    server.close(issue)
    read()
    look()
    look()
    comment = Comment.objects.get()
    assert (comment.text, comment.by) == ("Ask for a review", None)


def test_a_rule_that_does_too_much_goes_back_to_watching(
    server: FakeAllegro, read: Callable[[], None], write: Write, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "ANYWHERE", 2)
    write(ARRIVED, Then(tags=("x",)))
    for _ in range(4):
        orderless(server)
    read()
    look()
    rule = RuleRow.objects.get()
    assert (rule.state, rule.stopped) == (State.WATCHING, True)
    assert Run.objects.filter(outcome=Outcome.DONE).count() == 2
    assert AuditEntry.objects.get(what="RULES_CHANGED").actor == ""


def test_without_rules_a_case_that_moves_is_not_even_marked(server: FakeAllegro, read: Callable[[], None]) -> None:
    orderless(server)
    read()
    assert not Watch.objects.exists()
