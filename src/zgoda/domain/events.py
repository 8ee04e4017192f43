"""What can have happened to a Discussion. Ids, codes, amounts and digests only: never words or personal data.

The instant, the actor and the rule set stand in the journal entry around the event, so an event repeats
none of them. ``VERSION`` grows when a field changes meaning.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from zgoda.domain.actors import Actor, Role
from zgoda.domain.deadlines import Deadlines, Due
from zgoda.domain.discussion import ClosureReason, DeliveryAction, ReportCategory
from zgoda.domain.expectation import Expectation
from zgoda.domain.money import Money
from zgoda.domain.purchase import Purchase


class MessageKind(StrEnum):
    """What a message in the thread is. Only WRITTEN, RESOLVE_ASK and OFFER hold people's words;
    the rest is told from ``template`` in the reader's language."""

    OPENING = "OPENING"
    WRITTEN = "WRITTEN"
    RESOLVE_ASK = "RESOLVE_ASK"
    OFFER = "OFFER"
    AUTOMATIC = "AUTOMATIC"


class Template(StrEnum):
    """The automatic messages. Their words live at the edge (`look.words.templates`)."""

    OPENED = "OPENED"
    OPENED_ON_BEHALF = "OPENED_ON_BEHALF"
    TRACKING_GIVEN = "TRACKING_GIVEN"
    HANDED_OVER = "HANDED_OVER"
    DELIVERY_REPORTED = "DELIVERY_REPORTED"
    REFUND_ISSUED = "REFUND_ISSUED"
    PARCEL_DELIVERED = "PARCEL_DELIVERED"
    STILL_A_PROBLEM = "STILL_A_PROBLEM"
    CLOSED_AFTER_DELIVERY = "CLOSED_AFTER_DELIVERY"
    CLOSED_AFTER_30_DAYS = "CLOSED_AFTER_30_DAYS"
    CONSULTANT_JOINED = "CONSULTANT_JOINED"
    REOPENED_BY_BUYER = "REOPENED_BY_BUYER"
    REOPENED_BY_PLATFORM = "REOPENED_BY_PLATFORM"
    SELLER_WARNED = "SELLER_WARNED"
    OFFER_ACCEPTED = "OFFER_ACCEPTED"
    OFFER_DECLINED = "OFFER_DECLINED"
    CARRIED_OUT = "CARRIED_OUT"


@dataclass(frozen=True, slots=True)
class TextRef:
    """Points at words kept elsewhere; the digest proves them while they exist."""

    id: UUID
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionOpened:
    VERSION: ClassVar[int] = 1
    purchase: Purchase
    reason_code: str
    expectation: Expectation | None
    rule_set: str
    calendar: str
    on_behalf: bool
    reported: TextRef | None
    deadlines: Deadlines
    responsible: Role
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted:
    """``author`` is whose message it is to the reader; automatic answers are SYSTEM's, the opening BUYER's (C-18)."""

    VERSION: ClassVar[int] = 1
    message_id: UUID
    author: Role
    author_id: int | None
    kind: MessageKind
    template: Template | None = None
    params: tuple[tuple[str, str], ...] = ()
    text: TextRef | None = None
    attachments: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The responsible party's first answer in this round stopped TM-1; ``in_time`` says how."""

    VERSION: ClassVar[int] = 1
    by: Role
    in_time: bool


@dataclass(frozen=True, slots=True)
class MetricStarted:
    """G-07: the buyer wrote in a case opened on its behalf; ``due`` is when the measured answer is late."""

    VERSION: ClassVar[int] = 1
    due: datetime


@dataclass(frozen=True, slots=True)
class AnswerMissed:
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class ActionMissed:
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryActionTaken:
    VERSION: ClassVar[int] = 1
    action: DeliveryAction
    by: Role
    happened_at: datetime
    reference: str
    in_time: bool
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDelivered:
    """S0-44: the platform told the buyer. ``closes_at`` is TM-5, None where it does not run (T-18 in Unresolved)."""

    VERSION: ClassVar[int] = 1
    delivered_at: datetime
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClosingCancelled:
    """C-20: a buyer's message or "still a problem" stopped TM-5."""

    VERSION: ClassVar[int] = 1
    still_a_problem: bool


