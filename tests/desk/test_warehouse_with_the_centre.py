"""Fulfilled orders between the desk and the centre, over HTTP: who answers, forwards both ways, nothing leaves twice."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.centre import stage
from tests.desk.test_with_the_centre import CENTRE, NOW, _one_process, connected, imported
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.store.cases import find
from zgoda.centre.store.models import CaseMessage
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.cases import actions, case_page, fold, outbox, schedule
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.clocks import clocks_of
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.people import noticing
from zgoda.desk.people.models import AuditEntry, Notice, What
from zgoda.desk.store.models import Answerer, Connection, DeskCase, Lane, Member, MemberRole, Outgoing, SendState, Turn
from zgoda.domain import commands as c
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import Discussion
from zgoda.domain.expectation import Expectation, Solution
from zgoda.engine import clock, jobs

__all__ = ["CENTRE", "_one_process", "connected"]

pytestmark = pytest.mark.django_db


def routed(reason: str = "OTHER", **more: object) -> Discussion:
    return stage.opened(line_id=stage.line(fulfilled=True), reason=reason, **more)


def reread(case: DeskCase) -> DeskCase:
    """What the next poll brings."""
    schedule.sync_now(case.connection)
    schedule.tick(clock.real_now())
    return DeskCase.objects.select_related("connection").get(pk=case.pk)


def handed_back(discussion: Discussion, note: str = "Ask your supplier.") -> None:
    stage.done(discussion, c.ForwardToSeller(by=stage.warehouse(), note=stage.text(note)), clock.now())


def sent(row: object) -> Outgoing:
    assert isinstance(row, Outgoing), row
    jobs.run_pending()
    outbox.sweep()
    row.refresh_from_db()
    return row


@pytest.fixture
def agent() -> User:
    return User.objects.create_user("ola", email="ola@example.com")


@pytest.fixture
def forwarded(connected: Connection, agent: User) -> Iterator[tuple[DeskCase, Discussion]]:
    discussion = routed()
    case = imported()
    assert sent(actions.forward(case, "Lost by you.", By(agent, "f"))).state == SendState.SEEN
    with clock.at(NOW + timedelta(minutes=5)):
        yield reread(case), discussion


def due(case: DeskCase) -> dict[str, object]:
    return {one.kind: one.due for one in clocks_of(case, NOW)}


@rule("S1-58", "S1-54")
def test_a_case_routed_to_the_warehouse_is_followed_and_waits(connected: Connection) -> None:
    discussion = routed("NO_PRODUCT_RECEIVED")
    case = imported()
    assert (case.answerer, case.lane, case.whose_turn) == (Answerer.WAREHOUSE, Lane.WAITING, Turn.PLATFORM)
    answer = next(one for one in clocks_of(case, NOW) if one.kind == TimerKind.ANSWER)
    assert (answer.is_ours, answer.is_theirs, answer.due) == (False, True, discussion.deadlines.answer_due)
    page = case_page.read(case.shop_id, case.pk, clock.real_now())
    assert page is not None
    assert [(one.party, one.cause) for one in page.turns] == [("WAREHOUSE", "ROUTED")]


@rule("S1-06")
def test_the_warehouses_messages_are_read_as_its_own_and_count_as_the_answer(connected: Connection) -> None:
    discussion = routed("NO_PRODUCT_RECEIVED")
    case = imported()
    stage.done(discussion, stage.written(stage.warehouse(), "It leaves today."), NOW)
    case = reread(case)
    assert [one.text for one in case.messages.filter(author_role="FULFILLMENT")] == ["It leaves today."]
    assert case.answered_at is not None
    assert TimerKind.ANSWER not in due(case)


def test_a_sellers_own_order_has_no_warehouse(connected: Connection, agent: User) -> None:
    stage.opened()
    case = imported()
    assert case.answerer is None
    assert actions.forward(case, "Take it", By(agent, "f")) == Refused(Why.NOT_FULFILLED)


@rule("S1-51", "S1-52")
def test_a_forward_arrives_once_with_its_note_and_the_case_waits(connected: Connection, agent: User) -> None:
    discussion = routed()
    case = imported()
    by = By(agent, "f")
    first, again = actions.forward(case, "Lost by you.", by), actions.forward(case, "Lost by you.", by)
    assert first == again
    assert actions.forward(case, "Lost by you.", By(agent, "g")) == Refused(Why.FORWARD_ON_ITS_WAY)
    assert sent(first).state == SendState.SEEN
    case = reread(case)
    assert [entry.party for entry in find(discussion.id).responsibilities] == ["SELLER", "WAREHOUSE"]
    assert (case.answerer, case.lane) == (Answerer.WAREHOUSE, Lane.WAITING)
    page = case_page.read(case.shop_id, case.pk, clock.real_now())
    assert page is not None
    assert [(one.party, one.note) for one in page.turns] == [("SELLER", ""), ("WAREHOUSE", "Lost by you.")]
    assert [(one.actor, one.details) for one in AuditEntry.objects.filter(what=What.CASE_FORWARDED)] == [
        ("ola", {"case": case.pk})
    ]


@rule("S1-64")
def test_forwarding_moves_no_due_instant(connected: Connection, agent: User) -> None:
    routed("NO_PRODUCT_RECEIVED")
    case = imported()
    before = due(case)
    handed_back(find(case.remote_id))
    case = reread(case)
    assert (case.answerer, due(case)) == (Answerer.SELLER, before)
    sent(actions.forward(case, "No, yours.", By(agent, "f")))
    case = reread(case)
    assert (case.answerer, due(case)) == (Answerer.WAREHOUSE, before)


@pytest.mark.parametrize(("note", "why"), [(" \n", Why.NOTE_MISSING), ("x" * 20_001, Why.TOO_LONG)])
def test_a_note_is_needed_and_has_an_end(connected: Connection, agent: User, note: str, why: Why) -> None:
    routed()
    assert actions.forward(imported(), note, By(agent, "f")) == Refused(why)


def test_a_forward_that_waits_is_taken_back(connected: Connection, agent: User) -> None:
    discussion = routed()
    case = imported()
    row = actions.forward(case, "Yours", By(agent, "f", not_before=clock.real_now() + timedelta(seconds=10)))
    assert isinstance(row, Outgoing)
    jobs.run_pending()
    assert actions.cancel(row.pk)
    assert len(find(discussion.id).responsibilities) == 1


@rule("S1-55")
def test_nothing_to_the_buyer_is_taken_while_the_warehouse_answers(
    forwarded: tuple[DeskCase, Discussion], agent: User
) -> None:
    case, _discussion = forwarded
    refused = [
        actions.reply(case, "Hello", (), By(agent, "1")),
        actions.ask_to_confirm(case, "Solved?", By(agent, "2")),
        actions.offer(case, "REFUND", By(agent, "3")),
        actions.carried_out(case, By(agent, "4")),
        actions.forward(case, "Again", By(agent, "5")),
        actions.reply(case, "Automatic", (), By(None, "automatic")),
    ]
    assert refused == [Refused(Why.CASE_WITH_WAREHOUSE)] * 6


@rule("S1-55")
@pytest.mark.parametrize("kind", ["reply", "confirm", "offer"])
def test_what_waited_when_the_case_turned_is_held_and_never_leaves(
    connected: Connection, agent: User, kind: str
) -> None:
    discussion = routed("DEFECT_FOUND_DURING_USE", expectation=Expectation(Solution.REPAIR))
    case = imported()
    acts = {
        "reply": lambda: actions.reply(case, "Hello", (), By(agent, "1", case.last_message_remote_id)),
        "confirm": lambda: actions.ask_to_confirm(case, "Solved?", By(agent, "1", case.last_message_remote_id)),
        "offer": lambda: actions.offer(case, "REFUND", By(agent, "1")),
    }
    row = acts[kind]()
    stage.done(discussion, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("Yours")), NOW)
    before = CaseMessage.objects.count()
    held = sent(row)
    assert (held.state, held.payload["came"]) == (SendState.HELD, {"warehouse": True})
    assert actions.send_anyway(held.pk, case.last_message_remote_id)
    assert sent(held).state == SendState.HELD
    assert CaseMessage.objects.count() == before
    handed_back(discussion)
    assert actions.send_anyway(held.pk, case.last_message_remote_id)
    assert sent(held).state in {SendState.SENT, SendState.SEEN}


def test_what_nobody_wrote_is_dropped_when_the_case_turned(connected: Connection) -> None:
    discussion = routed()
    row = actions.reply(imported(), "Automatic", (), By(None, "automatic"))
    stage.done(discussion, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("Yours")), NOW)
    assert (sent(row).state, sent(row).last_error) == (SendState.CANCELLED, "NOT_OURS")


@rule("S1-53")
def test_what_comes_back_is_our_turn_with_its_note_and_is_told_once(
    forwarded: tuple[DeskCase, Discussion], agent: User
) -> None:
    case, discussion = forwarded
    member = Member.objects.create(user=agent, shop=case.shop, role=MemberRole.AGENT)
    handed_back(discussion)
    case = reread(case)
    assert (case.answerer, case.lane, case.whose_turn) == (Answerer.SELLER, Lane.OURS, Turn.SELLER)
    page = case_page.read(case.shop_id, case.pk, clock.real_now())
    assert page is not None
    assert page.turns[-1].note == "Ask your supplier."
    now = clock.real_now().replace(hour=10)
    for _twice in range(2):
        noticing.sweep(now)
    told = Notice.objects.filter(member=member, event="HANDED_BACK")
    assert [one.case_id for one in told] == [case.pk]
    assert sent(actions.reply(case, "It is here.", (), By(agent, "r", page.chat_seen))).state == SendState.SEEN


def test_a_sweep_learns_of_a_forward_that_no_list_tells(connected: Connection, settings: object, agent: User) -> None:
    settings.API_EXTRA_FIELDS = False
    discussion = routed()
    case = imported()
    stage.done(discussion, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("Yours")), NOW)
    assert reread(case).answerer == Answerer.SELLER
    Connection.objects.update(next_sweep_at=None)
    assert reread(case).answerer == Answerer.WAREHOUSE


def test_the_case_alone_read_again_learns_who_answers(connected: Connection) -> None:
    discussion = routed()
    case = imported()
    stage.done(discussion, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("Yours")), NOW)
    assert fold.reread(case, client_for(case.connection)).answerer == Answerer.WAREHOUSE
