"""A new incident: choose the cases, see who gets what, do it for all.

What is chosen is kept as a row, whose id stands in the address: a few thousand numbers of parcels are no address.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.incidents import choosing, doing, planning, texts
from zgoda.centre.incidents.choosing import MOST, Chosen
from zgoda.centre.incidents.doing import Meant
from zgoda.centre.incidents.models import Choice, Incident, PreparedText
from zgoda.centre.orders.carriers import CARRIERS, OTHER
from zgoda.centre.store.models import Case
from zgoda.centre.store.models.orders import TrackingCode
from zgoda.centre.web.staff.frame import person, token_of, uuid_or_none
from zgoda.centre.web.warehouse.incidents import amounts_words, refund_name
from zgoda.domain.incidents import Refund
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.look.numbers import whole
from zgoda.look.words.parcels import parcel_state
from zgoda.look.words.refusals import refusal
from zgoda.look.words.times import money
from zgoda.wire.times import from_wire, to_wire

PREVIEWED = 100
"""Cases shown with what each buyer would read; the others are counted."""

NUMBERS = 1_000_000
"""Characters of typed numbers: as many as the cases that one incident may have."""

Seen = dict[str, object]


@never_cache
@require_safe
@role_required(Role.WAREHOUSE)
def new(request: HttpRequest) -> HttpResponse:
    """Nothing is chosen yet."""
    return render(request, "warehouse/incident_new.html", _choosing(Chosen()))


@never_cache
@require_POST
@role_required(Role.WAREHOUSE)
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice; its page shows the cases."""
    choice = choosing.keep(_chosen(request), person(request), clock.now())
    return redirect("warehouse_incident_chosen", choice.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.WAREHOUSE)
def chosen(request: HttpRequest, choice_id: UUID) -> HttpResponse:
    """The cases of a choice, whoever of the Warehouse made it; on POST the shown ones are answered."""
    choice = get_object_or_404(Choice, pk=choice_id)
    wanted, text, title = choosing.kept(choice), _typed(request, "text"), _typed(request, "title")[:120]
    looked = _looked(request)
    found = choosing.ids_of(wanted, looked)
    shown, refund = found[:PREVIEWED], request.POST.get("refund", Refund.NONE)
    meant = _meant(request, found[:MOST])
    error = _error(meant, text, title) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        back = Refund(refund) if refund in Refund.__members__ else Refund.NONE
        made = doing.start(token_of(request), meant, person(request), clock.now(), Meant(title, text, back))
        _tell_of_the_gone(request, found[:MOST])
        _tell_what_follows(request, made)
        return redirect("warehouse_incident", made.pk)
    context = {
        **_choosing(wanted),
        "texts": list(PreparedText.objects.all()),
        "rows": _preview(choosing.rows_of(shown), text),
        "found": min(len(found), MOST),
        "unlisted": min(len(found), MOST) - len(shown),
        "looked": to_wire(looked),
        "refund": refund,
        "refunds": [{"value": one.value, "label": refund_name(one)} for one in Refund],
        "limits": ", ".join(money(one) for one in planning.limits().values()),
        "too_many": len(found) > MOST,
        "title": title,
        "text": text,
        "error": error,
        "token": token_of(request),
    }
    return render(request, "warehouse/incident_new.html", context, status=422 if error else 200)


def _choosing(wanted: Chosen) -> Seen:
    """What the form of the choice takes; the rest is empty until something was chosen."""
    return {
        "chosen": wanted,
        "carriers": [("", _("All carriers")), *((one, name) for one, name in CARRIERS.items() if one != OTHER)],
        "states": [("", _("All states")), *((one, parcel_state(one)) for one in TrackingCode.values)],
        "most": MOST,
        "rows": [],
        "too_many": False,
        "error": "",
        "token": uuid4(),
    }


def _tell_what_follows(request: HttpRequest, made: Incident) -> None:
    if made.needs_approval:
        told = _(
            "Prepared. It refunds %(amount)s, more than one may refund in a day alone: somebody else has to approve it."
        )
        messages.warning(request, told % {"amount": amounts_words(made.refunds)})
    else:
        messages.success(request, _("Begun. Each case is done by itself; you can leave this page."))


def _meant(request: HttpRequest, found: list[UUID]) -> list[UUID]:
    """Those ticked and, where that was ticked too, those that were found beside the ones shown."""
    ticked, shown = _ids(request, "case"), _ids(request, "shown")
    rest = request.POST.get("rest") == "1"
    return [one for one in found if one in ticked or (rest and one not in shown)]


def _tell_of_the_gone(request: HttpRequest, found: list[UUID]) -> None:
    """Whoever left the choice between the look and the click is left out, and it is said how many."""
    ticked, shown = _ids(request, "case"), _ids(request, "shown")
    gone = len(ticked.difference(found))
    if request.POST.get("rest") == "1":
        beside = len(found) - len(shown.intersection(found))
        gone += max(0, (whole(request.POST.get("unlisted", "")) or 0) - beside)
    if gone:
        words = ngettext(
            "%(num)s case changed meanwhile and is left out.",
            "%(num)s cases changed meanwhile and are left out.",
            gone,
        )
        messages.warning(request, words % {"num": gone})


def _looked(request: HttpRequest) -> datetime:
    """When the choice was shown; whoever opens a case after it was in nobody's eyes."""
    now, told = clock.now(), from_wire(request.POST.get("looked", ""))
    return min(now, told) if told else now


def _ids(request: HttpRequest, name: str) -> set[UUID]:
    return {one for one in map(uuid_or_none, request.POST.getlist(name)) if one is not None}


def _chosen(request: HttpRequest) -> Chosen:
    post = request.POST
    carrier, state = post.get("carrier", ""), post.get("state", "")
    return Chosen(
        carrier=carrier if carrier in CARRIERS else "",
        numbers=_typed(request, "numbers")[:NUMBERS],
        state=state if state in TrackingCode.values else "",
        since=_day(post.get("since", "")),
        until=_day(post.get("until", "")),
    )


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _error(meant: list[UUID], text: str, title: str) -> str:
    if not meant:
        return _("No case was chosen.")
    if not text or not title:
        return _("Write a name for this incident and what the buyers are told.")
    if len(text) > TEXT_LENGTH:
        return refusal(Refused(Why.MESSAGE_TOO_LONG, limit=TEXT_LENGTH))
    never = texts.slips(text)
    return _("There is no such variable: %(names)s.") % {"names": ", ".join(never)} if never else ""


def _preview(found: list[Case], text: str) -> list[Seen]:
    """Each case with what its buyer would read."""
    waybills = texts.waybills_of([row.order_id for row in found])
    shown = []
    for row in found:
        numbers = waybills.get(row.order_id, [])
        words, holes = doing.filled(text, row, numbers)
        shown.append({"row": row, "waybills": ", ".join(numbers), "text": words, "holes": holes})
    return shown
