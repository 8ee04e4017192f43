"""Reports of violations: those that wait, those that were handled, and one of them with its message in context."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.cases import staff_acts
from zgoda.centre.cases.acts import Outcome
from zgoda.centre.store.models import Case, CaseMessage, Report, ReportStatus
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.consultant.case import reading_of
from zgoda.centre.web.staff.frame import reader, token_of
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal

PAGE = 25
AROUND = 3
"""How many messages before and after the reported one are shown with it."""

VERDICTS = ("hide", "dismiss")


@never_cache
@require_safe
@role_required(Role.MODERATOR)
def reports(request: HttpRequest) -> HttpResponse:
    """P-25: the open ones oldest first; the handled ones newest first."""
    handled = request.GET.get("show") == "handled"
    after = read_cursor(request.GET.get("after", ""))
    found = Report.objects.select_related("case__buyer", "case__seller", "message", "handled_by")
    found = found.exclude(status=ReportStatus.OPEN) if handled else found.filter(status=ReportStatus.OPEN)
    if after:
        at, last = after
        further = Q(created_at__lt=at) if handled else Q(created_at__gt=at)
        found = found.filter(further | Q(created_at=at, pk__gt=last))
    rows = list(found.order_by("-created_at" if handled else "created_at", "pk")[: PAGE + 1])
    more = len(rows) > PAGE
    context = {
        "rows": rows[:PAGE],
        "handled": handled,
        "segments_of": _segments(handled=handled),
        "older": _next(rows, handled=handled) if more else "",
        "now_at": clock.now(),
    }
    return render(request, "moderator/reports.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.MODERATOR)
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """P-25, T-30: hide the message or find nothing wrong, with a written reason."""
    found = Report.objects.select_related("message", "text", "verdict", "handled_by", "reporter")
    row = found.filter(pk=report_id).first()
    if row is None:
        raise Http404
    verdict, words = request.POST.get("verdict", ""), request.POST.get("words", "")
    errors: dict[str, str] = {}
    if request.method == "POST":
        outcome = _handle(request, row, verdict, words)
        if not isinstance(outcome, Refused):
            hidden = _("The message is hidden.") if verdict == "hide" else _("The report is closed; the message stays.")
            messages.success(request, hidden)
            return redirect("reports")
        errors = _errors(outcome)
    return _page(request, row, verdict, words, errors)


def _errors(refused: Refused) -> dict[str, str]:
    """By field: whether the verdict or its reason is missing."""
    if refused.why is Why.CATEGORY_UNKNOWN:
        return {"verdict": _("Choose whether the message is hidden or stays.")}
    return {"words" if refused.why is Why.WRITTEN_REASON_MISSING else "": refusal(refused)}


def _handle(request: HttpRequest, row: Report, verdict: str, words: str) -> Outcome:
    if verdict not in VERDICTS:
        return Refused(Why.CATEGORY_UNKNOWN)
    return staff_acts.handle_report(
        row.case_id,
        reader(request),
        row.id,
        hide=verdict == "hide",
        words=words,
        now=clock.now(),
        command_id=token_of(request),
    )


def _page(request: HttpRequest, row: Report, verdict: str, words: str, errors: dict[str, str]) -> HttpResponse:
    reading = reading_of(request, row.case_id)
    number = row.message.number
    near = CaseMessage.objects.filter(case_id=row.case_id, number__range=(number - AROUND, number + AROUND))
    context = {
        "report": row,
        "reading": reading,
        "near": [_line(message, reading.row) for message in near.order_by("number")],
        "verdict": verdict,
        "words": words,
        "errors": errors,
        "summary": list(errors.items()),
        "token": token_of(request),
        "is_open": row.status == ReportStatus.OPEN,
    }
    return render(request, "moderator/report.html", context, status=422 if errors else 200)


def _line(message: CaseMessage, case: Case) -> dict[str, object]:
    """The original words: a moderator judges what was written, hidden or not (T-30)."""
    names = {"BUYER": case.buyer.username, "SELLER": case.seller.username}
    return {
        "id": message.id,
        "role": message.author_role,
        "name": names.get(message.author_role, ""),
        "text": message.text or (_("automatic message") if message.template else ""),
        "at": message.created_at,
        "hidden": message.hidden_at is not None,
    }


def _segments(*, handled: bool) -> list[dict[str, object]]:
    waiting = Report.objects.filter(status=ReportStatus.OPEN).count()
    return [
        {"label": _("Waiting"), "href": "?", "current": not handled, "count": waiting},
        {"label": _("Handled"), "href": "?show=handled", "current": handled, "count": None},
    ]


def _next(rows: list[Report], *, handled: bool) -> str:
    last: tuple[datetime, UUID] = (rows[PAGE - 1].created_at, rows[PAGE - 1].pk)
    return f"?{'show=handled&' if handled else ''}after={quote(cursor_text(last))}"
