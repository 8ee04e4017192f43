"""A refund that will not be paid: its amount is free again and the seller hears of it."""

from django.db import transaction

from zgoda.centre.mailing import posting
from zgoda.centre.store import cases
from zgoda.centre.store.models import RefundRequest
from zgoda.centre.store.models.orders import RefundState
from zgoda.domain.actors import Role
from zgoda.domain.notifications import Kind


def refuse(request_id: int) -> bool:
    """Mark a refund that still waits as refused; False where it was settled meanwhile."""
    with transaction.atomic():
        request = RefundRequest.objects.select_for_update().get(pk=request_id)
        if request.state != RefundState.ASKED:
            return False
        request.state = RefundState.REFUSED
        request.save(update_fields=["state"])
        tell_seller(request)
    return True


def tell_seller(request: RefundRequest) -> None:
    """S0-41: a refund that was refused answers nothing, so the seller must hear of it in time to do something else.

    Of what the Warehouse answers it reads on the case's page; no seller hears of a hidden case (S1-56).
    """
    case, seller_id = cases.find(request.case_id), request.order.seller_id
    if case.responsible is Role.WAREHOUSE:
        return
    posting.about_case(Kind.REFUND_REFUSED, case, seller_id, str(request.command_id))
