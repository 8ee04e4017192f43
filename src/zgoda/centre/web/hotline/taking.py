"""Taking a call: find what it is about, look at the order while the buyer talks, log the call."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.logins import by_login
from zgoda.accounts.models import Role, User
from zgoda.centre.hotline import calls, contacts, reading
from zgoda.centre.hotline.calls import Caller
from zgoda.centre.hotline.lines import line_of
from zgoda.centre.hotline.models import PHONE_LENGTH
from zgoda.centre.store.models import Order
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.hotline.frame import AGENTS, topic_of, topics, typed
from zgoda.centre.web.staff.frame import person, token_of, uuid_or_none
from zgoda.domain.hotline import HotlineRefused, is_number, may_take_call
from zgoda.domain.markets import MARKETS
from zgoda.engine import clock
from zgoda.look.words.hotline import hotline_refusal

NAMES = ("caller_name", "caller_phone", "topic", "market", "buyer", "seller", "offer_id")
NAME_LENGTH, OFFER_LENGTH = 120, 32


@dataclass(slots=True)
class Form:
    """What was typed about the caller, who that is, and what is wrong with it by field."""

    values: dict[str, str]
    seller_only: bool
    order: Order | None
    buyer: User | None = None
    seller: User | None = None
    errors: list[tuple[str, str]] | None = None

    @property
    def caller(self) -> Caller:
        return Caller(
            name=self.values["caller_name"][:NAME_LENGTH],
            phone=self.values["caller_phone"],
            order_id=self.order.id if self.order else None,
            buyer_id=self.buyer.pk if self.buyer else None,
            seller_id=self.seller.pk if self.seller else None,
            offer_id=self.values["offer_id"],
        )


@never_cache
@require_safe
@role_required(*AGENTS)
def find(request: HttpRequest) -> HttpResponse:
    """Who calls: an order's number, a telephone number, a login; or a caller who has bought nothing yet (S1-25)."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:150]
    found = reading.find_orders(words, read_cursor(request.GET.get("after", ""))) if words else None
    older = urlencode({"q": words, "after": cursor_text(found.older)}) if found and found.older else ""
    context = {"words": words, "found": found, "older": f"?{older}" if older else ""}
    return render(request, "hotline/find.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*AGENTS)
def take(request: HttpRequest) -> HttpResponse:
    """S1-25: the form of a new call, beside the order where one is named; sent twice it is one call."""
    order = _order(request)
    form = _typed(request, order) if request.method == "POST" else _fresh(request, order)
    now, agent = clock.now(), person(request)
    market = order.market if order else form.values["market"]
    if request.method == "POST" and not form.errors:
        made = calls.take(
            agent.pk,
            market,
            form.caller,
            topic_of(request),
            seller_only=form.seller_only,
            now=now,
            token=token_of(request),
        )
        if not isinstance(made, HotlineRefused):
            return redirect("hotline_call", made.pk)
        form.errors = [("", hotline_refusal(made))]
    closed = may_take_call(now, line_of(market).hours)
    context = {
        "form": form,
        "errors": form.errors or [],
        "said": dict(form.errors or []),
        "facts": reading.facts_for(order, agent.pk, now) if order else None,
        "topics": topics(),
        "markets": [(row.code, row.site) for row in MARKETS.values()],
        "closed": hotline_refusal(closed) if closed and not form.errors else "",
        "token": token_of(request),
    }
    return render(request, "hotline/take.html", context, status=422 if form.errors else 200)


def _order(request: HttpRequest) -> Order | None:
    """The order that the address names; 404 for one that is not there, or that its seller sends by itself."""
    named = request.GET.get("order", "")
    if not named:
        return None
    order_id = uuid_or_none(named)
    order = contacts.order_named(order_id) if order_id else None
    if order is None:
        raise Http404
    return order


def _fresh(request: HttpRequest, order: Order | None) -> Form:
    """Before anything was typed; what was searched for may be the caller's number already."""
    asked = request.GET.get("q", "").strip()
    values = dict.fromkeys(NAMES, "") | {"market": person(request).market}
    if is_number(asked) and len(asked) <= PHONE_LENGTH:
        values["caller_phone"] = asked
    if order is not None:
        values["caller_name"] = f"{order.buyer.first_name} {order.buyer.last_name}".strip()[:NAME_LENGTH]
    return Form(values, False, order)


def _typed(request: HttpRequest, order: Order | None) -> Form:
    form = Form({name: typed(request, name, 200) for name in NAMES}, "seller_only" in request.POST, order, errors=[])
    if form.values["market"] not in {row.code for row in MARKETS.values()}:
        form.values["market"] = person(request).market
    errors: list[tuple[str, str]] = []
    phone = form.values["caller_phone"]
    if phone and (not is_number(phone) or len(phone) > PHONE_LENGTH):
        errors.append(("caller_phone", _("Write the number with digits, such as +48 22 123 45 67.")))
    if order is None:
        form.buyer, form.seller = _named(form.values["buyer"], Role.BUYER), _named(form.values["seller"], Role.SELLER)
        if form.values["buyer"] and form.buyer is None:
            errors.append(("buyer", _("There is no buyer with this login.")))
        if form.values["seller"] and form.seller is None:
            errors.append(("seller", _("There is no seller with this login.")))
        offer_id = form.values["offer_id"]
        if len(offer_id) > OFFER_LENGTH:
            errors.append(("offer_id", _("This is too long.")))
        elif offer_id and not form.values["seller"]:
            form.seller = contacts.seller_of_offer(offer_id, form.values["market"])
    form.errors = errors
    return form


def _named(login: str, role: Role) -> User | None:
    return by_login(login).filter(role=role).first() if login else None
