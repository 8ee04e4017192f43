"""Opening a Discussion on a buyer's behalf: find the buyer or the order, choose the product, fill the form (S0-57)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.logins import by_login
from zgoda.accounts.models import User
from zgoda.centre.cases import acts
from zgoda.centre.cases.belonging import belongs_in
from zgoda.centre.store.models import Order, OrderLine
from zgoda.centre.store.numbers import numbered
from zgoda.centre.store.purchases import BoughtOrder, order_of, purchases_of
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.buyer.opening_form import SHARES, Errors, Typed, add_refusal, check, typed
from zgoda.centre.web.staff.frame import STAFF, reader, token_of
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.money import Money
from zgoda.domain.reasons import Group, sub_reasons
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal


@dataclass(frozen=True, slots=True)
class Found:
    """Orders of one buyer; ``older`` is the address part of the next page."""

    buyer: User
    orders: tuple[BoughtOrder, ...]
    older: str = ""


@never_cache
@require_safe
@role_required(*STAFF)
def find(request: HttpRequest) -> HttpResponse:
    """P-02: the buyer by login, or one order by its number."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:150]
    found = _found(words, request.GET.get("after", "")) if words else None
    return render(request, "consultant/find.html", {"words": words, "found": found})


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def open_for_buyer(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """T-02, S0-57…S0-59: the buyer's form, and what the buyer told the platform, which is required."""
    line = OrderLine.objects.select_related("order__buyer", "order__seller").defer("order__form").filter(pk=line_id)
    product = line.first()
    if product is None:
        raise Http404
    price = Money(product.price_minor, product.order.currency).times(product.quantity)
    asked, errors, reported = typed(request.POST, line_id), Errors(), request.POST.get("reported", "")
    if request.method == "POST" and "send" in request.POST:
        opened = _send(request, product, price, asked, reported=reported, errors=errors)
        if opened is not None:
            return opened
    context = {
        "line": product,
        "price": price,
        "asked": asked,
        "reported": reported,
        "errors": errors,
        "belongs_in": belongs_in(product.id, asked.code, clock.now()),
        "groups": [(group, len(sub_reasons(group)) > 1) for group in Group],
        "shares": SHARES,
        "most_words": TEXT_LENGTH,
        "token": token_of(request) if not errors.summary else uuid4(),
    }
    return render(request, "consultant/open.html", context, status=422 if errors.summary else 200)


def _send(
    request: HttpRequest, product: OrderLine, price: Money, asked: Typed, *, reported: str, errors: Errors
) -> HttpResponse | None:
    if not reported.strip():
        errors.add("reported", _("Write down what the buyer told you."))
    expectation = check(asked, price, errors)
    if errors.summary:
        return None
    outcome = acts.open_case(
        product.id,
        reader(request),
        reason=asked.code,
        expectation=expectation,
        details=asked.details,
        buyer_reported=reported,
        now=clock.now(),
        command_id=token_of(request),
    )
    if isinstance(outcome, Refused):
        if outcome.why is Why.BUYER_REQUEST_MISSING:
            errors.add("reported", refusal(outcome))
        else:
            add_refusal(outcome, price, errors)
        return None
    messages.success(request, _("The Discussion is open. Buyer and seller have been told."))
    return redirect("staff_case", outcome.id)


def _found(words: str, after: str) -> Found | None:
    orders = list(Order.objects.select_related("buyer").defer("form").filter(numbered(words, "pk"))[:2])
    if len(orders) == 1:
        order = orders[0]
        known = order_of(order.buyer_id, order.id)
        return Found(order.buyer, (known,)) if known else None
    buyer = by_login(words).filter(purchases__isnull=False).first()
    if buyer is None:
        return None
    page = purchases_of(buyer.pk, after=read_cursor(after))
    return Found(buyer, page.orders, cursor_text(page.older))
