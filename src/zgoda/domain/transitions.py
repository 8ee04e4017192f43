"""The table of E.3: from which status each command or timer leads where, and what it hears elsewhere.

Guards beyond the status (roles, clocks, contents) stand in `decide`; the events it answers with lead to the status
that this table names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zgoda.domain import commands as c
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.law import Law
from zgoda.domain.refusals import Why

Trigger = type[c.Command] | TimerKind


@dataclass(frozen=True, slots=True)
class Row:
    """``leads`` maps a status to the next one, None being "before the opening"; ``refused`` names the "no"."""

    rules: str
    trigger: Trigger
    leads: Mapping[Status | None, Status]
    refused: Mapping[Status | None, Why] = field(default_factory=dict)


_P, _R, _U = Status.PENDING, Status.RESOLVED, Status.UNRESOLVED
_OPEN: Mapping[Status | None, Status] = {_P: _P, _U: _U}
_ANY: Mapping[Status | None, Status] = {_P: _P, _U: _U, _R: _R}
_ENDED: Mapping[Status | None, Why] = {_R: Why.ENDED}
_NOT_ENDED: Mapping[Status | None, Why] = {_P: Why.NOT_ENDED, _U: Why.NOT_ENDED}

ROWS = (
    Row("T-01 T-02", c.OpenDiscussion, {None: _P}, dict.fromkeys((_P, _R, _U), Why.COMMAND_REUSED)),
    Row("T-04 T-06 T-27", c.WriteMessage, _OPEN, _ENDED),
    Row("T-05 T-18", c.TakeDeliveryAction, _OPEN, _ENDED),
    Row("T-08", c.AskPlatformToJoin, {_P: _P}, {_U: Why.NOT_PENDING, _R: Why.ENDED}),
    Row("T-09", c.Join, _OPEN, _ENDED),
    Row("T-10", c.WarnSeller, _OPEN, _ENDED),
    Row("T-10", c.BlockSeller, _OPEN, _ENDED),
    Row("T-11", c.ForwardToWarehouse, _OPEN, _ENDED),
    Row("T-12", c.ForwardToSeller, _OPEN, _ENDED),
    Row("T-13", c.OfferSolution, _OPEN, _ENDED),
    Row("T-14", c.AcceptOffer, _OPEN, _ENDED),
    Row("T-15", c.DeclineOffer, _OPEN, _ENDED),
    Row("P-19", c.ReportCarriedOut, _OPEN, _ENDED),
    Row("T-16", c.AskToResolve, _OPEN, _ENDED),
    Row("T-17 T-31", c.MarkResolved, {_P: _R, _U: _R}, _ENDED),
    Row("T-20", c.SayStillAProblem, {_P: _P}, {_U: Why.NOT_CLOSING_AFTER_DELIVERY, _R: Why.ENDED}),
    Row("T-22 T-28", c.MarkUnresolved, {_P: _U}, {_U: Why.ALREADY_UNRESOLVED, _R: Why.ENDED_REOPEN_FIRST}),
    Row("T-25 T-32 T-33", c.Reopen, {_R: _P}, _NOT_ENDED),
    Row("T-26", c.ReopenByStaff, {_R: _P}, _NOT_ENDED),
    Row("T-29", c.ReportViolation, _ANY),
    Row("T-30", c.HandleReport, _ANY),
    Row("P-07", c.AddComment, _ANY),
    Row("D.1 G-13", c.RecomputeDeadlines, _OPEN, _ENDED),
    Row("T-07", TimerKind.ANSWER, {_P: _P}),
    Row("T-07b", TimerKind.ACTION, _OPEN),
    Row("T-10", TimerKind.FOLLOW_UP, _OPEN),
    Row("T-19", TimerKind.CLOSE_AFTER_DELIVERY, {_P: _R}),
    Row("T-21", TimerKind.UNRESOLVED_AVAILABLE, {_P: _P}),
    Row("T-23 T-24", TimerKind.AUTO_RESOLVE, {_P: _R}),
)
BY_TRIGGER: Mapping[Trigger, Row] = {row.trigger: row for row in ROWS}


def target(status: Status | None, trigger: Trigger) -> Status | Why:
    """E.3: the next status, or why there is none; what does not exist for the asker reads as not theirs (P-49)."""
    row = BY_TRIGGER[trigger]
    found = row.leads.get(status)
    return row.refused.get(status, Why.NOT_A_PARTY) if found is None else found


def standing(case: Discussion, law: Law) -> Status:
    """C-04: Unresolved takes messages and can still be settled, unless an administrator made it final."""
    final = case.status is Status.UNRESOLVED and law.rules.unresolved_is_final
    return Status.RESOLVED if final else case.status
