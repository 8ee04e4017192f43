"""The two ways back from Resolved (S0-20…S0-24, C-05, C-06; P-11, P-12; T-25, T-26, T-32, T-33)."""

from dataclasses import replace
from datetime import datetime

from zgoda.domain.actors import STAFF, Actor, Role
from zgoda.domain.commands import Reopen, ReopenByStaff
from zgoda.domain.deadlines import Deadlines, follow_up_due, opening_deadlines
from zgoda.domain.decide.guards import Decision, Guard, admitted, first, status_allows, together, written
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import Event, MessageKind, Reopened, Template
from zgoda.domain.law import Law
from zgoda.domain.limits import is_blank, too_long
from zgoda.domain.messages import automatic, automatic_id, by_person, optional
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.routing import responsible_party

BUYER_REOPENINGS = 1


def may_reopen(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-11: the buyer, once per Discussion (S0-21), up to two years after the purchase (S0-22, TM-6)."""
    return first(
        admitted(case, by, Role.BUYER),
        status_allows(case, Reopen, law),
        Refused(Why.REOPENED_ALREADY) if case.buyer_reopens >= BUYER_REOPENINGS else None,
        Refused(Why.TOO_LATE_TO_REOPEN) if now > case.deadlines.reopen_until else None,
    )


def reopen(case: Discussion, command: Reopen, now: datetime, law: Law) -> Decision:
    """T-25: the platform says that the case is open again; the buyer's words, if any, follow as a message."""
    refused = first(may_reopen(case, command.by, now, law), _free(case, command), too_long(command.text))
    if refused is not None:
        return refused
    notice = automatic_id(case.id, case.round + 1, Template.REOPENED_BY_BUYER)
    events: list[Event] = [
        _reopened(case, now, law, by_staff=False),
        automatic(notice, Template.REOPENED_BY_BUYER),
    ]
    if not is_blank(command.text):
        events.append(by_person(command.message_id, command.by, MessageKind.WRITTEN, command.text))
    return events


def may_reopen_by_staff(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-12, S0-23: staff, from Resolved; any number of times and without the two years, unless limited (C-05)."""
    limit = law.rules.staff_reopen_limit
    spent = limit is not None and case.staff_reopens >= limit
    return first(
        admitted(case, by, *STAFF),
        status_allows(case, ReopenByStaff, law),
        Refused(Why.STAFF_REOPENED_ENOUGH, limit=limit) if spent else None,
    )


def reopen_by_staff(case: Discussion, command: ReopenByStaff, now: datetime, law: Law) -> Decision:
    """T-26, S0-24: Pending again; needs the buyer's request and a written justification. The platform has joined.

    Whatever stands in the way of the request is named at once.
    """
    refused = first(
        may_reopen_by_staff(case, command.by, now, law),
        together(
            written(command.buyer_request, Why.BUYER_REQUEST_MISSING),
            written(command.justification, Why.JUSTIFICATION_MISSING),
            _free(case, command),
        ),
    )
    if refused is not None:
        return refused
    reopened = replace(
        _reopened(case, now, law, by_staff=True),
        justification=optional(command.justification),
        buyer_request=optional(command.buyer_request),
    )
    return [reopened, automatic(command.message_id, Template.REOPENED_BY_PLATFORM)]


def _free(case: Discussion, command: Reopen | ReopenByStaff) -> Guard:
    """P-01: never two Pending Discussions about one order line. S1-56: nor two open hidden ones about one purchase."""
    if command.pending_on_line:
        return Refused(Why.ALREADY_PENDING)
    return Refused(Why.OPEN_FOR_PURCHASE) if case.hidden and command.hidden_in_purchase else None


def _reopened(case: Discussion, now: datetime, law: Law, *, by_staff: bool) -> Reopened:
    """T-25: routed again by the same reason."""
    return Reopened(
        by_staff=by_staff,
        deadlines=_deadlines(case, now, law),
        responsible=responsible_party(case.purchase, case.reason),
        restarts=law.rules.reopen_restarts_timers,
        follow_up=follow_up_due(now, law) if by_staff or case.on_behalf else None,
    )


def _deadlines(case: Discussion, now: datetime, law: Law) -> Deadlines:
    """C-06: all clocks of an opening run anew, the two years never move.

    By switch only TM-4 does: were it left where it was, the case would close again at once.
    """
    anew = opening_deadlines(now, case.purchase.purchased_at, not_received=case.reason.not_received, law=law)
    if law.rules.reopen_restarts_timers:
        return anew
    return replace(case.deadlines, auto_resolve_at=anew.auto_resolve_at)
