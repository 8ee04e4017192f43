"""My ratings: rating an order, changing and removing a rating, and what was answered and asked (P-28, B10-02)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.models import User
from zgoda.centre.ratings import acts, reading
from zgoda.centre.ratings.models import OrderRating
from zgoda.centre.ratings.rows import NoSuchRating, Outcome
from zgoda.centre.store.purchases import order_of
from zgoda.centre.web.buyer.keyset import cursor_text, read_named
from zgoda.centre.web.buyer.person import buyers_only
from zgoda.domain.ratings import COMMENT_LENGTH, RatingRefused, RatingWhy, RemovalReason, may_edit, may_rate
from zgoda.engine import clock
from zgoda.look.words.ratings import choice_name, rating_refusal, removal_reasons, request_words

_FIELDS = {RatingWhy.CHOICE_MISSING: "recommended", RatingWhy.COMMENT_TOO_LONG: "comment"}
_CHOICES = {"yes": True, "no": False}
Act = Callable[..., Outcome]


@dataclass(slots=True)
class Typed:
    """What stands in the form: ``recommended`` is "yes", "no" or ""."""

    recommended: str
    comment: str
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def choice(self) -> bool | None:
        return _CHOICES.get(self.recommended)


@dataclass(frozen=True, slots=True)
class Shown:
    """A rating as the pages show it. ``asked`` is what the buyer was asked, ``why`` why nothing can be changed."""

    row: OrderRating
    products: str
    choice: str
    asked: str
    why: str


@require_safe
@buyers_only
def ratings(request: HttpRequest, user: User) -> HttpResponse:
    """Newest first; a fixed number of queries."""
    rows, older = reading.page_of_buyer(user.pk, read_named(request.GET.get("after", "")))
    context = {
        "rows": [_shown(row) for row in rows],
        "older": "?" + urlencode({"after": cursor_text(older)}) if older else "",
        "paged": "after" in request.GET,
    }
    return render(request, "buyer/ratings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def rate(request: HttpRequest, user: User, order_id: UUID) -> HttpResponse:
    """S1-34: whoever packed the order. An order that was rated leads to its rating."""
    bought = order_of(user.pk, order_id)
    if bought is None:
        raise Http404
    typed = _typed(request)
    if request.method == "POST":
        outcome = acts.rate(user.pk, order_id, typed.choice, typed.comment, now=clock.now())
        if isinstance(outcome, OrderRating):
            messages.success(request, _("Thank you. The rating is published."))
            return redirect("rating", outcome.pk)
        typed.errors.append(_error(outcome))
    known = reading.by_order([order_id]).get(order_id)
    if known is not None:
        return redirect("rating", known.pk)
    refused = may_rate(True, "", rated=False, cancelled=bought.status == "CANCELLED")
    context = {
        "typed": typed,
        "title": _("Rate the order"),
        "seller": bought.seller,
        "products": ", ".join(line.name for line in bought.lines),
        "refused": rating_refusal(refused) if refused else "",
        "back": "",
        "most_words": COMMENT_LENGTH,
    }
    return render(request, "buyer/rate.html", context, status=422 if typed.errors else 200)


@require_safe
@buyers_only
def rating(request: HttpRequest, user: User, rating_id: str) -> HttpResponse:
    return render(request, "buyer/rating.html", {"shown": _shown(_own(user, rating_id))})


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def edit(request: HttpRequest, user: User, rating_id: str) -> HttpResponse:
    """B10-02: the choice and the comment, until the window's end."""
    row = _own(user, rating_id)
    typed = _typed(request) if request.method == "POST" else Typed("yes" if row.recommended else "no", row.comment)
    if request.method == "POST":
        outcome = _acted(acts.edit, row.pk, user.pk, typed.choice, typed.comment)
        if isinstance(outcome, OrderRating):
            messages.success(request, _("The rating is changed."))
            return redirect("rating", row.pk)
        typed.errors.append(_error(outcome))
    refused = may_edit(row.as_rules_see(), True, "", clock.now())
    shown = _shown(row)
    context = {
        "typed": typed,
        "title": _("Change the rating"),
        "seller": row.seller.username,
        "products": shown.products,
        "refused": rating_refusal(refused) if refused else "",
        "back": row.pk,
        "most_words": COMMENT_LENGTH,
    }
    return render(request, "buyer/rate.html", context, status=422 if typed.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def remove(request: HttpRequest, user: User, rating_id: str) -> HttpResponse:
    """B10-02: asks for the reason; looking at the page removes nothing."""
    row, errors = _own(user, rating_id), []
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        outcome = _acted(acts.remove, row.pk, user.pk, chosen_reason(reason))
        if isinstance(outcome, OrderRating):
            messages.success(request, _("The rating is removed."))
            return redirect("rating", row.pk)
        errors.append(("reason", rating_refusal(outcome)))
    shown = _shown(row)
    context = {"shown": shown, "reasons": removal_reasons(), "reason": reason, "errors": errors}
    return render(request, "buyer/rating_remove.html", context, status=422 if errors else 200)


def chosen_reason(code: str) -> RemovalReason | None:
    return RemovalReason(code) if code in RemovalReason.__members__ else None


def _shown(row: OrderRating) -> Shown:
    refused = may_edit(row.as_rules_see(), row.recommended, row.comment, clock.now())
    return Shown(
        row=row,
        products=", ".join(line.offer_name for line in row.order.lines.all()),
        choice=choice_name(recommended=row.recommended),
        asked=request_words(row.asked.source, row.asked.message) if row.asked and not row.removed_at else "",
        why=rating_refusal(refused) if refused else "",
    )


def _typed(request: HttpRequest) -> Typed:
    comment = request.POST.get("comment", "").replace("\x00", "").replace("\r\n", "\n").strip()
    return Typed(request.POST.get("recommended", ""), comment)


def _error(refused: RatingRefused) -> tuple[str, str]:
    return _FIELDS.get(refused.why, ""), rating_refusal(refused)


def _acted(act: Act, *told: object) -> Outcome:
    """A rating that was removed meanwhile is told as such."""
    try:
        return act(*told, now=clock.now())
    except NoSuchRating:
        return RatingRefused(RatingWhy.REMOVED)


def _own(user: User, rating_id: str) -> OrderRating:
    """P-49: somebody else's rating is not found."""
    row = reading.one_of_buyer(user.pk, rating_id)
    if row is None:
        raise Http404
    return row
