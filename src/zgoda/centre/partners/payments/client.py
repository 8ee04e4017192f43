"""What the centre asks of the payment service: money back, at most once per command (P-23, S0-41)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from zgoda.centre.orders.locking import held
from zgoda.centre.partners.outgoing import PartnerFailed, call, expect
from zgoda.centre.partners.payments.refusing import refuse
from zgoda.centre.store.models import Order, RefundRequest
from zgoda.centre.store.models.orders import RefundState
from zgoda.domain.decide.refunds import is_refundable, left_of_order
from zgoda.domain.money import Money
from zgoda.engine.jobs import durable


class RefundRefusal(StrEnum):
    NOT_PAID = "NOT_PAID"
    WRONG_CURRENCY = "WRONG_CURRENCY"
    AMOUNT_OUT_OF_RANGE = "AMOUNT_OUT_OF_RANGE"
    OTHER_COMMAND = "OTHER_COMMAND"
    ASKED_MEANWHILE = "ASKED_MEANWHILE"


def request_refund(
    command_id: UUID, case_id: UUID, order_id: UUID, amount: Money, now: datetime, *, seen: int | None = None
) -> RefundRequest | RefundRefusal:
    """Ask once: more than nothing and at most what was paid and not yet asked back. It counts as an answer to a
    non-delivery only when the service confirms it (G-14). The same command again is the same request. ``seen``: what
    had been asked back, in minor units, when somebody decided; where more has been since, nobody pays twice."""
    with transaction.atomic():
        order = held(Order.objects.all()).get(pk=order_id)
        known = RefundRequest.objects.filter(command_id=command_id).first()
        if known is not None:
            same = (known.order_id, known.case_id, known.amount_minor) == (order_id, case_id, amount.minor)
            return known if same else RefundRefusal.OTHER_COMMAND
        refusal = _refusal(order, amount, seen)
        if refusal is not None:
            return refusal
        request = RefundRequest.objects.create(
            command_id=command_id,
            case_id=case_id,
            order=order,
            amount_minor=amount.minor,
            currency=amount.currency,
            asked_at=now,
        )
        send_refund.enqueue(str(command_id))
    return request


def refunds_of(order_id: UUID) -> tuple[Money, Money, Money] | None:
    """What was paid, what came back, and what is asked for and not decided; None where nothing was paid."""
    order = Order.objects.filter(pk=order_id).only("paid_minor", "currency").first()
    if order is None or not order.paid_minor:
        return None
    sums = RefundRequest.objects.filter(order=order).values_list("state").annotate(total=Sum("amount_minor"))
    totals = dict(sums.order_by())
    states = (RefundState.CONFIRMED, RefundState.ASKED)
    refunded, asked = (Money(totals.get(state, 0), order.currency) for state in states)
    return Money(order.paid_minor, order.currency), refunded, asked


def _refusal(order: Order, amount: Money, seen: int | None) -> RefundRefusal | None:
    if not order.paid_minor:
        return RefundRefusal.NOT_PAID
    if amount.currency != order.currency:
        return RefundRefusal.WRONG_CURRENCY
    alive = RefundRequest.objects.filter(order=order).exclude(state=RefundState.REFUSED)
    asked = alive.aggregate(total=Sum("amount_minor"))["total"] or 0
    if seen is not None and seen != asked:
        return RefundRefusal.ASKED_MEANWHILE
    left = left_of_order(Money(order.paid_minor, order.currency), Money(asked, order.currency))
    return None if is_refundable(amount, left) else RefundRefusal.AMOUNT_OUT_OF_RANGE


_NEVER = (400, 422)
"""The service understood and will not pay: asking again would change nothing."""


@durable()
def send_refund(command_id: str) -> None:
    """Ask the service whether it knows the command before sending it: an answer may have been lost on its way."""
    request = RefundRequest.objects.select_related("order").get(command_id=command_id)
    if request.state != RefundState.ASKED or request.partner_ref:
        return
    address, key = f"{settings.PAYMENTS_URL}/refunds/{command_id}", settings.PAYMENTS_SECRET
    known = expect(call("GET", address, key), 200, 404)
    if known.status_code == 404:
        known = expect(call("PUT", address, key, _payload(request)), 200, 201, *_NEVER)
    if known.status_code in _NEVER:
        refuse(request.pk)
        return
    reference = str(known.json().get("reference") or "")[:64]
    if not reference:
        raise PartnerFailed("the payment service gave no reference")
    RefundRequest.objects.filter(pk=request.pk).update(partner_ref=reference)


def _payload(request: RefundRequest) -> dict[str, object]:
    return {
        "orderId": str(request.order_id),
        "paymentId": request.order.payment_id,
        "amountMinor": request.amount_minor,
        "currency": request.currency,
    }
