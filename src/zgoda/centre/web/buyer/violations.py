"""Reporting a message of somebody else: threats or pornographic content, nothing else (S0-25…S0-28, P-24)."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zgoda.accounts.models import User
from zgoda.centre.cases import acts
from zgoda.centre.cases.thread import message_said
from zgoda.centre.web.buyer.person import as_actor, buyers_only, form_token, own_reading
from zgoda.domain.conduct import CATEGORIES
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.refusals import Refused, Why
from zgoda.look.words.refusals import refusal


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def violation(request: HttpRequest, user: User, case_id: UUID, message_id: UUID) -> HttpResponse:
    """The receipt is the sentence on the thread afterwards (T-29)."""
    reading = own_reading(user, case_id)
    said = message_said(reading, message_id)
    if said is None or not said.reportable:
        raise Http404
    category, words = request.POST.get("category", ""), request.POST.get("text", "")
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        outcome = acts.report_violation(
            case_id, as_actor(user), message_id, category, words, now=reading.now, command_id=form_token(request)
        )
        if not isinstance(outcome, Refused):
            messages.success(request, _("Your report was received. A moderator of the marketplace will look at it."))
            return redirect("discussion", case_id)
        errors.append((_field(outcome), refusal(outcome)))
    context = {
        "row": reading.row,
        "said": said,
        "categories": CATEGORIES,
        "category": category,
        "words": words,
        "errors": errors,
        "most_words": TEXT_LENGTH,
        "token": uuid4(),
    }
    return render(request, "buyer/violation.html", context, status=422 if errors else 200)


def _field(refused: Refused) -> str:
    return {Why.CATEGORY_UNKNOWN: "category", Why.MESSAGE_TOO_LONG: "text"}.get(refused.why, "")
