"""Tickets: made with each case that is read, in step with its status, linked at once or never."""

from datetime import timedelta

import pytest

from tests.desk.conftest import DeskClock
from tests.desk.crm.conftest import settings_with
from tests.fakes.allegro import FakeAllegro
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import actions, sync
from zgoda.desk.crm import automatic, customers, integrations
from zgoda.desk.crm.customers import Filled, LoginTaken
from zgoda.desk.crm.models import Automatic, Customer, CustomField, Integration, Ticket
from zgoda.desk.store.models import Connection, DeskCase, Outgoing
from zgoda.domain.writers import Writer
from zgoda.wire.times import to_wire

pytestmark = pytest.mark.django_db


def read(connection: Connection, client: Client, kind: str = "hot") -> None:
    connection.refresh_from_db()
    sync.run(connection, client, kind)


def customer(field: CustomField, login: str, email: str = "") -> Customer:
    made = customers.add(field.shop_id, Filled(f"Customer {login}", {field.pk: login}, email), None)
    assert isinstance(made, Customer)
    return made


@rule("S3-02", "S3-04", "S3-18", "S3-19", "S3-25")
def test_each_discussion_becomes_a_ticket_with_queue_category_and_subject(
    integration: Integration, server: FakeAllegro, connection: Connection, client: Client
) -> None:
    server.open_issue()
    server.open_issue(subject="Does not match the description", login="marek")
    read(connection, client)
    found = {(row.source, row.queue.name, row.category.name, row.subject) for row in Ticket.objects.all()}
    assert found == {
        ("ALLEGRO", "Marketplace", "Discussion", "I have not received the product"),
        ("ALLEGRO", "Marketplace", "Discussion", "Does not match the description"),
    }


@rule("S3-20", "S3-21", "C-04")
def test_ticket_follows_the_discussions_status(
    integration: Integration, server: FakeAllegro, connection: Connection, client: Client, clock: DeskClock
) -> None:
    issue = server.open_issue()
    read(connection, client)
    assert Ticket.objects.get().status == "OPEN"
    for status, mapped, ended in (
        ("DISPUTE_UNRESOLVED", "WAITING", False),
        ("DISPUTE_CLOSED", "CLOSED", True),
        ("DISPUTE_ONGOING", "OPEN", False),
    ):
        clock.forward(minutes=1)
        server.issues[issue]["currentState"]["status"] = status
        read(connection, client, "sweep")
        assert (Ticket.objects.get().status, DeskCase.objects.get().ended) == (mapped, ended)


@rule("S3-20", "S3-21")
def test_another_mapping_counts_for_the_tickets_there_are(
    integration: Integration,
    field: CustomField,
    server: FakeAllegro,
    connection: Connection,
    client: Client,
) -> None:
    server.close(server.open_issue())
    read(connection, client, "import")
    assert Ticket.objects.get().status == "CLOSED"
    assert integrations.save(integration, settings_with(field, resolved_to="SOLVED")) == []
    assert Ticket.objects.get().status == "SOLVED"


@rule("S3-05", "S3-28", "S3-29", "S3-41")
def test_ticket_is_linked_by_login_and_else_stays_at_the_bare_login(
    integration: Integration, field: CustomField, server: FakeAllegro, connection: Connection, client: Client
) -> None:
    anna = customer(field, "Anna_K")
    server.open_issue(login="anna_k")
    server.open_issue(login="marek")
    read(connection, client)
    linked = {row.case.buyer_login: row.customer_id for row in Ticket.objects.select_related("case")}
    assert linked == {"anna_k": anna.pk, "marek": None}


@rule("S3-06", "S3-30", "C-45")
def test_ticket_that_exists_is_never_linked_afterwards_but_the_next_one_is(
    integration: Integration,
    field: CustomField,
    server: FakeAllegro,
    connection: Connection,
    client: Client,
    clock: DeskClock,
) -> None:
    first = server.open_issue(login="anna_k")
    read(connection, client)
    anna = customer(field, "anna_k")
    clock.forward(minutes=1)
    server.write(first, "BUYER", "Hello?", "anna_k")
    second = server.open_issue(login="anna_k")
    read(connection, client)
    integrations.stop(integration)
    integrations.start(integration)
    linked = {row.case.remote_id: row.customer_id for row in Ticket.objects.select_related("case")}
    assert linked == {first: None, second: anna.pk}


@rule("S3-02", "S3-41")
def test_nothing_becomes_a_ticket_while_the_integration_does_not_run(
    integration: Integration, field: CustomField, server: FakeAllegro, connection: Connection, client: Client
) -> None:
    integrations.stop(integration)
    Connection.objects.update(state="CONNECTED")
    server.open_issue()
    read(connection, client)
    assert (DeskCase.objects.count(), Ticket.objects.count()) == (1, 0)
    anna = customer(field, "anna_k")
    assert integrations.start(integration) is None
    assert Ticket.objects.get().customer_id == anna.pk


