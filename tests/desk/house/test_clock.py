"""A house clock in a case's life: which target runs, what it does to the list, and that nobody pays for it by a query."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from tests.desk.conftest import DeskClock, agent, case, client, clock, connection, server
from tests.fakes.allegro import FakeAllegro
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import case_page, clocks, listing, schedule, sync
from zgoda.desk.cases.clocks import Origin
from zgoda.desk.cases.listing import Filters, Group
from zgoda.desk.house import clock as house
from zgoda.desk.house.models import House
from zgoda.desk.store.models import Connection, DeskCase, Lane, Turn
from zgoda.desk.store.models.case import NEVER
from zgoda.desk.work import arranging
from zgoda.desk.work.models import Team
from zgoda.domain.deadlines import TimerKind
from zgoda.wire.times import to_wire

__all__ = ["agent", "case", "client", "clock", "connection", "server"]

FRIDAY = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
"""16:00 in Warsaw."""
OFFICE = [[[540, 1020]]] * 5 + [[], []]


def monday(hour: int) -> datetime:
    return datetime(2026, 3, 9, hour, tzinfo=UTC)


def unsaved(**facts: object) -> DeskCase:
    values = {"family": "issue", "opened_at": FRIDAY, "whose_turn": Turn.SELLER, "chat_active": True}
    return DeskCase(**values | facts)


@pytest.mark.parametrize(
    ("facts", "begun"),
    [
        pytest.param({}, house.Begun(house.FIRST, FRIDAY), id="nobody answered yet"),
        pytest.param({"whose_turn": Turn.BUYER}, None, id="the buyer's turn"),
        pytest.param({"ended": True}, None, id="ended"),
        pytest.param({"chat_active": False}, None, id="nothing can be written"),
        pytest.param({"answered_at": FRIDAY}, None, id="answered, and no later message known"),
        pytest.param({"family": "thread"}, house.Begun(house.FIRST, FRIDAY), id="a thread without messages yet"),
    ],
)
def test_runs_while_it_is_our_turn(facts: dict[str, object], begun: house.Begun | None) -> None:
    assert house.begun_in(unsaved(**facts)) == begun


def test_waits_since_the_first_message_behind_our_last_word() -> None:
    newest_first = [("BUYER", monday(12)), ("ADMIN", monday(11)), ("SELLER", monday(10)), ("BUYER", monday(9))]
    assert house.first_unanswered(newest_first) == monday(11)
    assert house.first_unanswered(newest_first[2:]) is None


@pytest.mark.parametrize(
    ("now", "next_what"),
    [
        pytest.param(monday(10), house.FIRST, id="the target is due first"),
        pytest.param(monday(12), TimerKind.ANSWER, id="once missed it hides no deadline"),
    ],
)
def test_what_follows_next_is_what_is_due_next(now: datetime, next_what: str) -> None:
    row = unsaved(subject="other", reason="PAYMENT_ISSUE", house_due=monday(11))
    row.house = {"what": house.FIRST, "since": FRIDAY.isoformat(), "minutes": 60, "steps": []}
    assert clocks.standing(row, now).next_what == next_what


@pytest.mark.django_db
def test_life_of_a_case_under_house_rules(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arranging, "real_now", clock)
    server.now = clock.now = FRIDAY
    House.objects.create(shop=connection.shop, week=OFFICE, first_minutes=240, next_minutes=480)
    issue = server.open_issue(subject="does not match the description")
    server.issues[issue]["currentState"]["statusDueDate"] = to_wire(monday(15))

    row = read(connection, client)
    assert (row.house_due, row.next_due, row.next_what, row.lane) == (monday(11), monday(11), house.FIRST, Lane.OURS)
    with CaptureQueriesContext(database) as asked:
        page = case_page.read(row.shop_id, row.pk, clock.now)
    assert len(asked) <= 6
    assert page is not None
    shown = page.clocks[0]
    assert (shown.kind, shown.origin, shown.due) == (house.FIRST, Origin.HOUSE, monday(11))
    assert [step.code.value for step in shown.steps] == [
        "START", "COUNTED", "CLOSED_DAY", "CLOSED_DAY", "COUNTED", "RESULT"
    ]  # fmt: skip
    assert page.clocks[1].origin == Origin.PLATFORM

    clock.forward(days=2, hours=21)  # Monday, 12:00: the target is missed, the marketplace's date is not
    assert schedule.move_passed(connection, clock.now) == 1
    with CaptureQueriesContext(database) as asked:
        listed = listing.page(connection.shop_id, Filters(), clock.now).rows[0]
    assert len(asked) == 3
    assert (listed.case.next_what, listed.group) == (TimerKind.ANSWER, Group.TODAY)
    assert listed.case.has_missed_target
    assert schedule.move_passed(connection, clock.now) == 0

    server.write(issue, "SELLER", "Sent today", "shop")
    assert read(connection, client).house_due is None
    clock.forward(hours=1)
    server.write(issue, "BUYER", "When?")
    clock.forward(hours=1)
    server.write(issue, "BUYER", "Hello?")
    row = read(connection, client)
    assert (row.next_what, row.house_due) == (house.NEXT, monday(13) + timedelta(days=1))

    quick = Team.objects.create(shop=connection.shop, name="Quick")
    House.objects.create(shop=connection.shop, team=quick, week=[[[0, 1440]]] * 7, next_minutes=60)
    assert arranging.assign([row], f"t{quick.pk}") is None
    row.refresh_from_db()
    assert (row.house_due, row.next_due, row.next_what) == (monday(14), monday(14), house.NEXT)

    clock.forward(hours=2)
    assert schedule.move_passed(connection, clock.now) == 1
    row.refresh_from_db()
    assert (row.next_what, row.next_due, row.lane) == (house.LATE, monday(14), Lane.OURS)
    assert listing.page(connection.shop_id, Filters(), clock.now).rows[0].group == Group.OVERDUE
    assert schedule.move_passed(connection, clock.now) == 0

    server.close(issue)
    row = read(connection, client)
    assert (row.house_due, row.house, row.next_due) == (None, {}, NEVER)


def read(connection: Connection, client: Client) -> DeskCase:
    sync.run(connection, client, "sweep")
    return DeskCase.objects.select_related("connection").get()
