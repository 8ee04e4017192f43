"""What the Warehouse does to a case from its workspace, beside writing (``cases.acts``); shapes and errors as there.

P-07, P-08, P-16, P-20, P-21, P-23.
"""

from datetime import datetime
from uuid import UUID, uuid4

from zgoda.centre.cases.acts import Outcome
from zgoda.centre.cases.reading import Reading
from zgoda.centre.cases.texts import written
from zgoda.centre.handle import handle
from zgoda.centre.orders.parcels import Parcel, ParcelRefusal, give_parcel
from zgoda.centre.partners.payments.client import RefundRefusal, request_refund
from zgoda.centre.store.models import RefundRequest, Shipment
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor
from zgoda.domain.decide.refunds import may_refund
from zgoda.domain.discussion import DeliveryAction
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused


def forward_to_seller(
    case_id: UUID, by: Actor, words: str, *, now: datetime, command_id: UUID | None = None
) -> Outcome:
    """P-16, S1-53: with a note; the seller is told by e-mail."""
    return handle(case_id, c.ForwardToSeller(by=by, note=written(words)), now=now, command_id=command_id)


def ask_to_end(case_id: UUID, by: Actor, words: str, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-08, S0-16."""
    command = c.AskToResolve(by=by, message_id=uuid4(), text=written(words))
    return handle(case_id, command, now=now, command_id=command_id)


def report_hand_over(case_id: UUID, by: Actor, *, now: datetime, command_id: UUID | None = None) -> Outcome:
    """P-21, S0-39: the parcel is with the carrier."""
    command = c.TakeDeliveryAction(
        by=by,
        action=DeliveryAction.HANDED_OVER,
        happened_at=now,
        reference=f"warehouse:{case_id}",
        message_id=uuid4(),
    )
    return handle(case_id, command, now=now, command_id=command_id)


def give_number(reading: Reading, carrier: str, waybill: str) -> Shipment | ParcelRefusal:
    """P-20, S0-38: kept with the order; it answers all its Discussions about non-delivery."""
    return give_parcel(reading.row.order, Parcel(carrier, waybill), reading.reader, reading.now)


def refund(
    reading: Reading, amount: Money, command_id: UUID, seen: int | None
) -> RefundRequest | RefundRefusal | Refused:
    """P-23: by the responsible party; it counts when the payment service confirms it (G-14). ``seen`` as in
    `request_refund`: of two people who look at the same page one refunds."""
    refused = may_refund(reading.case, reading.reader)
    if refused is not None:
        return refused
    return request_refund(command_id, reading.row.id, reading.row.order_id, amount, reading.now, seen=seen)
