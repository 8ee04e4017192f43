"""Filing a claim from a purchase (P-35, K-01): reached from the report of a problem, with all that was typed there.

The same address draws the form and sends it; it works without scripts. A refusal says everything at once.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zgoda.accounts.models import User
from zgoda.centre.cases.files import CLAIM_LARGEST, Staged, stage
from zgoda.centre.cases.texts import written
from zgoda.centre.cases.thread import shown_file
from zgoda.centre.claims import acts, store
from zgoda.centre.claims.door import has_warranty
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.store import laws
from zgoda.centre.store.purchases import BoughtLine, BoughtOrder, bought_together, purchase_for
from zgoda.centre.web.buyer.opening_form import SHARES, Errors, Typed, add_refusal, expectation_of, typed
from zgoda.centre.web.buyer.person import as_actor, buyers_only, form_token
from zgoda.domain.claims.claim import Ground, Status
from zgoda.domain.claims.clocks import decision_due
from zgoda.domain.claims.filing import may_file
from zgoda.domain.claims.guide import CLAIMABLE, grounds
from zgoda.domain.limits import TEXT_LENGTH, opening_attachments, too_long
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal
from zgoda.look.words.solutions import share_name

CODES = frozenset(reason.code for reason in CLAIMABLE)


@dataclass(frozen=True, slots=True)
class Form:
    """One showing of the form. ``why``: the sentence when no claim can be filed now; ``waiting`` is the claim that
    stands in the way."""

    order: BoughtOrder
    line: BoughtLine
    asked: Typed
    reason: str
    ground: str
    errors: Errors
    staged: Staged
    token: UUID
    now: datetime
    why: str
    waiting: UUID | None


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def file_claim(request: HttpRequest, user: User, line_id: UUID) -> HttpResponse:
    """Ground, reason, expected solution, what happened, files; ``file_it`` in the form files the claim."""
    order, line = _bought(user, line_id)
    now, token, asked, errors = clock.now(), form_token(request), typed(request.POST, line_id), Errors()
    staged = Staged((), ())
    if request.method == "POST":
        uploads = request.FILES.getlist("files")
        staged = stage(user.pk, uploads, asked.files, token, now, was_sent=acts.was_sent, limit=CLAIM_LARGEST)
    for sentence in staged.errors:
        errors.add("files", sentence)
    reason = asked.code or asked.reason or request.GET.get("reason", "")
    ground = request.POST.get("ground", "")
    why, waiting = ("", None) if acts.was_sent(token) else filing_refusal(line_id, now)
    form = Form(order, line, asked, reason, ground, errors, staged, token, now, why, waiting)
    filed = _send(request, user, form) if "file_it" in request.POST else None
    return filed or _page(request, form)


def _send(request: HttpRequest, user: User, form: Form) -> HttpResponse | None:
    """The filed claim, or None with what is wrong added to the form's errors."""
    asked, errors = form.asked, form.errors
    code = form.reason if form.reason in CODES else None
    if code is None:
        errors.add("reason", refusal(Refused(Why.REASON_MISSING)))
    offered = grounds(warranty_offered=has_warranty(form.line.id))
    ground = Ground(form.ground) if form.ground in Ground.__members__ else None
    ground = offered[0] if len(offered) == 1 else ground
    if ground is None:
        errors.add("ground", refusal(Refused(Why.GROUND_MISSING)))
    expectation = expectation_of(asked, form.line.price, errors)
    long = too_long(written(asked.details))
    if long is not None:
        errors.add("details", refusal(long))
    if errors.summary:
        return None
    stated = acts.Filing(form.line.id, ground, code, expectation, asked.details, form.staged.ids)
    outcome = acts.file(stated, as_actor(user), now=form.now, command_id=form.token)
    if isinstance(outcome, Refused):
        for one in (outcome, *outcome.also):
            add_refusal(one, form.line.price, errors)
        return None
    told = _("Your claim %(number)s is filed. The seller was told and has to decide it.")
    messages.success(request, told % {"number": outcome.reference})
    return redirect("claim", outcome.id)


def _page(request: HttpRequest, form: Form) -> HttpResponse:
    law = laws.law_now(form.order.market, form.now, seller_id=form.order.seller_id)
    context = {
        "form": form,
        "asked": form.asked,
        "errors": form.errors,
        "here": form,
        "reasons": CLAIMABLE,
        "grounds": grounds(warranty_offered=has_warranty(form.line.id)),
        "shares": [(f"{over}/{under}", share_name((over, under))) for over, under in SHARES],
        "files": [(row.id, shown_file(row)) for row in form.staged.files],
        "most_files": opening_attachments(law.rules),
        "most_words": TEXT_LENGTH,
        "decide_by": decision_due(form.now, law),
        "token": uuid4() if form.errors.summary else form.token,
    }
    return render(request, "buyer/claim_new.html", context, status=422 if form.errors.summary else 200)


def _bought(user: User, line_id: UUID) -> tuple[BoughtOrder, BoughtLine]:
    """The buyer's own line; 404 where it is not."""
    for order in bought_together(user.pk, line_id):
        for line in order.lines:
            if line.id == line_id:
                return order, line
    raise Http404


def filing_refusal(line_id: UUID, now: datetime) -> tuple[str, UUID | None]:
    """P-35, B1-19 for the page: why no claim can be filed now, and the claim that waits."""
    purchase = purchase_for(line_id)
    if purchase is None:
        raise Http404
    law = laws.law_now(purchase.market, now, seller_id=purchase.seller_id)
    waiting = claim_waiting(purchase.order_id, now)
    refused = may_file(purchase, now, law, open_on_order=waiting is not None)
    return (refusal(refused) if refused else ""), waiting


def claim_waiting(order_id: UUID, now: datetime) -> UUID | None:
    """The claim about an order that waits for its decision, its clocks read as of ``now``."""
    for row in ClaimRow.objects.filter(order_id=order_id, status=Status.SUBMITTED).only("id", "state"):
        if store.as_of(store.claim_of(row), now).status is Status.SUBMITTED:
            return row.id
    return None
