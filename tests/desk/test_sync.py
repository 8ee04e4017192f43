"""Reading a seller's cases from a server that keeps few promises."""

from datetime import timedelta

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from tests.marks import rule
from zgoda.desk.allegro import endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import chat, fold, schedule, sync
from zgoda.desk.store.models import (
    Connection,
    ConnectionState,
    DeskCase,
    DeskMessage,
    DeskOrder,
    DeskShipment,
    Quarantine,
    Turn,
)
from zgoda.wire.times import to_wire

pytestmark = pytest.mark.django_db


def reread(connection: Connection) -> Connection:
    return Connection.objects.get(pk=connection.pk)


@rule("S3-24", "C-17")
def test_first_import_takes_thirty_days_and_ended_ones(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    old = server.open_issue()
    server.issues[old]["openedDate"] = to_wire(clock.now - timedelta(days=31))
    ended = server.open_issue()
    server.issues[ended]["openedDate"] = to_wire(clock.now - timedelta(days=29))
    server.close(ended)
    fresh = server.open_issue()
    sync.run(connection, client, "import")
    assert set(DeskCase.objects.values_list("remote_id", flat=True)) == {ended, fresh}
    assert DeskCase.objects.get(remote_id=ended).ended


def test_import_killed_on_the_second_page_resumes_there(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    for _ in range(120):
        clock.forward(seconds=1)
        server.open_issue()
    calls = {"chats": 0}

    def die(request: object) -> None:
        calls["chats"] += str(request.url).count("/chat")
        if calls["chats"] > 110:
            raise KeyboardInterrupt

    server.hook = die
    with pytest.raises(KeyboardInterrupt):
        sync.run(connection, client, "import")
    server.hook = None
    before = server.count("GET", "/chat$")
    sync.run(reread(connection), client, "import")
    assert DeskCase.objects.count() == 120
    assert DeskMessage.objects.count() == 120
    assert server.count("GET", "/chat$") - before <= 11
    assert reread(connection).import_finished_at is not None


def test_quiet_case_costs_no_chat_request(case: DeskCase, client: Client, server: FakeAllegro) -> None:
    before = server.count("GET", "/chat$")
    sync.run(case.connection, client, "hot")
    assert server.count("GET", "/chat$") == before


def test_new_message_arrives_once(case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock) -> None:
    clock.forward(minutes=5)
    server.write(case.remote_id, "BUYER", "Hello?", "anna_k")
    for _ in range(2):
        sync.run(case.connection, client, "hot")
    assert [row.text for row in case.messages.all()] == ["Where is my parcel?", "Hello?"]


def test_chat_over_several_pages_is_read_whole_and_in_order(
    case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    for number in range(230):
        clock.forward(seconds=1)
        server.write(case.remote_id, "BUYER", f"{number}", "anna_k")
    sync.run(case.connection, client, "hot")
    assert [row.text for row in case.messages.all()][1:] == [str(number) for number in range(230)]


def test_ignored_offset_ends_the_reading_and_marks_the_history(
    case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    server.ignore_offset = True
    for number in range(150):
        clock.forward(seconds=1)
        server.write(case.remote_id, "BUYER", f"{number}", "anna_k")
    sync.run(case.connection, client, "hot")
    case.refresh_from_db()
    assert case.messages.count() == 100 + 1
    assert case.history_incomplete


def test_unknown_status_and_type_are_kept_verbatim(connection: Connection, client: Client, server: FakeAllegro) -> None:
    issue = server.open_issue(type="MEDIATION")
    server.issues[issue]["currentState"]["status"] = "MEDIATION_PENDING"
    sync.run(connection, client, "sweep")
    case = DeskCase.objects.get()
    assert (case.type, case.status, case.ended) == ("MEDIATION", "MEDIATION_PENDING", False)


def test_bad_record_is_quarantined_and_the_page_is_kept(
    connection: Connection, client: Client, server: FakeAllegro
) -> None:
    first, second = server.open_issue(), server.open_issue()
    server.issues["bad"] = {"id": None, "openedDate": "zzz\0", "currentState": {"status": "DISPUTE_ONGOING"}}
    for _ in range(2):
        sync.run(connection, client, "hot")
    assert set(DeskCase.objects.values_list("remote_id", flat=True)) == {first, second}
    assert Quarantine.objects.get().raw["openedDate"] == "zzz"


def test_missing_fields_and_null_login_are_survived(
    connection: Connection, client: Client, server: FakeAllegro
) -> None:
    issue = server.open_issue()
    server.issues[issue] |= {"buyer": {"login": None}, "subject": None, "checkoutForm": None}
    server.issues[issue]["chat"] = None
    sync.run(connection, client, "hot")
    case = DeskCase.objects.get()
    assert (case.buyer_login, case.order_id, case.messages.count()) == ("", "", 1)


def test_migrated_messages_called_todo_stay_apart(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    issue = server.open_issue()
    clock.forward(minutes=1)
    server.write(issue, "SELLER", "Sent yesterday", "shop")
    for message in server.chats[issue]:
        message["id"] = "TODO"
    for _ in range(2):
        sync.run(connection, client, "sweep")
    assert DeskMessage.objects.count() == 2


def test_one_unreadable_chat_does_not_stop_the_others_and_is_read_later(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    first = server.open_issue()
    clock.forward(seconds=1)
    second = server.open_issue()
    server.go_wrong("GET", f"{second}/chat", How.ERROR_500_BEFORE, times=3)
    run = sync.run(connection, client, "hot")
    assert second in run.error
    assert DeskMessage.objects.filter(case__remote_id=first).count() == 1
    sync.run(connection, client, "hot")
    assert DeskMessage.objects.filter(case__remote_id=second).count() == 1


def test_case_closed_elsewhere_is_found_though_no_longer_listed(
    case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    clock.forward(minutes=1)
    server.close(case.remote_id)
    sync.run(case.connection, client, "hot")
    case.refresh_from_db()
    assert (case.ended, case.whose_turn) == (True, Turn.NOBODY)


def test_case_gone_on_the_server_is_marked_and_kept(
    case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    clock.forward(minutes=1)
    del server.issues[case.remote_id]
    sync.run(case.connection, client, "hot")
    case.refresh_from_db()
    assert case.gone_at is not None
    assert case.messages.count() == 1


def test_order_is_read_once_and_again_after_an_event(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    issue = server.open_issue()
    order = server.issues[issue]["checkoutForm"]["id"]
    server.orders[order] = {"id": order, "revision": "1", "marketplace": {"id": "allegro-cz"}}
    sync.run(connection, client, "hot")
    assert DeskCase.objects.get().market == "cz"
    server.orders[order]["revision"] = "2"
    clock.forward(minutes=2)
    server.events = [
        {"id": "77", "type": "FILLED_IN", "occurredAt": to_wire(clock.now), "order": {"checkoutForm": {"id": order}}}
    ] * 2
    sync.run(reread(connection), client, "hot")
    sync.run(reread(connection), client, "hot")
    assert DeskOrder.objects.get().revision == "2"
    assert server.count("GET", f"{order}$") == 2


def test_reads_survive_429_html_and_500(connection: Connection, client: Client, server: FakeAllegro) -> None:
    server.open_issue()
    server.go_wrong("GET", "/sale/issues$", How.BUSY_SAYING_WHEN)
    server.go_wrong("GET", "/sale/issues$", How.HTML_BEFORE)
    server.go_wrong("GET", "/chat$", How.ERROR_500_BEFORE)
    assert sync.run(connection, client, "hot").error == ""
    assert DeskMessage.objects.count() == 1


def test_failed_run_says_what_and_keeps_the_trace_id(
    connection: Connection, client: Client, server: FakeAllegro
) -> None:
    server.go_wrong("GET", "/sale/issues$", How.ERROR_500_BEFORE, times=100)
    run = sync.run(connection, client, "hot")
    assert "500" in run.error
    assert run.trace_id == "c284d24f578b3e62"
    assert reread(connection).last_sync_ok_at is None


def test_desk_learns_the_servers_turned_clock(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    server.now += timedelta(days=3)
    sync.run(connection, client, "hot")
    assert reread(connection).server_now(clock.now) == clock.now + timedelta(days=3)


def test_every_request_names_the_application(case: DeskCase, server: FakeAllegro) -> None:
    assert server.agents
    assert all(agent.startswith("Zgoda/") and "(+https://" in agent for agent in server.agents)


def test_tick_imports_then_polls_and_skips_what_is_not_due(
    connection: Connection, server: FakeAllegro, clock: DeskClock
) -> None:
    server.open_issue()
    assert schedule.tick(clock.now) == 1
    assert schedule.tick(clock.now) == 0
    assert schedule.tick(clock.forward(minutes=1)) == 1
    assert schedule.kind_due(reread(connection), clock.now) == "hot"


def test_paused_connection_is_left_alone(connection: Connection, server: FakeAllegro, clock: DeskClock) -> None:
    Connection.objects.update(state=ConnectionState.PAUSED)
    assert schedule.tick(clock.now) == 0
    assert server.seen == []


def test_case_is_not_overwritten_by_an_older_answer(
    case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:

    seen, raw = endpoints.issue(client, case.remote_id)
    asked_at = clock.now - timedelta(seconds=1)
    DeskCase.objects.update(status="DISPUTE_CLOSED", read_at=clock.now)
    fold.fold_issue(case.connection, seen, raw, asked_at)
    case.refresh_from_db()
    assert case.status == "DISPUTE_CLOSED"


def test_record_that_spoils_its_page_is_left_out_and_the_others_are_read(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    for _ in range(7):
        server.tick(60)
        server.open_issue()
    bad = sorted(server.issues)[3]
    server.spoilt = {bad}
    sync.run(connection, client, "import")
    assert set(DeskCase.objects.values_list("remote_id", flat=True)) == set(server.issues) - {bad}
    sync.run(reread(connection), client, "sweep")
    noted = Quarantine.objects.get()
    assert (noted.what, "403" in noted.why, "9e753d6b8c199e5" in noted.why) == ("issue", True, True)
    assert reread(connection).import_finished_at is not None


def test_server_that_shows_nothing_at_all_is_asked_only_a_few_times(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    for _ in range(7):
        server.open_issue()
    server.go_wrong("GET", "^/sale/issues$", How.FORBIDDEN, times=1000)
    entry = sync.run(connection, client, "import")
    assert entry is not None
    assert (entry.trouble, server.count("GET", "^/sale/issues$") < 20) == ("Forbidden", True)


def test_carrier_says_where_the_parcels_of_open_cases_are(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    issue = server.open_issue()
    order = server.issues[issue]["checkoutForm"]["id"]
    server.orders[order] = {"id": order, "marketplace": {"id": "allegro-pl"}}
    server.shipments[order] = [{"id": "s1", "waybill": "6800", "carrierId": "INPOST", "carrierName": None}]
    sync.run(connection, client, "import")
    server.tracked["6800"] = [
        {"occurredAt": to_wire(clock.now), "code": "DELIVERED"},
        {"occurredAt": to_wire(clock.now - timedelta(days=1)), "code": "IN_TRANSIT"},
    ]
    sync.run(reread(connection), client, "sweep")
    parcel = DeskShipment.objects.get()
    assert (parcel.status, parcel.status_at) == ("DELIVERED", clock.now)
    sync.run(reread(connection), client, "sweep")
    assert server.count("GET", "/tracking$") == 1


def test_orders_are_followed_only_while_a_case_is_open(
    case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    clock.forward(minutes=2)
    sync.run(reread(case.connection), client, "hot")
    asked = server.count("GET", "^/order/event")
    server.close(case.remote_id)
    for _ in range(3):
        clock.forward(minutes=2)
        sync.run(reread(case.connection), client, "hot")
    assert (asked, server.count("GET", "^/order/event")) == (1, 1)


def test_orders_that_cannot_be_followed_cost_no_case(
    case: DeskCase, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    clock.forward(minutes=2)
    server.go_wrong("GET", "^/order/event", How.ERROR_500_BEFORE, times=9)
    sync.run(reread(case.connection), client, "hot")
    assert reread(case.connection).trouble == ""


def test_pause_ends_a_reading_under_way(connection: Connection, client: Client, server: FakeAllegro) -> None:
    for _ in range(4):
        server.open_issue()
    server.hook = lambda _request: Connection.objects.update(state=ConnectionState.PAUSED)
    sync.run(connection, client, "import")
    assert len(server.seen) == 1


def test_snippet_of_a_fresh_case_is_the_buyers_own_words(
    connection: Connection, client: Client, server: FakeAllegro
) -> None:
    text = "The buyer opened a Discussion. Reason: I have not received the product.\n\nIt has been two weeks!"
    server.open_issue(text=text)
    sync.run(connection, client, "import")
    assert DeskCase.objects.get().snippet == "It has been two weeks!"


def test_greeting_of_a_buyer_stays_in_the_snippet() -> None:
    assert chat.snippet("Hello\n\nwhere is it?", "I have not received the product") == "Hello where is it?"
    only = "Reason: I have not received the product."
    assert chat.snippet(only, "I have not received the product") == only
