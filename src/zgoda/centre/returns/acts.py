"""What people and carriers do with a return, one function each, one transaction each; pages and API call these.

A repetition of the announcing form under the same ``token`` gives the return that was announced the first time.
"""

import hashlib
import secrets
import string
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum

from zgoda.centre.orders.carriers import CARRIERS
from zgoda.centre.orders.locking import held
from zgoda.centre.returns.models import CustomerReturn, ReturnItem, ReturnParcel
from zgoda.centre.store import laws
from zgoda.centre.store.models import Order, Shipment, TrackingEvent
from zgoda.domain import returns as rules
from zgoda.domain.returns import Item, ReturnReason, ReturnRefused, ReturnStatus, ReturnWhy
from zgoda.engine.instants import whole_ms
from zgoda.wire.enums import TrackingCode
from zgoda.wire.limits import WAYBILL

Outcome = CustomerReturn | ReturnRefused
Number = tuple[str, str]
"""A carrier's id and the parcel's number."""

_LETTERS = string.digits + string.ascii_uppercase


class NoSuchReturn(LookupError):
    """There is none, or it is somebody else's (P-49); ``args[0]`` is the id."""


def announce(
    buyer_id: int,
    order_id: UUID,
    items: Sequence[Item],
    number: Number | None = None,
    *,
    now: datetime,
    token: UUID | None = None,
) -> Outcome:
    """B8-01: the buyer says what comes back; the parcel's number may follow later."""
    now = whole_ms(now)
    digest = hashlib.sha256(repr((buyer_id, order_id, list(items), number)).encode()).hexdigest()
    with transaction.atomic():
        order = held(Order.objects.filter(pk=order_id, buyer_id=buyer_id)).first()
        if order is None:
            return ReturnRefused(ReturnWhy.NOT_YOUR_ORDER)
        known = CustomerReturn.objects.filter(token=token).first() if token else None
        if known is not None:
            return known if known.digest == digest else ReturnRefused(ReturnWhy.COMMAND_REUSED)
        refused = _unannounceable(order, items, now) or (_bad_number(*number) if number else None)
        if refused is not None:
            return refused
        returned = CustomerReturn.objects.create(
            reference=_reference(),
            order=order,
            buyer_id=order.buyer_id,
            seller_id=order.seller_id,
            status=ReturnStatus.CREATED,
            created_at=now,
            token=token,
            digest=digest,
        )
        _keep_items(returned, items)
        return _with_number(returned, *number, now) if number else returned


def give_number(return_id: UUID, buyer_id: int, number: Number, *, now: datetime) -> Outcome:
    """The parcel's number, by the buyer; the same one again changes nothing. Raises `NoSuchReturn`."""
    with transaction.atomic():
        returned = _locked(return_id, Q(buyer_id=buyer_id))
        refused = ReturnRefused(ReturnWhy.ENDED) if returned.rejected_at else _bad_number(*number)
        return refused or _with_number(returned, *number, whole_ms(now))


def reject(return_id: UUID, seller_id: int, code: str, reason: str, *, now: datetime) -> Outcome:
    """B8-08: the seller refuses to give the money back. Raises `NoSuchReturn`."""
    with transaction.atomic():
        returned = _locked(return_id, Q(seller_id=seller_id))
        law = laws.law_now(returned.order.market, now, seller_id=seller_id)
        said = reason.replace("\x00", "").strip()
        refused = rules.may_reject(code, said, law.rules, rejected=returned.rejected_at is not None)
        if refused is not None:
            return refused
        returned.rejected_at, returned.rejection_code, returned.rejection_reason = whole_ms(now), code, said
        return _restated(returned)


def parcel_moved(carrier_id: str, waybill: str) -> None:
    """B8-07: a carrier told something new about a parcel, or a buyer its number. Looked at now and once more when the
    caller's transaction is through: of a number and a carrier's news at the same moment, the later sees both."""
    _restate_those_of(carrier_id, waybill)
    transaction.on_commit(partial(_restate_those_of, carrier_id, waybill))