@rule("S3-24", "C-17")
def test_start_makes_tickets_of_the_last_thirty_days_ended_ones_too(
    connection: Connection, field: CustomField, server: FakeAllegro, client: Client, clock: DeskClock
) -> None:
    def opened(days: float, *, closed: bool) -> str:
        issue = server.open_issue(openedDate=to_wire(clock.now - timedelta(days=days)))
        if closed:
            server.close(issue)
        return issue

    wanted = {opened(29, closed=True), opened(2, closed=False), opened(80, closed=False)}
    opened(40, closed=True)
    sync.run(connection, client, "sweep")
    seen = {"opened_at": clock.now, "first_seen_at": clock.now, "read_at": clock.now}
    DeskCase.objects.create(shop=connection.shop, connection=connection, family="thread", remote_id="t-1", **seen)
    row = integrations.begin(connection)
    assert integrations.save(row, settings_with(field)) == []
    assert integrations.start(row) is None
    assert set(Ticket.objects.values_list("case__remote_id", flat=True)) == wanted


@rule("S3-07")
def test_automatic_answer_goes_once_to_a_new_discussion(
    integration: Integration,
    field: CustomField,
    server: FakeAllegro,
    connection: Connection,
    client: Client,
    clock: DeskClock,
) -> None:
    given = settings_with(field, answers_automatically=True, automatic_answer="<p>We look at it.</p>", footer="Ola")
    assert integrations.save(integration, given) == []
    clock.forward(minutes=5)
    issue = server.open_issue()
    read(connection, client)
    for _ in range(3):
        clock.forward(minutes=1)
        server.write(issue, "BUYER", "Hello?", "anna_k")
        read(connection, client)
    queued = Outgoing.objects.get()
    assert (queued.text, queued.kind, queued.by, queued.form_token) == (
        "We look at it.\n\nOla",
        "REGULAR",
        None,
        automatic.AUTOMATIC,
    )
    assert Ticket.objects.get().automatic == Automatic.QUEUED


@rule("S3-07")
@pytest.mark.parametrize("why", ["opened before", "answered", "sending off"])
def test_automatic_answer_is_left_out(
    integration: Integration,
    field: CustomField,
    server: FakeAllegro,
    connection: Connection,
    client: Client,
    clock: DeskClock,
    why: str,
) -> None:
    given = settings_with(
        field,
        answers_automatically=True,
        automatic_answer="We look at it.",
        arms=frozenset() if why == "sending off" else frozenset(Writer),
    )
    assert integrations.save(integration, given) == []
    opened = clock.now - timedelta(days=1) if why == "opened before" else clock.forward(minutes=5)
    issue = server.open_issue(openedDate=to_wire(opened))
    if why == "answered":
        server.write(issue, "SELLER", "We have it already.", "shop")
    read(connection, client)
    assert Ticket.objects.count() == 1
    assert not Outgoing.objects.exists()


@rule("S3-07")
def test_automatic_answer_is_left_out_while_a_persons_is_on_its_way(
    integration: Integration,
    field: CustomField,
    server: FakeAllegro,
    connection: Connection,
    client: Client,
    agent: User,
) -> None:
    server.open_issue()
    read(connection, client)
    given = settings_with(field, answers_automatically=True, automatic_answer="Hi.", arms=frozenset(Writer))
    assert integrations.save(integration, given) == []
    Ticket.objects.update(automatic=Automatic.DUE, integration=integration)
    case = DeskCase.objects.select_related("connection").get()
    actions.reply(case, "I look at it now.", (), actions.By(agent, "f"))
    assert automatic.answer(case) is None
    assert Ticket.objects.get().automatic == Automatic.LEFT_OUT


@rule("S3-42")
def test_new_record_gets_both_addresses_from_the_order_of_its_login(
    integration: Integration, field: CustomField, server: FakeAllegro, connection: Connection, client: Client
) -> None:
    issue = server.open_issue(login="anna_k")
    order = server.issues[issue]["checkoutForm"]["id"]
    server.orders[order] = {"id": order, "buyer": {"login": "anna_k", "email": "8awgqyk6a5+cub31c122@allegromail.pl"}}
    read(connection, client)
    anna = customer(field, "anna_k")
    assert list(anna.emails.values_list("address", "with_order")) == [
        ("8awgqyk6a5@allegromail.pl", False),
        ("8awgqyk6a5+cub31c122@allegromail.pl", True),
    ]
    assert customers.found(field.shop_id, "8AWGQYK6A5+other@allegromail.pl") == [anna]


@rule("S3-05")
def test_one_login_stands_in_one_record(integration: Integration, field: CustomField, agent: User) -> None:
    anna = customer(field, "anna_k")
    again = customers.add(field.shop_id, Filled("Anna", {field.pk: "ANNA_K"}), agent)
    assert isinstance(again, LoginTaken)
    assert (again.customer, Customer.objects.count()) == (anna, 1)
