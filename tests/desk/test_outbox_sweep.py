"""One turn of the sender serves all shops: no case and no broken row takes it from the others."""

from datetime import timedelta

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import actions, outbox, sync
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.refusals import Why
from zgoda.desk.cases.targets import MessageTarget
from zgoda.desk.store.models import Connection, DeskCase, Outgoing, SendState
from zgoda.desk.web import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(connection: Connection, client: Client, server: FakeAllegro) -> tuple[DeskCase, DeskCase]:
    """Two of one shop."""
    opened = [server.open_issue() for _ in range(2)]
    sync.run(connection, client, "import")
    one, other = (DeskCase.objects.select_related("connection").get(remote_id=remote_id) for remote_id in opened)
    return one, other


def written(case: DeskCase, agent: User, text: str) -> Outgoing:
    row = actions.reply(case, text, (), By(agent, f"form {text}", case.last_message_remote_id))
    assert isinstance(row, Outgoing)
    return row


def state(row: Outgoing) -> str:
    row.refresh_from_db()
    return row.state


def test_what_stands_behind_a_pause_takes_no_turn_from_others(
    cases: tuple[DeskCase, DeskCase], agent: User, server: FakeAllegro, clock: DeskClock
) -> None:
    first = written(cases[0], agent, "first")
    Outgoing.objects.update(send_not_before=clock.now + timedelta(hours=1))
    behind = [written(cases[0], agent, f"behind {number}") for number in range(3)]
    other = written(cases[1], agent, "other")
    Outgoing.objects.filter(pk=other.pk).update(due=None)
    assert outbox.sweep(limit=2) == 1
    assert state(other) == SendState.SEEN
    assert actions.cancel(first.pk)
    outbox.sweep()
    assert {state(row) for row in behind} == {SendState.SEEN}, "at once when it is out of the way"
    assert server.texts(cases[0].remote_id) == ["behind 0", "behind 1", "behind 2"]


def test_a_server_that_does_not_answer_is_asked_once_in_a_turn(
    cases: tuple[DeskCase, DeskCase], agent: User, server: FakeAllegro, clock: DeskClock
) -> None:
    rows = [written(case, agent, "words") for case in cases]
    server.go_wrong("GET", "/chat", How.NEVER_CONNECTED, times=3)
    assert outbox.sweep() == 1
    assert [state(row) for row in rows] == [SendState.QUEUED] * 2
    outbox.sweep()
    assert sorted(state(row) for row in rows) == [SendState.QUEUED, SendState.SEEN]


def test_a_file_that_is_gone_fails_its_message_with_words(
    cases: tuple[DeskCase, DeskCase], agent: User, clock: DeskClock
) -> None:
    lost, other = written(cases[0], agent, "see the file"), written(cases[1], agent, "other")
    gone = {"id": "00000000-0000-0000-0000-000000000001", "name": "a.png", "type": "image/png"}
    Outgoing.objects.filter(pk=lost.pk).update(files=[gone])
    outbox.sweep()
    assert (state(lost), state(other)) == (SendState.FAILED, SendState.SEEN)
    assert words.refusal(Why.FILE_GONE) in words.state_words(lost)


@pytest.mark.parametrize(("broken", "end"), [("before_sending", SendState.FAILED), ("send", SendState.UNSEEN)])
def test_a_fault_of_our_own_ends_with_its_author_and_costs_no_other(
    cases: tuple[DeskCase, DeskCase],
    agent: User,
    clock: DeskClock,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
    end: SendState,
) -> None:
    row, other = written(cases[0], agent, "broken"), written(cases[1], agent, "other")
    whole = getattr(MessageTarget, broken)

    def fails(target: MessageTarget) -> object:
        if target.row.pk == row.pk:
            raise RuntimeError("nobody foresaw this")
        return whole(target)

    monkeypatch.setattr(MessageTarget, broken, fails)
    outbox.sweep()
    assert (state(other), state(row) in (SendState.QUEUED, SendState.UNCERTAIN)) == (SendState.SEEN, True)
    for _ in range(outbox.MOST_ATTEMPTS):
        clock.forward(minutes=6)
        outbox.sweep()
    assert state(row) == end
    assert end != SendState.FAILED or words.refusal(Why.UNFORESEEN) in words.state_words(row)