def returnable(order: Order) -> Mapping[UUID, int]:
    """Pieces of each line that no return that still stands has announced."""
    standing = ReturnItem.objects.filter(returned__order=order, returned__rejected_at=None)
    gone = dict(standing.values_list("line_id").annotate(Sum("quantity")))
    return {line.id: line.quantity - gone.get(line.id, 0) for line in order.lines.all()}


def announceable(order: Order, now: datetime) -> ReturnRefused | None:
    """B8-01: why nothing of the order can be announced now; None where something can."""
    left = [Item(line_id, 1, ReturnReason.NONE) for line_id, count in returnable(order).items() if count > 0]
    return _unannounceable(order, left[:1], now)


def received_at(order: Order) -> datetime | None:
    """When the last parcel of the order was delivered; None while any is on its way, or none is known."""
    parcels = list(Shipment.objects.filter(order=order).values_list("carrier_id", "waybill"))
    delivered = [
        TrackingEvent.objects.filter(carrier_id=carrier, waybill=waybill, code=TrackingCode.DELIVERED)
        .order_by("occurred_at")
        .values_list("occurred_at", flat=True)
        .first()
        for carrier, waybill in parcels
    ]
    known = [instant for instant in delivered if instant is not None]
    return max(known) if known and len(known) == len(parcels) else None


def _unannounceable(order: Order, items: Sequence[Item], now: datetime) -> ReturnRefused | None:
    law = laws.law_now(order.market, now, seller_id=order.seller_id)
    cancelled = order.status == "CANCELLED"
    return rules.may_announce(items, returnable(order), received_at(order), now, law, cancelled=cancelled)


def _bad_number(carrier_id: str, waybill: str) -> ReturnRefused | None:
    good = carrier_id in CARRIERS and waybill.isprintable() and 1 <= len(waybill.strip()) <= len(waybill) <= WAYBILL
    return None if good else ReturnRefused(ReturnWhy.BAD_PARCEL, WAYBILL)


def _with_number(returned: CustomerReturn, carrier_id: str, waybill: str, now: datetime) -> CustomerReturn:
    ReturnParcel.objects.get_or_create(
        returned=returned, carrier_id=carrier_id, waybill=waybill, defaults={"created_at": now}
    )
    parcel_moved(carrier_id, waybill)
    returned.refresh_from_db()
    return returned


def _restate_those_of(carrier_id: str, waybill: str) -> None:
    with transaction.atomic():
        parcels = ReturnParcel.objects.filter(carrier_id=carrier_id, waybill=waybill)
        for return_id in parcels.order_by("returned_id").values_list("returned_id", flat=True):
            _restated(CustomerReturn.objects.select_for_update().get(pk=return_id))


def _restated(returned: CustomerReturn) -> CustomerReturn:
    """Write down where the facts say that it stands."""
    parcels = list(returned.parcels.values_list("carrier_id", "waybill"))
    told = Q(pk__in=[])
    for carrier_id, waybill in parcels:
        told |= Q(carrier_id=carrier_id, waybill=waybill)
    codes = set(TrackingEvent.objects.filter(told).values_list("code", flat=True))
    rejected = returned.rejected_at is not None
    returned.status = rules.status_of(rejected=rejected, parcels=len(parcels), codes=codes)
    returned.save()
    return returned


def _keep_items(returned: CustomerReturn, items: Sequence[Item]) -> None:
    ReturnItem.objects.bulk_create(
        ReturnItem(
            returned=returned,
            line_id=item.line_id,
            quantity=item.quantity,
            reason=item.reason or ReturnReason.NONE,
            comment=item.comment,
            position=position,
        )
        for position, item in enumerate(items)
    )


def _reference() -> str:
    """``1234/Z04A``: short enough to write on a parcel, and free."""
    while True:
        number = f"{1000 + secrets.randbelow(9000)}/{''.join(secrets.choice(_LETTERS) for _ in range(4))}"
        if not CustomerReturn.objects.filter(reference=number).exists():
            return number


def _locked(return_id: UUID, whose: Q) -> CustomerReturn:
    returned = CustomerReturn.objects.select_for_update().filter(whose, pk=return_id).first()
    if returned is None:
        raise NoSuchReturn(return_id)
    return returned
