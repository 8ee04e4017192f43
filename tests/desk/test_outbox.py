"""A reply on its way: queued, sending, sent, seen."""

from dataclasses import replace

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from tests.marks import rule
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import actions, outbox, sync
from zgoda.desk.cases.actions import By, ManualStep
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.store.models import Connection, DeskCase, Kind, Outgoing, SendState
from zgoda.domain.money import Money
from zgoda.domain.writers import Mode, every
from zgoda.engine import jobs

pytestmark = pytest.mark.django_db


@rule("S3-03")
def test_reply_reaches_the_buyer_once_and_is_seen(case: DeskCase, by: By, server: FakeAllegro) -> None:
    row = actions.reply(case, "It was sent on Monday.", (), by)
    assert isinstance(row, Outgoing)
    jobs.run_pending()
    row.refresh_from_db()
    assert server.texts(case.remote_id) == ["It was sent on Monday."]
    assert row.state == SendState.SEEN
    case.refresh_from_db()
    assert (case.whose_turn, case.answered_at is not None) == ("BUYER", True)


def test_same_form_twice_is_one_message(case: DeskCase, by: By, server: FakeAllegro) -> None:
    first, second = actions.reply(case, "Hello", (), by), actions.reply(case, "Hello", (), by)
    jobs.run_pending()
    assert isinstance(first, Outgoing)
    assert isinstance(second, Outgoing)
    assert first.pk == second.pk
    assert server.texts(case.remote_id) == ["Hello"]


def test_same_text_in_two_forms_is_two_messages_in_order(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    for token in ("a", "b", "c"):
        actions.reply(case, "Hello" if token != "b" else "Middle", (), replace(by, form_token=token))
    jobs.run_pending()
    outbox.sweep()
    assert server.texts(case.remote_id) == ["Hello", "Middle", "Hello"]


def test_nothing_is_sent_while_writers_are_off(case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock) -> None:
    Connection.objects.update(writers={})
    row = actions.reply(case, "Hello", (), by)
    jobs.run_pending()
    assert server.texts(case.remote_id) == []
    Connection.objects.update(writers=every(Mode.ARMED))
    clock.forward(minutes=1)
    outbox.sweep()
    row.refresh_from_db()
    assert row.state == SendState.SEEN


def test_reply_is_held_when_the_buyer_wrote_meanwhile(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    clock.forward(seconds=30)
    server.write(case.remote_id, "BUYER", "Forget it, it came", "anna_k")
    row = actions.reply(case, "We are looking for it", (), by)
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.HELD, [])
    assert "Forget it" in row.last_error
    assert actions.send_anyway(row.pk, last_seen(case))
    jobs.run_pending()
    assert server.texts(case.remote_id) == ["We are looking for it"]


def last_seen(case: DeskCase) -> str:
    """What the case's page shows as its last message."""
    case.refresh_from_db()
    return case.last_message_remote_id


def test_sending_anyway_confirms_what_was_shown_and_nothing_later(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    def write(words: str) -> None:
        clock.forward(seconds=30)
        server.write(case.remote_id, "BUYER", words, "anna_k")

    write("Forget it, it came")
    row = actions.reply(case, "We will refund you", (), by)
    jobs.run_pending()
    shown = last_seen(case)
    write("I keep it, no refund please")
    assert actions.send_anyway(row.pk, shown)
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, row.last_error) == (SendState.HELD, "I keep it, no refund please")
    shown = last_seen(case)
    Connection.objects.update(writers={})
    assert actions.send_anyway(row.pk, shown)
    jobs.run_pending()
    write("Words of two days later")
    Connection.objects.update(writers=every(Mode.ARMED))
    clock.forward(days=2)
    outbox.sweep()
    row.refresh_from_db()
    assert (row.state, server.texts(case.remote_id)) == (SendState.HELD, [])
    assert actions.send_anyway(row.pk, "no message of this case")
    jobs.run_pending()
    row.refresh_from_db()
    assert row.state == SendState.HELD


def test_system_entry_does_not_hold_a_reply(case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock) -> None:
    clock.forward(seconds=30)
    server.write(case.remote_id, "SYSTEM", "The parcel is on its way", "Allegro")
    actions.reply(case, "Hello", (), by)
    jobs.run_pending()
    assert server.texts(case.remote_id) == ["Hello"]


def test_nearest_deadline_goes_first(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock, agent: object
) -> None:
    late = server.open_issue()
    clock.forward(hours=-3)
    urgent = server.open_issue()
    clock.forward(hours=3)
    sync.run(connection, client, "import")
    for number, remote_id in enumerate((late, urgent)):
        case = DeskCase.objects.select_related("connection").get(remote_id=remote_id)
        actions.reply(case, "Hello", (), By(agent, f"form-{number}", case.last_message_remote_id))
    server.seen.clear()
    outbox.sweep()
    posts = [path for method, path in server.seen if method == "POST" and path.endswith("/message")]
    assert [urgent in path for path in posts] == [True, False]


def test_refused_message_is_failed_with_the_servers_words(case: DeskCase, by: By, server: FakeAllegro) -> None:
    server.go_wrong("POST", "/message$", How.CONFLICT)
    row = actions.reply(case, "Hello", (), by)
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, row.last_error) == (SendState.FAILED, "Closed")
    assert actions.try_again(row.pk)
    jobs.run_pending()
    assert server.texts(case.remote_id) == ["Hello"]


