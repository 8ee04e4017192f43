"""How a Discussion ends, or fails to: the buyer's two marks (S0-31, S0-34…S0-36; P-09, P-10; T-17, T-22)."""

from datetime import datetime

from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import MarkResolved, MarkUnresolved
from zgoda.domain.decide.guards import Decision, Guard, admitted, first, status_allows
from zgoda.domain.discussion import ClosureReason, Discussion
from zgoda.domain.events import MarkedUnresolved, Resolved
from zgoda.domain.law import Law
from zgoda.domain.refusals import Refused, Why


def may_mark_resolved(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-09, S0-31: only the buyer, from Pending or Unresolved (C-04); the seller can merely ask (S0-16)."""
    return first(admitted(case, by, Role.BUYER), status_allows(case, MarkResolved, law))


def mark_resolved(case: Discussion, command: MarkResolved, now: datetime, law: Law) -> Decision:
    """T-17, T-31."""
    return may_mark_resolved(case, command.by, now, law) or [Resolved(ClosureReason.BUYER_MARKED)]


def may_mark_unresolved(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-10, S0-34: only the buyer, from Pending, at or after TM-3 (S0-35, S0-36)."""
    from_ = case.deadlines.unresolved_from
    return first(
        admitted(case, by, Role.BUYER),
        status_allows(case, MarkUnresolved, law),
        Refused(Why.TOO_EARLY_FOR_UNRESOLVED, possible_from=from_) if now < from_ else None,
    )


def mark_unresolved(case: Discussion, command: MarkUnresolved, now: datetime, law: Law) -> Decision:
    """T-22."""
    return may_mark_unresolved(case, command.by, now, law) or [MarkedUnresolved()]
