"""Returns beside the cases of their order; cases tied and threads merged, and both undone."""

from datetime import timedelta

import pytest

from tests.desk.conftest import DeskClock
from tests.desk.messages.conftest import Desk
from tests.fakes.allegro import FakeAllegro, How
from tests.fakes.allegro.messaging import FakeMessaging
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import actions, outbox
from zgoda.desk.cases import sync as issues
from zgoda.desk.cases.actions import By
from zgoda.desk.messages import ties
from zgoda.desk.messages.models import Mailbox, Returned
from zgoda.desk.messages.ties import Why
from zgoda.desk.store.models import DeskCase, Lane, Outgoing, SendState
from zgoda.wire.times import to_wire

pytestmark = pytest.mark.django_db


def of(remote_id: str) -> DeskCase:
    return DeskCase.objects.select_related("connection").get(remote_id=remote_id)


@pytest.mark.parametrize(
    ("status", "lane", "ended"),
    [
        ("CREATED", Lane.WAITING, False),
        ("IN_TRANSIT", Lane.WAITING, False),
        ("DELIVERED", Lane.OURS, False),
        ("COMMISSION_REFUNDED", Lane.ENDED, True),
        ("HELD_BY_CUSTOMS", Lane.WAITING, False),
    ],
)
def test_a_return_stands_by_its_status(desk: Desk, mail: FakeMessaging, status: str, lane: Lane, ended: bool) -> None:
    remote = mail.announce_return("ord-1", status=status)
    desk.turn("sweep")
    case = of(remote)
    assert (case.family, case.type, case.lane, case.ended, case.due) == ("return", "RETURN", lane, ended, None)
    assert (case.reference, case.subject, case.snippet) == ("1234/Z04A", "Lampa", "Too dark.")


def test_a_return_moves_with_the_next_sweep_and_is_not_read_each_minute(
    desk: Desk, mail: FakeMessaging, server: FakeAllegro
) -> None:
    remote = mail.announce_return("ord-1")
    desk.turn("sweep")
    desk.turn("hot")
    desk.turn("hot")
    assert server.count("GET", "/order/customer-returns$") == 1
    mail.returns[remote]["status"] = "FINISHED"
    desk.turn("sweep")
    assert of(remote).ended


def test_returns_that_may_not_be_read_stop_no_thread(desk: Desk, mail: FakeMessaging, server: FakeAllegro) -> None:
    mail.open()
    server.go_wrong("GET", "/order/customer-returns$", How.FORBIDDEN)
    desk.turn("sweep")
    mailbox = Mailbox.objects.get()
    assert (mailbox.threads_trouble, mailbox.returns_trouble) == ("", "Forbidden")
    assert DeskCase.objects.count() == 1


def test_a_return_is_shown_with_the_dispute_of_its_order(
    desk: Desk, mail: FakeMessaging, server: FakeAllegro, client: Client
) -> None:
    issue = server.open_issue()
    order = server.issues[issue]["checkoutForm"]["id"]
    mail.announce_return(order)
    other = mail.announce_return("another-order", login="zed")
    issues.run(desk.turn("sweep"), client, "import")
    shown = ties.returns_of(of(issue))
    assert [one.order_id for one in shown] == [order]
    assert shown[0].case in ties.near(of(issue))
    assert of(other) not in ties.near(of(issue))
    assert Returned.objects.count() == 2


def test_a_tie_shows_both_and_can_be_undone(desk: Desk, mail: FakeMessaging) -> None:
    first, second = mail.open(login="anna_k"), mail.open(login="zed")
    desk.turn()
    one, other = of(first), of(second)
    assert ties.tie(one, other, None) is None
    assert ties.tie(other, one, None) is None
    assert (ties.tied_to(one), ties.tied_to(other)) == ([other], [one])
    ties.untie(other, one)
    assert ties.tied_to(one) == []
    assert ties.tie(one, one, None) == Why.SAME_CASE


def test_only_threads_of_one_buyer_and_order_are_merged(desk: Desk, mail: FakeMessaging) -> None:
    head = of_new(desk, mail, order="ord-1")
    assert ties.merge(head, of_new(desk, mail, order="ord-2"), None) == Why.OTHER_ORDER
    assert ties.merge(head, of_new(desk, mail, order="ord-1", login="zed"), None) == Why.OTHER_BUYER
    assert ties.merge(head, of_new(desk, mail), None) == Why.OTHER_ORDER
    back = mail.announce_return("ord-1")
    desk.turn("sweep")
    assert ties.merge(head, of(back), None) == Why.NOT_THREADS
    same = of_new(desk, mail, order="ord-1")
    assert ties.merge(head, same, None) is None
    assert ties.merge(of_new(desk, mail, order="ord-1"), head, None) == Why.MERGED_ALREADY


def of_new(desk: Desk, mail: FakeMessaging, **more: object) -> DeskCase:
    remote = mail.open(**more)  # type: ignore[arg-type]
    desk.turn()
    return of(remote)


def test_a_merged_thread_is_answered_in_the_case_that_shows_it_and_parts_whole(
    desk: Desk, mail: FakeMessaging, clock: DeskClock, agent: User
) -> None:
    head = of_new(desk, mail, order="ord-1")
    clock.forward(minutes=1)
    other = of_new(desk, mail, order="ord-1", type="POST_PURCHASE_ISSUE")
    ties.merge(head, other, agent)
    assert of(other.remote_id).ended
    clock.forward(minutes=1)
    last = mail.write(other.remote_id, "anna_k", "Still waiting")
    desk.turn()
    head = of(head.remote_id)
    assert (head.last_message_remote_id, head.lane, of(other.remote_id).ended) == (last["id"], Lane.OURS, True)

    row = actions.reply(head, "On its way.", (), By(agent, "form-1", head.last_message_remote_id))
    assert isinstance(row, Outgoing)
    clock.forward(minutes=1)
    outbox.deliver(row.pk)
    assert (mail.texts(head.remote_id), mail.texts(other.remote_id)) == ([], ["On its way."])
    assert Outgoing.objects.get().state == SendState.SEEN
    assert of(head.remote_id).lane == Lane.WAITING

    assert ties.part(of(other.remote_id))
    parted, head = of(other.remote_id), of(head.remote_id)
    assert (parted.ended, head.last_message_role, head.lane) == (False, "BUYER", Lane.OURS)
    assert parted.message_rows == 3


def test_the_first_import_reads_no_page_behind_thirty_days(
    desk: Desk, mail: FakeMessaging, server: FakeAllegro, clock: DeskClock
) -> None:
    for number in range(60):
        old = mail.open(login=f"old{number}")
        mail.threads[old]["lastMessageDateTime"] = to_wire(clock.now - timedelta(days=40))
    for number in range(45):
        mail.open(login=f"b{number}")
    desk.turn("import")
    assert DeskCase.objects.filter(buyer_key__startswith="b").count() == 45
    assert DeskCase.objects.count() == 60
    assert server.count("GET", "/messaging/threads$") == 3
