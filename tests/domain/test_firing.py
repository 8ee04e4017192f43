"""Which clock fires next, when, and that it makes no difference who looks and how late (D.2, G-03)."""

from datetime import datetime, timedelta

import pytest

from tests.domain.cases import (
    BUYER,
    CARRIER,
    CONSULTANT,
    DAY,
    HOUR,
    MISSING,
    MONDAY,
    NOT_RECEIVED,
    SELLER,
    Case,
    joined,
    law,
    opened,
    resolved,
    unresolved,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import SYSTEM, Role
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import DeliveryAction, Status
from zgoda.domain.events import ActionMissed, AnswerMissed, MessagePosted, Resolved, UnresolvedOffered
from zgoda.domain.evolve import evolve, fold
from zgoda.domain.rule_sets import ClockKind
from zgoda.domain.timers import catch_up, fire, first_due, running

TICK = timedelta(milliseconds=1)
ANSWER, ACTION, UNRESOLVED, RESOLVE, CLOSE, FOLLOW_UP = TimerKind


def due(case: Case, now: datetime, by: Role | None = None) -> TimerKind | None:
    return first_due(case.it, now, command_by=by)


def test_the_clocks_of_an_opening() -> None:
    case = opened(NOT_RECEIVED).it
    assert running(case) == {
        ANSWER: MONDAY + 24 * HOUR,
        ACTION: MONDAY + 24 * HOUR,
        UNRESOLVED: MONDAY + 7 * DAY,
        RESOLVE: MONDAY + 30 * DAY,
    }
    assert ACTION not in running(opened(MISSING).it)


def test_clocks_stop_when_they_are_met() -> None:
    case = opened(NOT_RECEIVED)
    case.takes(DeliveryAction.DELIVERED, CARRIER)
    assert set(running(case.it)) == {UNRESOLVED, RESOLVE, CLOSE}
    case.writes(BUYER)
    assert set(running(case.it)) == {UNRESOLVED, RESOLVE}


def test_nothing_runs_after_the_end_and_little_in_unresolved() -> None:
    assert running(resolved().it) == {}
    assert running(unresolved().it) == {}
    case = unresolved()
    case.does(c.Join(by=CONSULTANT, message_id=case.it.id))
    assert set(running(case.it)) == {FOLLOW_UP}


@pytest.mark.parametrize("by", [None, *Role])
def test_an_earlier_timer_always_goes_first(by: Role | None) -> None:
    assert due(opened(), MONDAY + 30 * DAY + TICK, by) is ANSWER
    case = opened().at(MONDAY + 29 * DAY).sweep()
    assert due(case, MONDAY + 30 * DAY + TICK, by) is RESOLVE


@rule("S0-32")
@pytest.mark.parametrize("by", [None, *Role])
def test_at_the_very_instant_buyer_and_staff_go_first(by: Role | None) -> None:
    case = opened().at(MONDAY + 29 * DAY).sweep()
    waits = by in {Role.BUYER, Role.CONSULTANT, Role.MODERATOR}
    assert due(case, MONDAY + 30 * DAY, by) is (None if waits else RESOLVE)
    assert due(case, MONDAY + 30 * DAY - TICK, by) is None


@rule("S0-09", "S0-37")
@pytest.mark.parametrize("by", [None, *Role])
def test_an_answer_is_missed_only_after_its_instant(by: Role | None) -> None:
    case = opened(NOT_RECEIVED)
    assert due(case, MONDAY + 24 * HOUR, by) is None
    assert due(case, MONDAY + 24 * HOUR + TICK, by) is ANSWER


def test_the_reminder_too() -> None:
    case = joined()
    at = case.it.follow_up_at
    assert at is not None
    assert due(case, at) is None
    assert due(case, at + TICK) is FOLLOW_UP


def test_at_one_instant_the_order_is_tm5_tm4_tm1_and_the_rest() -> None:
    from dataclasses import replace

    case = opened(NOT_RECEIVED)
    one = MONDAY + DAY
    clocks = replace(case.it.deadlines, answer_due=one, action_due=one, unresolved_from=one, auto_resolve_at=one)
    case.state = replace(case.it, deadlines=clocks, closes_at=one, follow_up_at=one)
    it = case.it
    for kind in (CLOSE, RESOLVE, ANSWER, ACTION, UNRESOLVED, FOLLOW_UP):
        assert first_due(it, one + TICK, command_by=None) is kind
        it = _without(it, kind)
    assert first_due(it, one + TICK, command_by=None) is None


def _without(it: object, kind: TimerKind) -> object:
    from dataclasses import replace

    far = MONDAY + 1000 * DAY
    if kind is RESOLVE:
        return replace(it, deadlines=replace(it.deadlines, auto_resolve_at=far))  # type: ignore[attr-defined,type-var]
    stopped = {
        CLOSE: {"closes_at": None},
        ANSWER: {"answer_overdue": True},
        ACTION: {"action_overdue": True},
        UNRESOLVED: {"unresolved_offered": True},
        FOLLOW_UP: {"follow_up_passed": True},
    }
    return replace(it, **stopped[kind])  # type: ignore[type-var]


def test_what_fires_is_stamped_with_its_own_instant() -> None:
    case = opened(NOT_RECEIVED).at(MONDAY + 400 * DAY).sweep()
    assert [(type(one.event), one.at, one.by) for one in case.journal[2:]] == [
        (AnswerMissed, MONDAY + 24 * HOUR, SYSTEM),
        (ActionMissed, MONDAY + 24 * HOUR, SYSTEM),
        (UnresolvedOffered, MONDAY + 7 * DAY, SYSTEM),
        (MessagePosted, MONDAY + 30 * DAY, SYSTEM),
        (Resolved, MONDAY + 30 * DAY, SYSTEM),
    ]


def test_a_months_downtime_and_a_sweep_every_hour_give_the_same_journal() -> None:
    late, punctual = opened(NOT_RECEIVED), opened(NOT_RECEIVED)
    punctual.state, punctual.journal = late.state, list(late.journal)
    for hour in range(31 * 24):
        punctual.at(MONDAY + hour * HOUR).sweep()
    late.at(MONDAY + 31 * DAY).sweep()
    assert late.journal == punctual.journal
    assert late.it == punctual.it


def test_firing_twice_changes_nothing() -> None:
    case = opened().at(MONDAY + 2 * DAY).sweep()
    assert fire(case.it, ANSWER, case.law) == []
    again, fired = catch_up(case.it, case.now, case.law, command_by=None)
    assert (again, fired) == (case.it, [])


def test_the_closing_notice_has_the_same_id_whoever_fires_it() -> None:
    case = opened().at(MONDAY + 29 * DAY).sweep()
    assert fire(case.it, RESOLVE, case.law) == fire(case.it, RESOLVE, case.law)


def test_the_notice_stands_before_the_end() -> None:
    notice, end = fire(opened().it, RESOLVE, law())
    assert isinstance(notice, MessagePosted)
    assert isinstance(end, Resolved)


def test_by_switch_the_24_hours_after_delivery_are_business_hours() -> None:
    friday = MONDAY + 4 * DAY
    case = opened(NOT_RECEIVED, at=friday, rules=law(friday, delivered_close_clock=ClockKind.BUSINESS))
    case.takes(DeliveryAction.DELIVERED, CARRIER)
    assert case.it.closes_at == friday + 3 * DAY


def test_refolding_the_journal_gives_the_row() -> None:
    case = joined()
    case.writes(SELLER)
    case.after(40 * DAY).sweep()
    assert case.it.status is Status.RESOLVED
    assert fold(case.it.id, case.journal) == case.it


def test_a_journal_begins_with_the_opening() -> None:
    case = opened()
    with pytest.raises(ValueError, match="before the opening"):
        evolve(None, case.journal[1], id=case.it.id)
    with pytest.raises(ValueError, match="no events"):
        fold(case.it.id, [])
