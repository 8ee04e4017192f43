"""A sales document of the buyer's own order, as a download (S4-09)."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from zgoda.accounts.models import User
from zgoda.centre.orders.papers import file_of
from zgoda.centre.store.models import Order
from zgoda.centre.web.buyer.person import buyers_only
from zgoda.files.serve import serve

_NEVER_WAS = UUID(int=0)


@require_safe
@buyers_only
def document(request: HttpRequest, user: User, order_id: UUID, document_id: UUID) -> HttpResponseBase:
    """P-49: 404 for whoever did not buy it, and for what is not shown yet, as for what never was."""
    own = Order.objects.filter(pk=order_id, buyer_id=user.pk).values_list("pk", flat=True).first()
    file = file_of(own or _NEVER_WAS, document_id)
    if file is None:
        raise Http404
    try:
        return serve(file)
    except FileNotFoundError:
        raise Http404 from None
