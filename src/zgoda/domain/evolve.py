"""Fold a Discussion's events into its state. No rule is decided here: what happened, happened.

An event of a later moment never needs the law again, so refolding the journal always gives the same row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from zgoda.domain import events as e
from zgoda.domain.actors import ANSWERERS, Actor, Role
from zgoda.domain.deadlines import Due
from zgoda.domain.discussion import (
    DeliveryFact,
    Discussion,
    Offer,
    OfferState,
    OpenReport,
    Responsibility,
    Status,
)

ANSWERING_KINDS = frozenset({e.MessageKind.WRITTEN, e.MessageKind.OFFER})
"""C-19: an answer or a question; asking to resolve and automatic words do not count."""

ROUTED, REOPENED, FORWARDED = "ROUTED", "REOPENED", "FORWARDED"
"""Causes of a responsibility: by the reason at the opening, again at a re-opening, by the other party's forward."""


def evolve(case: Discussion | None, recorded: e.Recorded, *, id: UUID) -> Discussion:  # noqa: A002
    """The state after one more event; the first must be the opening. ``id`` names the case it belongs to."""
    event, at = recorded.event, recorded.at
    if isinstance(event, e.DiscussionOpened):
        return _opened(event, at, recorded.by, id)
    if case is None:
        raise ValueError(f"{type(event).__name__} before the opening of {id}")
    return _FOLDS[type(event)](case, event, at, recorded.by)


def fold(id: UUID, recorded: Iterable[e.Recorded]) -> Discussion:  # noqa: A002
    """The state after a whole journal; ``ValueError`` when it is empty."""
    case: Discussion | None = None
    for entry in recorded:
        case = evolve(case, entry, id=id)
    if case is None:
        raise ValueError(f"no events of {id}")
    return case


def _opened(event: e.DiscussionOpened, at: datetime, by: Actor, case_id: UUID) -> Discussion:
    """T-01; T-02: staff are members from the start, and their reminder falls due with the answer (C-43, T-10)."""
    return Discussion(
        id=case_id,
        purchase=event.purchase,
        reason_code=event.reason_code,
        expectation=event.expectation,
        rule_set=event.rule_set,
        calendar=event.calendar,
        on_behalf=event.on_behalf,
        status=Status.PENDING,
        first_opened_at=at,
        opened_at=at,
        deadlines=event.deadlines,
        responsibilities=(Responsibility(event.responsible, at, ROUTED),),
        hidden=event.hidden,
        platform_joined=event.on_behalf,
        joined_by=_consultant(by),
        **_reminder(_with_the_answer(event) if event.on_behalf else None, at),
        metric_due=event.deadlines.answer_due if event.on_behalf else None,
    )


def _message(case: Discussion, event: e.MessagePosted, at: datetime, by: Actor) -> Discussion:
    case = replace(case, messages=case.messages + 1, last_message_at=at, last_message_by=event.author)
    if event.author is Role.BUYER:
        case = replace(case, last_buyer_message_at=at, first_buyer_message_at=case.first_buyer_message_at or at)
    if event.author in ANSWERERS:
        case = replace(case, seller_wrote=True)
    if event.author in ANSWERERS and event.kind in ANSWERING_KINDS and event.author is case.responsible:
        case = replace(case, follow_up_at=None, follow_up_passed=False)
    return case


def _answered(case: Discussion, event: e.Answered, at: datetime, by: Actor) -> Discussion:
    in_time = event.in_time if case.metric_due is None else at <= case.metric_due
    return replace(
        case,
        answered_at=at,
        first_response_at=case.first_response_at or at,
        first_round_in_time=_first_round(case, in_time=in_time),
    )


def _metric_started(case: Discussion, event: e.MetricStarted, at: datetime, by: Actor) -> Discussion:
    return replace(case, metric_due=event.due)


def _answer_missed(case: Discussion, event: e.AnswerMissed, at: datetime, by: Actor) -> Discussion:
    """G-07: where another instant is measured, passing TM-1 says nothing of it yet."""
    measured = _first_round(case, in_time=False) if case.metric_due is None else case.first_round_in_time
    return replace(case, answer_overdue=True, first_round_in_time=measured)


def _action_missed(case: Discussion, event: e.ActionMissed, at: datetime, by: Actor) -> Discussion:
    return replace(case, action_overdue=True)


def _action(case: Discussion, event: e.DeliveryActionTaken, at: datetime, by: Actor) -> Discussion:
    """The action that happened first stands for TM-2, whenever we heard of it (G-04)."""
    fact = DeliveryFact(event.action, event.by, event.happened_at, at)
    first = case.action is None or fact.happened_at < case.action.happened_at
    return replace(
        case,
        action=fact if first else case.action,
        action_overdue=not event.in_time if first else case.action_overdue,
        delivery_references=(*case.delivery_references, f"{event.action}:{event.reference}"),
        follow_up_at=None,
        follow_up_passed=False,
    )


