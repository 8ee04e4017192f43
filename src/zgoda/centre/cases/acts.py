"""What people do to a case from a page, one function each: the command with new ids, through the one door.

Each takes the case's id and who acts, and gives the case as it then stands or a `Refused`; unknown cases raise
`NoSuchCase`. ``command_id`` makes a repetition harmless (a form sent twice). Words come as typed.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from zgoda.centre.cases.texts import written
from zgoda.centre.handle import handle, open_discussion
from zgoda.centre.store.purchases import purchase_for
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor
from zgoda.domain.discussion import Discussion, ReportCategory
from zgoda.domain.expectation import Expectation
from zgoda.domain.refusals import Refused

Outcome = Discussion | Refused


def open_case(
    line_id: UUID | None,
    by: Actor,
    *,
    reason: str | None,
    expectation: Expectation | None = None,
    details: str = "",
    files: Sequence[UUID] = (),
    buyer_reported: str = "",
    now: datetime,
    command_id: UUID | None = None,
) -> Outcome:
    """P-01, P-02: open a Discussion about a bought line; ``buyer_reported`` is for staff who open on behalf (S0-57)."""
    command = c.OpenDiscussion(
        discussion_id=uuid4(),
        by=by,
        purchase=purchase_for(line_id) if line_id else None,
        reason_code=reason,
        message_id=uuid4(),
        expectation=expectation,
        details=written(details),
        attachments=tuple(files),
        buyer_reported=written(buyer_reported),
    )
    return open_discussion(command, now=now, command_id=command_id)


def write(
    case_id: UUID, by: Actor, words: str, files: Sequence[UUID] = (), *, now: datetime, command_id: UUID | None = None
) -> Outcome:
    """P-05, P-06."""
    command = c.WriteMessage(by=by, message_id=uuid4(), text=written(words), attachments=tuple(files))
    return handle(case_id, command, now=now, command_id=command_id)


def mark_resolved(case_id: UUID, by: Actor, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-09."""
    return handle(case_id, c.MarkResolved(by=by), now=now, command_id=command_id)


def mark_unresolved(case_id: UUID, by: Actor, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-10."""
    return handle(case_id, c.MarkUnresolved(by=by), now=now, command_id=command_id)


def reopen(case_id: UUID, by: Actor, words: str = "", *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-11."""
    command = c.Reopen(by=by, message_id=uuid4(), text=written(words))
    return handle(case_id, command, now=now, command_id=command_id)


def ask_to_join(case_id: UUID, by: Actor, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-13."""
    return handle(case_id, c.AskPlatformToJoin(by=by), now=now, command_id=command_id)


def still_a_problem(case_id: UUID, by: Actor, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """T-20."""
    return handle(case_id, c.SayStillAProblem(by=by), now=now, command_id=command_id)


def accept_offer(case_id: UUID, by: Actor, offer_id: UUID, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-18."""
    return handle(case_id, c.AcceptOffer(by=by, offer_id=offer_id), now=now, command_id=command_id)


def decline_offer(
    case_id: UUID, by: Actor, offer_id: UUID, *, now: datetime, command_id: UUID | None = None
) -> Outcome:
    """P-18."""
    return handle(case_id, c.DeclineOffer(by=by, offer_id=offer_id), now=now, command_id=command_id)


def report_violation(
    case_id: UUID,
    by: Actor,
    message_id: UUID,
    category: str,
    words: str = "",
    *,
    now: datetime,
    command_id: UUID | None = None,
) -> Outcome:
    """P-24; whose message it is, the door looks up. ``category`` as typed: one of the two, or it is refused."""
    command = c.ReportViolation(
        by=by,
        report_id=uuid4(),
        message_id=message_id,
        author=None,
        category=ReportCategory(category) if category in ReportCategory.__members__ else None,
        text=written(words),
    )
    return handle(case_id, command, now=now, command_id=command_id)
