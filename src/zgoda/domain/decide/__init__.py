"""Judge a command: the events that follow from it, or the refusal. One door, one function for each command.

The case must be caught up: timers due before the command have been applied (G-03, `timers.catch_up`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from zgoda.domain import commands as c
from zgoda.domain.deadlines import auto_resolve_at
from zgoda.domain.decide import (
    conversation,
    delivery,
    escalation,
    forwarding,
    offers,
    opening,
    recomputing,
    reopening,
    resolution,
    staff,
    violations,
)
from zgoda.domain.decide.guards import Decision
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.events import AutoResolveMoved, Event, MarkedUnresolved, MessagePosted, Reopened, Resolved
from zgoda.domain.law import Law
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.rule_sets import AutoResolveFrom

__all__ = ["Decision", "decide"]


def decide(case: Discussion | None, command: c.Command, now: datetime, law: Law) -> Decision:
    """E.2, E.3: what follows from ``command`` at ``now``. ``law`` is the pinned one, or the one to open under.

    A case that does not exist reads as somebody else's (P-49). No events means: taken note of, nothing changed.
    """
    if isinstance(command, c.OpenDiscussion):
        if case is not None:
            return Refused(Why.COMMAND_REUSED)
        return opening.open_discussion(command, now, law)
    if case is None:
        return Refused(Why.NOT_A_PARTY)
    decision = _BY_COMMAND[type(command)](case, command, now, law)
    return decision if isinstance(decision, Refused) else decision + _moved(case, decision, now, law)


def _moved(case: Discussion, events: list[Event], now: datetime, law: Law) -> list[Event]:
    """D.2, TM-4 start: by switch the 30 days run from the last message instead of the opening."""
    if law.rules.auto_resolve_from is AutoResolveFrom.OPENING or case.status is not Status.PENDING:
        return []
    settled = any(isinstance(event, Resolved | MarkedUnresolved | Reopened) for event in events)
    posted = any(isinstance(event, MessagePosted) for event in events)
    return [AutoResolveMoved(auto_resolve_at(now, law.market.zone))] if posted and not settled else []


_BY_COMMAND: Mapping[type[c.Command], Callable[..., Decision]] = {
    c.WriteMessage: conversation.write,
    c.AskToResolve: conversation.ask_to_resolve,
    c.OfferSolution: offers.offer,
    c.AcceptOffer: offers.accept,
    c.DeclineOffer: offers.decline,
    c.ReportCarriedOut: offers.report_carried_out,
    c.MarkResolved: resolution.mark_resolved,
    c.MarkUnresolved: resolution.mark_unresolved,
    c.Reopen: reopening.reopen,
    c.ReopenByStaff: reopening.reopen_by_staff,
    c.AskPlatformToJoin: escalation.ask_to_join,
    c.Join: escalation.join,
    c.SayStillAProblem: delivery.say_still_a_problem,
    c.TakeDeliveryAction: delivery.take,
    c.ReportViolation: violations.report,
    c.HandleReport: violations.handle,
    c.WarnSeller: escalation.warn,
    c.BlockSeller: escalation.block,
    c.RecomputeDeadlines: recomputing.recompute,
    c.ForwardToWarehouse: forwarding.forward_to_warehouse,
    c.ForwardToSeller: forwarding.forward_to_seller,
    c.AddComment: staff.comment,
}
