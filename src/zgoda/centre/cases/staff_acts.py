"""What consultants and moderators do to a case from a page, one function each.

P-07, P-12, P-14, P-17, P-25, P-26; T-10. Shapes and errors as in ``cases.acts``.
"""

from datetime import datetime
from uuid import UUID, uuid4

from zgoda.centre.cases.acts import Outcome
from zgoda.centre.cases.texts import written
from zgoda.centre.handle import handle
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor
from zgoda.domain.expectation import Expectation
from zgoda.domain.refusals import Refused, Why


def join(case_id: UUID, by: Actor, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-14, S0-17: everybody in the thread is told."""
    return handle(case_id, c.Join(by=by, message_id=uuid4()), now=now, command_id=command_id)


def propose(
    case_id: UUID, by: Actor, solution: Expectation, words: str, *, now: datetime, command_id: UUID | None = None
) -> Outcome:
    """P-17, T-31: a consultant's proposal; the buyer accepts or declines it like a seller's offer."""
    command = c.OfferSolution(by=by, offer_id=uuid4(), message_id=uuid4(), solution=solution, text=written(words))
    return handle(case_id, command, now=now, command_id=command_id)


def reopen(
    case_id: UUID,
    by: Actor,
    *,
    buyer_request: str,
    justification: str,
    now: datetime,
    command_id: UUID | None = None,
) -> Outcome:
    """P-12, S0-23: at the buyer's recorded request, for a written reason."""
    command = c.ReopenByStaff(
        by=by, message_id=uuid4(), justification=written(justification), buyer_request=written(buyer_request)
    )
    return handle(case_id, command, now=now, command_id=command_id)


def warn(case_id: UUID, by: Actor, reason: str, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """T-10."""
    command = c.WarnSeller(by=by, message_id=uuid4(), reason=written(reason))
    return handle(case_id, command, now=now, command_id=command_id)


def block(case_id: UUID, by: Actor, reason: str, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-26, S0-15: the account is blocked in the transaction that records it."""
    return handle(case_id, c.BlockSeller(by=by, reason=written(reason)), now=now, command_id=command_id)


def comment(case_id: UUID, by: Actor, words: str, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-07: read by colleagues only."""
    text = written(words)
    if text is None:
        return Refused(Why.MESSAGE_EMPTY)
    return handle(case_id, c.AddComment(by=by, text=text), now=now, command_id=command_id)


def handle_report(
    case_id: UUID, by: Actor, report_id: UUID, *, hide: bool, words: str, now: datetime, command_id: UUID | None = None
) -> Outcome:
    """P-25, T-30: the message is hidden, or nothing was wrong; the moderator writes why either way."""
    text = written(words)
    if text is None:
        return Refused(Why.WRITTEN_REASON_MISSING)
    command = c.HandleReport(by=by, report_id=report_id, hide=hide, text=text)
    return handle(case_id, command, now=now, command_id=command_id)
