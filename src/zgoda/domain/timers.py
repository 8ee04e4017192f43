"""Which clocks of a Discussion run, which one fires next, and what follows (D.2, G-03).

TM-6, the window for re-opening, is a bound that guards ask for; it never fires.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from zgoda.domain import firing
from zgoda.domain.actors import SYSTEM, Role
from zgoda.domain.deadlines import FIRING_ORDER, TimerKind
from zgoda.domain.discussion import ClosureReason, Discussion
from zgoda.domain.events import (
    ActionMissed,
    AnswerMissed,
    Event,
    FollowUpPassed,
    Recorded,
    Resolved,
    Template,
    UnresolvedOffered,
)
from zgoda.domain.evolve import evolve
from zgoda.domain.law import Law
from zgoda.domain.messages import automatic, automatic_id
from zgoda.domain.transitions import BY_TRIGGER

ANSWERABLE_AT_DUE = frozenset({TimerKind.ANSWER, TimerKind.ACTION, TimerKind.FOLLOW_UP})
"""D.1 step 4: done exactly at the due instant is in time, so these fire only after it."""


def running(case: Discussion) -> dict[TimerKind, datetime]:
    """All timers that run in this state with their due instants (D.2); empty once Resolved (T-17).

    None lies before the round: a clock that ran on while the case was closed, by switch (C-06), is due as it re-opens.
    """
    due = {kind: find(case) for kind, find in _DUE.items()}
    return {
        kind: max(at, case.opened_at)
        for kind, at in due.items()
        if at is not None and case.status in BY_TRIGGER[kind].leads
    }


def first_due(case: Discussion, now: datetime, *, command_by: Role | None) -> TimerKind | None:
    """The timer to fire before anything else at ``now``, in the order of D.2; None when there is none (G-03)."""
    return firing.first_due(running(case), now, order=FIRING_ORDER, answerable=ANSWERABLE_AT_DUE, command_by=command_by)


def fire(case: Discussion, kind: TimerKind, law: Law) -> list[Event]:
    """What happens when a timer's instant has passed; nothing when it does not run, so firing twice is harmless.

    Stamp the events with the due instant that `running` names (E.3, invariant 8).
    """
    return _FIRED[kind](case) if kind in running(case) else []


def catch_up(
    case: Discussion, now: datetime, law: Law, *, command_by: Role | None
) -> tuple[Discussion, list[Recorded]]:
    """G-03: apply every timer due before a command at ``now``, each at its own instant (E.3, invariant 8)."""
    return firing.apply_due(
        case,
        first=lambda it: first_due(it, now, command_by=command_by),
        fire=lambda it, kind: [Recorded(event, running(it)[kind], SYSTEM) for event in fire(it, kind, law)],
        evolve=lambda it, entry: evolve(it, entry, id=it.id),
    )


def _answer(case: Discussion) -> datetime | None:
    """TM-1, S0-09, T-07: until the responsible party answers or the instant passes."""
    return None if case.answered_at or case.answer_overdue else case.deadlines.answer_due


def _action(case: Discussion) -> datetime | None:
    """TM-2, S0-37, T-07b: until one of the four actions; only where the product was not received."""
    return None if case.action or case.action_overdue else case.deadlines.action_due


def _unresolved(case: Discussion) -> datetime | None:
    """TM-3, T-21."""
    return None if case.unresolved_offered else case.deadlines.unresolved_from


def _auto_resolve(case: Discussion) -> datetime | None:
    """TM-4, S0-32; S0-33: by the table of E.3 it runs in Pending only."""
    return case.deadlines.auto_resolve_at


def _close(case: Discussion) -> datetime | None:
    """TM-5, S0-45."""
    return case.closes_at


def _follow_up(case: Discussion) -> datetime | None:
    """T-10: the consultant's reminder, until the party answers."""
    return None if case.follow_up_passed else case.follow_up_at


def _closed(case: Discussion, template: Template, reason: ClosureReason) -> list[Event]:
    """The notice to both stands in the thread before it closes, for a closed thread takes no message (T-27)."""
    message_id = automatic_id(case.id, case.round, template)
    return [automatic(message_id, template), Resolved(reason)]


_DUE: Mapping[TimerKind, Callable[[Discussion], datetime | None]] = {
    TimerKind.ANSWER: _answer,
    TimerKind.ACTION: _action,
    TimerKind.UNRESOLVED_AVAILABLE: _unresolved,
    TimerKind.AUTO_RESOLVE: _auto_resolve,
    TimerKind.CLOSE_AFTER_DELIVERY: _close,
    TimerKind.FOLLOW_UP: _follow_up,
}
_FIRED: Mapping[TimerKind, Callable[[Discussion], list[Event]]] = {
    TimerKind.ANSWER: lambda case: [AnswerMissed()],
    TimerKind.ACTION: lambda case: [ActionMissed()],
    TimerKind.UNRESOLVED_AVAILABLE: lambda case: [UnresolvedOffered()],
    TimerKind.FOLLOW_UP: lambda case: [FollowUpPassed()],
    TimerKind.AUTO_RESOLVE: lambda case: _closed(case, Template.CLOSED_AFTER_30_DAYS, ClosureReason.AUTO_30_DAYS),
    TimerKind.CLOSE_AFTER_DELIVERY: lambda case: _closed(
        case, Template.CLOSED_AFTER_DELIVERY, ClosureReason.DELIVERED_24H
    ),
}
