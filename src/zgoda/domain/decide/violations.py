"""Reports of violations and what a moderator makes of them (S0-25…S0-28; P-24, P-25; T-29, T-30)."""

from datetime import datetime

from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import HandleReport, ReportViolation
from zgoda.domain.conduct import CATEGORIES
from zgoda.domain.decide.guards import Decision, Guard, admitted, first, status_allows
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import ReportHandled, ViolationReported
from zgoda.domain.law import Law
from zgoda.domain.limits import too_long
from zgoda.domain.messages import optional
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.visibility import is_party

REPORTERS = (Role.BUYER, Role.SELLER, Role.WAREHOUSE, Role.CONSULTANT)


def may_report(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-24, T-29: any party, in any status; a consultant is a party after joining."""
    return first(
        admitted(case, by, *REPORTERS),
        status_allows(case, ReportViolation, law),
        None if is_party(case, by) else Refused(Why.NOT_JOINED),
    )


def report(case: Discussion, command: ReportViolation, now: datetime, law: Law) -> Decision:
    """S0-25: on a message of another party, in one of the two categories; status and clocks stay (C-41)."""
    category = command.category
    refused = first(may_report(case, command.by, now, law), _others(command.author, command.by), too_long(command.text))
    if refused is not None or category not in CATEGORIES:
        return refused or Refused(Why.CATEGORY_UNKNOWN)
    return [
        ViolationReported(
            report_id=command.report_id,
            message_id=command.message_id,
            category=category,
            text=optional(command.text),
        )
    ]


def may_handle(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-25: a moderator, while a report is open."""
    return first(
        admitted(case, by, Role.MODERATOR),
        status_allows(case, HandleReport, law),
        None if case.reports else Refused(Why.NO_OPEN_REPORT),
    )


def handle(case: Discussion, command: HandleReport, now: datetime, law: Law) -> Decision:
    """T-30: the message is hidden behind a notice, or stays; the report is closed either way."""
    refused = may_handle(case, command.by, now, law) or too_long(command.text)
    if refused is not None:
        return refused
    found = next((open_ for open_ in case.reports if open_.id == command.report_id), None)
    if found is None:
        return Refused(Why.NO_OPEN_REPORT)
    return [
        ReportHandled(
            report_id=found.id,
            message_id=found.message_id,
            hidden=command.hide,
            text=optional(command.text),
        )
    ]


def _others(author: Actor | None, by: Actor) -> Guard:
    """P-24: colleagues speak for the same party, so the role tells whose message it is."""
    if author is None:
        return Refused(Why.NO_SUCH_MESSAGE)
    return Refused(Why.OWN_MESSAGE) if author.role is by.role else None
