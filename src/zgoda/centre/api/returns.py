"""``/order/customer-returns``: what buyers send back to the seller whose token it is (allegro-api.md §9). Beta.v1."""

import time
from collections.abc import Callable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.accounts.logins import by_logins
from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.framework import Call, endpoint, parse_uuid
from zgoda.centre.api.limiter import per_second
from zgoda.centre.returns import acts
from zgoda.centre.returns.acts import NoSuchReturn
from zgoda.centre.returns.models import CustomerReturn, ReturnItem
from zgoda.domain.purchase import Provider
from zgoda.domain.returns import ReturnRefused, ReturnWhy
from zgoda.look.words.returns import return_refusal
from zgoda.wire import errors, limits, media
from zgoda.wire import returns as wire
from zgoda.wire.money import amount_of
from zgoda.wire.paging import BadPage, Page, read_page
from zgoda.wire.scopes import Scope
from zgoda.wire.times import from_wire, to_wire

BETA = (media.BETA_V1,)
lists = per_second(limits.RETURN_REQUESTS_PER_SECOND, time.monotonic)
_TEXTS: dict[str, Callable[[list[str]], Q]] = {
    "customerReturnId": lambda texts: Q(pk__in=[known for text in texts if (known := parse_uuid(text))]),
    "orderId": lambda texts: Q(order_id__in=[known for text in texts if (known := parse_uuid(text))]),
    "buyer.login": lambda texts: Q(buyer__in=by_logins(texts)),
    "buyer.email": lambda texts: _any_of("order__form__buyer__email", texts),
    "items.offerId": lambda texts: Q(items__line__offer_id__in=texts),
    "items.name": lambda texts: Q(items__line__offer_name__in=texts),
    "parcels.waybill": lambda texts: Q(parcels__waybill__in=texts),
    "parcels.carrierId": lambda texts: Q(parcels__carrier_id__in=texts),
    "parcels.transportingWaybill": lambda _texts: Q(pk__in=[]),
    "parcels.transportingCarrierId": lambda _texts: Q(pk__in=[]),
    "parcels.sender.phoneNumber": lambda _texts: Q(pk__in=[]),
    "referenceNumber": lambda texts: Q(reference__in=texts),
    "marketplaceId": lambda texts: Q(order__marketplace__in=texts),
    "status": lambda texts: Q(status__in=texts),
}
"""Each parameter may stand several times. What our returns have no word for finds none."""

_INSTANTS = {"createdAt.gte": "created_at__gte", "createdAt.lte": "created_at__lte"}


@endpoint(scope=Scope.ORDERS_READ, versions=BETA)
def list_returns(call: Call) -> HttpResponse:
    """Newest first, or with ``from`` those announced after the named one, oldest first; ``count`` is of all found."""
    wait = lists.wait_seconds(str(call.user_id))
    if wait:
        raise problems.too_many_requests(wait)
    page = _page(call)
    rows, order = _since(call, _filtered(call, _own(call)))
    ids = list(rows.order_by(*order).values_list("pk", flat=True).distinct()[page.offset : page.end])
    by_id = {row.pk: row for row in _with_parts(CustomerReturn.objects.filter(pk__in=ids))}
    told = [return_of(by_id[pk]) for pk in ids]
    return call.answer(wire.CustomerReturns(count=rows.distinct().count(), customer_returns=told))


@endpoint(scope=Scope.ORDERS_READ, versions=BETA)
def one_return(call: Call, return_id: str) -> HttpResponse:
    return call.answer(return_of(_one(call, return_id)))


@endpoint(scope=Scope.ORDERS_WRITE, versions=BETA, body=Body.JSON)
def reject(call: Call, return_id: str) -> HttpResponse:
    """200 with the return as it stands then; 422 when it was refused before."""
    row = _one(call, return_id)
    asked = call.read(wire.RejectionRequest).rejection
    try:
        outcome = acts.reject(row.id, call.user_id, asked.code, asked.reason or "", now=call.now)
    except NoSuchReturn:
        raise _not_found() from None
    if isinstance(outcome, ReturnRefused):
        path = "rejection.code" if outcome.why is ReturnWhy.CODE_UNKNOWN else "rejection.reason"
        raise problems.invalid(None if outcome.why is ReturnWhy.ALREADY_REJECTED else path, return_refusal(outcome))
    return call.answer(return_of(_one(call, return_id)))


