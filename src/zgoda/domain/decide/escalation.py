"""The platform's consultant: asked, joined, and what follows when nobody answers (S0-14…S0-17, C-29; T-08…T-10)."""

from datetime import datetime

from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import AskPlatformToJoin, BlockSeller, Join, WarnSeller
from zgoda.domain.deadlines import follow_up_due, missed
from zgoda.domain.decide.guards import TICK, Decision, Guard, admitted, first, status_allows, written
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.events import ConsultantJoined, JoinAsked, SellerBlocked, SellerWarned, Template
from zgoda.domain.evolve import FORWARDED
from zgoda.domain.law import Law
from zgoda.domain.messages import automatic, reference
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.visibility import has_joined


def may_ask_to_join(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-13, S0-14: the buyer, after TM-1 was missed, once in a round. A late answer does not take the right away."""
    return first(
        admitted(case, by, Role.BUYER),
        status_allows(case, AskPlatformToJoin, law),
        Refused(Why.JOIN_ALREADY_ASKED) if case.join_asked_at is not None else None,
        Refused(Why.ALREADY_JOINED) if case.platform_joined else None,
        None if case.answer_overdue else _not_overdue(case),
    )


def ask_to_join(case: Discussion, command: AskPlatformToJoin, now: datetime, law: Law) -> Decision:
    """T-08: into the consultants' queue; nobody joins by this alone."""
    return may_ask_to_join(case, command.by, now, law) or [JoinAsked()]


def may_join(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-14, C-29: three doors only: asked after a missed answer; Unresolved (S0-17); opened on behalf (S0-58).

    Where the platform is in already, by a colleague or by its own re-opening (T-26), a consultant may take over.
    """
    invited = case.join_asked_at is not None or case.status is Status.UNRESOLVED or case.platform_joined
    return first(
        admitted(case, by, Role.CONSULTANT),
        status_allows(case, Join, law),
        Refused(Why.ALREADY_JOINED) if has_joined(case, by) else None,
        None if invited else Refused(Why.NOTHING_TO_JOIN),
    )


def join(case: Discussion, command: Join, now: datetime, law: Law) -> Decision:
    """T-09: everybody is told, and the consultant is reminded after 24 business hours."""
    refused = may_join(case, command.by, now, law)
    if refused is not None or command.by.id is None:
        return refused or Refused(Why.NOT_ALLOWED)
    due = follow_up_due(now, law)
    if case.platform_joined:
        joined = ConsultantJoined(command.by.id, case.follow_up_at, case.follow_up_provisional)
    else:
        joined = ConsultantJoined(command.by.id, due.at, due.provisional)
    return [
        joined,
        automatic(command.message_id, Template.CONSULTANT_JOINED),
    ]


def may_warn(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """T-10: the joined consultant or a moderator, once the reminder expired without an answer."""
    return first(
        admitted(case, by, Role.CONSULTANT, Role.MODERATOR),
        status_allows(case, WarnSeller, law),
        _seller_answers(case),
        _consultant_at_work(case, by),
        _silent_although_joined(case),
        _reminder_expired(case, now, law),
    )


def warn(case: Discussion, command: WarnSeller, now: datetime, law: Law) -> Decision:
    """T-10: a warning with its reason; the reminder starts again."""
    refused = may_warn(case, command.by, now, law) or written(command.reason, Why.WRITTEN_REASON_MISSING)
    if refused is not None or command.reason is None:
        return refused or Refused(Why.WRITTEN_REASON_MISSING)
    due = follow_up_due(now, law)
    return [
        SellerWarned(reason=reference(command.reason), follow_up_at=due.at, provisional=due.provisional),
        automatic(command.message_id, Template.SELLER_WARNED),
    ]


def may_block(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-26, S0-15: a moderator, where the platform joined, the seller was warned and still did not answer.

    The warning gives the seller 24 business hours more, so nobody is blocked before they have passed.
    """
    return first(
        admitted(case, by, Role.MODERATOR),
        status_allows(case, BlockSeller, law),
        _seller_answers(case),
        _silent_although_joined(case),
        None if case.warned_at is not None else Refused(Why.SELLER_NOT_WARNED),
        Refused(Why.ALREADY_BLOCKED) if case.blocked_at is not None else None,
        _reminder_expired(case, now, law),
    )


def block(case: Discussion, command: BlockSeller, now: datetime, law: Law) -> Decision:
    """P-26: needs a written reason.

    A block ends selling, not duties. No condition of E.2 looks at it: the buyer of a blocked seller still gets an
    answer, a parcel or the money back, the clocks go on, and the seller can appeal. So `permissions` never asks.
    """
    refused = may_block(case, command.by, now, law) or written(command.reason, Why.WRITTEN_REASON_MISSING)
    if refused is not None or command.reason is None:
        return refused or Refused(Why.WRITTEN_REASON_MISSING)
    return [SellerBlocked(reason=reference(command.reason))]


def _not_overdue(case: Discussion) -> Refused:
    """S0-14: both the missed answer and the request are needed; answered in time it never becomes possible."""
    answered = case.answered_at is not None
    return Refused(Why.ANSWER_NOT_OVERDUE, possible_from=None if answered else case.deadlines.answer_due + TICK)


def _consultant_at_work(case: Discussion, by: Actor) -> Guard:
    """T-10: of the consultants, the one who joined."""
    stranger = by.role is Role.CONSULTANT and not has_joined(case, by)
    return Refused(Why.NOT_JOINED) if stranger else None


def _seller_answers(case: Discussion) -> Guard:
    """T-10, P-26: a seller pays for its own silence only, never for the Warehouse's (S1-54)."""
    return None if case.responsible is Role.SELLER else Refused(Why.WAREHOUSE_ANSWERS)


def _silent_although_joined(case: Discussion) -> Guard:
    """S0-15: the platform joined and the responsible party has said nothing since (an answer ends the reminder)."""
    if not case.platform_joined:
        return Refused(Why.NOT_JOINED)
    return Refused(Why.SELLER_ANSWERED) if case.follow_up_at is None else None


def _reminder_expired(case: Discussion, now: datetime, law: Law) -> Guard:
    """T-10: the 24 business hours since the joining, or since the warning, have passed.

    They are the seller's own (S1-54): of a case that the Warehouse handed over meanwhile they run from that hand-over,
    so that nobody is warned or blocked for hours in which it could not answer.
    """
    if not case.follow_up_passed:
        from_ = None if case.follow_up_at is None else case.follow_up_at + TICK
        return Refused(Why.REMINDER_NOT_EXPIRED, possible_from=from_)
    last = case.responsibilities[-1]
    own = follow_up_due(last.since, law).at if last.cause == FORWARDED else None
    if own is None or missed(own, now):
        return None
    return Refused(Why.REMINDER_NOT_EXPIRED, possible_from=own + TICK)
