"""What happens to an order answers its Discussions about non-delivery (S0-37…S0-41, T-05, T-18)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from zgoda.centre.handle import handle
from zgoda.centre.store.models import Case
from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import TakeDeliveryAction
from zgoda.domain.discussion import DeliveryAction, Status
from zgoda.domain.money import Money
from zgoda.domain.reasons import REASONS
from zgoda.domain.refusals import Refused

_NOT_RECEIVED = [code for code, reason in REASONS.items() if reason.not_received]


def answer_non_delivery(
    order_ids: Collection[UUID],
    by: Actor,
    action: DeliveryAction,
    *,
    happened_at: datetime,
    reference: str,
    now: datetime,
    lines: Collection[UUID] | None = None,
    amount: Money | None = None,
    case_id: UUID | None = None,
) -> int:
    """Tell every open Discussion about non-delivery of these orders (and lines, and case, where given); how many
    took it. One that the rules refuse stays as it is: the fact is the order's all the same (G-01). One that was told
    the same in this round takes no further note of it; one hidden from its seller (S1-56) is not even looked at for
    the seller, so that nothing differs, not even the time it takes."""
    found = Case.objects.filter(
        order_id__in=order_ids, reason__in=_NOT_RECEIVED, status__in=[Status.PENDING, Status.UNRESOLVED]
    )
    if by.role is Role.SELLER:
        found = found.filter(hidden=False)
    if lines is not None:
        found = found.filter(line_id__in=lines)
    if case_id is not None:
        found = found.filter(pk=case_id)
    taken = 0
    for discussion_id in found.order_by("id").values_list("id", flat=True):
        command = TakeDeliveryAction(
            by=by,
            action=action,
            happened_at=happened_at,
            reference=reference,
            message_id=uuid4(),
            amount=amount,
        )
        taken += not isinstance(handle(discussion_id, command, now=now), Refused)
    return taken
