"""What a Discussion is: the state that `evolve` folds from its events and that `decide` judges."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zgoda.domain.actors import Actor, Role
from zgoda.domain.deadlines import Deadlines
from zgoda.domain.expectation import Expectation
from zgoda.domain.purchase import Purchase
from zgoda.domain.reasons import Reason, find


class Status(StrEnum):
    """S0-29, C-03: exactly these three; how it ended is `ClosureReason`.

    S0-30: Pending is what is marked as neither.
    """

    PENDING = "PENDING"
    RESOLVED = "RESOLVED"
    UNRESOLVED = "UNRESOLVED"


class ClosureReason(StrEnum):
    """C-03: how a Discussion came to be Resolved."""

    BUYER_MARKED = "BUYER_MARKED"
    AUTO_30_DAYS = "AUTO_30_DAYS"
    DELIVERED_24H = "DELIVERED_24H"


class DeliveryAction(StrEnum):
    """S0-38…S0-41: the four things that answer "I have not received the product"."""

    TRACKING_NUMBER = "TRACKING_NUMBER"
    HANDED_OVER = "HANDED_OVER"
    DELIVERED = "DELIVERED"
    REFUND = "REFUND"


class ReportCategory(StrEnum):
    """S0-26…S0-28, C-41: exactly two."""

    THREAT = "THREAT"
    PORNOGRAPHY = "PORNOGRAPHY"


class OfferState(StrEnum):
    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    REPLACED = "REPLACED"


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who may answer, since when and why. The last entry of the history is in force (S1-54)."""

    party: Role
    since: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Offer:
    """S0-51: a solution somebody proposed; the buyer may accept or decline it (S0-52)."""

    id: UUID
    by: Actor
    solution: Expectation
    made_at: datetime
    message_id: UUID
    state: OfferState = OfferState.OPEN


@dataclass(frozen=True, slots=True)
class DeliveryFact:
    """A non-delivery action that counted: when it happened, and when the automatic answer was posted (G-04)."""

    action: DeliveryAction
    by: Role
    happened_at: datetime
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A violation report that no moderator has handled yet (P-25)."""

    id: UUID
    message_id: UUID
    category: ReportCategory


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """One case between one buyer and one seller about one bought line (S0-01).

    Fields named ``*_at`` are instants of things that happened; ``closes_at`` and those of ``deadlines``
    lie ahead. ``round`` counts openings: 1, then one more with each re-opening. Everything that is
    said "in this round" is cleared by a re-opening. ``first_round_in_time`` is how the measured answer of the first
    round went, None while that is open (C-18, G-06); ``metric_due`` is when it is late in a case opened on the
    buyer's behalf (G-07), elsewhere TM-1 decides. ``follow_up_from`` and ``delivery_told_at`` are what the reminder
    and TM-5 run from; ``delivery_references`` are the facts already told to the buyer.
    """

    id: UUID
    purchase: Purchase
    reason_code: str
    expectation: Expectation | None
    rule_set: str
    calendar: str
    on_behalf: bool
    status: Status
    closure_reason: ClosureReason | None = None
    closed_at: datetime | None = None
    first_opened_at: datetime
    opened_at: datetime
    round: int = 1
    deadlines: Deadlines
    responsibilities: tuple[Responsibility, ...]
    hidden: bool = False
    first_response_at: datetime | None = None
    answered_at: datetime | None = None
    answer_overdue: bool = False
    action: DeliveryFact | None = None
    action_overdue: bool = False
    unresolved_offered: bool = False
    delivered_at: datetime | None = None
    delivery_told_at: datetime | None = None
    closes_at: datetime | None = None
    join_asked_at: datetime | None = None
    joined_by: int | None = None
    platform_joined: bool = False
    follow_up_from: datetime | None = None
    follow_up_at: datetime | None = None
    follow_up_provisional: bool = False
    follow_up_passed: bool = False
    warned_at: datetime | None = None
    blocked_at: datetime | None = None
    resolve_asked: UUID | None = None
    times_resolve_asked: int = 0
    offer: Offer | None = None
    agreed: Expectation | None = None
    carried_out_at: datetime | None = None
    buyer_reopens: int = 0
    staff_reopens: int = 0
    reports: tuple[OpenReport, ...] = ()
    messages: int = 0
    last_message_at: datetime | None = None
    last_message_by: Role | None = None
    last_buyer_message_at: datetime | None = None
    first_buyer_message_at: datetime | None = None
    seller_wrote: bool = False
    metric_due: datetime | None = None
    first_round_in_time: bool | None = None
    delivery_references: tuple[str, ...] = ()

    @property
    def reason(self) -> Reason:
        return find(self.reason_code)

    @property
    def responsible(self) -> Role:
        """S1-54: only one party answers at a time."""
        return self.responsibilities[-1].party

    @property
    def is_open(self) -> bool:
        """Pending or Unresolved: the thread takes messages (P-05, C-04)."""
        return self.status is not Status.RESOLVED

    @property
    def owes_answer(self) -> bool:
        """S1-64, C-34: forwards move no due time; whoever gets the case owes an answer only where nobody gave one."""
        return self.is_open and self.answered_at is None
