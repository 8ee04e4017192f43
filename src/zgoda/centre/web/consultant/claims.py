"""Claims as the platform's people see them: the list, one with its chat, a consultant's words in it (P-04, K-08)."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts.access import role_required
from zgoda.centre.claims import acts, finding, store
from zgoda.centre.claims.door import NoSuchClaim
from zgoda.centre.claims.reading import ClaimReading
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.staff.claims import claim_context, claim_reading, claim_row
from zgoda.centre.web.staff.frame import STAFF, reader, token_of
from zgoda.domain.claims.permissions import ClaimAction
from zgoda.domain.refusals import Refused
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal


@never_cache
@require_safe
@role_required(*STAFF)
def claims(request: HttpRequest) -> HttpResponse:
    """Newest first; found by reference, id, order, or somebody's login. Two queries and the person."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:150]
    after, now = read_cursor(request.GET.get("after", "")), clock.now()
    rows, older = finding.newest_first(finding.search(words), after)
    context = {
        "rows": [claim_row(row, store.as_of(store.claim_of(row), now), now) for row in rows],
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
    return _shown(request, claim_reading(request, claim_id))


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
    return _shown(request, claim_reading(request, claim_id), words, refusal(outcome))


def _shown(request: HttpRequest, reading: ClaimReading, words: str = "", error: str = "") -> HttpResponse:
    more = {"may_write": reading.may(ClaimAction.WRITE), "words": words, "error": error}
    context = {**claim_context(request, reading), **more}
    return render(request, "consultant/claim.html", context, status=422 if error else 200)
