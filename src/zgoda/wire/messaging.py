"""``/messaging``: threads, messages and attachments as the server writes them, in both shapes of the same paths.

public.v1 pages by offset and tells an interlocutor; beta.v1 pages by a token and tells participants, orders, the kind
of thread and its status, so that only there a problem with a purchase is seen for what it is. For reading what a
server answered use ``tolerant_messaging``.
"""

from enum import StrEnum

import msgspec


class ThreadType(StrEnum):
    """POST_PURCHASE_ISSUE is a problem with a purchase; COMMON everything else. Told in beta.v1 only."""

    COMMON = "COMMON"
    POST_PURCHASE_ISSUE = "POST_PURCHASE_ISSUE"


class ThreadStatus(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"


class ThreadSubType(StrEnum):
    """What the problem is about; an open list, which the platform extended once already."""

    PRODUCT_INCONSISTENT_WITH_THE_OFFER = "PRODUCT_INCONSISTENT_WITH_THE_OFFER"
    PRODUCT_ARRIVED_DAMAGED = "PRODUCT_ARRIVED_DAMAGED"
    DEFECT_DETECTED_DURING_USE = "DEFECT_DETECTED_DURING_USE"
    NO_PRODUCT_IN_THE_SHIPMENT = "NO_PRODUCT_IN_THE_SHIPMENT"
    MISSING_PRODUCT_ELEMENTS = "MISSING_PRODUCT_ELEMENTS"
    OTHER = "OTHER"
    NO_REFUND = "NO_REFUND"
    SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN = "SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN"
    PROBLEM_WITH_SENDING_PRODUCT_BACK = "PROBLEM_WITH_SENDING_PRODUCT_BACK"
    NO_DOCUMENTATIONS = "NO_DOCUMENTATIONS"


class ParticipantRole(StrEnum):
    """COMMON threads have USER on both sides."""

    BUYER = "BUYER"
    SELLER = "SELLER"
    USER = "USER"


class ThreadAuthorRole(StrEnum):
    """The document's list and the announcement's, united."""

    BUYER = "BUYER"
    SELLER = "SELLER"
    USER = "USER"
    CONSULTANT = "CONSULTANT"
    ALLEGRO = "ALLEGRO"
    SYSTEM = "SYSTEM"
    CHATBOT = "CHATBOT"


class DeliveryStatus(StrEnum):
    """Of a message: looked at before delivery, held back, there. The last two are of automatic conversations."""

    VERIFYING = "VERIFYING"
    BLOCKED = "BLOCKED"
    DELIVERED = "DELIVERED"
    INTERACTING = "INTERACTING"
    DISMISSED = "DISMISSED"


class MessageOrigin(StrEnum):
    """Where a message was written: beside an offer, by e-mail, in the Message Center."""

    ASK_QUESTION = "ASK_QUESTION"
    MAIL = "MAIL"
    MESSAGE_CENTER = "MESSAGE_CENTER"


class ScanStatus(StrEnum):
    """NEW: not looked at yet. EXPIRED: six months are over."""

    NEW = "NEW"
    SAFE = "SAFE"
    UNSAFE = "UNSAFE"
    EXPIRED = "EXPIRED"


class Struct(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Fields are camelCase on the wire; null is written."""


class Reference(msgspec.Struct, frozen=True):
    """Something told by its id alone: an order, an offer, a thread, an attachment, the next page."""

    id: str


class Interlocutor(Struct, frozen=True):
    login: str
    avatar_url: str


class Thread(Struct, frozen=True):
    """public.v1. ``interlocutor`` is null after the other side's account is gone."""

    id: str
    read: bool
    last_message_date_time: str | None
    interlocutor: Interlocutor | None


class Threads(Struct, frozen=True):
    """public.v1."""

    threads: list[Thread]
    offset: int
    limit: int


class Participant(Struct, frozen=True):
    role: ParticipantRole
    login: str


class OrderedOffer(Struct, frozen=True):
    id: str
    quantity: int


class ThreadOrder(Struct, frozen=True):
    id: str
    offers: list[OrderedOffer]


class BetaThread(Struct, frozen=True):
    """beta.v1. ``orders`` is null where the thread is about none, ``sub_type`` for COMMON threads."""

    id: str
    read: bool
    type: ThreadType
    created_at: str
    last_message_date_time: str
    participants: list[Participant]
    orders: list[ThreadOrder] | None
    sub_type: str | None
    status: ThreadStatus


class BetaThreads(Struct, frozen=True):
    """beta.v1. ``next_page`` is null on the last page."""

    threads: list[BetaThread]
    next_page: Reference | None


class RelatesTo(Struct, frozen=True):
    """public.v1: ``order`` is left out where there is none, since the document does not let it be null."""

    offer: Reference | None
    order: Reference | msgspec.UnsetType = msgspec.UNSET


class BetaRelatesTo(Struct, frozen=True):
    offer: Reference | None
    order: Reference | None


class MessageAuthor(Struct, frozen=True):
    """public.v1. ``is_interlocutor``: written by the other side, not by the one whose token reads."""

    login: str
    is_interlocutor: bool


class BetaMessageAuthor(Struct, frozen=True):
    role: ThreadAuthorRole
    login: str | None


class MessageAttachment(Struct, frozen=True):
    """public.v1. ``url`` ends in the attachment's id and is there once the file may be read."""

    file_name: str
    mime_type: str | msgspec.UnsetType
    url: str | msgspec.UnsetType
    status: ScanStatus


class BetaMessageAttachment(MessageAttachment, frozen=True):
    id: str


class AdditionalInformation(Struct, frozen=True):
    vin: str | None


class Message(Struct, frozen=True):
    """public.v1. ``subject`` is of e-mails only."""

    id: str
    status: DeliveryStatus
    type: MessageOrigin
    created_at: str
    thread: Reference
    author: MessageAuthor
    text: str
    subject: str | None
    relates_to: RelatesTo
    has_additional_attachments: bool
    attachments: list[MessageAttachment]
    additional_information: AdditionalInformation | None


class Messages(Struct, frozen=True):
    """public.v1, newest first."""

    messages: list[Message]
    offset: int
    limit: int


class BetaMessage(Struct, frozen=True):
    """beta.v1: without the thread."""

    id: str
    status: DeliveryStatus
    type: MessageOrigin
    created_at: str
    author: BetaMessageAuthor
    text: str
    subject: str | None
    relates_to: BetaRelatesTo
    has_additional_attachments: bool
    attachments: list[BetaMessageAttachment]
    additional_information: AdditionalInformation | None


class BetaMessages(Struct, frozen=True):
    """beta.v1, newest first."""

    messages: list[BetaMessage]
    next_page: Reference | None


class ReadFlag(Struct, frozen=True):
    """The body of ``PUT …/read``, and in beta.v1 its answer; public.v1 answers the thread."""

    read: bool


class Recipient(Struct, frozen=True):
    login: str


class NewMessageInThread(Struct, frozen=True):
    """``text`` at most ``limits.MESSAGING_TEXT`` characters."""

    text: str
    attachments: list[Reference] | None = None


class NewMessage(Struct, frozen=True):
    """Begins a thread, or goes on with the one there is; ``order`` must be of the recipient."""

    recipient: Recipient
    text: str
    order: Reference
    attachments: list[Reference] | None = None


class MessageAttachmentDeclaration(msgspec.Struct, frozen=True, kw_only=True):
    """``filename`` in small letters, unlike an issue's attachment; ``size`` in bytes."""

    filename: str
    size: int