@dataclass(frozen=True, slots=True)
class ResolveAsked:
    VERSION: ClassVar[int] = 1
    message_id: UUID


@dataclass(frozen=True, slots=True)
class ResolveAskLapsed:
    """T-06: the buyer wrote instead of confirming."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade:
    """Replaces an older open offer (T-13)."""

    VERSION: ClassVar[int] = 1
    offer_id: UUID
    message_id: UUID
    by: Role
    by_id: int | None
    solution: Expectation


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    VERSION: ClassVar[int] = 1
    offer_id: UUID


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    VERSION: ClassVar[int] = 1
    offer_id: UUID


@dataclass(frozen=True, slots=True)
class SolutionCarriedOut:
    VERSION: ClassVar[int] = 1
    by: Role


@dataclass(frozen=True, slots=True)
class Resolved:
    VERSION: ClassVar[int] = 1
    closure_reason: ClosureReason


@dataclass(frozen=True, slots=True)
class AutoResolveMoved:
    """Only where the 30 days of TM-4 run from the last message, by switch (D.2)."""

    VERSION: ClassVar[int] = 1
    auto_resolve_at: datetime


@dataclass(frozen=True, slots=True)
class UnresolvedOffered:
    """T-21: from now the buyer sees "mark as unresolved"."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class MarkedUnresolved:
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """``restarts`` is whether TM-1, TM-2 and TM-3 begin anew; False only by switch (C-06).

    ``follow_up`` is the reminder of T-10 where the platform is in from the start of the round.
    """

    VERSION: ClassVar[int] = 1
    by_staff: bool
    deadlines: Deadlines
    responsible: Role
    justification: TextRef | None = None
    buyer_request: TextRef | None = None
    restarts: bool = True
    follow_up: Due | None = None


@dataclass(frozen=True, slots=True)
class JoinAsked:
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class ConsultantJoined:
    """``follow_up_at`` is the reminder of T-10; None where the party answered since the platform joined.

    ``provisional``: the reminder rests on rest days that may still change (G-13).
    """

    VERSION: ClassVar[int] = 1
    consultant_id: int
    follow_up_at: datetime | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class FollowUpPassed:
    """T-10: the responsible party did not answer although the platform joined."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerWarned:
    VERSION: ClassVar[int] = 1
    reason: TextRef
    follow_up_at: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerBlocked:
    VERSION: ClassVar[int] = 1
    reason: TextRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationReported:
    VERSION: ClassVar[int] = 1
    report_id: UUID
    message_id: UUID
    category: ReportCategory
    text: TextRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHandled:
    """``hidden`` replaces the message by a notice; the original stays in the audit (T-30)."""

    VERSION: ClassVar[int] = 1
    report_id: UUID
    message_id: UUID
    hidden: bool
    text: TextRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinesRecomputed:
    """D.1, G-13: an administrator had the running clocks reckoned anew after a calendar changed."""

    VERSION: ClassVar[int] = 1
    reason: TextRef
    deadlines: Deadlines
    closes_at: datetime | None
    follow_up_at: datetime | None
    follow_up_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """T-11, T-12: ``to`` answers from now on; the note is for it."""

    VERSION: ClassVar[int] = 1
    to: Role
    note: TextRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAdded:
    VERSION: ClassVar[int] = 1
    side: Role
    text: TextRef


Event = (
    DiscussionOpened
    | MessagePosted
    | Answered
    | MetricStarted
    | AnswerMissed
    | ActionMissed
    | DeliveryActionTaken
    | ParcelDelivered
    | ClosingCancelled
    | ResolveAsked
    | ResolveAskLapsed
    | OfferMade
    | OfferAccepted
    | OfferDeclined
    | SolutionCarriedOut
    | Resolved
    | AutoResolveMoved
    | UnresolvedOffered
    | MarkedUnresolved
    | Reopened
    | JoinAsked
    | ConsultantJoined
    | FollowUpPassed
    | SellerWarned
    | SellerBlocked
    | ViolationReported
    | ReportHandled
    | DeadlinesRecomputed
    | Forwarded
    | CommentAdded
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with the instant it counts from and who caused it, as the journal keeps it."""

    event: Event
    at: datetime
    by: Actor
