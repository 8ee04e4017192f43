"""The list by what is due next, the clocks of a case, and what a page costs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import case_page, clocks, finding, listing, reading, sync
from zgoda.desk.cases.clocks import Origin
from zgoda.desk.cases.listing import Filters, Group, View
from zgoda.desk.store.models import Connection, DeskCase, Lane, Member, Shop
from zgoda.domain.deadlines import TimerKind
from zgoda.wire.times import to_wire

pytestmark = pytest.mark.django_db


def imported(connection: Connection, client: Client) -> DeskCase:
    sync.run(connection, client, "sweep")
    return DeskCase.objects.select_related("connection").get()


@rule("S0-09", "S0-11")
def test_answer_clock_skips_the_weekend_where_the_server_gives_no_date(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    server.now = clock.now = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)
    issue = server.open_issue(subject="does not match the description")
    server.issues[issue]["currentState"]["statusDueDate"] = None
    case = imported(connection, client)
    answer = next(one for one in clocks.clocks_of(case, clock.now) if one.kind == TimerKind.ANSWER)
    assert (answer.due, answer.origin) == (datetime(2026, 3, 9, 14, 0, tzinfo=UTC), Origin.LAW)
    assert answer.steps
    assert (case.next_due, case.next_what, case.lane) == (answer.due, TimerKind.ANSWER, Lane.OURS)


def test_platforms_date_wins_and_the_difference_is_shown(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    issue = server.open_issue(subject="does not match the description")
    stated = clock.now + timedelta(hours=30)
    server.issues[issue]["currentState"]["statusDueDate"] = to_wire(stated)
    case = imported(connection, client)
    answer = clocks.clocks_of(case, clock.now)[0]
    assert (answer.due, answer.origin) == (stated, Origin.PLATFORM)
    assert answer.own_due == clock.now + timedelta(hours=24)


def test_answered_case_waits_for_the_buyer(
    connection: Connection, client: Client, server: FakeAllegro, clock: DeskClock
) -> None:
    issue = server.open_issue()
    clock.forward(minutes=1)
    server.write(issue, "SELLER", "Sent", "shop")
    case = imported(connection, client)
    kinds = {one.kind for one in clocks.clocks_of(case, clock.now)}
    assert (case.lane, kinds) == (
        Lane.WAITING,
        {TimerKind.UNRESOLVED_AVAILABLE, TimerKind.AUTO_RESOLVE},
    )


def test_missed_means_later_than_the_instant_by_the_servers_clock(case: DeskCase) -> None:
    answer = clocks.clocks_of(case, case.opened_at)[0]
    assert not answer.is_missed(answer.due)
    assert answer.is_missed(answer.due + timedelta(milliseconds=1))


def cases(connection: Connection, now: datetime, count: int) -> None:
    DeskCase.objects.bulk_create(
        DeskCase(
            shop=connection.shop,
            connection=connection,
            remote_id=f"c{number}",
            buyer_key=f"buyer{number}",
            opened_at=now,
            first_seen_at=now,
            read_at=now,
            next_due=now + timedelta(hours=number // 3 - 2),
            next_what=TimerKind.ANSWER,
            lane=Lane.WAITING if number % 7 == 0 else Lane.OURS,
        )
        for number in range(count)
    )


def test_pages_follow_each_other_without_gap_or_repetition(connection: Connection, clock: DeskClock) -> None:
    cases(connection, clock.now, 60)
    seen, after = [], ""
    while True:
        page = listing.page(connection.shop_id, Filters(), clock.now, after, size=7)
        seen += [row.case.pk for row in page.rows]
        after = page.after
        if not after:
            break
    expected = DeskCase.objects.order_by("lane", "next_due", "id").values_list("pk", flat=True)
    assert seen == list(expected)


def test_groups_follow_the_days_of_the_market(connection: Connection, clock: DeskClock) -> None:
    case = DeskCase(market="pl", next_what=TimerKind.ANSWER, lane=Lane.OURS)
    now = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
    found = []
    for minutes in (-1, 0, 29, 30, 60 * 24 + 30):
        case.next_due = now + timedelta(minutes=minutes)
        found.append(listing.group_of(case, now))
    assert found == [Group.OVERDUE, Group.TODAY, Group.TODAY, Group.TOMORROW, Group.LATER]


def test_search_finds_login_in_any_case_and_order(case: DeskCase, clock: DeskClock) -> None:
    def found(query: str) -> int:
        return len(listing.page(case.shop_id, Filters(query=query), clock.now).rows)

    assert [found("ANNA"), found(case.order_id.upper()), found("nobody")] == [1, 1, 0]


def test_login_that_very_many_cases_share_is_met_alone_and_in_order(
    connection: Connection, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the index of that login, so that its pages cost the same in however large a shop."""
    monkeypatch.setattr(finding, "ALONE", 3)
    cases(connection, clock.now, 24)
    DeskCase.objects.filter(pk__in=DeskCase.objects.values("pk")[:9]).update(buyer_login="Anna", buyer_key="anna")
    DeskCase.objects.filter(pk=DeskCase.objects.latest("pk").pk).update(buyer_login="anna_k", buyer_key="anna_k")
    wanted = DeskCase.objects.filter(buyer_key="anna").order_by("lane", "next_due", "id").values_list("pk", flat=True)
    found, after = [], ""
    with CaptureQueriesContext(database) as queries:
        while True:
            page = listing.page(connection.shop_id, Filters(query="Anna"), clock.now, after, size=4)
            found += [row.case.pk for row in page.rows]
            after = page.after
            if not after:
                break
    assert found == list(wanted)
    if database.vendor == "sqlite":
        assert "desk_case_login_due" in plan_of(listing_query(queries))


