"""A case as the Warehouse sees it: thread, clocks with why then, order and parcels, who answered when, comments."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.cases import thread
from zgoda.centre.cases.forwards import turns_of
from zgoda.centre.cases.history import history
from zgoda.centre.cases.reading import Reading, read_case
from zgoda.centre.cases.steps import steps_of
from zgoda.centre.incidents.texts import prepared, waybills_of
from zgoda.centre.partners.payments.client import refunds_of
from zgoda.centre.returns.models import CustomerReturn
from zgoda.centre.store.models import CaseText, Shipment, TextKind, TrackingEvent
from zgoda.centre.web.staff.about import Files, clocks_shown, offer_shown, wanted
from zgoda.centre.web.staff.frame import reader
from zgoda.centre.web.staff.writing import CasePage
from zgoda.domain.actors import Role as Actors
from zgoda.domain.decide.refunds import may_refund
from zgoda.domain.permissions import Action
from zgoda.engine import clock
from zgoda.look.numbers import whole
from zgoda.look.words.parcels import parcel_state


@never_cache
@require_safe
@role_required(Role.WAREHOUSE)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """P-04: any case of an order that the Warehouse sends, whoever answers it."""
    return shown(request, reading_of(request, case_id))


def reading_of(request: HttpRequest, case_id: UUID) -> Reading:
    """The case for the person signed in, 404 where there is none (P-49)."""
    reading = read_case(case_id, reader(request), clock.now())
    if reading is None:
        raise Http404
    return reading


def shown(
    request: HttpRequest,
    reading: Reading,
    *,
    words: str = "",
    comment: str = "",
    files: Files = (),
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; after a refusal with what was typed and the sentence that says why not."""
    order_id = reading.row.order_id
    may = {one.action for one in reading.permissions() if one.allowed}
    with timezone.override(reading.law.market.zone):
        context = {
            "row": reading.row,
            "case": reading.case,
            "thread": thread.thread_for(reading, whole(request.GET.get("before", ""))),
            "may_write": Action.WRITE in may,
            "may_forward": Action.FORWARD_TO_SELLER in may,
            "may_end": Action.ASK_TO_RESOLVE in may,
            "may_deliver": reading.case.is_open and Action.GIVE_TRACKING_NUMBER in may and Action.WRITE in may,
            "may_refund": may_refund(reading.case, reading.reader) is None,
            "not_now": [step for step in steps_of(reading, _TOLD) if not step.possible],
            "clocks": clocks_shown(reading),
            "offer": offer_shown(reading),
            "wanted": wanted(reading),
            "turns": turns_of(reading.case),
            "comments": _comments(reading),
            "parcels": _parcels(order_id),
            "texts": prepared(
                reading.row.buyer.username,
                str(order_id),
                [reading.row.line.offer_name],
                waybills_of([order_id]).get(order_id, []),
            ),
            "returns": list(CustomerReturn.objects.filter(order_id=order_id).order_by("created_at", "id")),
            "money": refunds_of(order_id),
            "history": history(reading),
            "token": uuid4(),
            "words": words,
            "comment": comment,
            "files": files,
            "error": error,
        }
        return render(request, "warehouse/case.html", context, status=status)


PAGE = CasePage((Role.WAREHOUSE,), "warehouse_case", reading_of, shown)


_TOLD = (Action.WRITE, Action.FORWARD_TO_SELLER, Action.ASK_TO_RESOLVE)
"""What the page says a word about where it is not possible now."""


def _comments(reading: Reading) -> list[CaseText]:
    """P-07: only those of the Warehouse's side."""
    found = CaseText.objects.filter(case_id=reading.row.id, kind=TextKind.COMMENT, side=Actors.WAREHOUSE)
    return list(found.select_related("author").order_by("created_at", "id"))


def _parcels(order_id: UUID) -> list[dict[str, object]]:
    """Each with what the carrier said last."""
    shipments = list(Shipment.objects.filter(order_id=order_id).order_by("created_at", "id"))
    said = TrackingEvent.objects.filter(waybill__in=[one.waybill for one in shipments]).order_by("occurred_at", "id")
    last = {(event.carrier_id, event.waybill): (parcel_state(event.code), event.occurred_at) for event in said}
    return [{"shipment": one, "last": last.get((one.carrier_id, one.waybill))} for one in shipments]
