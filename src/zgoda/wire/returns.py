"""``/order/customer-returns``: what buyers send back, as the server writes it. beta.v1 only.

For reading what a server answered use ``tolerant_returns``.
"""

from enum import StrEnum

import msgspec

from zgoda.wire.money import Amount


class ReturnStatus(StrEnum):
    """A point on a time line, which later points overwrite; an open list."""

    CREATED = "CREATED"
    DISPATCHED = "DISPATCHED"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERED = "DELIVERED"
    FINISHED = "FINISHED"
    FINISHED_APT = "FINISHED_APT"
    REJECTED = "REJECTED"
    COMMISSION_REFUND_CLAIMED = "COMMISSION_REFUND_CLAIMED"
    COMMISSION_REFUNDED = "COMMISSION_REFUNDED"
    WAREHOUSE_DELIVERED = "WAREHOUSE_DELIVERED"
    WAREHOUSE_VERIFICATION = "WAREHOUSE_VERIFICATION"


class ReturnReason(StrEnum):
    NONE = "NONE"
    MISTAKE = "MISTAKE"
    TRANSPORT = "TRANSPORT"
    DAMAGED = "DAMAGED"
    NOT_AS_DESCRIBED = "NOT_AS_DESCRIBED"
    DONT_LIKE_IT = "DONT_LIKE_IT"
    OVERDUE_DELIVERY = "OVERDUE_DELIVERY"
    INCOMPLETE = "INCOMPLETE"
    HIDDEN_FLAW = "HIDDEN_FLAW"
    OTHER_FLAW = "OTHER_FLAW"
    DIFFERENT = "DIFFERENT"
    COUNTERFEIT = "COUNTERFEIT"
    NOT_NEW = "NOT_NEW"
    TOO_LARGE = "TOO_LARGE"
    TOO_SMALL = "TOO_SMALL"
    NOT_AS_EXPECTED = "NOT_AS_EXPECTED"
    ORDERED_FOR_COMPARISON = "ORDERED_FOR_COMPARISON"


class RejectionCode(StrEnum):
    """REFUND_REJECTED demands a reason in words."""

    REFUND_REJECTED = "REFUND_REJECTED"
    NEW_ITEM_SENT = "NEW_ITEM_SENT"
    ITEM_FIXED = "ITEM_FIXED"
    MISSING_PART_SENT = "MISSING_PART_SENT"
    ITEM_MISMATCH = "ITEM_MISMATCH"
    BUSINESS_PURCHASE = "BUSINESS_PURCHASE"
    NO_RETURN_RIGHT = "NO_RETURN_RIGHT"


class Struct(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Fields are camelCase on the wire; what has no value is left out, since the document lets little be null."""


class ReturnBuyer(Struct, frozen=True, kw_only=True):
    email: str | None = None
    login: str


class ItemReason(Struct, frozen=True, kw_only=True):
    type: str
    user_comment: str | None = None


class ReturnItem(Struct, frozen=True, kw_only=True):
    """``price`` is of one piece; ``url`` of the offer's page, where there is one."""

    offer_id: str
    quantity: int
    name: str
    price: Amount
    url: str | None = None
    reason: ItemReason
    serial_numbers: list[str] = []


class BankAddress(Struct, frozen=True, kw_only=True):
    street: str
    city: str
    post_code: str
    country_code: str


class BankAccount(Struct, frozen=True, kw_only=True):
    owner: str
    account_number: str | None = None
    iban: str | None = None
    swift: str | None = None
    address: BankAddress | None = None


class ReturnRefund(Struct, frozen=True, kw_only=True):
    """Only where the money cannot go back the way it came: cash on delivery, a bank transfer."""

    bank_account: BankAccount


class ParcelSender(Struct, frozen=True, kw_only=True):
    phone_number: str


class ReturnParcel(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``transporting…``: where another carrier than the buyer's brings it."""

    created_at: str
    waybill: str
    transporting_waybill: str | None
    carrier_id: str
    transporting_carrier_id: str | None
    sender: ParcelSender | msgspec.UnsetType = msgspec.UNSET


class Rejection(Struct, frozen=True, kw_only=True):
    code: RejectionCode
    reason: str | None = None
    created_at: str


class CustomerReturn(Struct, frozen=True, kw_only=True):
    """``reference_number`` has the form ``1234/Z04A``."""

    id: str
    is_fulfillment: bool | msgspec.UnsetType = msgspec.UNSET
    created_at: str
    reference_number: str
    order_id: str
    buyer: ReturnBuyer
    items: list[ReturnItem]
    refund: ReturnRefund | None = None
    parcels: list[ReturnParcel] | msgspec.UnsetType = msgspec.UNSET
    rejection: Rejection | None = None
    marketplace_id: str
    status: str


class CustomerReturns(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``count`` is of all that the filters leave."""

    count: int
    customer_returns: list[CustomerReturn]


class RejectionAsked(msgspec.Struct, frozen=True):
    """``reason`` 1…``limits.RETURN_REJECTION`` characters."""

    code: RejectionCode
    reason: str | None = None


class RejectionRequest(msgspec.Struct, frozen=True):
    rejection: RejectionAsked
