"""What an agent of the hotline sees: calls, the order somebody calls about, what is known of it. Looking is logged.

Of Discussions and claims an agent sees that there are some, how they stand and who answers by when; nobody's words.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from zgoda.accounts.logins import by_login
from zgoda.accounts.models import Role, User
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.hotline.contacts import fulfilled_orders
from zgoda.centre.hotline.models import Call, OrderLook, OrderPhone
from zgoda.centre.returns.models import CustomerReturn
from zgoda.centre.store.models import Case, Order, Shipment, TrackingEvent
from zgoda.centre.store.numbers import beginning, numbered
from zgoda.domain.hotline import is_number, number_key

PAGE = 25
ORDERS = 10
EARLIER = 5
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which calls: ``view`` is one of `VIEWS`; ``words`` are a number of an order, a telephone number or a login."""

    view: str
    words: str
    after: Cursor | None


VIEWS = ("mine", "open", "all")


@dataclass(frozen=True, slots=True)
class Calls:
    """A page of calls, newest first; ``older`` is where the next one begins."""

    rows: tuple[Call, ...]
    older: Cursor | None


@dataclass(frozen=True, slots=True)
class Found:
    """Orders that the words lead to, newest first, and where the next page begins; the buyer where a login was written;
    earlier calls from the number where one was."""

    orders: tuple[Order, ...]
    older: Cursor | None = None
    buyer: User | None = None
    earlier: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """``state`` is the carrier's last word, empty before its first."""

    carrier: str
    waybill: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order with all that is known of it. ``together``: it was paid together with orders of other sellers."""

    order: Order
    parcels: tuple[Parcel, ...]
    returns: tuple[CustomerReturn, ...]
    cases: tuple[Case, ...]
    claims: tuple[ClaimRow, ...]
    together: bool


def calls_page(asked: Asked, agent_id: int) -> Calls:
    """One query by the index of the view or of what was searched for."""
    found = _matching(asked.words) if asked.words else _viewed(asked.view, agent_id)
    if asked.after is not None:
        at, call_id = asked.after
        found = found.filter(Q(began_at__lt=at) | Q(began_at=at, id__lt=call_id))
    rows = list(_with_people(found).order_by("-began_at", "-id")[: PAGE + 1])
    shown = rows[:PAGE]
    return Calls(tuple(shown), (shown[-1].began_at, shown[-1].id) if len(rows) > PAGE else None)


def call_named(call_id: UUID) -> Call | None:
    return _with_people(Call.objects.filter(pk=call_id)).first()


def find_orders(words: str, after: Cursor | None = None) -> Found:
    """By a telephone number, the number of an order or a buyer's login; only orders that the hotline serves. Whose
    telephone it is goes first: an order of somebody else may begin with the same eight digits."""
    found = _by_phone(words, after) if is_number(words) else Found(())
    if found.orders or found.earlier:
        return found
    orders = tuple(_listed().filter(numbered(words, "pk"))[:ORDERS])
    if orders:
        return Found(orders)
    buyer = by_login(words).filter(role=Role.BUYER).first()
    return _page(_listed().filter(buyer=buyer), after, buyer=buyer) if buyer else Found(())


def facts_for(order: Order, agent_id: int, now: datetime) -> OrderFacts:
    """P-04: what the caller may be told of the order; each look is kept for the administrator."""
    OrderLook.objects.create(agent_id=agent_id, order=order, at=now)
    return OrderFacts(
        order=order,
        parcels=_parcels(order),
        returns=tuple(CustomerReturn.objects.filter(order=order).order_by("-created_at", "-id")),
        cases=tuple(Case.objects.filter(order=order).select_related("line").defer("state").order_by("-opened_at")),
        claims=tuple(ClaimRow.objects.filter(order=order).select_related("line").defer("state").order_by("-opened_at")),
        together=Order.objects.filter(purchase_id=order.purchase_id).exclude(seller_id=order.seller_id).exists(),
    )


def _listed() -> QuerySet[Order]:
    """With what was bought: an agent tells orders apart by it."""
    return fulfilled_orders().prefetch_related("lines")


def _by_phone(words: str, after: Cursor | None) -> Found:
    key = number_key(words)
    orders = _listed().filter(pk__in=OrderPhone.objects.filter(key=key).values("order_id"))
    earlier = _with_people(Call.objects.filter(phone_key=key)).order_by("-began_at", "-id")[:EARLIER]
    return _page(orders, after, earlier=tuple(earlier))


def _viewed(view: str, agent_id: int) -> QuerySet[Call]:
    calls = Call.objects.all()
    if view == "mine":
        return calls.filter(agent_id=agent_id)
    return calls.filter(ended_at=None) if view == "open" else calls


def _matching(words: str) -> QuerySet[Call]:
    by_phone = Call.objects.filter(phone_key=number_key(words)) if is_number(words) else Call.objects.none()
    if by_phone.exists():  # the same digits may begin the number of an order
        return by_phone
    if beginning(words) is not None:
        return Call.objects.filter(numbered(words, "order_id", "pk"))
    person = by_login(words).filter(role__in=[Role.BUYER, Role.SELLER]).first()
    if person is None:
        return Call.objects.none()
    return Call.objects.filter(seller=person) if person.role == Role.SELLER else Call.objects.filter(buyer=person)


def _with_people(calls: QuerySet[Call]) -> QuerySet[Call]:
    return calls.select_related("agent", "buyer", "seller", "order", "thread_message").defer("order__form")


def _page(
    orders: QuerySet[Order], after: Cursor | None, *, buyer: User | None = None, earlier: tuple[Call, ...] = ()
) -> Found:
    if after is not None:
        at, order_id = after
        orders = orders.filter(Q(bought_at__lt=at) | Q(bought_at=at, id__gt=order_id))
    rows = list(orders.order_by("-bought_at", "id")[: ORDERS + 1])
    shown = rows[:ORDERS]
    older = (shown[-1].bought_at, shown[-1].id) if len(rows) > ORDERS else None
    return Found(tuple(shown), older, buyer, earlier)


def _parcels(order: Order) -> tuple[Parcel, ...]:
    shipments = Shipment.objects.filter(order=order).order_by("created_at", "id")
    return tuple(_parcel(one) for one in shipments)


def _parcel(shipment: Shipment) -> Parcel:
    told = TrackingEvent.objects.filter(carrier_id=shipment.carrier_id, waybill=shipment.waybill)
    last = told.order_by("-occurred_at", "-id").first()
    at = last.occurred_at if last else shipment.created_at
    return Parcel(shipment.carrier_shown, shipment.waybill, last.code if last else "", at)