def _delivered(case: Discussion, event: e.ParcelDelivered, at: datetime, by: Actor) -> Discussion:
    return replace(case, delivered_at=event.delivered_at, delivery_told_at=at, closes_at=event.closes_at)


def _closing_cancelled(case: Discussion, event: e.ClosingCancelled, at: datetime, by: Actor) -> Discussion:
    return replace(case, closes_at=None)


def _resolve_asked(case: Discussion, event: e.ResolveAsked, at: datetime, by: Actor) -> Discussion:
    return replace(case, resolve_asked=event.message_id, times_resolve_asked=case.times_resolve_asked + 1)


def _resolve_lapsed(case: Discussion, event: e.ResolveAskLapsed, at: datetime, by: Actor) -> Discussion:
    return replace(case, resolve_asked=None)


def _offered(case: Discussion, event: e.OfferMade, at: datetime, by: Actor) -> Discussion:
    return replace(
        case,
        offer=Offer(event.offer_id, Actor(event.by, event.by_id), event.solution, at, event.message_id),
    )


def _accepted(case: Discussion, event: e.OfferAccepted, at: datetime, by: Actor) -> Discussion:
    if case.offer is None:
        return case
    offer = replace(case.offer, state=OfferState.ACCEPTED)
    return replace(case, offer=offer, agreed=offer.solution, carried_out_at=None)


def _declined(case: Discussion, event: e.OfferDeclined, at: datetime, by: Actor) -> Discussion:
    return replace(case, offer=case.offer and replace(case.offer, state=OfferState.DECLINED))


def _carried_out(case: Discussion, event: e.SolutionCarriedOut, at: datetime, by: Actor) -> Discussion:
    return replace(case, carried_out_at=at)


def _resolved(case: Discussion, event: e.Resolved, at: datetime, by: Actor) -> Discussion:
    """T-17, T-19, T-23: every clock of the round stops; a measured answer that was late by now stays late (G-07)."""
    late = case.metric_due is not None and case.metric_due < at
    return replace(
        case,
        first_round_in_time=_first_round(case, in_time=False) if late else case.first_round_in_time,
        status=Status.RESOLVED,
        closure_reason=event.closure_reason,
        closed_at=at,
        closes_at=None,
        follow_up_at=None,
        resolve_asked=None,
    )


def _auto_resolve_moved(case: Discussion, event: e.AutoResolveMoved, at: datetime, by: Actor) -> Discussion:
    return replace(case, deadlines=replace(case.deadlines, auto_resolve_at=event.auto_resolve_at))


def _unresolved_offered(case: Discussion, event: e.UnresolvedOffered, at: datetime, by: Actor) -> Discussion:
    return replace(case, unresolved_offered=True)


def _unresolved(case: Discussion, event: e.MarkedUnresolved, at: datetime, by: Actor) -> Discussion:
    """T-22: TM-4 and TM-5 stop."""
    return replace(case, status=Status.UNRESOLVED, unresolved_offered=True, closes_at=None)


def _reopened(case: Discussion, event: e.Reopened, at: datetime, by: Actor) -> Discussion:
    """T-25, T-26: a new round; what was said in the old one is cleared. The platform is in where staff re-opened
    the case, or opened it on the buyer's behalf."""
    joined = event.by_staff or case.on_behalf
    case = replace(
        case,
        status=Status.PENDING,
        closure_reason=None,
        closed_at=None,
        opened_at=at,
        round=case.round + 1,
        deadlines=event.deadlines,
        responsibilities=(*case.responsibilities, Responsibility(event.responsible, at, REOPENED)),
        delivered_at=None,
        delivery_told_at=None,
        closes_at=None,
        join_asked_at=None,
        joined_by=_consultant(by) if event.by_staff else None,
        platform_joined=joined,
        **_reminder(event.follow_up, at),
        follow_up_passed=False,
        warned_at=None,
        blocked_at=None,
        resolve_asked=None,
        offer=None,
        agreed=None,
        carried_out_at=None,
        buyer_reopens=case.buyer_reopens + (not event.by_staff),
        staff_reopens=case.staff_reopens + event.by_staff,
    )
    return _clocks_anew(case) if event.restarts else case


def _clocks_anew(case: Discussion) -> Discussion:
    """C-06: TM-1, TM-2 and TM-3 run from the re-opening; what was told in the old round may answer the new one."""
    return replace(
        case,
        answered_at=None,
        answer_overdue=False,
        action=None,
        action_overdue=False,
        delivery_references=(),
        unresolved_offered=False,
    )


def _join_asked(case: Discussion, event: e.JoinAsked, at: datetime, by: Actor) -> Discussion:
    return replace(case, join_asked_at=at)