def test_too_many_requests_only_delays(case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock) -> None:
    server.go_wrong("POST", "/message$", How.BUSY)
    row = actions.reply(case, "Hello", (), by)
    jobs.run_pending()
    row.refresh_from_db()
    assert row.state == SendState.QUEUED
    clock.forward(minutes=1)
    outbox.sweep()
    assert server.texts(case.remote_id) == ["Hello"]


@rule("S3-40")
def test_ended_discussion_takes_no_message(
    case: DeskCase, by: By, server: FakeAllegro, client: Client, clock: DeskClock
) -> None:
    server.close(case.remote_id)
    clock.forward(minutes=1)
    sync.run(case.connection, client, "hot")
    case.refresh_from_db()
    assert actions.reply(case, "Hello", (), by) == Refused(Why.ENDED)


@rule("S3-39")
def test_request_to_confirm_is_sent_once_in_a_dispute(case: DeskCase, by: By, server: FakeAllegro) -> None:
    row = actions.ask_to_confirm(case, "Is it settled?", by)
    jobs.run_pending()
    assert isinstance(row, Outgoing)
    assert server.chats[case.remote_id][-1]["type"] == Kind.END_REQUEST
    again = actions.ask_to_confirm(case, "And now?", replace(by, form_token="other"))
    assert again == Refused(Why.ALREADY_ASKED)


@rule("S0-38")
def test_tracking_number_is_given_once_though_the_answer_was_lost(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/shipments$", How.DROP_AFTER)
    row = actions.give_tracking(case, "INPOST", "6800 1234", by)
    jobs.run_pending()
    clock.forward(seconds=10)
    outbox.sweep()
    row.refresh_from_db()
    assert row.state == SendState.SEEN
    assert [one["waybill"] for one in server.shipments[case.order_id]] == ["68001234"]


def test_what_the_server_does_not_offer_becomes_a_step_by_hand(case: DeskCase, by: By) -> None:
    step = actions.offer(case, "REFUND", by, money=Money(5000, "PLN"))
    assert isinstance(step, ManualStep)
    assert not Outgoing.objects.exists()


def test_empty_and_overlong_texts_are_refused(case: DeskCase, by: By) -> None:
    assert actions.reply(case, "  ", (), by) == Refused(Why.EMPTY)
    assert actions.reply(case, "x" * 20_001, (), by) == Refused(Why.TOO_LONG)


def test_cancelled_message_is_never_sent(case: DeskCase, by: By, server: FakeAllegro) -> None:
    row = actions.reply(case, "Hello", (), by)
    assert actions.cancel(row.pk)
    jobs.run_pending()
    assert server.texts(case.remote_id) == []
