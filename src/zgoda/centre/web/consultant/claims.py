"""Claims as the platform's people see them: the list, one with its chat, a consultant's words in it (P-04, K-08)."""

import re
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts.access import role_required
from zgoda.centre.claims import acts, store
from zgoda.centre.claims.door import NoSuchClaim
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.claims.reading import ClaimReading, read_claim
from zgoda.centre.claims.thread import chat_for
from zgoda.centre.web.buyer.claim_standing import claim_standing
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.staff.frame import STAFF, reader, token_of, uuid_or_none
from zgoda.domain.claims.claim import Claim
from zgoda.domain.claims.permissions import ClaimAction
from zgoda.domain.refusals import Refused
from zgoda.engine import clock
from zgoda.look.numbers import whole
from zgoda.look.words.clocks import gone, state
from zgoda.look.words.refusals import refusal
from zgoda.look.words.times import when

PAGE = 25
_REFERENCE = re.compile(r"(\d{1,9})/(\d{4})", re.ASCII)


@never_cache
@require_safe
@role_required(*STAFF)
def claims(request: HttpRequest) -> HttpResponse:
    """Newest first; found by reference, id, order, or somebody's login. Two queries and the person."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:150]
    found = _search(words).select_related("line", "seller", "buyer")
    after = read_cursor(request.GET.get("after", ""))
    if after is not None:
        found = found.filter(Q(opened_at__lt=after[0]) | Q(opened_at=after[0], id__lt=after[1]))
    rows, now = list(found.order_by("-opened_at", "-id")[: PAGE + 1]), clock.now()
    shown = rows[:PAGE]
    older = (shown[-1].opened_at, shown[-1].id) if len(rows) > PAGE else None
    context = {
        "rows": [_row(row, now) for row in shown],
        "words": words,
        "older": "?" + urlencode({"q": words, "after": cursor_text(older)}) if older else "",
        "paged": after is not None,
    }
    return render(request, "consultant/claims.html", context)


@never_cache
@require_safe
@role_required(*STAFF)
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Any claim; every reading is logged."""
    return _shown(request, _reading(request, claim_id))


@never_cache
@require_POST
@role_required(*STAFF)
def write(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """K-08: a consultant's words, in any status."""
    words, by = request.POST.get("words", ""), reader(request)
    try:
        outcome = acts.write(claim_id, by, words, now=clock.now(), command_id=token_of(request))
    except NoSuchClaim:
        raise Http404 from None
    if not isinstance(outcome, Refused):
        return redirect("staff_claim", claim_id)
    return _shown(request, _reading(request, claim_id), words, refusal(outcome))


def _search(words: str) -> QuerySet[ClaimRow]:
    found = ClaimRow.objects.all()
    reference = _REFERENCE.fullmatch(words)
    if reference is not None:
        return found.filter(number=int(reference[1]), year=int(reference[2]))
    number = uuid_or_none(words)
    if number is not None:
        return found.filter(Q(pk=number) | Q(order_id=number) | Q(line_id=number))
    return found.filter(Q(buyer__username__iexact=words) | Q(seller__username__iexact=words)) if words else found


def _row(row: ClaimRow, now: datetime) -> dict[str, object]:
    known = store.as_of(store.claim_of(row), now)
    return {"row": row, "status": known.status, "standing": claim_standing(known, now)}


def _reading(request: HttpRequest, claim_id: UUID) -> ClaimReading:
    reading = read_claim(claim_id, reader(request), clock.now())
    if reading is None:
        raise Http404
    return reading


def _shown(request: HttpRequest, reading: ClaimReading, words: str = "", error: str = "") -> HttpResponse:
    known = reading.claim
    context = {
        "row": reading.row,
        "claim": known,
        "purchase": known.purchase,
        "standing": claim_standing(known, reading.now),
        "thread": chat_for(reading, whole(request.GET.get("before", ""))),
        "clocks": _clocks(reading, known),
        "may_write": reading.may(ClaimAction.WRITE),
        "words": words,
        "error": error,
        "token": uuid4(),
    }
    return render(request, "consultant/claim.html", context, status=422 if error else 200)


def _clocks(reading: ClaimReading, known: Claim) -> list[dict[str, object]]:
    return [
        {
            "state": state(known.filed_at, one.at, reading.now),
            "words": f"{one.name}: {when(one.at)}",
            "gone": gone(known.filed_at, one.at, reading.now),
            "due": one.at,
            "note": one.rule,
            "steps": one.steps,
            "then": one.then,
        }
        for one in reading.clocks()
    ]
