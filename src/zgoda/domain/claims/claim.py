"""What a claim is: the state that `evolve` folds from its events and that `decide` judges."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zgoda.domain.actors import Role
from zgoda.domain.expectation import Expectation
from zgoda.domain.money import Money
from zgoda.domain.purchase import Purchase


class Status(StrEnum):
    """B1-04: the three statuses of a claim. B1-05: decided is decided, though messages go on (B1-17)."""

    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


class Ground(StrEnum):
    """B1-06, B1-18: what the buyer relies on: the law, or a warranty that the offer came with."""

    COMPLAINT = "COMPLAINT"
    WARRANTY = "WARRANTY"


class ReturnDecision(StrEnum):
    """B1-13: the three kinds of return decision, by the names of their messages."""

    SELLER_LABEL = "RETURN_REQUIRED_SELLER_LABEL"
    CUSTOM = "RETURN_REQUIRED_CUSTOM"
    NOT_REQUIRED = "RETURN_NOT_REQUIRED"


class Decision(StrEnum):
    """B1-10, B1-11: how a claim was decided. DEEMED_ACCEPTED is what silence means, and nobody can give it (C-28)."""

    ACCEPTED_REPAIR = "ACCEPTED_REPAIR"
    ACCEPTED_EXCHANGE = "ACCEPTED_EXCHANGE"
    ACCEPTED_REFUND = "ACCEPTED_REFUND"
    ACCEPTED_PARTIAL_REFUND = "ACCEPTED_PARTIAL_REFUND"
    REJECTED_ADDITIONAL_REQUIREMENTS_NOT_COMPLETED = "REJECTED_ADDITIONAL_REQUIREMENTS_NOT_COMPLETED"
    REJECTED_PRODUCT_NOT_RETURNED = "REJECTED_PRODUCT_NOT_RETURNED"
    REJECTED_PRODUCT_DAMAGED_BY_USER = "REJECTED_PRODUCT_DAMAGED_BY_USER"
    REJECTED_PRODUCT_CONFORMS_TO_CONTRACT = "REJECTED_PRODUCT_CONFORMS_TO_CONTRACT"
    REJECTED_MINOR_DEFECT = "REJECTED_MINOR_DEFECT"
    REJECTED_OTHER = "REJECTED_OTHER"
    REJECTED_CLAIM_WITHDRAWN_BY_BUYER = "REJECTED_CLAIM_WITHDRAWN_BY_BUYER"
    DEEMED_ACCEPTED = "DEEMED_ACCEPTED"

    @property
    def status(self) -> Status:
        """C-28: a claim deemed accepted is accepted."""
        return Status.REJECTED if self.startswith("REJECTED") else Status.ACCEPTED


VERDICTS = tuple(decision for decision in Decision if decision is not Decision.DEEMED_ACCEPTED)
"""B1-10, B1-11: what a seller can decide."""


class Task(StrEnum):
    """K-03: what an acceptance leaves to do. No money moves by the verdict itself."""

    FOLLOW_UP = "FOLLOW_UP"
    REFUND = "REFUND"


@dataclass(frozen=True, slots=True)
class Reference:
    """B1-06: the human-readable number, counted anew each year over the whole platform."""

    number: int
    year: int

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of one buyer about one bought line.

    ``decision_due`` is TM-7, None for a seller's warranty, which brings no such duty (B1-18); ``return_due`` is TM-8;
    ``chat_closes_at`` is set only where the chat does not stay writable for ever (B1-17). ``granted`` is the amount of
    an accepted partial refund. ``talk_ended_at`` goes when the buyer writes again.
    """

    id: UUID
    reference: Reference
    purchase: Purchase
    reason_code: str
    ground: Ground
    expectation: Expectation
    rule_set: str
    responsible: Role
    filed_at: datetime
    decision_due: datetime | None
    return_due: datetime
    chat_closes_at: datetime | None = None
    chat_closed: bool = False
    status: Status = Status.SUBMITTED
    decision: Decision | None = None
    decided_at: datetime | None = None
    granted: Money | None = None
    return_decision: ReturnDecision | None = None
    return_decided_at: datetime | None = None
    return_reminded: bool = False
    silence_passed: bool = False
    withdrawn_at: datetime | None = None
    talk_ended_at: datetime | None = None
    messages: int = 0
    last_message_at: datetime | None = None
    last_message_by: Role | None = None
    seller_wrote: bool = False

    @property
    def return_required(self) -> bool | None:
        """B1-06: true, false, or not decided yet."""
        return None if self.return_decision is None else self.return_decision is not ReturnDecision.NOT_REQUIRED

    @property
    def owed(self) -> Money | None:
        """K-03: the money that an acceptance promised; it is paid by a refund of its own."""
        return self.purchase.line_price if self.decision is Decision.ACCEPTED_REFUND else self.granted

    @property
    def task(self) -> Task | None:
        """K-03: a refund to make, or a repair or exchange to see to. Silence promises what the buyer asked for (C-28),
        but a person looks at it first."""
        if self.status is not Status.ACCEPTED:
            return None
        return Task.REFUND if self.owed is not None else Task.FOLLOW_UP

    def chat_is_open(self, now: datetime) -> bool:
        """C-16, B1-17, K-08: computed, never stored; in any status, until the chat's last instant where it has one."""
        return self.chat_closes_at is None or (not self.chat_closed and now <= self.chat_closes_at)
