"""What people may ask of a claim. Messages are `zgoda.domain.commands.WriteMessage`, as in a Discussion."""

from dataclasses import dataclass
from uuid import UUID

from zgoda.domain.actors import Actor
from zgoda.domain.claims.claim import Decision, Ground, Reference, ReturnDecision
from zgoda.domain.commands import Text, WriteMessage
from zgoda.domain.expectation import Expectation
from zgoda.domain.money import Money
from zgoda.domain.purchase import Purchase


@dataclass(frozen=True, slots=True, kw_only=True)
class FileClaim:
    """P-35, K-01. ``reference`` is the platform's next number, ``open_on_order`` whether another claim about the order
    waits for its decision, ``warranty_offered`` whether the offer came with a warranty (B1-18); ``purchase`` is None
    where no product of the buyer's was named."""

    claim_id: UUID
    by: Actor
    purchase: Purchase | None
    reference: Reference
    ground: Ground | None
    reason_code: str | None
    expectation: Expectation | None
    message_id: UUID
    description: Text | None = None
    attachments: tuple[UUID, ...] = ()
    open_on_order: bool = False
    warranty_offered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReturn:
    """P-36, K-02: the decision is a message; the seller's label goes with it as a file."""

    by: Actor
    message_id: UUID
    decision: ReturnDecision
    text: Text | None = None
    attachments: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """P-37, K-03, K-04: the verdict with its message; ``amount`` for a partial refund."""

    by: Actor
    message_id: UUID
    decision: Decision
    text: Text | None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SayWithdrawn:
    """P-38, K-07: the buyer's statement that the claim is withdrawn."""

    by: Actor
    message_id: UUID
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTalk:
    """K-06: the buyer ends the conversation, which decides nothing."""

    by: Actor
    message_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForInformation:
    """P-39: the seller asks the buyer for more."""

    by: Actor
    message_id: UUID
    text: Text | None


Command = FileClaim | WriteMessage | DecideReturn | Decide | SayWithdrawn | EndTalk | AskForInformation
