"""``/order/checkout-forms``, ``/order/events`` and ``/order/event-stats`` (allegro-api.md §4.1, §7.1)."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.framework import Call, endpoint
from zgoda.centre.orders.find import BadParameter, find_orders
from zgoda.centre.orders.present import event_of, form_of
from zgoda.centre.store.models import Order, OrderEvent
from zgoda.wire import limits
from zgoda.wire import order_answers as orders
from zgoda.wire.enums import OrderEventType
from zgoda.wire.scopes import Scope
from zgoda.wire.times import epoch_micros, to_wire

_KEPT = timedelta(days=limits.EVENTS_KEPT_DAYS)


@endpoint(scope=Scope.ORDERS_READ)
def list_forms(call: Call) -> HttpResponse:
    """Filters, sort and paging of §7.1; ``totalCount`` counts all that the filters leave."""
    page = call.page(default=limits.FORMS_DEFAULT, largest=limits.FORMS_MAX)
    found = find_orders(call.user_id, call.request.GET)
    if isinstance(found, BadParameter):
        raise problems.invalid(found.name, _("The list cannot be filtered by this value."), found.value)
    rows = list(_with_parts(found)[page.offset : page.end])
    total = found.order_by().count()
    forms = [form_of(row) for row in rows]
    return call.answer({"checkoutForms": forms, "count": len(forms), "totalCount": total})


@endpoint(scope=Scope.ORDERS_READ)
def one_form(call: Call, form_id: str) -> HttpResponse:
    return call.answer(form_of(own_order(call, form_id)))


@endpoint(scope=Scope.ORDERS_READ)
def list_events(call: Call) -> HttpResponse:
    """The journal of 60 days, ascending; ``from`` is exclusive and may be any number of microseconds."""
    limit = call.page(default=limits.EVENTS_DEFAULT, largest=limits.EVENTS_MAX).limit
    query = call.request.GET
    start = query.get("from")
    if start is not None and not (start.isascii() and start.isdecimal() and len(start) <= 18):
        raise problems.invalid("from", _("This is not an event's id."), start)
    kinds = query.getlist("type")
    for kind in kinds:
        if kind not in set(OrderEventType):
            raise problems.invalid("type", _("There is no such kind of event."), kind)
    oldest = epoch_micros(call.now - _KEPT)
    found = OrderEvent.objects.filter(seller_id=call.user_id, id__gt=max(int(start or 0), oldest))
    if kinds:
        found = found.filter(type__in=kinds)
    rows = found.select_related("order__buyer").defer("order__form").prefetch_related("order__lines").order_by("id")
    return call.answer(orders.OrderEvents(events=[event_of(row) for row in rows[:limit]]))


@endpoint(scope=Scope.ORDERS_READ)
def event_stats(call: Call) -> HttpResponse:
    last = OrderEvent.objects.filter(seller_id=call.user_id).order_by("-id").first()
    latest = orders.LatestEvent(id=str(last.id), occurred_at=to_wire(last.occurred_at)) if last else None
    return call.answer(orders.EventStats(latest_event=latest))


def own_order(call: Call, form_id: str) -> Order:
    """The caller's order; 422 for a malformed id, 404 for one that is not there or belongs to somebody else."""
    order = _with_parts(Order.objects.filter(pk=_order_id(form_id), seller_id=call.user_id)).first()
    if order is None:
        raise problems.not_found(_("There is no such order."))
    return order


def _order_id(form_id: str) -> UUID:
    try:
        return UUID(form_id)
    except ValueError:
        raise problems.invalid("id", _("This is not an order's id."), form_id) from None


def _with_parts(found: "QuerySet[Order]") -> "QuerySet[Order]":
    return found.select_related("buyer").prefetch_related("lines")
