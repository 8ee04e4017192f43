"""A consultant's proposal: one of the four solutions, part of the price as amount or fraction (P-17, T-31)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.cases import staff_acts
from zgoda.centre.cases.acts import Outcome
from zgoda.centre.cases.reading import Reading
from zgoda.centre.web.buyer.opening_form import SHARES
from zgoda.centre.web.consultant.case import reading_of
from zgoda.centre.web.staff.frame import reader, token_of
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.domain.permissions import Action
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal
from zgoda.look.words.solutions import expectation_words
from zgoda.wire.money import minor_of

NAMES = ("solution", "amount", "share", "words")
_AT = {Why.SOLUTION_MISSING: "solution", Why.MESSAGE_TOO_LONG: "words"}


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.CONSULTANT)
def propose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The buyer gets the proposal to accept or decline; it is no answer of the seller's (G-08)."""
    reading = reading_of(request, case_id)
    asked = {name: request.POST.get(name, "").strip() for name in NAMES}
    refused = next(one.refusal for one in reading.permissions() if one.action is Action.OFFER)
    if request.method != "POST":
        return _page(request, reading, asked, refused)
    outcome = _send(request, reading, asked)
    if isinstance(outcome, Refused):
        return _page(request, reading, asked, refused, outcome)
    messages.success(request, _("The proposal is in the thread. The buyer can accept or decline it."))
    return redirect("staff_case", case_id)


def _send(request: HttpRequest, reading: Reading, asked: dict[str, str]) -> Outcome:
    if asked["solution"] not in Solution.__members__:
        return Refused(Why.SOLUTION_MISSING)
    solution = _solution(asked, reading.case.purchase.unit_price.currency)
    if solution is None:
        return Refused(Why.PART_MISSING)
    return staff_acts.propose(
        reading.row.id, reader(request), solution, asked["words"], now=clock.now(), command_id=token_of(request)
    )


def _solution(asked: dict[str, str], currency: str) -> Expectation | None:
    """None where the amount is none; which parts a solution needs, the rules say (S0-49, C-30)."""
    solution = Solution(asked["solution"])
    if solution is not Solution.PARTIAL_REFUND:
        return Expectation(solution)
    minor = minor_of("".join(asked["amount"].split()).replace(",", ".")) if asked["amount"] else None
    if asked["amount"] and minor is None:
        return None
    share = next((one for one in SHARES if asked["share"] == f"{one[0]}/{one[1]}"), None)
    return Expectation(solution, Money(minor, currency) if minor is not None else None, share)


def _page(
    request: HttpRequest,
    reading: Reading,
    asked: dict[str, str],
    refused: Refused | None,
    outcome: Refused | None = None,
) -> HttpResponse:
    if refused is not None and refused.why is Why.NOT_ALLOWED:
        raise Http404
    price = reading.case.purchase.line_price
    wanted = reading.case.expectation
    errors = [(_AT.get(outcome.why, "amount"), refusal(outcome))] if outcome is not None else []
    with timezone.override(reading.law.market.zone):
        context = {
            "row": reading.row,
            "price": price,
            "wanted": expectation_words(wanted, price) if wanted else "",
            "asked": asked,
            "errors": errors,
            "error_at": dict(errors),
            "refusal": refusal(refused) if refused is not None else "",
            "solutions": list(Solution),
            "shares": SHARES,
            "replaces": reading.case.offer is not None and reading.case.offer.state == "OPEN",
            "token": token_of(request),
        }
        return render(request, "consultant/propose.html", context, status=422 if errors else 200)
