"""My returns: announcing what goes back from a purchase, its parcel number, and where it stands (B8-01, B8-07)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zgoda.accounts.models import User
from zgoda.centre.orders.carriers import CARRIERS, OTHER, name_of
from zgoda.centre.returns import acts
from zgoda.centre.returns.models import CustomerReturn, ReturnItem
from zgoda.centre.store import laws
from zgoda.centre.store.models import Order
from zgoda.centre.store.purchases import BoughtLine, BoughtOrder, order_of
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.buyer.person import buyers_only, form_token
from zgoda.domain.money import Money
from zgoda.domain.returns import COMMENT_LENGTH, Item, ReturnReason, ReturnRefused, ReturnWhy, return_until
from zgoda.engine import clock
from zgoda.look.numbers import whole
from zgoda.look.words.returns import (
    rejection_name,
    return_reason_name,
    return_reasons,
    return_refusal,
    return_status_name,
    return_status_tag,
)

PAGE = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A line on the form: how many can go back, and what was typed about it."""

    line: BoughtLine
    left: int
    quantity: int
    reason: str
    comment: str

    @property
    def quantities(self) -> list[tuple[str, str]]:
        """What can be chosen, for the form."""
        return [(str(count), str(count)) for count in range(1, self.left + 1)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A return as the pages show it."""

    row: CustomerReturn
    status: str
    tag: str
    items: list[tuple[str, int, Money, str, str]]
    parcels: list[tuple[str, str]]
    refusal: str


@dataclass(slots=True)
class Typed:
    pieces: list[Piece]
    carrier: str
    waybill: str
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        return [
            Item(one.line.id, one.quantity, _reason(one.reason), one.comment) for one in self.pieces if one.quantity
        ]


@require_safe
@buyers_only
def returns(request: HttpRequest, user: User) -> HttpResponse:
    """Newest first; a fixed number of queries."""
    found = _with_parts().filter(buyer_id=user.pk)
    cursor = read_cursor(request.GET.get("after", ""))
    if cursor is not None:
        found = found.filter(Q(created_at__lt=cursor[0]) | Q(created_at=cursor[0], id__lt=cursor[1]))
    rows = list(found.order_by("-created_at", "-id")[: PAGE + 1])
    end = rows[PAGE - 1] if len(rows) > PAGE else None
    older = "?" + urlencode({"after": cursor_text((end.created_at, end.id))}) if end else ""
    context = {"rows": [_shown(row) for row in rows[:PAGE]], "older": older, "paged": "after" in request.GET}
    return render(request, "buyer/returns.html", context)


@require_safe
@buyers_only
def one_return(request: HttpRequest, user: User, return_id: UUID) -> HttpResponse:
    return render(request, "buyer/return.html", _page(_own(user, return_id)))


@require_POST
@buyers_only
def give_number(request: HttpRequest, user: User, return_id: UUID) -> HttpResponse:
    """The parcel's number, when it was not known yet or there is another parcel."""
    row = _own(user, return_id)
    carrier, waybill = request.POST.get("carrier", ""), request.POST.get("waybill", "").strip()
    outcome = acts.give_number(row.id, user.pk, (carrier, waybill), now=clock.now())
    if isinstance(outcome, ReturnRefused):
        context = _page(row, carrier=carrier, waybill=waybill, errors=[("waybill", return_refusal(outcome))])
        return render(request, "buyer/return.html", context, status=422)
    messages.success(request, _("The parcel number was kept."))
    return redirect("return", row.id)


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def announce(request: HttpRequest, user: User, order_id: UUID) -> HttpResponse:
    """B8-01: what goes back, why, and the parcel's number if it is known already."""
    bought = order_of(user.pk, order_id)
    if bought is None:
        raise Http404
    order, now, token = Order.objects.defer("form").get(pk=order_id), clock.now(), form_token(request)
    typed = _typed(request.POST, bought, order)
    if request.method == "POST":
        number = (typed.carrier, typed.waybill) if typed.waybill else None
        outcome = acts.announce(user.pk, order_id, typed.items, number, now=now, token=token)
        if not isinstance(outcome, ReturnRefused):
            messages.success(request, _("The return is announced. Send the parcel with its number on it."))
            return redirect("return", outcome.id)
        typed.errors.append((_field(outcome, typed.pieces), return_refusal(outcome)))
    refused = acts.announceable(order, now)
    context = {
        "order": bought,
        "typed": typed,
        "refused": _sentence(refused) if refused else "",
        "until": _until(order, now),
        "reasons": return_reasons(),
        "carriers": _carriers(),
        "most_words": COMMENT_LENGTH,
        "token": uuid4() if typed.errors else token,
    }
    return render(request, "buyer/return_new.html", context, status=422 if typed.errors else 200)


def _typed(posted: QueryDict, bought: BoughtOrder, order: Order) -> Typed:
    left = acts.returnable(order)
    pieces = [
        Piece(
            line=line,
            left=left.get(line.id, 0),
            quantity=whole(posted.get(f"quantity-{line.id}", "0")) or 0,
            reason=posted.get(f"reason-{line.id}", ""),
            comment=posted.get(f"comment-{line.id}", "").replace("\x00", "").replace("\r\n", "\n").strip(),
        )
        for line in bought.lines
    ]
    return Typed(pieces, posted.get("carrier", ""), posted.get("waybill", "").strip())


def _field(refused: ReturnRefused, pieces: list[Piece]) -> str:
    """The field of the form that a refusal is about; "" for none."""
    if refused.why is ReturnWhy.BAD_PARCEL:
        return "waybill"
    wrong: Mapping[ReturnWhy, Callable[[Piece], bool]] = {
        ReturnWhy.NOTHING_CHOSEN: lambda one: one.left > 0,
        ReturnWhy.TOO_MANY_PIECES: lambda one: one.quantity > one.left,
        ReturnWhy.REASON_MISSING: lambda one: one.quantity > 0 and _reason(one.reason) is None,
        ReturnWhy.COMMENT_TOO_LONG: lambda one: len(one.comment) > COMMENT_LENGTH,
    }
    if refused.why not in wrong:
        return ""
    name = {ReturnWhy.REASON_MISSING: "reason", ReturnWhy.COMMENT_TOO_LONG: "comment"}.get(refused.why, "quantity")
    return next((f"{name}-{one.line.id}" for one in pieces if wrong[refused.why](one)), "")


def _page(row: CustomerReturn, **typed: object) -> dict[str, object]:
    filled = {"carrier": "", "waybill": "", "errors": [], **typed}
    return {"shown": _shown(row), "carriers": _carriers(), **filled}


def _shown(row: CustomerReturn) -> Shown:
    refusal = rejection_name(row.rejection_code) if row.rejected_at else ""
    return Shown(
        row=row,
        status=return_status_name(row.status),
        tag=return_status_tag(row.status),
        items=[_item(item, row.order.currency) for item in row.items.all()],
        parcels=[(name_of(parcel.carrier_id), parcel.waybill) for parcel in row.parcels.all()],
        refusal=" ".join(part for part in (refusal, row.rejection_reason) if part),
    )


def _item(item: ReturnItem, currency: str) -> tuple[str, int, Money, str, str]:
    price = Money(item.line.price_minor, currency).times(item.quantity)
    return item.line.offer_name, item.quantity, price, return_reason_name(item.reason), item.comment


def _own(user: User, return_id: UUID) -> CustomerReturn:
    """P-49: somebody else's return is not found."""
    row = _with_parts().filter(pk=return_id, buyer_id=user.pk).first()
    if row is None:
        raise Http404
    return row


def _with_parts() -> QuerySet[CustomerReturn]:
    return (
        CustomerReturn.objects.select_related("order", "seller")
        .defer("order__form")
        .prefetch_related("items__line", "parcels")
    )


def _sentence(refused: ReturnRefused) -> str:
    if refused.why is ReturnWhy.NOTHING_CHOSEN:
        return _("Everything in this order is on its way back already.")
    return return_refusal(refused)


def _until(order: Order, now: datetime) -> datetime | None:
    received = acts.received_at(order)
    law = laws.law_now(order.market, now, seller_id=order.seller_id)
    return return_until(received, law) if received else None


def _carriers() -> list[tuple[str, str]]:
    return [("", "–"), *((code, _("another carrier") if code == OTHER else name) for code, name in CARRIERS.items())]


def _reason(code: str) -> ReturnReason | None:
    return ReturnReason(code) if code in ReturnReason.__members__ else None
