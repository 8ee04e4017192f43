"""What a seller's Discussions add up to: how many there were and how they went (S0-53, S0-54; C.2).

Counts only: weights and grades are data of their own. Which cases belong to the period is the caller's to choose.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from zgoda.domain.deadlines import missed
from zgoda.domain.discussion import ClosureReason, Discussion, Status


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What one case gives to the counts. ``in_time`` is how the first round's TM-1 ended, None while it runs (G-06).

    ``closure`` is None unless the status is Resolved.
    """

    status: Status
    closure: ClosureReason | None
    in_time: bool | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A seller's counts. ``answered_in_time`` and ``answered_late`` are of the cases whose TM-1 has ended."""

    opened: int
    pending: int
    unresolved: int
    resolved: Mapping[ClosureReason, int]
    answered_in_time: int
    answered_late: int

    @property
    def timely(self) -> Fraction | None:
        """C.2 "Timely responses": the share answered in time; None is "no data"."""
        ended = self.answered_in_time + self.answered_late
        return Fraction(self.answered_in_time, ended) if ended else None


def facts(case: Discussion, now: datetime) -> CaseFacts:
    """S0-54: a case counts by how it stands now, so one that was Unresolved and then settled is Resolved (C.2)."""
    running = case.metric_due if case.is_open and case.round == 1 else None
    return CaseFacts(
        case.status, case.closure_reason, measured(case.first_round_in_time, running, now=now), case.hidden
    )


def measured(settled: bool | None, metric_due: datetime | None, *, now: datetime) -> bool | None:
    """G-06, G-07: how the first round's answer went. A case opened on the buyer's behalf, still in its first round,
    is late once ``metric_due`` has passed without an answer; None while that is open."""
    if settled is None and metric_due is not None and missed(metric_due, now):
        return False
    return settled


def service_record(cases: Iterable[CaseFacts]) -> ServiceRecord:
    """S0-53 the number, S0-54 the way they were resolved. Cases hidden from the seller are left out (C.2)."""
    seen = [case for case in cases if not case.hidden]
    by_status = Counter(case.status for case in seen)
    closed = Counter(case.closure for case in seen if case.closure is not None)
    in_time = Counter(case.in_time for case in seen)
    return ServiceRecord(
        opened=len(seen),
        pending=by_status[Status.PENDING],
        unresolved=by_status[Status.UNRESOLVED],
        resolved={reason: closed[reason] for reason in ClosureReason},
        answered_in_time=in_time[True],
        answered_late=in_time[False],
    )
