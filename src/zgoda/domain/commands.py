"""What people, partners and clocks may ask of a Discussion.

Free text travels as `Text`: the event keeps only its id and salted digest, the words go to a row that can
be erased. Message authorship and other facts that live outside the case are arguments, looked up by the
use case under the case's lock.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from zgoda.domain.actors import Actor
from zgoda.domain.discussion import DeliveryAction, ReportCategory
from zgoda.domain.expectation import Expectation
from zgoda.domain.money import Money
from zgoda.domain.purchase import Purchase


@dataclass(frozen=True, slots=True)
class Text:
    """Words somebody wrote. ``salt`` keeps the digest in the journal from being guessed after erasure."""

    id: UUID
    value: str
    salt: str

    @property
    def digest(self) -> str:
        return sha256(f"{self.salt}\n{self.value}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDiscussion:
    """P-01, and P-02 when ``by`` is staff. ``pending_on_line`` is whether the line has a Pending Discussion;
    ``hidden_in_purchase`` whether one that is hidden from sellers is open about the purchase (S1-56);
    ``buyer_reported`` that the buyer told the platform (P-02); ``purchase`` is None where no product of the buyer's
    order was named (S0-06)."""

    discussion_id: UUID
    by: Actor
    purchase: Purchase | None
    reason_code: str | None
    message_id: UUID
    expectation: Expectation | None = None
    details: Text | None = None
    attachments: tuple[UUID, ...] = ()
    pending_on_line: bool = False
    hidden_in_purchase: bool = False
    buyer_reported: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMessage:
    """P-05, P-06."""

    by: Actor
    message_id: UUID
    text: Text | None = None
    attachments: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToResolve:
    """P-08, S0-16: the request carries the closure text."""

    by: Actor
    message_id: UUID
    text: Text | None = None
    attachments: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSolution:
    """P-17: an offer of the responsible party, or a consultant's proposal."""

    by: Actor
    offer_id: UUID
    message_id: UUID
    solution: Expectation
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOffer:
    by: Actor
    offer_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineOffer:
    by: Actor
    offer_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCarriedOut:
    """P-19: the responsible party says that the agreed solution is done."""

    by: Actor
    message_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkResolved:
    """P-09."""

    by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkUnresolved:
    """P-10."""

    by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """P-11: the buyer, once, within two years of the purchase. ``pending_on_line`` and
    ``hidden_in_purchase`` as in opening, of other Discussions."""

    by: Actor
    message_id: UUID
    text: Text | None = None
    pending_on_line: bool = False
    hidden_in_purchase: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenByStaff:
    """P-12: needs the buyer's recorded request and a written justification."""

    by: Actor
    message_id: UUID
    justification: Text | None
    buyer_request: Text | None
    pending_on_line: bool = False
    hidden_in_purchase: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPlatformToJoin:
    """P-13."""

    by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """P-14."""

    by: Actor
    message_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SayStillAProblem:
    """T-20: the parcel came but the buyer is not content."""

    by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDeliveryAction:
    """T-05: one of the four answers to a non-delivery (S0-37…S0-41).

    ``happened_at`` is when it happened (TM-2 is judged by it, G-04); ``reference`` the id of the parcel,
    refund or carrier event; ``message_id`` the automatic answer's.
    """

    by: Actor
    action: DeliveryAction
    happened_at: datetime
    reference: str
    message_id: UUID
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportViolation:
    """P-24. ``author`` is who wrote the message, None where the case has no such message."""

    by: Actor
    report_id: UUID
    message_id: UUID
    author: Actor | None
    category: ReportCategory | None
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleReport:
    """P-25: a moderator hides the message (T-30) or finds nothing wrong."""

    by: Actor
    report_id: UUID
    hide: bool
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnSeller:
    """T-10."""

    by: Actor
    message_id: UUID
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSeller:
    """P-26, S0-15: needs a written reason; the effect on the account is the caller's, in the same transaction."""

    by: Actor
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecomputeDeadlines:
    """D.1, G-13: an administrator's act after a calendar changed; needs a written reason."""

    by: Actor
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardToWarehouse:
    """P-15, S1-51: the seller's; needs a note."""

    by: Actor
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardToSeller:
    """P-16, S1-53: the Warehouse's; needs a note."""

    by: Actor
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddComment:
    """P-07: internal, in any status, never shown to the buyer or the other side."""

    by: Actor
    text: Text


Command = (
    OpenDiscussion
    | WriteMessage
    | AskToResolve
    | OfferSolution
    | AcceptOffer
    | DeclineOffer
    | ReportCarriedOut
    | MarkResolved
    | MarkUnresolved
    | Reopen
    | ReopenByStaff
    | AskPlatformToJoin
    | Join
    | SayStillAProblem
    | TakeDeliveryAction
    | ReportViolation
    | HandleReport
    | WarnSeller
    | BlockSeller
    | RecomputeDeadlines
    | ForwardToWarehouse
    | ForwardToSeller
    | AddComment
)
