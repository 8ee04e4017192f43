"""Incidents: the list, one with how far it is, what has to be looked at by hand, and what waits for a second person."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.incidents import deciding
from zgoda.centre.incidents.models import Decision, Incident, IncidentCase
from zgoda.centre.web.staff.frame import person
from zgoda.domain.incidents import IncidentWhy, Refund, Verdict, may_decide
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.look.numbers import whole
from zgoda.look.words.refusals import refusal
from zgoda.look.words.times import money, when

SHOWN = 50
"""Incidents of the list, and cases of a page."""

VERDICTS = {
    "approval": Verdict.APPROVED,
    "refusal": Verdict.TURNED_DOWN,
    "withdrawal": Verdict.TAKEN_BACK,
}
"""The last part of the address → what it decides."""

READERS = (Role.WAREHOUSE, Role.ADMIN)
"""Who reads incidents, since either may have to approve one; only the Warehouse begins them."""

Seen = Mapping[str, object]
View = Callable[[HttpRequest, UUID], HttpResponseBase]


@never_cache
@require_safe
@role_required(*READERS)
def incidents(request: HttpRequest) -> HttpResponse:
    """What waits for approval, the oldest first; below the newest of all, each with how far it is."""
    newest = Incident.objects.select_related("by", "decision").order_by("-at", "-id")[:SHOWN]
    waiting = deciding.waiting_for_approval().select_related("by")
    context = {
        "rows": [_listed(row) for row in newest],
        "waiting": [{"row": row, "amount": amounts_words(row.refunds)} for row in waiting[:SHOWN]],
        "may_begin": person(request).role == Role.WAREHOUSE,
    }
    return render(request, "warehouse/incidents.html", context)


@never_cache
@require_safe
@role_required(*READERS)
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """How far it is, and the cases in which it was not possible; while it waits, all that an approver has to see."""
    return _shown(request, _found(incident_id))


@never_cache
@require_safe
@role_required(*READERS)
def progress(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """What an open page asks every few seconds: 204 while nothing changed, which costs one row; else the part that
    did."""
    row = _found(incident_id)
    if request.GET.get("seen") == _version(row):
        return HttpResponse(status=204)
    return render(request, "warehouse/incident_progress.html", _progress(request, row, deciding.decision_of(row)))


def decide(verdict: Verdict) -> View:
    """One view for each verdict: `POST …/approval`, `…/refusal`, `…/withdrawal`."""

    @never_cache
    @require_POST
    @role_required(*READERS)
    def view(request: HttpRequest, incident_id: UUID) -> HttpResponseBase:
        reason = request.POST.get("reason", "").replace("\x00", "").replace("\r\n", "\n").strip()
        try:
            outcome = deciding.decide(incident_id, verdict, person(request), reason, clock.now())
        except Incident.DoesNotExist:
            raise Http404 from None
        if not isinstance(outcome, IncidentWhy):
            messages.success(request, _done(verdict))
            return redirect("warehouse_incident", incident_id)
        return _shown(request, _found(incident_id), reason=reason, error=_refusal(outcome))

    return view


def refund_name(code: str) -> str:
    return {
        Refund.NONE: _("Nothing"),
        Refund.LINE: _("The price of the product that the case is about"),
        Refund.ORDER: _("All that is left of the order"),
    }[Refund(code)]


def amounts_words(amounts: Iterable[Money]) -> str:
    """Sums by currency in one line, "" where there is none."""
    return " + ".join(money(one) for one in amounts)


def _listed(row: Incident) -> Seen:
    known: Decision | None = getattr(row, "decision", None)
    return {"row": row, "state": _state(row, known), "runs": _runs(row, known)}


def _found(incident_id: UUID) -> Incident:
    return get_object_or_404(Incident.objects.select_related("by"), pk=incident_id)


def _shown(request: HttpRequest, row: Incident, *, reason: str = "", error: str = "") -> HttpResponse:
    known, by = deciding.decision_of(row), deciding.actor_of(person(request))
    waits = row.needs_approval and known is None
    context = {
        **_progress(request, row, known),
        "waits": waits,
        "decision": known,
        "decided": _decided(known) if known else "",
        "state": _state(row, known),
        "refund": refund_name(row.refund),
        "amount": amounts_words(row.refunds),
        "may_approve": may_decide(Verdict.APPROVED, row.by_id, by, waits=waits) is None,
        "may_take_back": may_decide(Verdict.TAKEN_BACK, row.by_id, by, waits=waits) is None,
        "most_words": TEXT_LENGTH,
        "reason": reason,
        "error": error,
    }
    return render(request, "warehouse/incident.html", context, status=422 if error else 200)


def _progress(request: HttpRequest, row: Incident, known: Decision | None) -> Seen:
    """The sums, which stand in the incident's row, and a page of its cases: those in which something was not
    possible, and before it begins all of them."""
    runs, after = _runs(row, known), whole(request.GET.get("after", ""))
    found = IncidentCase.objects.filter(incident=row).select_related("case__buyer", "case__line", "case__order")
    if runs:
        found = found.exclude(why="")
    if after is not None:
        found = found.filter(position__gt=after)
    rows = list(found.defer("case__order__form").order_by("position")[: SHOWN + 1])
    return {
        "row": row,
        "runs": runs,
        "asks_again": runs and row.waiting > 0,
        "version": _version(row),
        "after": after,
        "cases": [{"one": one, "why": _why(one.why), "amount": _amount(one)} for one in rows[:SHOWN]],
        "more": rows[SHOWN - 1].position if len(rows) > SHOWN else None,
        "may_open": person(request).role == Role.WAREHOUSE,
    }


def _version(row: Incident) -> str:
    """Changes with every case that is settled."""
    return f"{row.done}-{row.refused}"


def _runs(row: Incident, known: Decision | None) -> bool:
    """Whether it began, by itself or by somebody's approval."""
    return not row.needs_approval or (known is not None and known.verdict == Verdict.APPROVED)


