"""Claims for which the Warehouse is responsible: the list, one with its chat, the decision on the return (P-36), words
in the chat (K-08). The verdict is the seller's alone (P-37).
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.claims import acts, finding, store, warehouse
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.claims.reading import ClaimReading
from zgoda.centre.incidents.texts import prepared, waybills_of
from zgoda.centre.store.counting import MOST, up_to
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.staff.about import Files
from zgoda.centre.web.staff.claim_writing import ClaimPage, existing, shown_files, staged_of
from zgoda.centre.web.staff.claims import claim_context, claim_reading, claim_row
from zgoda.centre.web.staff.frame import reader, token_of
from zgoda.domain.claims.claim import ReturnDecision, Status
from zgoda.domain.claims.permissions import ClaimAction
from zgoda.domain.refusals import Refused
from zgoda.engine import clock
from zgoda.look.words import clocks, times
from zgoda.look.words.claims import return_decision_name
from zgoda.look.words.refusals import refusal

NOTHING_TYPED: Mapping[str, object] = MappingProxyType(
    {"chosen": "", "words": "", "files": (), "typed": "", "sent": (), "error": ""}
)


@never_cache
@require_safe
@role_required(Role.WAREHOUSE)
def claims(request: HttpRequest) -> HttpResponse:
    """Those that wait for the Warehouse's decision, soonest due first; or all of its own, newest first."""
    view, words = request.GET.get("view", ""), request.GET.get("q", "").replace("\x00", "").strip()[:150]
    after, now, waits = read_cursor(request.GET.get("after", "")), clock.now(), view != "all" and not words
    if waits:
        rows, older = finding.soonest_return_first(warehouse.waiting(), after)
    else:
        rows, older = finding.newest_first([warehouse.own(found) for found in finding.search(words)], after)
    kept = {"view": "" if waits else "all", "q": words}
    context = {
        "rows": [row_shown(row, now) for row in rows],
        "words": words,
        "views": [
            {"label": _("To decide"), "href": "?", "current": waits, "count": _waiting()},
            {"label": _("All of ours"), "href": "?view=all", "current": not waits, "count": None},
        ],
        "older": "?" + urlencode({**kept, "after": cursor_text(older)}) if older else "",
        "paged": after is not None,
        "first": "?" + urlencode(kept),
    }
    return render(request, "warehouse/claims.html", context)


def _waiting() -> str:
    return times.counted(up_to(warehouse.waiting(), *finding.SOONEST_RETURN), MOST)


@never_cache
@require_safe
@role_required(Role.WAREHOUSE)
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """P-04: a claim for which the Warehouse is responsible."""
    return _shown(request, claim_reading(request, claim_id))


@never_cache
@require_POST
@role_required(Role.WAREHOUSE)
def decide_return(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """P-36, K-02, B1-13: one of the three, with its message; a label as a file."""
    chosen, words, staged = request.POST.get("decision", ""), request.POST.get("words", ""), staged_of(request)
    error = " ".join(staged.errors) or _missing(chosen, has_file=bool(staged.files))
    if not error:
        decision, token = ReturnDecision(chosen), token_of(request)
        outcome = existing(
            lambda: acts.decide_return(
                claim_id, reader(request), decision, words, staged.ids, now=clock.now(), command_id=token
            )
        )
        if not isinstance(outcome, Refused):
            messages.success(request, _("The decision stands in the claim; buyer and seller read it."))
            return redirect("warehouse_claim", claim_id)
        error = refusal(outcome)
    typed = {"chosen": chosen, "words": words, "files": shown_files(staged), "error": error}
    return _page(request, claim_reading(request, claim_id), typed)


def _missing(chosen: str, *, has_file: bool) -> str:
    if chosen not in list(ReturnDecision):
        return _("Choose whether the product comes back.")
    if chosen == ReturnDecision.SELLER_LABEL and not has_file:
        return _("Attach the label with which the buyer sends the product back.")
    return ""


def _shown(
    request: HttpRequest, reading: ClaimReading, *, typed: str = "", sent: Files = (), error: str = ""
) -> HttpResponse:
    return _page(request, reading, {"typed": typed, "sent": sent, "error": error})


def _page(request: HttpRequest, reading: ClaimReading, typed: Mapping[str, object]) -> HttpResponse:
    row = reading.row
    waybills = waybills_of([row.order_id]).get(row.order_id, [])
    context = {
        **claim_context(request, reading),
        "may_decide": reading.may(ClaimAction.DECIDE_RETURN),
        "may_write": reading.may(ClaimAction.WRITE),
        "decisions": [{"value": one.value, "label": return_decision_name(one)} for one in ReturnDecision],
        "texts": prepared(row.buyer.username, str(row.order_id), [row.line.offer_name], waybills),
        "second_token": uuid4(),
        **NOTHING_TYPED,
        **typed,
    }
    return render(request, "warehouse/claim.html", context, status=422 if context["error"] else 200)


PAGE = ClaimPage((Role.WAREHOUSE,), "warehouse_claim", _shown)


def row_shown(row: ClaimRow, now: datetime) -> dict[str, object]:
    """With the clock of the return decision while it is awaited (TM-8), else how the claim stands."""
    known = store.as_of(store.claim_of(row), now)
    shown, due = claim_row(row, known, now), known.return_due
    if known.status is not Status.SUBMITTED or known.return_decision is not None:
        return shown
    standing = {
        "state": clocks.state(row.opened_at, due, now),
        "words": times.left(due, now),
        "gone": clocks.gone(row.opened_at, due, now),
        "due": due,
    }
    return {**shown, "standing": standing}
