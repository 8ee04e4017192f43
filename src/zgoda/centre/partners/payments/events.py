"""``POST /partners/payments/events``: a refund was confirmed or refused. Only a confirmation counts (G-14)."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from django.db import transaction

from zgoda.centre.orders.answers import answer_non_delivery
from zgoda.centre.partners.incoming import signed_events
from zgoda.centre.partners.payments.refusing import tell_seller
from zgoda.centre.store.models import RefundRequest
from zgoda.centre.store.models.orders import RefundState
from zgoda.domain.actors import PAYMENTS
from zgoda.domain.discussion import DeliveryAction
from zgoda.domain.money import Money
from zgoda.engine.instants import whole_ms

_SKEW = timedelta(minutes=5)


class RefundEvent(msgspec.Struct, rename="camel", frozen=True):
    """``confirmed`` false means the service refused to pay."""

    event_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    command_id: UUID
    confirmed: bool
    reference: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    occurred_at: Annotated[datetime, msgspec.Meta(tz=True)]


def take_event(event: RefundEvent, now: datetime) -> int:
    """204; 404 for a command we never sent, 409 for the opposite of what was told before."""
    if event.occurred_at > now + _SKEW:
        return 422
    with transaction.atomic():
        request = RefundRequest.objects.select_for_update().filter(command_id=event.command_id).first()
        if request is None:
            return 404
        state = RefundState.CONFIRMED if event.confirmed else RefundState.REFUSED
        if request.state != RefundState.ASKED:
            return 204 if request.state == state else 409
        happened_at = min(whole_ms(event.occurred_at), now)
        request.state, request.partner_ref = state, event.reference.replace("\x00", "")
        request.confirmed_at = happened_at if event.confirmed else None
        request.save()
        if event.confirmed:
            _count(request, happened_at, now)
        else:
            tell_seller(request)
    return 204


payment_events = signed_events(RefundEvent, take_event, "PAYMENTS_SECRET")


def _count(request: RefundRequest, happened_at: datetime, now: datetime) -> None:
    amount = Money(request.amount_minor, request.currency)
    answer_non_delivery(
        [request.order_id],
        PAYMENTS,
        DeliveryAction.REFUND,
        happened_at=happened_at,
        reference=str(request.command_id),
        now=now,
        amount=amount,
        case_id=request.case_id,
    )
