"""A case as the platform's people see it: thread, clocks with why then, parties, order, comments, history."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.centre.cases import steps, thread
from zgoda.centre.cases.history import history
from zgoda.centre.cases.reading import Reading, read_case
from zgoda.centre.orders.papers import of_order
from zgoda.centre.store import reads
from zgoda.centre.store.models import CaseText, Report, ReportStatus, Shipment, TextKind
from zgoda.centre.web.staff.about import Files, clocks_shown, offer_shown, wanted
from zgoda.centre.web.staff.frame import STAFF, reader
from zgoda.centre.web.staff.writing import CasePage
from zgoda.domain.actors import Role
from zgoda.domain.permissions import Action
from zgoda.domain.visibility import Access, access, has_joined
from zgoda.engine import clock
from zgoda.look.numbers import whole

SHOWN_ACTIONS = (Action.JOIN, Action.OFFER, Action.REOPEN_BY_STAFF, Action.WARN_SELLER, Action.BLOCK_SELLER)
PATHS = {
    Action.JOIN: "join",
    Action.REOPEN_BY_STAFF: "reopen",
    Action.WARN_SELLER: "warn",
    Action.BLOCK_SELLER: "block",
}
_ON_PAPER = (TextKind.REPORTED, TextKind.BUYER_REQUEST, TextKind.JUSTIFICATION, TextKind.WARNING, TextKind.BLOCKING)


@never_cache
@require_safe
@role_required(*STAFF)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """P-04, S0-58: any case; every reading is on the log that the administrator sees."""
    return shown(request, reading_of(request, case_id))


def reading_of(request: HttpRequest, case_id: UUID) -> Reading:
    """The case for the person signed in, 404 where there is none; the reading is logged, whoever is at work in it."""
    by, now = reader(request), clock.now()
    reading = read_case(case_id, by, now)
    if reading is None:
        raise Http404
    if access(reading.case, by) is Access.FULL:
        reads.log_read(case_id, by, now)
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
    before = request.GET.get("before", "")
    with timezone.override(reading.law.market.zone):
        context = {
            "reading": reading,
            "row": reading.row,
            "case": reading.case,
            "thread": thread.thread_for(reading, whole(before)),
            "may_write": _may_write(reading),
            "actions": _actions(reading),
            "clocks": clocks_shown(reading),
            "offer": offer_shown(reading),
            "wanted": wanted(reading),
            "papers": _texts(reading, _ON_PAPER),
            "comments": _texts(reading, (TextKind.COMMENT,)),
            "documents": of_order(reading.row.order_id, reading.now),
            "shipments": list(Shipment.objects.filter(order_id=reading.row.order_id).order_by("created_at", "id")),
            "reports": list(Report.objects.filter(case_id=reading.row.id, status=ReportStatus.OPEN)),
            "history": history(reading),
            "token": uuid4(),
            "words": words,
            "comment": comment,
            "files": files,
            "error": error,
        }
        return render(request, "consultant/case.html", context, status=status)


PAGE = CasePage(STAFF, "staff_case", reading_of, shown)


def _may_write(reading: Reading) -> bool:
    return any(one.action is Action.WRITE and one.allowed for one in reading.permissions())


def _actions(reading: Reading) -> list[dict[str, str]]:
    """The buttons, each possible or with the sentence that says why not and from when."""
    shown_steps = steps.steps_of(reading, SHOWN_ACTIONS)
    if has_joined(reading.case, reading.reader):
        shown_steps = [step for step in shown_steps if step.action is not Action.JOIN]
    if reading.case.blocked_at is not None:
        shown_steps = [step for step in shown_steps if step.action is not Action.BLOCK_SELLER]
    return [_action(reading, step) for step in shown_steps]


def _action(reading: Reading, step: steps.Step) -> dict[str, str]:
    if not step.possible:
        return {"label": step.label, "why": step.why}
    case_id = reading.row.id
    if step.action is Action.OFFER:
        return {"label": step.label, "href": reverse("staff_propose", args=[case_id]), "kind": ""}
    kind = {Action.JOIN: "primary", Action.BLOCK_SELLER: "danger", Action.WARN_SELLER: "danger"}.get(step.action, "")
    return {"label": step.label, "href": reverse("staff_act", args=[case_id, PATHS[step.action]]), "kind": kind}


def _texts(reading: Reading, kinds: tuple[TextKind, ...]) -> list[dict[str, object]]:
    """Words beside the thread; of comments only those of the platform's side (P-07)."""
    rows = CaseText.objects.filter(case_id=reading.row.id, kind__in=kinds).select_related("author")
    if kinds == (TextKind.COMMENT,):
        rows = rows.filter(side__in=[Role.CONSULTANT, Role.MODERATOR])
    titles = {
        TextKind.REPORTED: _("What the buyer told the platform"),
        TextKind.BUYER_REQUEST: _("What the buyer asked for"),
        TextKind.JUSTIFICATION: _("Why it was re-opened"),
        TextKind.WARNING: _("Why the seller was warned"),
        TextKind.BLOCKING: _("Why the seller was blocked"),
        TextKind.COMMENT: _("Internal comment"),
    }
    return [
        {
            "title": titles[TextKind(row.kind)],
            "text": row.text if row.text is not None else _("These words were erased."),
            "by": row.author.username if row.author else "",
            "at": row.created_at,
        }
        for row in rows.order_by("created_at", "id")
    ]
