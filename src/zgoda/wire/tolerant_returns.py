"""Reading customer returns as servers really answer them: every field optional, nothing ever raised."""

from dataclasses import dataclass
from datetime import datetime

from zgoda.wire import returns
from zgoda.wire.peek import Peek
from zgoda.wire.tolerant import PageSeen, Unreadable, read_page


@dataclass(frozen=True, slots=True)
class ReturnItemSeen:
    """``price`` of one piece in minor units and currency."""

    offer_id: str | None
    name: str | None
    quantity: int | None
    price: tuple[int, str] | None
    reason: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class ReturnParcelSeen:
    created_at: datetime | None
    waybill: str | None
    carrier_id: str | None
    transporting_waybill: str | None
    transporting_carrier_id: str | None


@dataclass(frozen=True, slots=True)
class RejectionSeen:
    code: str | None
    reason: str | None
    created_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSeen:
    """Only ``id`` is sure. ``status`` is a point on a time line, which later points overwrite."""

    id: str
    reference_number: str | None
    created_at: datetime | None
    order_id: str | None
    buyer_login: str | None
    buyer_email: str | None
    items: tuple[ReturnItemSeen, ...]
    parcels: tuple[ReturnParcelSeen, ...]
    rejection: RejectionSeen | None
    marketplace_id: str | None
    is_fulfillment: bool | None
    status: str | None
    oddities: tuple[str, ...] = ()


def read_return(raw: object) -> ReturnSeen | Unreadable:
    """One return; without an id it is nothing we could keep."""
    told = Peek(raw)
    return_id = told.id()
    if not return_id:
        return Unreadable("no usable id" if told.there else "not an object", raw)
    return ReturnSeen(
        id=return_id,
        reference_number=told.text("referenceNumber"),
        created_at=told.instant("createdAt"),
        order_id=told.text("orderId"),
        buyer_login=told.part("buyer").text("login"),
        buyer_email=told.part("buyer").text("email"),
        items=tuple(_item(entry) for entry in told.parts("items")),
        parcels=tuple(_parcel(entry) for entry in told.parts("parcels")),
        rejection=_rejection(told.part("rejection")),
        marketplace_id=told.text("marketplaceId"),
        is_fulfillment=told.flag("isFulfillment"),
        status=told.known("status", returns.ReturnStatus),
        oddities=tuple(told.oddities),
    )


def read_returns(raw: object) -> PageSeen[ReturnSeen]:
    """The answer of ``GET /order/customer-returns``."""
    return read_page(raw, "customerReturns", read_return)


def _item(entry: Peek) -> ReturnItemSeen:
    reason = entry.part("reason")
    return ReturnItemSeen(
        offer_id=entry.text("offerId"),
        name=entry.text("name"),
        quantity=entry.number("quantity"),
        price=entry.money("price"),
        reason=reason.known("type", returns.ReturnReason),
        comment=reason.text("userComment"),
    )


def _parcel(entry: Peek) -> ReturnParcelSeen:
    return ReturnParcelSeen(
        created_at=entry.instant("createdAt"),
        waybill=entry.text("waybill"),
        carrier_id=entry.text("carrierId"),
        transporting_waybill=entry.text("transportingWaybill"),
        transporting_carrier_id=entry.text("transportingCarrierId"),
    )


def _rejection(told: Peek) -> RejectionSeen | None:
    if not told.there:
        return None
    return RejectionSeen(told.known("code", returns.RejectionCode), told.text("reason"), told.instant("createdAt"))
