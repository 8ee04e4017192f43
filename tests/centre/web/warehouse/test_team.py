"""The Warehouse's team: what waits now, and who did what. OPENED is Tuesday 2026-03-03, ten o'clock in Poland."""

import csv
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.centre import stage
from tests.centre.messaging.people import answered, begun, fulfilled
from tests.centre.quality.kept import both_ways
from tests.centre.stage import DAY, OPENED
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule
from zgoda.centre.incidents.models import Incident
from zgoda.centre.messaging import forwarding
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.centre.quality import keeping, waits
from zgoda.centre.quality.figuring import day_of
from zgoda.centre.quality.models import Counted
from zgoda.centre.quality.team import Team, Work, team
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.quality.figures import Window

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def ours() -> Client:
    return signed_in("warehouse", Role.WAREHOUSE)


def opened(at: datetime = OPENED) -> Discussion:
    return stage.opened(at, line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_IN_PARCEL")


def answers(login: str, *after: timedelta) -> None:
    for span in after:
        stage.done(opened(), stage.written(stage.actor(login, Role.WAREHOUSE)), OPENED + span)


def found(now: datetime, days: int = 7) -> Team:
    keeping.sweep(now)
    today = day_of(now)
    return team(Window(today - (days - 1) * DAY, today))


def test_what_waits_is_counted_by_its_time() -> None:
    """24 business hours from Tuesday ten o'clock: Wednesday at ten."""
    for opened_at in (OPENED, OPENED + 2 * HOUR, OPENED + 20 * HOUR):
        opened(opened_at)
    answers("ania", HOUR)
    stage.opened()
    now = OPENED + 25 * HOUR
    assert waits.discussions(now) == waits.Waits(waiting=3, soon=1, overdue=1, oldest=OPENED)
    assert waits.discussions(OPENED - HOUR).overdue == 0


def test_messages_wait_by_24_business_hours_from_the_oldest_question() -> None:
    for asked_at in (OPENED, OPENED + 2 * HOUR, OPENED + 20 * HOUR):
        bought = fulfilled()
        bought.buyer = stage.account(f"buyer-{asked_at:%H}", Role.BUYER)
        bought.save()
        begun(bought, "Where is my parcel?", now=asked_at)
    now = OPENED + 25 * HOUR
    assert waits.messages(now) == waits.Waits(waiting=3, soon=1, overdue=1, oldest=OPENED)


def test_nothing_waits() -> None:
    assert waits.discussions(OPENED) == waits.messages(OPENED) == waits.Waits(0, 0, 0, None)


@rule("P-42", "S1-32")
def test_each_person_has_what_it_answered_and_how_long_it_took() -> None:
    answers("ania", HOUR, 2 * HOUR, 6 * HOUR)
    answers("bartek", 4 * HOUR, 26 * HOUR)
    opened()
    now = OPENED + 2 * DAY
    seen = found(now)
    assert seen.people == [
        ("ania", Work(discussions=3, in_time=3, median=7_200, mean=10_800)),
        ("bartek", Work(discussions=2, in_time=1, late=1, median=15 * 3600, mean=15 * 3600)),
    ]
    assert seen.without_person == Work(late=1)
    assert seen.whole == Work(discussions=5, in_time=4, late=2, median=14_400, mean=28_080)


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    answers("ania", HOUR, 2 * HOUR, 3 * HOUR, 10 * HOUR)
    assert found(OPENED + DAY).people[0][1].median == 9_000
    assert found(OPENED + DAY).whole.median == 9_000


def test_messages_and_forwards_and_incidents_are_counted_for_who_did_them() -> None:
    asked = begun(fulfilled(), "Where is my parcel?")
    answered(asked.thread_id, now=OPENED + 3 * HOUR)
    other = begun(fulfilled(), "Where is my parcel now?", now=OPENED + 4 * HOUR)
    agent = stage.actor("agent", Role.WAREHOUSE)
    passed = forwarding.forward(other.id, Role.WAREHOUSE, agent.id or 0, "Yours.", now=OPENED + 5 * HOUR)
    assert isinstance(passed, ThreadMessage), passed
    case = opened()
    stage.done(case, c.ForwardToSeller(by=agent, note=stage.text("Yours.")), OPENED + HOUR)
    stage.done(case, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("No, yours.")), OPENED + 2 * HOUR)
    Incident.objects.create(title="Lorry", text="x", by=stage.account("agent", Role.WAREHOUSE), at=OPENED)
    assert dict(found(OPENED + 6 * HOUR).people) == {
        "agent": Work(messages=1, in_time=1, median=3600, mean=3600, forwarded=2, incidents=1)
    }


