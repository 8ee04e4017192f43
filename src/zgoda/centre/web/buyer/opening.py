"""Opening a Discussion from a purchase (T-01): questions that follow from answers, nothing typed is ever lost.

The same address draws the form, draws it again with the next questions, and sends it. It works without scripts;
with them the next questions appear as soon as an answer is chosen.
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
from zgoda.centre.cases import acts
from zgoda.centre.cases.belonging import belongs_in
from zgoda.centre.cases.files import Staged, stage
from zgoda.centre.cases.thread import shown_file
from zgoda.centre.store import current, laws
from zgoda.centre.store.cases import discussion
from zgoda.centre.store.models import Case
from zgoda.centre.store.purchases import BoughtLine, BoughtOrder, bought_together, purchase_for
from zgoda.centre.web.buyer.claim_filing import filing_refusal
from zgoda.centre.web.buyer.opening_form import SHARES, Errors, Typed, add_refusal, check, typed
from zgoda.centre.web.buyer.person import as_actor, buyers_only, form_token
from zgoda.centre.web.buyer.purchases import opening_refusal
from zgoda.domain.actors import Role
from zgoda.domain.claims.guide import Way, ways
from zgoda.domain.deadlines import business_due, earliest_opening
from zgoda.domain.discussion import Status
from zgoda.domain.law import Law
from zgoda.domain.limits import TEXT_LENGTH, opening_attachments
from zgoda.domain.reasons import Group, find, sub_reasons
from zgoda.domain.refusals import Refused
from zgoda.domain.routing import is_fulfilled, responsible_party, under
from zgoda.engine import clock
from zgoda.look.words.solutions import share_name


@dataclass(frozen=True, slots=True)
class Choice:
    """A product of the purchase. ``why``: the sentence when no Discussion may be opened about it now."""

    order: BoughtOrder
    line: BoughtLine
    why: str
    pending: UUID | None


@dataclass(frozen=True, slots=True)
class Form:
    """One showing of the form: what was typed and staged, what is wrong with it, and what may be chosen."""

    asked: Typed
    errors: Errors
    choices: list[Choice]
    staged: Staged
    token: UUID
    now: datetime

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if str(choice.line.id) == self.asked.line), None)


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def report(request: HttpRequest, user: User, line_id: UUID) -> HttpResponse:
    """P-01: asks for reason, product, solution, details and files; ``send`` in the form opens the Discussion."""
    now, token, asked, errors = clock.now(), form_token(request), typed(request.POST, line_id), Errors()
    choices = _choices(user, line_id, now)
    if request.method != "POST":
        return _page(request, Form(asked, errors, choices, Staged((), ()), token, now))
    staged = stage(user.pk, request.FILES.getlist("files"), asked.files, token, now)
    for sentence in staged.errors:
        errors.add("files", sentence)
    form = Form(asked, errors, choices, staged, token, now)
    opened = _send(request, user, form) if "send" in request.POST else None
    return opened or _page(request, form)


def _send(request: HttpRequest, user: User, form: Form) -> HttpResponse | None:
    """The opened Discussion, or None with what is wrong added to the form's errors."""
    asked, chosen = form.asked, form.chosen
    price = chosen.line.price if chosen else None
    expectation = check(asked, price, form.errors)
    if form.errors.summary:
        return None
    outcome = acts.open_case(
        chosen.line.id if chosen else None,
        as_actor(user),
        reason=asked.code,
        expectation=expectation,
        details=asked.details,
        files=form.staged.ids,
        now=form.now,
        command_id=form.token,
    )
    if isinstance(outcome, Refused):
        add_refusal(outcome, price, form.errors)
        return None
    warehouse = _("The Discussion is open. The Warehouse was told and will answer here.")
    seller = _("The Discussion is open. The seller was told and will answer here.")
    messages.success(request, warehouse if outcome.responsible is Role.WAREHOUSE else seller)
    return redirect("discussion", outcome.id)


def _page(request: HttpRequest, form: Form) -> HttpResponse:
    asked, choices, errors, now = form.asked, form.choices, form.errors, form.now
    here = form.chosen or choices[0]
    law = laws.law_now(here.order.market, now, seller_id=here.order.seller_id)
    context = {
        "asked": asked,
        "errors": errors,
        "choices": choices,
        "here": here,
        "claimable": asked.code is not None and Way.CLAIM in ways(find(asked.code), law.rules),
        "claim_possible": _claim_possible(here, now),
        "belongs_in": belongs_in(here.line.id, asked.code, now),
        "open_choices": [choice for choice in choices if not choice.why],
        "groups": [(group, len(sub_reasons(group)) > 1) for group in Group],
        "shares": [(f"{over}/{under}", share_name((over, under))) for over, under in SHARES],
        "files": [(row.id, shown_file(row)) for row in form.staged.files],
        "most_files": opening_attachments(law.rules),
        "most_words": TEXT_LENGTH,
        "answer_by": business_due(now, law).at,
        "answers": _answers(here, asked.code, law),
        "token": uuid4() if errors.summary else form.token,
    }
    return render(request, "buyer/report.html", context, status=422 if errors.summary else 200)


def _answers(here: Choice, code: str | None, law: Law) -> str:
    """S1-38: who will answer, by the product and the reason; "" while either of the two may."""
    purchase = purchase_for(here.line.id)
    if purchase is None or not is_fulfilled(under(law.rules, purchase)):
        return Role.SELLER
    return responsible_party(under(law.rules, purchase), find(code)) if code is not None else ""


def _claim_possible(here: Choice, now: datetime) -> bool:
    """C-02: where no Discussion can be opened, a claim may still be filed; not before a Discussion could be (S0-04)."""
    if not here.why or now < earliest_opening(here.line.bought_at):
        return False
    return not filing_refusal(here.line.id, now)[0]


def _choices(user: User, line_id: UUID, now: datetime) -> list[Choice]:
    """The products of the purchase, the one of the address first; 404 where it is not this buyer's."""
    orders = bought_together(user.pk, line_id)
    pairs = [(order, line) for order in orders for line in order.lines]
    if not pairs:
        raise Http404
    pending = _pending([line.id for _, line in pairs], now)
    pairs.sort(key=lambda pair: pair[1].id != line_id)
    return [
        Choice(
            order,
            line,
            opening_refusal(order, user.pk, line, now, pending=line.id in pending),
            pending.get(line.id),
        )
        for order, line in pairs
    ]


def _pending(line_ids: list[UUID], now: datetime) -> dict[UUID, UUID]:
    """The Pending Discussion of each line that has one."""
    rows = Case.objects.filter(line_id__in=line_ids, status=Status.PENDING).only("id", "line_id", "state")
    return {row.line_id: row.id for row in rows if current.as_of(discussion(row), now).status is Status.PENDING}
