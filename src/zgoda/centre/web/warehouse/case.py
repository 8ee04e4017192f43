"""A case as the Warehouse sees it: thread, clocks with why then, order and parcels, who answered when, comments."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.cases import thread
from zgoda.centre.cases import warehouse as waiting
from zgoda.centre.cases.forwards import Turn, turns_of
from zgoda.centre.cases.history import history
from zgoda.centre.cases.reading import Reading, read_case
from zgoda.centre.cases.steps import steps_of
from zgoda.centre.incidents.texts import prepared, waybills_of
from zgoda.centre.orders.papers import of_order
from zgoda.centre.partners.payments.client import refunds_of
from zgoda.centre.returns.models import CustomerReturn
from zgoda.centre.store.models import CaseText, Shipment, TextKind, TrackingEvent
from zgoda.centre.web.staff.about import Files, answer_clock, clocks_shown, offer_shown, wanted
from zgoda.centre.web.staff.frame import reader
from zgoda.centre.web.staff.writing import CasePage
from zgoda.domain.actors import Role as Actors
from zgoda.domain.decide.refunds import may_refund
from zgoda.domain.permissions import Action
from zgoda.domain.refusals import Why
from zgoda.domain.routing import is_fulfilled
from zgoda.domain.sales_documents import may_add
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
    may = {one.action for one in reading.permissions() if one.allowed}
    before = whole(request.GET.get("before", ""))
    said, turns = thread.thread_for(reading, before), turns_of(reading.case)
    with timezone.override(reading.law.market.zone):
        context = {
            "row": reading.row,
            "case": reading.case,
            "older": said.older,
            "talk": _talk(said, turns, newest=before is None),
            "may_write": Action.WRITE in may,
            "may_forward": Action.FORWARD_TO_SELLER in may,
            "may_end": Action.ASK_TO_RESOLVE in may,
            "may_deliver": reading.case.is_open and Action.GIVE_TRACKING_NUMBER in may and Action.WRITE in may,
            "may_refund": may_refund(reading.case, reading.reader) is None,
            "may_add_document": may_add(Actors.WAREHOUSE, sold_by=False, fulfilled=is_fulfilled(reading.case.purchase))
            is None,
            "papers": of_order(reading.row.order_id, reading.now),
            "not_now": _not_now(reading),
            "clock": answer_clock(reading.case, reading.now),
            "clocks": clocks_shown(reading),
            "offer": offer_shown(reading),
            "wanted": wanted(reading),
            "turns": turns,
            "comments": _comments(reading),
            "history": history(reading),
            "next_case": waiting.next_to_answer(reading.row.id),
            **_about_order(reading),
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


def _talk(said: thread.Thread, turns: Sequence[Turn], *, newest: bool) -> list[thread.Said | Turn]:
    """What was said, and the notes of the forwards where they belong: a note tells what is to be done (S1-52). A page
    of earlier messages has those that were written between its own."""
    shown = said.said
    notes = [
        turn
        for turn in turns
        if turn.note
        and (said.older is None or (shown and turn.since >= shown[0].at))
        and (newest or (shown and turn.since <= shown[-1].at))
    ]
    return sorted([*shown, *notes], key=lambda one: one.since if isinstance(one, Turn) else one.at)


def _not_now(reading: Reading) -> list[tuple[str, str]]:
    """What cannot be done now and why; what cannot be for the same reason stands together. Who answers is named."""
    refused = {one.action: one.refusal.why for one in reading.permissions() if one.refusal}
    by_why: dict[str, list[str]] = {}
    for step in steps_of(reading, _TOLD):
        if not step.possible:
            elsewhere = refused[step.action] is Why.NOT_RESPONSIBLE
            why = _("The seller answers now. You can read on and add internal comments.") if elsewhere else step.why
            by_why.setdefault(why, []).append(step.label)
    return [(" · ".join(labels), why) for why, labels in by_why.items()]


def _about_order(reading: Reading) -> dict[str, object]:
    """The order as far as it helps to answer: parcels, returns, money, and texts filled in with it."""
    order_id = reading.row.order_id
    money = refunds_of(order_id)
    waybills = waybills_of([order_id]).get(order_id, [])
    return {
        "parcels": _parcels(order_id),
        "returns": list(CustomerReturn.objects.filter(order_id=order_id).order_by("created_at", "id")),
        "money": money,
        "left": money[0] - money[1] - money[2] if money else None,
        "texts": prepared(reading.row.buyer.username, str(order_id), [reading.row.line.offer_name], waybills),
    }


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
