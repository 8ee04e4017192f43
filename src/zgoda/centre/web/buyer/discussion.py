"""One Discussion as its buyer sees it: the offer, the thread, what can be done and from when; and writing in it."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts.access import current_user
from zgoda.accounts.models import User
from zgoda.centre.cases import acts
from zgoda.centre.cases.files import stage
from zgoda.centre.cases.reading import Reading
from zgoda.centre.cases.steps import Step, clocks_of, steps_of
from zgoda.centre.cases.thread import shown_file, thread_for
from zgoda.centre.orders.papers import of_buyers_orders
from zgoda.centre.store.models import Case
from zgoda.centre.web.buyer.person import as_actor, buyers_only, form_token, own_reading, parsed_id
from zgoda.centre.web.buyer.standing import progress, standing
from zgoda.domain.actors import Role
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import OfferState
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.permissions import Action
from zgoda.domain.refusals import Refused
from zgoda.domain.timers import running
from zgoda.engine import clock
from zgoda.look.numbers import whole
from zgoda.look.words.refusals import refusal
from zgoda.look.words.times import when

OFFERED = (Action.MARK_RESOLVED, Action.MARK_UNRESOLVED, Action.ASK_PLATFORM_TO_JOIN, Action.REOPEN)
"""What the buyer may do, in the page's order; accepting, declining and reporting stand where they belong."""


@require_safe
@buyers_only
def show(request: HttpRequest, user: User, case_id: UUID) -> HttpResponse:
    reading = own_reading(user, case_id)
    before = whole(request.GET.get("before", ""))
    return render(request, "buyer/discussion.html", _context(reading, before))


@never_cache
@require_safe
def live(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What an open page asks every few seconds: 204 while nothing changed (two queries), else the part that did."""
    user = current_user(request)
    if user is None:
        return HttpResponse(status=401)
    stands = Case.objects.filter(pk=case_id, buyer_id=user.pk).values_list("seq", "next_due").first()
    if stands is None:
        raise Http404
    late = stands[1] is not None and stands[1] <= clock.now()
    if _version(stands[0], late=late) == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "buyer/live.html", _context(own_reading(user, case_id), None))


@require_POST
@buyers_only
def write(request: HttpRequest, user: User, case_id: UUID) -> HttpResponse:
    """P-05, P-06: words, a file or both. A refusal shows the page again with all that was typed."""
    reading = own_reading(user, case_id)
    words, token = request.POST.get("text", ""), form_token(request)
    kept = [one for one in map(parsed_id, request.POST.getlist("file")) if one is not None]
    staged = stage(user.pk, request.FILES.getlist("files"), kept, token, reading.now)
    errors = list(staged.errors)
    if not errors:
        outcome = acts.write(case_id, as_actor(user), words, staged.ids, now=reading.now, command_id=token)
        if not isinstance(outcome, Refused):
            return redirect(f"{request.path.removesuffix('/messages')}#end")
        errors.append(refusal(outcome))
    files = [(row.id, shown_file(row)) for row in staged.files]
    context = _context(own_reading(user, case_id), None, words=words, errors=errors, files=files)
    return render(request, "buyer/discussion.html", context, status=422)


def _context(reading: Reading, before: int | None, **composed: object) -> Mapping[str, object]:
    case, row, now = reading.case, reading.row, reading.now
    steps = steps_of(reading, OFFERED)
    offer = case.offer if case.offer and case.offer.state is OfferState.OPEN and case.is_open else None
    late = row.next_due is not None and row.next_due <= now
    return {
        "row": row,
        "case": case,
        "purchase": case.purchase,
        "standing": standing(case, now),
        "progress": progress(case, now),
        "offer": offer,
        "asked": case.is_open and case.resolve_asked is not None,
        "thread": thread_for(reading, before),
        "before": before,
        "can": [step for step in steps if step.possible],
        "later_pairs": _later(reading, steps),
        "clocks": clocks_of(reading),
        "papers": of_buyers_orders([row.order_id]).get(row.order_id),
        "version": _version(row.seq, late=late),
        "token": uuid4(),
        "most_words": TEXT_LENGTH,
        "words": "",
        "errors": [],
        "files": [],
        **composed,
    }


def _later(reading: Reading, steps: list[Step]) -> list[tuple[str, str]]:
    """What is not possible yet, with its date or condition, and what happens by itself."""
    later = [(step.label, step.moment) for step in steps if not step.possible]
    due = running(reading.case)
    if TimerKind.CLOSE_AFTER_DELIVERY not in due and TimerKind.AUTO_RESOLVE in due:
        later.append((_("The Discussion closes by itself"), when(due[TimerKind.AUTO_RESOLVE])))
    if TimerKind.ANSWER in due:
        by_warehouse = reading.case.responsible is Role.WAREHOUSE
        who = _("The Warehouse has time to answer") if by_warehouse else _("The seller has time to answer")
        later.insert(0, (who, _("until %(at)s") % {"at": when(due[TimerKind.ANSWER])}))
    return later


def _version(seq: int, *, late: bool) -> str:
    """Changes with every event, and when a timer's instant passes before its worker comes."""
    return f"{seq}{'-late' if late else ''}"
