"""Running clocks reckoned anew after a calendar changed (D.1, G-13): previewed, moved once, logged."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.centre import stage
from tests.centre.stage import DAY, MS, OPENED, done, opened, written
from zgoda.centre import recompute, verify
from zgoda.centre.handle import fire_due, handle
from zgoda.centre.store import cases, laws
from zgoda.centre.store.models import CalendarChangeKind, CaseText, TextKind
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import journal, timers

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 3, 4)  # the day after `OPENED`
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _fresh_calendars():
    laws.forget()
    yield
    laws.forget()


@pytest.fixture
def admin() -> int:
    return stage.account("admin", Role.ADMIN).pk


def change(kind: CalendarChangeKind, day: date = WEDNESDAY) -> None:
    laws.change_calendar("PL", day, kind, by=None, at=OPENED, why="a new law", name="A new rest day")


def a_new_rest_day() -> None:
    change(CalendarChangeKind.ADDED)


def test_a_changed_calendar_moves_no_clock_by_itself(admin):
    case = opened()
    a_new_rest_day()
    assert cases.find(case.id).deadlines == case.deadlines
    assert fire_due(case.id, now=case.deadlines.answer_due + MS) == 1


def test_the_preview_names_case_clock_old_and_new_and_changes_nothing(admin):
    case = opened(reason="NO_PRODUCT_RECEIVED")
    a_new_rest_day()
    moves = list(recompute.preview("pl", OPENED + HOUR))
    assert [(one.case_id, one.clock, one.old, one.new) for one in moves] == [
        (case.id, kind, OPENED + DAY, OPENED + 2 * DAY) for kind in (TimerKind.ANSWER, TimerKind.ACTION)
    ]
    assert cases.find(case.id) == case
    assert list(recompute.preview("cz", OPENED + HOUR)) == []


def test_applied_the_clocks_the_rows_and_the_timers_move_and_the_journal_says_who_and_why(admin):
    case = opened()
    a_new_rest_day()
    assert recompute.apply("pl", by=admin, why="Act 1 of 2026", now=OPENED + HOUR) == recompute.Applied(1, 1, 0)
    moved = cases.find(case.id)
    assert moved.deadlines.answer_due == OPENED + 2 * DAY
    assert moved.deadlines.calendar_id != case.deadlines.calendar_id
    assert timers.open_timers(case.id)["ANSWER"] == OPENED + 2 * DAY
    entry = journal.read(case.id)[-1]
    assert (entry.type, entry.actor, entry.at) == ("DeadlinesRecomputed", f"ADMIN:{admin}", OPENED + HOUR)
    kept = CaseText.objects.get(case_id=case.id, kind=TextKind.RECOMPUTED)
    assert (kept.text, kept.side) == ("Act 1 of 2026", "ADMIN")
    assert verify.check_case(case.id) == []


def test_twice_is_the_same_as_once(admin):
    case = opened()
    a_new_rest_day()
    recompute.apply("pl", by=admin, why="Act 1", now=OPENED + HOUR)
    length = len(journal.read(case.id))
    assert recompute.apply("pl", by=admin, why="Act 1", now=OPENED + 2 * HOUR) == recompute.Applied(1, 0, 0)
    assert len(journal.read(case.id)) == length
    assert list(recompute.preview("pl", OPENED + 2 * HOUR)) == []


def test_a_stopped_or_fired_clock_stays(admin):
    answered, late = opened(), opened()
    done(answered, written(stage.seller()), OPENED + HOUR)
    a_new_rest_day()
    fire_due(late.id, now=OPENED + DAY + MS)
    assert list(recompute.preview("pl", OPENED + DAY + HOUR)) == []
    recompute.apply("pl", by=admin, why="Act 1", now=OPENED + DAY + HOUR)
    assert cases.find(answered.id).deadlines == answered.deadlines
    assert cases.find(late.id).answer_overdue


def test_nobody_becomes_late_by_hindsight(admin):
    a_new_rest_day()
    case = opened()
    assert case.deadlines.answer_due == OPENED + 2 * DAY
    change(CalendarChangeKind.REMOVED)
    recompute.apply("pl", by=admin, why="Repealed", now=OPENED + DAY + HOUR)
    assert cases.find(case.id).deadlines.answer_due == OPENED + 2 * DAY
    recompute.apply("pl", by=admin, why="Repealed", now=OPENED + DAY)
    assert cases.find(case.id).deadlines.answer_due == OPENED + 2 * DAY


def test_a_confirmed_year_takes_the_mark_away_without_moving_anything(admin):
    in_2029 = datetime(2029, 3, 6, 9, tzinfo=UTC)
    line = stage.line()
    stage.OrderLine.objects.filter(pk=line).update(bought_at=in_2029 - DAY)
    case = opened(now=in_2029, line_id=line)
    assert case.deadlines.provisional
    change(CalendarChangeKind.CONFIRMED, date(2029, 1, 1))
    recompute.apply("pl", by=admin, why="The law of 2029 is out", now=in_2029 + HOUR)
    after = cases.find(case.id).deadlines
    assert (after.provisional, after.answer_due) == (False, case.deadlines.answer_due)


def test_the_reminder_of_a_joined_consultant_moves_too(admin):
    case = opened(by=stage.consultant(), buyer_reported=stage.text("called us"))
    a_new_rest_day()
    recompute.apply("pl", by=admin, why="Act 1", now=OPENED + HOUR)
    moved = cases.find(case.id)
    assert moved.follow_up_at == moved.metric_due == moved.deadlines.answer_due == OPENED + 2 * DAY


def test_it_needs_a_written_reason_and_an_administrator(admin):
    case = opened()
    a_new_rest_day()
    assert recompute.apply("pl", by=admin, why="  ", now=OPENED) == Refused(Why.WRITTEN_REASON_MISSING)
    for by in (stage.buyer(), stage.seller(), stage.consultant(), stage.moderator()):
        assert handle(case.id, c.RecomputeDeadlines(by=by, reason=stage.text("why")), now=OPENED) == Refused(
            Why.NOT_ALLOWED
        )


def test_a_case_that_ended_meanwhile_is_refused(admin):
    case = opened()
    done(case, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    command = c.RecomputeDeadlines(by=Actor(Role.ADMIN, admin), reason=stage.text("why"))
    assert handle(case.id, command, now=OPENED + HOUR) == Refused(Why.ENDED)


def test_many_cases_go_batch_by_batch(admin, monkeypatch):
    monkeypatch.setattr(recompute, "BATCH", 2)
    for _ in range(5):
        opened()
    a_new_rest_day()
    assert recompute.apply("pl", by=admin, why="Act 1", now=OPENED + HOUR) == recompute.Applied(5, 5, 0)


def test_a_page_shows_whole_cases_and_moves_just_those(admin, monkeypatch):
    monkeypatch.setattr(recompute, "AT_ONCE", 2)
    ids = sorted(opened(reason="NO_PRODUCT_RECEIVED").id for _ in range(3))
    a_new_rest_day()
    page = recompute.preview_page("pl", OPENED + HOUR)
    assert [move.case_id for move in page.moves] == [ids[0], ids[0], ids[1], ids[1]]
    assert page.after == ids[1]
    applied = recompute.apply_page("pl", None, by=admin, why="Act 1", now=OPENED + HOUR)
    assert applied == recompute.Applied(2, 2, 0, after=ids[1])
    last = recompute.preview_page("pl", OPENED + HOUR, page.after)
    assert ({move.case_id for move in last.moves}, last.after) == ({ids[2]}, None)
    assert {move.case_id for move in recompute.preview("pl", OPENED + HOUR)} == {ids[2]}
    assert recompute.apply_page("pl", None, by=admin, why=" ", now=OPENED) == Refused(Why.WRITTEN_REASON_MISSING)


def test_a_page_ends_after_looking_at_so_many_cases(monkeypatch):
    monkeypatch.setattr(recompute, "LOOKED_AT", 2)
    ids = sorted(opened().id for _ in range(3))
    assert recompute.preview_page("pl", OPENED + HOUR) == recompute.Page((), ids[1])
    assert recompute.preview_page("pl", OPENED + HOUR, ids[1]) == recompute.Page((), None)
