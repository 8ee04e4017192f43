"""Acts of the Warehouse that need words, a number or an amount: each on a page that says what follows."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.cases import warehouse_acts
from zgoda.centre.cases.reading import Reading
from zgoda.centre.orders.carriers import CARRIERS, OTHER
from zgoda.centre.orders.parcels import ParcelRefusal
from zgoda.centre.partners.payments.client import RefundRefusal, refunds_of
from zgoda.centre.web.staff.frame import reader, token_of
from zgoda.centre.web.warehouse.case import reading_of
from zgoda.domain.decide.refunds import may_refund
from zgoda.domain.money import Money
from zgoda.domain.permissions import Action
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal
from zgoda.wire.money import minor_of


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.WAREHOUSE)
def forward(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """P-16, S1-53: the note is the seller's to read; the Warehouse only reads from then on."""
    reading = reading_of(request, case_id)
    words, refused = request.POST.get("note", ""), _refused(reading, Action.FORWARD_TO_SELLER)
    if request.method == "POST":
        outcome = warehouse_acts.forward_to_seller(
            case_id, reader(request), words, now=clock.now(), command_id=token_of(request)
        )
        if not isinstance(outcome, Refused):
            messages.success(request, _("The seller answers from now on and has been told by e-mail."))
            return redirect("warehouse_case", case_id)
        refused = outcome
    error = refusal(refused) if refused else ""
    at_field = refused is not None and refused.why in {Why.NOTE_MISSING, Why.MESSAGE_TOO_LONG}
    return _page(request, reading, "warehouse/forward.html", at_field=at_field, error=error, words=words)


@never_cache
@require_POST
@role_required(Role.WAREHOUSE)
def end(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """P-08, S0-16: the buyer is asked to mark the Discussion as resolved."""
    by, token = reading_of(request, case_id).reader, token_of(request)
    outcome = warehouse_acts.ask_to_end(case_id, by, "", now=clock.now(), command_id=token)
    return _back(request, case_id, outcome, _("The buyer has been asked to mark it as resolved."))


@never_cache
@require_POST
@role_required(Role.WAREHOUSE)
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """P-21, S0-39."""
    by, token = reading_of(request, case_id).reader, token_of(request)
    outcome = warehouse_acts.report_hand_over(case_id, by, now=clock.now(), command_id=token)
    return _back(request, case_id, outcome, _("The buyer has been told that the parcel is with the carrier."))


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.WAREHOUSE)
def parcel(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """P-20, S0-38."""
    reading = reading_of(request, case_id)
    carrier, waybill = request.POST.get("carrier", ""), request.POST.get("waybill", "").strip()
    refused, error = _refused(reading, Action.GIVE_TRACKING_NUMBER), ""
    if refused is None and request.method == "POST":
        outcome = warehouse_acts.give_number(reading, carrier, waybill)
        if not isinstance(outcome, ParcelRefusal):
            messages.success(request, _("The number is kept with the order; the buyer has been told."))
            return redirect("warehouse_case", case_id)
        error = _parcel_words(outcome)
    carriers = [(one, name) for one, name in CARRIERS.items() if one != OTHER]
    return _page(
        request,
        reading,
        "warehouse/parcel.html",
        at_field=refused is None,
        error=refusal(refused) if refused else error,
        words=waybill,
        more={"carrier": carrier, "carriers": carriers},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.WAREHOUSE)
def refund(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """P-23, S0-41: through the payment service, which alone says when it is done (G-14). The form counts once, and
    only while nobody else has asked for money back since it was shown; a refused one is pressed again on purpose."""
    reading = reading_of(request, case_id)
    asked, refused, error = request.POST.get("amount", "").strip(), may_refund(reading.case, reading.reader), ""
    if refused is None and request.method == "POST":
        minor = minor_of(asked.replace(",", ".")) or 0
        amount = Money(minor, reading.case.purchase.unit_price.currency)
        outcome = warehouse_acts.refund(reading, amount, token_of(request), _seen(request))
        if not isinstance(outcome, Refused | RefundRefusal):
            messages.success(request, _("The payment service has been asked. It counts when the service confirms it."))
            return redirect("warehouse_case", case_id)
        error = refusal(outcome) if isinstance(outcome, Refused) else _refund_words(outcome)
    money = refunds_of(reading.row.order_id)
    return _page(
        request,
        reading,
        "warehouse/refund.html",
        at_field=refused is None,
        error=refusal(refused) if refused else error,
        words=asked,
        more={"money": money, "seen": money[1].minor + money[2].minor if money else 0, "token": uuid4()},
    )


def _seen(request: HttpRequest) -> int | None:
    """What had been asked back when the form was shown."""
    told = request.POST.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else None


def _page(
    request: HttpRequest,
    reading: Reading,
    template: str,
    *,
    at_field: bool,
    error: str,
    words: str,
    more: dict[str, object] | None = None,
) -> HttpResponse:
    """``at_field``: what is wrong can be mended here; else the whole act is not possible now."""
    context = {
        "row": reading.row,
        "case": reading.case,
        "words": words,
        "error": error if at_field else "",
        "refusal": "" if at_field else error,
        "token": token_of(request),
        **(more or {}),
    }
    status = 422 if error and request.method == "POST" else 200
    with timezone.override(reading.law.market.zone):
        return render(request, template, context, status=status)


def _refused(reading: Reading, action: Action) -> Refused | None:
    return next(one.refusal for one in reading.permissions() if one.action is action)


def _back(request: HttpRequest, case_id: UUID, outcome: object, done: str) -> HttpResponse:
    if isinstance(outcome, Refused):
        if outcome.why is Why.NOT_A_PARTY:
            raise Http404
        messages.error(request, refusal(outcome))
    else:
        messages.success(request, done)
    return redirect("warehouse_case", case_id)


def _parcel_words(refusal_: ParcelRefusal) -> str:
    return {
        ParcelRefusal.UNKNOWN_CARRIER: _("Choose the carrier."),
        ParcelRefusal.BAD_WAYBILL: _("Write the parcel's number as it stands on the label."),
    }.get(refusal_, _("This number cannot be given for this order."))


def _refund_words(refused: RefundRefusal) -> str:
    return {
        RefundRefusal.NOT_PAID: _("Nothing was paid for this order."),
        RefundRefusal.OTHER_COMMAND: _("This was already sent with another amount. Press again if you mean one more."),
        RefundRefusal.ASKED_MEANWHILE: _(
            "Meanwhile somebody asked for a refund of this order. Look at what is left; press again to add another one."
        ),
    }.get(refused, _("The amount must be more than zero and at most what is left to refund."))
