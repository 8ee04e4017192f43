"""A change of house rules: previewed, applied after a second yes, in steps that a killed worker does not repeat."""

from datetime import datetime, timedelta

import pytest
from django.db.models import Count
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.desk.conftest import DeskClock
from tests.desk.web.conftest import _desk_time, agent, case, client, clock, connection, desk, server
from zgoda.accounts.models import User
from zgoda.desk.cases import placing
from zgoda.desk.house import changing
from zgoda.desk.house import clock as house
from zgoda.desk.house.models import Change, ChangeState, House, Move, Warnings
from zgoda.desk.people.models import AuditEntry
from zgoda.desk.store.models import Connection, DeskCase, Member, MemberRole, Turn
from zgoda.desk.work.models import Team, Work
from zgoda.engine import jobs

__all__ = ["_desk_time", "agent", "case", "client", "clock", "connection", "desk", "server"]

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
FORM = {f"day{number}": "9-12, 13:00-17:00" for number in range(5)} | {
    "day5": "",
    "day6": "",
    "market": "pl",
    "free_days": "2026-03-04",
    "first": "4",
    "next": "8",
}
HOUSE = "/administration/house"


@pytest.fixture(autouse=True)
def _held(clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps of two, by the test's clock."""
    monkeypatch.setattr(changing, "real_now", clock)
    monkeypatch.setattr(changing, "STEP", 2)


def some(connection: Connection, opened_at: datetime, count: int) -> None:
    for number in range(count):
        DeskCase.objects.create(
            shop=connection.shop, connection=connection, remote_id=f"c{number}", type="DISPUTE",
            status="DISPUTE_ONGOING", opened_at=opened_at, answer_due=opened_at + timedelta(hours=24),
            first_seen_at=opened_at, read_at=opened_at, last_message_role="BUYER", whose_turn=Turn.SELLER,
        )  # fmt: skip


def test_nothing_moves_before_the_second_yes_and_everything_once_after_it(
    desk: Client, case: DeskCase, clock: DeskClock
) -> None:
    """Tuesday 10:00 in Warsaw, a free Wednesday: four hours are full at 15:00."""
    some(case.connection, clock.now, 4)
    due = clock.now + timedelta(hours=5)
    place = desk.post(f"{HOUSE}/shop", FORM).headers["Location"]
    change = Change.objects.get()
    assert (change.state, change.seen, change.total) == (ChangeState.CHECKING, 2, 5)
    assert f'hx-get="{place}/progress"' in desk.get(place).content.decode()
    changing.step(change.pk, 0)  # a worker that had been taken for dead
    assert Change.objects.get().seen == 2
    jobs.run_pending()
    change.refresh_from_db()
    assert (change.state, change.seen, change.moved) == (ChangeState.CHECKED, 5, 5)
    assert set(Move.objects.values_list("what", "before", "after")) == {(house.FIRST, None, due)}
    assert not House.objects.exists()
    assert not DeskCase.objects.exclude(house_due=None).exists()
    assert desk.get(place).content.decode().count("First answer by your own target") == 5

    assert desk.post(place, {"what": "yes"}).status_code == 302
    assert (House.objects.get().first_minutes, DeskCase.objects.exclude(house_due=None).count()) == (240, 2)
    assert desk.post(f"{HOUSE}/shop", FORM, follow=True).status_code == 200
    assert Change.objects.count() == 1, "one at a time"
    jobs.run_pending()
    assert desk.post(place, {"what": "yes"}).status_code == 302
    jobs.run_pending()
    change.refresh_from_db()
    assert (change.state, change.moved) == (ChangeState.DONE, 5)
    found = DeskCase.objects.values_list("house_due", "next_due", "next_what").annotate(Count("pk"))
    assert [row[:4] for row in found] == [(due, due, house.FIRST, 5)]
    assert AuditEntry.objects.filter(what="RULES_CHANGED").count() == 1
    shown = desk.get(f"{HOUSE}")
    assert "4 h working" in shown.content.decode()
    board = desk.get(f"/cases/{case.pk}").content.decode()
    assert "your shop&#39;s own target: 4 h of working time" in board


def test_a_step_that_dies_leaves_its_place_and_goes_on_from_there(
    case: DeskCase, clock: DeskClock, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    some(case.connection, clock.now, 4)
    wanted = {"team": None, "market": "pl", "week": [[[0, 1440]]] * 7, "free_days": [], "first_minutes": 60}
    change = changing.propose(case.shop_id, agent, wanted | {"next_minutes": None})
    assert change is not None
    jobs.run_pending()
    assert changing.accept(case.shop_id, change.pk, agent)
    first_two = set(DeskCase.objects.exclude(house_due=None).values_list("pk", flat=True))
    stand = placing.stand
    monkeypatch.setattr(placing, "stand", lambda row, now: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        changing.step(change.pk, max(first_two))
    assert set(DeskCase.objects.exclude(house_due=None).values_list("pk", flat=True)) == first_two
    monkeypatch.setattr(placing, "stand", stand)
    jobs.run_pending()
    change.refresh_from_db()
    assert (change.state, change.moved, change.seen) == (ChangeState.DONE, 5, 5)
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


def test_a_change_whose_job_is_dead_is_taken_up_by_the_next_proposal(
    desk: Client, case: DeskCase, clock: DeskClock
) -> None:
    some(case.connection, clock.now, 4)
    place = desk.post(f"{HOUSE}/shop", FORM).headers["Location"]
    jobs.run_pending()
    desk.post(place, {"what": "yes"})
    DBTaskResult.objects.update(status="FAILED")
    jobs.run_pending()
    assert Change.objects.get().state == ChangeState.APPLYING
    for _ in range(2):
        desk.post(f"{HOUSE}/shop", FORM)
    jobs.run_pending()
    change = Change.objects.get()
    assert (change.state, change.seen, change.moved) == (ChangeState.DONE, 5, 5)


def test_a_teams_own_rules_come_and_go_with_a_preview_and_end_with_the_team(
    desk: Client, case: DeskCase, clock: DeskClock
) -> None:
    team = Team.objects.create(shop=case.shop, name="Quick")
    Work.objects.create(case=case, team=team)
    House.objects.create(shop=case.shop, week=[[[0, 1440]]] * 7, first_minutes=600)
    changing.reapply(case.shop_id, None)
    place = desk.post(f"{HOUSE}/teams/{team.pk}", FORM | {"first": "1"}).headers["Location"]
    desk.post(place, {"what": "yes"})
    case.refresh_from_db()
    assert case.house_due == clock.now + timedelta(hours=1)
    place = desk.post(f"{HOUSE}/teams/{team.pk}", {"what": "gone"}).headers["Location"]
    assert "9 h later" in desk.get(place).content.decode()
    desk.post(place, {"what": "no"})
    assert Change.objects.latest("pk").state == ChangeState.DROPPED
    case.refresh_from_db()
    assert case.house_due == clock.now + timedelta(hours=1)
    desk.post(f"/teams/{team.pk}", {"what": "delete"})
    case.refresh_from_db()
    assert case.house_due == clock.now + timedelta(hours=10)


def test_new_tables_of_rest_days_are_told_and_what_they_move_is_shown(
    desk: Client, case: DeskCase, clock: DeskClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    House.objects.create(shop=case.shop, week=[[[0, 1440]]] * 7, first_minutes=600)
    changing.reapply(case.shop_id, None)
    told = "The calendar of rest days has changed"
    assert told not in desk.get(HOUSE).content.decode()
    monkeypatch.setattr(changing, "SNAPSHOT", "2027-01")
    DeskCase.objects.update(own_answer_due=clock.now)
    assert told in desk.get(HOUSE).content.decode()
    place = desk.post(f"{HOUSE}/check").headers["Location"]
    assert "1 day later" in desk.get(place).content.decode()
    desk.post(place, {"what": "yes"})
    case.refresh_from_db()
    assert case.own_answer_due == clock.now + timedelta(hours=24)
    assert told not in desk.get(HOUSE).content.decode()


def test_what_cannot_be_read_is_said_beside_its_field(desk: Client, case: DeskCase) -> None:
    wrong = FORM | {"day0": "nine", "free_days": "soon", "first": "x", "market": "fr"}
    answer = desk.post(f"{HOUSE}/shop", wrong)
    assert (answer.status_code, Change.objects.exists()) == (422, False)
    for name in ("day0", "free_days", "first", "market"):
        assert f'id="{name}-error"' in answer.content.decode()
    assert desk.post(f"{HOUSE}/shop", FORM | {f"day{number}": "" for number in range(7)}).status_code == 422
    assert desk.post(f"{HOUSE}/warnings", {"market_minutes": "soon", "whom": "TEAM"}).status_code == 422
    desk.post(f"{HOUSE}/warnings", {"market_minutes": "2", "house_minutes": "0:15", "whom": "TEAM"})
    kept = Warnings.objects.get()
    assert (kept.market_minutes, kept.house_minutes, kept.whom, kept.admins_too) == (120, 15, "TEAM", False)


def test_only_who_runs_the_shop_changes_its_rules(desk: Client, case: DeskCase, agent: User) -> None:
    Member.objects.update(role=MemberRole.AGENT)
    assert desk.get(HOUSE).status_code == 404
    assert desk.post(f"{HOUSE}/shop", FORM).status_code == 404
