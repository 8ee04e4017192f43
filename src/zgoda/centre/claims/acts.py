"""What people do to a claim from a page, one function each: the command with new ids, through the one door.

Each gives the claim as it then stands or a `Refused`; unknown claims raise `NoSuchClaim`. Words come as typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from zgoda.centre.cases.texts import written
from zgoda.centre.claims.door import NO_NUMBER, file_claim, handle
from zgoda.centre.claims.models import ClaimCommand
from zgoda.centre.store.purchases import purchase_for
from zgoda.domain.actors import Actor
from zgoda.domain.claims import commands as c
from zgoda.domain.claims.claim import Claim, Ground, ReturnDecision
from zgoda.domain.commands import WriteMessage
from zgoda.domain.expectation import Expectation
from zgoda.domain.refusals import Refused

Outcome = Claim | Refused


@dataclass(frozen=True, slots=True)
class Filing:
    """What a buyer states: all as typed, nothing judged."""

    line_id: UUID
    ground: Ground | None
    reason: str | None
    expectation: Expectation | None
    description: str
    files: Sequence[UUID] = ()


def file(stated: Filing, by: Actor, *, now: datetime, command_id: UUID) -> Outcome:
    """P-35, K-01."""
    command = c.FileClaim(
        claim_id=uuid4(),
        by=by,
        purchase=purchase_for(stated.line_id),
        reference=NO_NUMBER,
        ground=stated.ground,
        reason_code=stated.reason,
        expectation=stated.expectation,
        message_id=uuid4(),
        description=written(stated.description),
        attachments=tuple(stated.files),
    )
    return file_claim(command, now=now, command_id=command_id)


def write(
    claim_id: UUID, by: Actor, words: str, files: Sequence[UUID] = (), *, now: datetime, command_id: UUID
) -> Outcome:
    """K-08."""
    command = WriteMessage(by=by, message_id=uuid4(), text=written(words), attachments=tuple(files))
    return handle(claim_id, command, now=now, command_id=command_id)


def decide_return(
    claim_id: UUID,
    by: Actor,
    decision: ReturnDecision,
    words: str,
    files: Sequence[UUID] = (),
    *,
    now: datetime,
    command_id: UUID,
) -> Outcome:
    """P-36, K-02: once, before the verdict."""
    command = c.DecideReturn(
        by=by, message_id=uuid4(), decision=decision, text=written(words), attachments=tuple(files)
    )
    return handle(claim_id, command, now=now, command_id=command_id)


def say_withdrawn(claim_id: UUID, by: Actor, words: str, *, now: datetime, command_id: UUID) -> Outcome:
    """P-38, K-07."""
    command = c.SayWithdrawn(by=by, message_id=uuid4(), text=written(words))
    return handle(claim_id, command, now=now, command_id=command_id)


def end_talk(claim_id: UUID, by: Actor, *, now: datetime, command_id: UUID) -> Outcome:
    """K-06."""
    return handle(claim_id, c.EndTalk(by=by, message_id=uuid4()), now=now, command_id=command_id)


def was_sent(token: UUID) -> bool:
    """Whether a form with this token took effect already."""
    return ClaimCommand.objects.filter(pk=token).exists()
