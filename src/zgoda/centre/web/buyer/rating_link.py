"""The page behind the link of the platform's letter (S1-36): looking at it changes nothing, its form removes the one
rating. Nobody has to sign in; a link that is not ours finds nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.centre.ratings import link
from zgoda.centre.ratings.models import OrderRating
from zgoda.centre.web.buyer.rating import chosen_reason
from zgoda.domain.ratings import RatingWhy
from zgoda.engine import clock
from zgoda.look.words.ratings import choice_name, rating_refusal, removal_reasons


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rating_link(request: HttpRequest, token: str) -> HttpResponse:
    """410 once the link has done its work or the final date has passed."""
    asked = link.request_of(token)
    if asked is None:
        raise Http404
    reason, done, why = request.POST.get("reason", ""), False, ""
    errors: list[tuple[str, str]] = []
    refused = link.why_not(asked, clock.now())
    if request.method == "POST":
        outcome = link.follow(asked, chosen_reason(reason), now=clock.now())
        done = isinstance(outcome, OrderRating)
        refused = None if isinstance(outcome, OrderRating) else outcome
    if refused is not None and refused.why is RatingWhy.REASON_MISSING:
        errors.append(("reason", rating_refusal(refused)))
    elif refused is not None:
        why = rating_refusal(refused)
    row = asked.rating
    context = {
        "row": row,
        "products": ", ".join(line.offer_name for line in row.order.lines.all()),
        "choice": choice_name(recommended=row.recommended),
        "done": done,
        "why": why,
        "reasons": removal_reasons(),
        "reason": reason,
        "errors": errors,
    }
    answer = render(request, "buyer/rating_link.html", context, status=410 if why else 422 if errors else 200)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
