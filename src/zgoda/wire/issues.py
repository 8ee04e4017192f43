"""``/sale/issues``: disputes and claims, their chat and attachments, as the server writes them.

For reading what a server answered use ``tolerant``: there no field can be relied on.
"""

import msgspec

from zgoda.wire.enums import (
    AuthorRole,
    ClaimVerdict,
    IssueRight,
    IssueStatus,
    IssueType,
    LastMessageStatus,
    MessageType,
)
from zgoda.wire.money import Amount


class Struct(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Fields are camelCase on the wire; null is written."""


class IssueUser(Struct, frozen=True):
    id: str
    login: str


class IssueCheckoutForm(Struct, frozen=True):
    id: str
    created_at: str


class IssueState(Struct, frozen=True):
    """``status_due_date``: for disputes the answer's deadline, as live answers have it."""

    status: IssueStatus
    status_due_date: str | None
    return_required: bool | None
    chat_active: bool


class LastMessage(Struct, frozen=True):
    status: LastMessageStatus
    created_at: str


class IssueAttachment(Struct, frozen=True):
    """The URL needs the bearer token and no vendor ``Accept``."""

    file_name: str
    url: str


class Author(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``login`` is absent for ADMIN and FULFILLMENT; SYSTEM carries a display name."""

    login: str | None = None
    role: AuthorRole


class ChatMessage(Struct, frozen=True):
    id: str
    text: str
    attachments: list[IssueAttachment]
    author: Author
    created_at: str


class IssueChat(Struct, frozen=True):
    last_message: LastMessage
    messages_count: int
    initial_message: ChatMessage


class Expectation(Struct, frozen=True):
    name: str | None
    refund: Amount | None


class IssueOffer(Struct, frozen=True):
    id: str | None
    quantity: int


class IssueProduct(Struct, frozen=True):
    id: str | None


class IssueReason(Struct, frozen=True):
    type: str
    description: str | None


class PostPurchaseIssue(Struct, frozen=True):
    """``zgoda_revision`` is our addition: it grows with every change of the case, also those that no counter tells.
    ``opened_date`` is the latest opening. Disputes have null in the fields of claims, as live answers do;
    ``right`` is left out instead, because the document's enumeration does not list null and strict clients stumble."""

    id: str
    type: IssueType
    reference_number: str | None
    decision_due_date: str | None
    opened_date: str
    subject: str | None
    buyer: IssueUser
    checkout_form: IssueCheckoutForm
    current_state: IssueState
    chat: IssueChat
    expectations: list[Expectation] | None
    description: str | None
    offer: IssueOffer | None
    product: IssueProduct | None
    reason: IssueReason | None
    attachments: list[IssueAttachment]
    right: IssueRight | msgspec.UnsetType = msgspec.UNSET
    zgoda_revision: int | msgspec.UnsetType = msgspec.UNSET


class Issues(msgspec.Struct, frozen=True):
    issues: list[PostPurchaseIssue]


class Chat(msgspec.Struct, frozen=True):
    chat: list[ChatMessage]


class AttachmentId(msgspec.Struct, frozen=True):
    id: str


class MessageRequest(msgspec.Struct, frozen=True, kw_only=True):
    """At least one of text and attachments must be there (422 otherwise)."""

    type: MessageType
    text: str | None = None
    attachments: list[AttachmentId] | None = None


class ClaimStatusChangeRequest(Struct, frozen=True, omit_defaults=True):
    """A seller's verdict on a claim; ``partial_refund`` goes with ACCEPTED_PARTIAL_REFUND and with nothing else.
    Answered with 200 and an empty body."""

    status: ClaimVerdict
    message: str
    partial_refund: Amount | None = None


class AttachmentDeclaration(Struct, frozen=True):
    """``size`` in bytes; the bytes sent later must be exactly as many."""

    file_name: str
    size: int