def test_only_the_chosen_days_count() -> None:
    answers("ania", HOUR)
    now = OPENED + 8 * DAY
    assert found(now).people == []
    assert found(now, 30).people == [("ania", Work(discussions=1, in_time=1, median=3600, mean=3600))]


def test_what_the_seller_answered_is_not_the_teams() -> None:
    stage.done(stage.opened(), stage.written(stage.seller()), OPENED + HOUR)
    assert found(OPENED + DAY) == Team(Work(), [], Work())


def test_who_answered_is_the_same_made_anew_and_after_a_reopening() -> None:
    answers("ania", HOUR, 2 * HOUR)
    asked = begun(fulfilled(), "Where is my parcel?")
    answered(asked.thread_id, now=OPENED + 3 * HOUR)
    case = opened()
    stage.done(case, stage.written(stage.warehouse()), OPENED + HOUR)
    stage.done(case, c.MarkResolved(by=stage.buyer()), OPENED + 2 * HOUR)
    stage.done(case, c.Reopen(by=stage.buyer(), message_id=uuid4(), text=stage.text("Again.")), OPENED + 3 * HOUR)
    stage.done(case, stage.written(stage.actor("bartek", Role.WAREHOUSE)), OPENED + 4 * HOUR)
    now = OPENED + 5 * HOUR
    followed, anew = both_ways(now, day_of(now))
    assert followed == anew
    agents = set(Counted.objects.filter(agent__isnull=False).values_list("agent", flat=True))
    assert agents == {stage.account(login, Role.WAREHOUSE).pk for login in ("ania", "agent", "warehouse")}


def test_the_page_shows_both_and_draws_the_days(ours: Client, at: At) -> None:
    answers("ania", HOUR, 26 * HOUR)
    opened(OPENED + DAY)
    at(OPENED + DAY + 4 * HOUR)
    keeping.sweep(OPENED + DAY + 4 * HOUR)
    html = page(ours, "/warehouse/team?days=30")
    shown = words(html)
    assert "Discussions Waiting 1 Due within 4 hours 0 Overdue 0 The oldest has waited 4 h" in shown
    assert "Messages Waiting 0" in shown
    assert "The whole team 2 0 1 1 13 h 30 min 13 h 30 min 0 0 ania 2 0" in shown
    assert html.count('class="good"') == 2
    assert "3 Feb 2026 – 4 Mar 2026" in shown
    assert "26 Feb 2026 – 4 Mar 2026" in words(page(ours, "/warehouse/team"))


def test_the_file_says_the_same_and_no_cell_is_a_formula(ours: Client, at: At) -> None:
    answers("=1+1", HOUR)
    at(OPENED + 2 * HOUR)
    answer = ours.get("/warehouse/team.csv?days=7")
    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert [row["person"] for row in rows] == ["*", "'=1+1", "-"]
    assert (rows[1]["discussions"], rows[1]["median_seconds"], rows[2]["mean_seconds"]) == ("1", "3600", "")
    assert re.fullmatch(r"attachment; .*team\.csv.*", answer.headers["Content-Disposition"])


@rule("P-42")
@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER, Role.CONSULTANT, Role.MODERATOR, Role.ADMIN])
def test_nobody_else_sees_what_the_warehouses_people_did(role: Role) -> None:
    other = signed_in(f"a-{role}", role)
    for path in ("/warehouse/team", "/warehouse/team.csv"):
        assert other.get(path).status_code == 404


def test_the_number_of_queries_does_not_grow() -> None:
    counts = []
    for login in ("ania", "bartek"):
        answers(login, HOUR, 2 * HOUR)
        with CaptureQueriesContext(connection) as seen:
            team(Window(day_of(OPENED), day_of(OPENED)))
            waits.discussions(OPENED)
        counts.append(len(seen))
    assert counts[0] == counts[1]