def test_shop_sees_only_its_own(case: DeskCase, clock: DeskClock) -> None:
    other = Shop.objects.create(name="Other")
    assert listing.page(other.pk, Filters(), clock.now).rows == ()
    assert case_page.read(other.pk, case.pk, clock.now) is None


def test_list_costs_a_constant_number_of_queries_whatever_its_length(connection: Connection, clock: DeskClock) -> None:
    cases(connection, clock.now, 40)
    with CaptureQueriesContext(database) as queries:
        listing.page(connection.shop_id, Filters(view=View.OPEN), clock.now)
    assert len(queries) == 3
    with CaptureQueriesContext(database) as queries:
        listing.page(connection.shop_id, Filters(view=View.OPEN), clock.now, member_id=1)
    assert len(queries) == 4


def test_look_at_what_is_known_already_writes_nothing(case: DeskCase, agent: User) -> None:
    member = Member.objects.create(user=agent, shop=case.shop)
    with CaptureQueriesContext(database) as first:
        reading.look(member.pk, case)
    with CaptureQueriesContext(database) as again:
        reading.look(member.pk, case)
    assert (len(first), len(again)) == (2, 1)


def test_case_page_costs_at_most_six_queries(case: DeskCase, clock: DeskClock, server: FakeAllegro) -> None:
    with CaptureQueriesContext(database) as queries:
        page = case_page.read(case.shop_id, case.pk, clock.now)
    assert page is not None
    assert len(queries) <= 6
    assert [message.text for message in page.messages] == ["Where is my parcel?"]
    assert page.permitted is None


def test_first_page_walks_the_partial_index_without_sorting(connection: Connection, clock: DeskClock) -> None:
    if database.vendor != "sqlite":
        pytest.skip("the plan of a small table is the planner's whim on PostgreSQL")
    cases(connection, clock.now, 30)
    with CaptureQueriesContext(database) as queries:
        listing.page(connection.shop_id, Filters(), clock.now)
    plan = plan_of(listing_query(queries))
    assert "desk_case_due" in plan
    assert "TEMP B-TREE" not in plan


def listing_query(queries: CaptureQueriesContext) -> str:
    """The first that reads rows in the list's order."""
    return next(one["sql"] for one in queries if 'FROM "desk_deskcase"' in one["sql"] and "ORDER BY" in one["sql"])


def plan_of(query: str) -> str:
    with database.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + query)
        return " ".join(str(row) for row in cursor.fetchall())