def _joined(case: Discussion, event: e.ConsultantJoined, at: datetime, by: Actor) -> Discussion:
    """A colleague who takes over inherits the reminder as it stands."""
    same_reminder = event.follow_up_at == case.follow_up_at
    return replace(
        case,
        platform_joined=True,
        joined_by=event.consultant_id,
        follow_up_from=case.follow_up_from if same_reminder else at,
        follow_up_at=event.follow_up_at,
        follow_up_provisional=event.provisional,
        follow_up_passed=case.follow_up_passed and same_reminder,
    )


def _follow_up_passed(case: Discussion, event: e.FollowUpPassed, at: datetime, by: Actor) -> Discussion:
    return replace(case, follow_up_passed=True)


def _warned(case: Discussion, event: e.SellerWarned, at: datetime, by: Actor) -> Discussion:
    return replace(
        case,
        warned_at=at,
        follow_up_from=at,
        follow_up_at=event.follow_up_at,
        follow_up_provisional=event.provisional,
        follow_up_passed=False,
    )


def _blocked(case: Discussion, event: e.SellerBlocked, at: datetime, by: Actor) -> Discussion:
    return replace(case, blocked_at=at)


def _reported(case: Discussion, event: e.ViolationReported, at: datetime, by: Actor) -> Discussion:
    """T-29: status and clocks stay."""
    report = OpenReport(event.report_id, event.message_id, event.category)
    return replace(case, reports=(*case.reports, report))


def _report_handled(case: Discussion, event: e.ReportHandled, at: datetime, by: Actor) -> Discussion:
    return replace(case, reports=tuple(open_ for open_ in case.reports if open_.id != event.report_id))


def _recomputed(case: Discussion, event: e.DeadlinesRecomputed, at: datetime, by: Actor) -> Discussion:
    """D.1: only the instants move. What is measured moves along where it is TM-1 itself (G-07)."""
    by_answer = case.metric_due == case.deadlines.answer_due
    return replace(
        case,
        deadlines=event.deadlines,
        closes_at=event.closes_at,
        follow_up_at=event.follow_up_at,
        follow_up_provisional=event.follow_up_provisional,
        metric_due=event.deadlines.answer_due if by_answer else case.metric_due,
    )


def _forwarded(case: Discussion, event: e.Forwarded, at: datetime, by: Actor) -> Discussion:
    """T-11, T-12, E.3 invariants 3 and 5: who answers changes, and no clock does."""
    return replace(case, responsibilities=(*case.responsibilities, Responsibility(event.to, at, FORWARDED)))


def _nothing(case: Discussion, event: e.Event, at: datetime, by: Actor) -> Discussion:
    """P-07: a comment is kept beside the case and moves nothing."""
    return case


def _first_round(case: Discussion, *, in_time: bool) -> bool | None:
    """G-06, C-18: only the first round is measured, and its first outcome stands."""
    return in_time if case.round == 1 and case.first_round_in_time is None else case.first_round_in_time


def _reminder(due: Due | None, since: datetime) -> dict[str, Any]:
    """T-10: the reminder of a round in which the platform is in from the start."""
    return {
        "follow_up_from": since if due else None,
        "follow_up_at": due.at if due else None,
        "follow_up_provisional": due is not None and due.provisional,
    }


def _with_the_answer(event: e.DiscussionOpened) -> Due:
    return Due(event.deadlines.answer_due, event.deadlines.provisional)


def _consultant(by: Actor) -> int | None:
    return by.id if by.role is Role.CONSULTANT else None


_FOLDS: Mapping[type[e.Event], Callable[..., Discussion]] = {
    e.MessagePosted: _message,
    e.Answered: _answered,
    e.MetricStarted: _metric_started,
    e.AnswerMissed: _answer_missed,
    e.ActionMissed: _action_missed,
    e.DeliveryActionTaken: _action,
    e.ParcelDelivered: _delivered,
    e.ClosingCancelled: _closing_cancelled,
    e.ResolveAsked: _resolve_asked,
    e.ResolveAskLapsed: _resolve_lapsed,
    e.OfferMade: _offered,
    e.OfferAccepted: _accepted,
    e.OfferDeclined: _declined,
    e.SolutionCarriedOut: _carried_out,
    e.Resolved: _resolved,
    e.AutoResolveMoved: _auto_resolve_moved,
    e.UnresolvedOffered: _unresolved_offered,
    e.MarkedUnresolved: _unresolved,
    e.Reopened: _reopened,
    e.JoinAsked: _join_asked,
    e.ConsultantJoined: _joined,
    e.FollowUpPassed: _follow_up_passed,
    e.SellerWarned: _warned,
    e.SellerBlocked: _blocked,
    e.ViolationReported: _reported,
    e.ReportHandled: _report_handled,
    e.DeadlinesRecomputed: _recomputed,
    e.Forwarded: _forwarded,
    e.CommentAdded: _nothing,
}
