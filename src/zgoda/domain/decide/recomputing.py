"""Reckoning running clocks anew after a calendar changed: an administrator's logged act (D.1, G-13)."""

from dataclasses import dataclass, replace
from datetime import datetime

from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import RecomputeDeadlines
from zgoda.domain.deadlines import (
    Deadlines,
    TimerKind,
    close_after_delivery,
    follow_up_due,
    opening_deadlines,
)
from zgoda.domain.decide.guards import Decision, Guard, admitted, first, status_allows, written
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import DeadlinesRecomputed
from zgoda.domain.law import Law
from zgoda.domain.messages import reference
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.timers import running


@dataclass(frozen=True, slots=True)
class Anew:
    """A case's clocks as today's calendar has them; those that do not run stand as they were."""

    deadlines: Deadlines
    closes_at: datetime | None
    follow_up_at: datetime | None
    follow_up_provisional: bool


def may_recompute(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-46: an administrator, while clocks can run."""
    return first(admitted(case, by, Role.ADMIN), status_allows(case, RecomputeDeadlines, law))


def recompute(case: Discussion, command: RecomputeDeadlines, now: datetime, law: Law) -> Decision:
    """D.1: needs a written reason. No events follow where no instant moves, so that twice is the same as once."""
    refused = may_recompute(case, command.by, now, law) or written(command.reason, Why.WRITTEN_REASON_MISSING)
    if refused is not None or command.reason is None:
        return refused or Refused(Why.WRITTEN_REASON_MISSING)
    anew = reckoned_anew(case, now, law)
    if anew is None:
        return []
    return [
        DeadlinesRecomputed(
            reason=reference(command.reason),
            deadlines=anew.deadlines,
            closes_at=anew.closes_at,
            follow_up_at=anew.follow_up_at,
            follow_up_provisional=anew.follow_up_provisional,
        )
    ]


def reckoned_anew(case: Discussion, now: datetime, law: Law) -> Anew | None:
    """What a recomputation at ``now`` would set; None where nothing would change. The case must be caught up.

    TM-1, TM-2, the reminder of T-10 and, where it counts business hours, TM-5. A clock that fired or stopped stays,
    and none is moved to an instant that has passed: nobody becomes late by hindsight.
    """
    clocks = running(case)
    old = case.deadlines
    answer, action = clocks.get(TimerKind.ANSWER), clocks.get(TimerKind.ACTION)
    closes, follow_up = clocks.get(TimerKind.CLOSE_AFTER_DELIVERY), clocks.get(TimerKind.FOLLOW_UP)
    fresh = opening_deadlines(
        _started(case, law), case.purchase.purchased_at, not_received=case.reason.not_received, law=law
    )
    new_follow_up, provisional = case.follow_up_at, case.follow_up_provisional
    if follow_up is not None and case.follow_up_from is not None:
        due = follow_up_due(case.follow_up_from, law)
        new_follow_up, provisional = _ahead(due.at, follow_up, now), due.provisional
    anew = Anew(
        replace(
            old,
            answer_due=_ahead(fresh.answer_due, answer, now) or old.answer_due,
            action_due=_ahead(fresh.action_due, action, now) or old.action_due,
            provisional=fresh.provisional if answer or action else old.provisional,
        ),
        _ahead(close_after_delivery(case.delivery_told_at, law), closes, now) if case.delivery_told_at else closes,
        new_follow_up,
        provisional,
    )
    stands = Anew(old, closes, case.follow_up_at, case.follow_up_provisional)
    return None if anew == stands else replace(anew, deadlines=replace(anew.deadlines, calendar_id=fresh.calendar_id))


def _started(case: Discussion, law: Law) -> datetime:
    """C-06: by switch the clocks still run from the first opening."""
    return case.opened_at if law.rules.reopen_restarts_timers else case.first_opened_at


def _ahead(new: datetime | None, runs: datetime | None, now: datetime) -> datetime | None:
    """The new instant of a clock that runs, unless it has passed; None for one that does not run."""
    return runs if runs is None or new is None or new <= now else new
