"""Talking in the thread (P-05, P-06, P-08; T-04, T-06, T-16, T-27)."""

from datetime import datetime

from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import AskToResolve, WriteMessage
from zgoda.domain.deadlines import metric_due
from zgoda.domain.decide.answering import answer_by
from zgoda.domain.decide.guards import Decision, Guard, admitted, content, first, may_speak, status_allows
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import ClosingCancelled, Event, MessageKind, MetricStarted, ResolveAsked, ResolveAskLapsed
from zgoda.domain.law import Law
from zgoda.domain.limits import MESSAGE_ATTACHMENTS, too_long, too_many
from zgoda.domain.messages import by_person
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.rule_sets import AskToEndLimit

WRITERS = (Role.BUYER, Role.SELLER, Role.WAREHOUSE, Role.CONSULTANT)


def may_write(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-05: buyer, responsible party, joined consultant; while the case has not ended (T-27)."""
    return first(admitted(case, by, *WRITERS), status_allows(case, WriteMessage, law), may_speak(case, by))


def write(case: Discussion, command: WriteMessage, now: datetime, law: Law) -> Decision:
    """T-04: the responsible party's message is an answer. T-06: the buyer's stops TM-5 and an open request."""
    by = command.by
    refused = may_write(case, by, now, law) or content(command.text, command.attachments)
    if refused is not None:
        return refused
    events: list[Event] = [by_person(command.message_id, by, MessageKind.WRITTEN, command.text, command.attachments)]
    if by.role is Role.BUYER:
        return events + buyer_spoke(case) + _measured_from_here(case, now, law)
    return [*events, *answer_by(case, by, now)]


def buyer_spoke(case: Discussion) -> list[Event]:
    """T-06, C-20, C-07: the buyer is not content yet; TM-1 does not start again (S0-10)."""
    events: list[Event] = []
    if case.closes_at is not None:
        events.append(ClosingCancelled(still_a_problem=False))
    if case.resolve_asked is not None:
        events.append(ResolveAskLapsed())
    return events


def _measured_from_here(case: Discussion, now: datetime, law: Law) -> list[Event]:
    """G-07, C-18: the buyer's own first message in a case opened on its behalf, while the answer is waited for."""
    is_first = case.on_behalf and case.round == 1 and case.first_buyer_message_at is None
    return [MetricStarted(metric_due(now, law).at)] if is_first and case.first_response_at is None else []


def may_ask_to_resolve(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-08, S0-16: the responsible party, at any moment before the end, one open request at a time (C-07)."""
    return first(
        admitted(case, by, Role.SELLER, Role.WAREHOUSE),
        status_allows(case, AskToResolve, law),
        may_speak(case, by),
        _not_asked(case, law),
    )


def ask_to_resolve(case: Discussion, command: AskToResolve, now: datetime, law: Law) -> Decision:
    """T-16: a request with the default or an edited text; no answer for TM-1 (C-19)."""
    refused = first(
        may_ask_to_resolve(case, command.by, now, law),
        too_long(command.text),
        too_many(len(command.attachments), MESSAGE_ATTACHMENTS),
    )
    if refused is not None:
        return refused
    return [
        by_person(command.message_id, command.by, MessageKind.RESOLVE_ASK, command.text, command.attachments),
        ResolveAsked(command.message_id),
    ]


def _not_asked(case: Discussion, law: Law) -> Guard:
    """C-07: a buyer's message closes the request and a new one may be sent; once per case only by switch."""
    spent = law.rules.ask_to_end_limit is AskToEndLimit.ONCE and case.times_resolve_asked > 0
    return Refused(Why.RESOLVE_ALREADY_ASKED) if spent or case.resolve_asked is not None else None