def return_of(row: CustomerReturn) -> wire.CustomerReturn:
    """A return fetched with its parts."""
    rejection = (
        wire.Rejection(
            code=wire.RejectionCode(row.rejection_code),
            reason=row.rejection_reason or None,
            created_at=to_wire(row.rejected_at),
        )
        if row.rejected_at
        else None
    )
    return wire.CustomerReturn(
        id=str(row.id),
        is_fulfillment=row.order.provider == Provider.ALLEGRO,
        created_at=to_wire(row.created_at),
        reference_number=row.reference,
        order_id=str(row.order_id),
        buyer=wire.ReturnBuyer(login=row.buyer.username),
        items=[_item(item, row.order.currency) for item in row.items.all()],
        parcels=[
            wire.ReturnParcel(
                created_at=to_wire(parcel.created_at),
                waybill=parcel.waybill,
                transporting_waybill=None,
                carrier_id=parcel.carrier_id,
                transporting_carrier_id=None,
            )
            for parcel in row.parcels.all()
        ],
        rejection=rejection,
        marketplace_id=row.order.marketplace,
        status=row.status,
    )


def _item(item: ReturnItem, currency: str) -> wire.ReturnItem:
    return wire.ReturnItem(
        offer_id=item.line.offer_id,
        quantity=item.quantity,
        name=item.line.offer_name,
        price=amount_of(item.line.price_minor, currency),
        reason=wire.ItemReason(type=item.reason, user_comment=item.comment or None),
    )


def _own(call: Call) -> QuerySet[CustomerReturn]:
    return CustomerReturn.objects.filter(seller_id=call.user_id)


def _one(call: Call, return_id: str) -> CustomerReturn:
    """P-49: 404 for an id that is malformed, unknown or of another seller's return."""
    known = parse_uuid(return_id)
    row = _with_parts(_own(call).filter(pk=known)).first() if known else None
    if row is None:
        raise _not_found()
    return row


def _with_parts(rows: QuerySet[CustomerReturn]) -> QuerySet[CustomerReturn]:
    return rows.select_related("order", "buyer").defer("order__form").prefetch_related("items__line", "parcels")


def _filtered(call: Call, rows: QuerySet[CustomerReturn]) -> QuerySet[CustomerReturn]:
    query = call.request.GET
    for name, condition in _TEXTS.items():
        if name in query:
            rows = rows.filter(condition([text.replace("\x00", "") for text in query.getlist(name)]))
    for name, column in _INSTANTS.items():
        if name in query:
            rows = rows.filter(**{column: _instant(name, query[name])})
    return rows


def _since(call: Call, rows: QuerySet[CustomerReturn]) -> tuple[QuerySet[CustomerReturn], tuple[str, str]]:
    """``from``: the id of the last return that the client has seen."""
    text = call.request.GET.get("from")
    if text is None:
        return rows, ("-created_at", "-id")
    known = parse_uuid(text)
    seen = _own(call).filter(pk=known).first() if known else None
    if seen is None:
        raise _bad("from", text)
    after = Q(created_at__gt=seen.created_at) | Q(created_at=seen.created_at, id__gt=seen.id)
    return rows.filter(after), ("created_at", "id")


def _page(call: Call) -> Page:
    query = call.request.GET
    default, largest = limits.RETURNS_DEFAULT, limits.RETURNS_MAX
    page = read_page(query.get("limit"), query.get("offset"), default=default, largest=largest)
    if isinstance(page, BadPage):
        raise _bad(page.path, page.value)
    return page


def _instant(name: str, text: str) -> datetime:
    instant = from_wire(text)
    if instant is None:
        raise _bad(name, text)
    return instant


def _any_of(column: str, texts: list[str]) -> Q:
    condition = Q(pk__in=[])
    for text in texts:
        condition |= Q(**{column: text})
    return condition


def _bad(name: str, value: str) -> problems.Problem:
    """400, as this family declares for a parameter that is wrong."""
    told = problems.invalid(name, _("The list cannot be filtered by this value."), value)
    told.status = 400
    return told


def _not_found() -> problems.Problem:
    return problems.not_found(_("There is no such return."), errors.NOT_FOUND)