def _state(row: Incident, known: Decision | None) -> Seen:
    """How it stands, in words and with the colour of the tag; "" where it began by itself."""
    if not row.needs_approval:
        return {"label": "", "kind": ""}
    if known is None:
        return {"label": _("waits for approval"), "kind": "asked"}
    return {
        Verdict.APPROVED: {"label": _("approved"), "kind": "done"},
        Verdict.TURNED_DOWN: {"label": _("turned down"), "kind": "stopped"},
        Verdict.TAKEN_BACK: {"label": _("taken back"), "kind": "outline"},
    }[Verdict(known.verdict)]


def _decided(known: Decision) -> str:
    told = {
        Verdict.APPROVED: _("Approved by %(who)s, %(at)s"),
        Verdict.TURNED_DOWN: _("Turned down by %(who)s, %(at)s"),
        Verdict.TAKEN_BACK: _("Taken back by %(who)s, %(at)s"),
    }[Verdict(known.verdict)]
    return told % {"who": known.by.username, "at": when(known.at)}


def _amount(one: IncidentCase) -> str:
    return money(Money(one.amount_minor, one.case.order.currency)) if one.amount_minor else ""


def _done(verdict: Verdict) -> str:
    return {
        Verdict.APPROVED: _("Approved and begun. Each case is done by itself; you can leave this page."),
        Verdict.TURNED_DOWN: _("Turned down. Nobody was told anything, and nothing is refunded."),
        Verdict.TAKEN_BACK: _("Taken back. Nobody was told anything, and nothing is refunded."),
    }[verdict]


def _refusal(why: IncidentWhy) -> str:
    return {
        IncidentWhy.NOT_ALLOWED: _("Only the Warehouse's people and administrators decide on this."),
        IncidentWhy.OWN_INCIDENT: _("You prepared it yourself, so somebody else has to look at it."),
        IncidentWhy.NOT_YOUR_INCIDENT: _("Only who prepared it takes it back. You can turn it down."),
        IncidentWhy.DECIDED_ALREADY: _("Somebody decided on it meanwhile; nothing was changed."),
        IncidentWhy.REASON_MISSING: _("Write why, so that whoever prepared it knows what to change."),
        IncidentWhy.REASON_TOO_LONG: refusal(Refused(Why.MESSAGE_TOO_LONG, limit=TEXT_LENGTH)),
    }[why]


def _why(code: str) -> str:
    if not code:
        return ""
    if code in Why.__members__:
        return refusal(Refused(Why(code)))
    if code == "HOLE":
        return _("A variable of the text has no value here, so nothing was sent.")
    return _("The message was sent; the refund was not possible.")
