"""What can have happened to a claim. Ids, codes, amounts and digests only: never words or personal data.

As in a Discussion the instant, the actor and the rule set stand in the journal entry around the event.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from zgoda.domain.actors import Actor, Role
from zgoda.domain.claims.claim import Decision, Ground, Reference, ReturnDecision
from zgoda.domain.events import TextRef
from zgoda.domain.expectation import Expectation
from zgoda.domain.money import Money
from zgoda.domain.purchase import Purchase


class Kind(StrEnum):
    """What a message of the chat is; all but WRITTEN have words of the platform before or instead of a person's."""

    FILING = "FILING"
    WRITTEN = "WRITTEN"
    RETURN_DECISION = "RETURN_DECISION"
    INFORMATION_ASK = "INFORMATION_ASK"
    DECISION = "DECISION"
    WITHDRAWAL = "WITHDRAWAL"
    TALK_ENDED = "TALK_ENDED"
    DEEMED_ACCEPTED = "DEEMED_ACCEPTED"
    CHAT_CLOSED = "CHAT_CLOSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFiled:
    VERSION: ClassVar[int] = 1
    reference: Reference
    purchase: Purchase
    reason_code: str
    ground: Ground
    expectation: Expectation
    rule_set: str
    responsible: Role
    decision_due: datetime | None
    return_due: datetime
    chat_closes_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMessagePosted:
    """``author`` is whose message it is to the reader; ``code`` is the decision that the message tells."""

    VERSION: ClassVar[int] = 1
    message_id: UUID
    author: Role
    author_id: int | None
    kind: Kind
    code: str = ""
    amount: Money | None = None
    text: TextRef | None = None
    attachments: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnDecided:
    VERSION: ClassVar[int] = 1
    decision: ReturnDecision


@dataclass(frozen=True, slots=True)
class ReturnDecisionReminded:
    """TM-8 passed without a return decision; a reminder, nothing more (B1-15)."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecided:
    VERSION: ClassVar[int] = 1
    decision: Decision
    granted: Money | None = None


@dataclass(frozen=True, slots=True)
class DecisionMissed:
    """TM-7 passed; ``accepted`` says that the claim therefore counts as accepted (C-28)."""

    VERSION: ClassVar[int] = 1
    accepted: bool


@dataclass(frozen=True, slots=True)
class WithdrawalStated:
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class TalkEnded:
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class TalkResumed:
    """The buyer wrote again after ending the conversation."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class ChatClosed:
    """Thirty days since the filing, in claims whose chat does not stay writable (B1-17)."""

    VERSION: ClassVar[int] = 1


Event = (
    ClaimFiled
    | ClaimMessagePosted
    | ReturnDecided
    | ReturnDecisionReminded
    | ClaimDecided
    | DecisionMissed
    | WithdrawalStated
    | TalkEnded
    | TalkResumed
    | ChatClosed
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with the instant it counts from and who caused it, as the journal keeps it."""

    event: Event
    at: datetime
    by: Actor
