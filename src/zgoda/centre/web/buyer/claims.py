"""My claims: the list, one claim with its chat, and writing in it (E.4, K-08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts.access import current_user
from zgoda.accounts.models import User
from zgoda.centre.cases.files import CLAIM_LARGEST, stage
from zgoda.centre.cases.thread import shown_file
from zgoda.centre.claims import acts, store
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.claims.reading import ClaimReading, read_claim
from zgoda.centre.claims.thread import chat_for
from zgoda.centre.web.buyer.claim_standing import claim_standing
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.buyer.person import as_actor, buyers_only, form_token, parsed_id
from zgoda.centre.web.buyer.standing import Progress, Standing
from zgoda.domain.claims.claim import Claim, Status
from zgoda.domain.claims.permissions import ClaimAction
from zgoda.domain.refusals import Refused
from zgoda.engine import clock
from zgoda.look.numbers import whole
from zgoda.look.words.claims import decision_name
from zgoda.look.words.refusals import refusal
from zgoda.look.words.times import when

PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    claim: ClaimRow
    status: Status
    standing: Standing


@require_safe
@buyers_only
def claims(request: HttpRequest, user: User) -> HttpResponse:
    """Newest first. Two queries and the person."""
    found = ClaimRow.objects.filter(buyer_id=user.pk).select_related("line", "seller")
    after = read_cursor(request.GET.get("after", ""))
    if after is not None:
        found = found.filter(Q(opened_at__lt=after[0]) | Q(opened_at=after[0], id__lt=after[1]))
    rows, now = list(found.order_by("-opened_at", "-id")[: PAGE + 1]), clock.now()
    shown = rows[:PAGE]
    older = (shown[-1].opened_at, shown[-1].id) if len(rows) > PAGE else None
    context = {
        "rows": [_row(row, now) for row in shown],
        "older": "?" + urlencode({"after": cursor_text(older)}) if older else "",
        "paged": after is not None,
    }
    return render(request, "buyer/claims.html", context)


@require_safe
@buyers_only
def show(request: HttpRequest, user: User, claim_id: UUID) -> HttpResponse:
    reading = own_claim(user, claim_id)
    return render(request, "buyer/claim.html", _context(reading, whole(request.GET.get("before", ""))))


@never_cache
@require_safe
def live(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """What an open page asks every few seconds: 204 while nothing changed, else the part that did."""
    user = current_user(request)
    if user is None:
        return HttpResponse(status=401)
    row = ClaimRow.objects.filter(pk=claim_id, buyer_id=user.pk).only("seq", "next_due").first()
    if row is None:
        raise Http404
    if _version(row, clock.now()) == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "buyer/claim_live.html", _context(own_claim(user, claim_id), None))


@require_POST
@buyers_only
def write(request: HttpRequest, user: User, claim_id: UUID) -> HttpResponse:
    """K-08: words, a file or both. A refusal shows the page again with all that was typed."""
    reading = own_claim(user, claim_id)
    words, token = request.POST.get("text", ""), form_token(request)
    kept = [one for one in map(parsed_id, request.POST.getlist("file")) if one is not None]
    staged = stage(
        user.pk,
        request.FILES.getlist("files"),
        kept,
        token,
        reading.now,
        was_sent=acts.was_sent,
        limit=CLAIM_LARGEST,
    )
    errors = list(staged.errors)
    if not errors:
        outcome = acts.write(claim_id, as_actor(user), words, staged.ids, now=reading.now, command_id=token)
        if not isinstance(outcome, Refused):
            return redirect(f"{request.path.removesuffix('/messages')}#end")
        errors.append(refusal(outcome))
    files = [(row.id, shown_file(row)) for row in staged.files]
    context = _context(own_claim(user, claim_id), None, words=words, errors=errors, files=files)
    return render(request, "buyer/claim.html", context, status=422)


def own_claim(user: User, claim_id: UUID) -> ClaimReading:
    """The buyer's own claim as it stands now; somebody else's is not found (P-49)."""
    reading = read_claim(claim_id, as_actor(user), clock.now())
    if reading is None:
        raise Http404
    return reading


def _row(row: ClaimRow, now: datetime) -> Row:
    claim = store.as_of(store.claim_of(row), now)
    return Row(row, claim.status, claim_standing(claim, now))


def _context(reading: ClaimReading, before: int | None, **composed: object) -> Mapping[str, object]:
    claim = reading.claim
    return {
        "row": reading.row,
        "claim": claim,
        "purchase": claim.purchase,
        "standing": claim_standing(claim, reading.now),
        "progress": _progress(claim, reading.now),
        "thread": chat_for(reading, before),
        "before": before,
        "may_write": reading.may(ClaimAction.WRITE),
        "may_withdraw": reading.may(ClaimAction.SAY_WITHDRAWN),
        "may_end": reading.may(ClaimAction.END_TALK),
        "clocks": reading.clocks(),
        "version": _version(reading.row, reading.now),
        "token": uuid4(),
        "words": "",
        "errors": [],
        "files": [],
        **composed,
    }


def _progress(claim: Claim, now: datetime) -> list[Progress]:
    """Filed, the decision, what follows."""
    filed = Progress(_("Filed"), when(claim.filed_at), "done")
    if claim.decision is None:
        return [filed, Progress(_("The seller decides"), claim_standing(claim, now).words, "now"), _ahead()]
    state = "done" if claim.status is Status.ACCEPTED else "stopped"
    decided = Progress(_("Decided"), when(claim.decided_at) if claim.decided_at else "", state)
    return [filed, decided, Progress(decision_name(claim.decision).capitalize(), "", state)]


def _ahead() -> Progress:
    return Progress(_("Decided"), "", "ahead")


def _version(row: ClaimRow, now: datetime) -> str:
    """Changes with every event, and when a timer's instant passes before its worker comes."""
    late = row.next_due is not None and row.next_due <= now
    return f"{row.seq}{'-late' if late else ''}"
