"""Claims as the platform's people see them: the list, one with its chat, a consultant's words in it (P-04, K-08)."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.centre.claims import finding, store
from zgoda.centre.claims.reading import ClaimReading
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.staff.about import Files
from zgoda.centre.web.staff.claim_writing import ClaimPage
from zgoda.centre.web.staff.claims import claim_context, claim_reading, claim_row
from zgoda.centre.web.staff.frame import STAFF
from zgoda.domain.claims.permissions import ClaimAction
from zgoda.engine import clock


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


def _shown(
    request: HttpRequest, reading: ClaimReading, *, typed: str = "", sent: Files = (), error: str = ""
) -> HttpResponse:
    more = {"may_write": reading.may(ClaimAction.WRITE), "typed": typed, "sent": sent, "error": error}
    context = {**claim_context(request, reading), **more}
    return render(request, "consultant/claim.html", context, status=422 if error else 200)


PAGE = ClaimPage(STAFF, "staff_claim", _shown)
