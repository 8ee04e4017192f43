"""Reads of orders for the rules and for the buyer: a line as a ``Purchase``, and the list "my purchases"."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from zgoda.centre.store.models import Case, Order, OrderLine, Shipment
from zgoda.domain.discussion import Status
from zgoda.domain.money import Money
from zgoda.domain.purchase import Provider, Purchase
from zgoda.domain.routing import provider_that_counts
from zgoda.domain.rule_sets import RuleSet

PAGE = 20
Cursor = tuple[datetime, UUID]
_NUMBER = re.compile(r"[0-9a-fA-F-]{4,36}")


@dataclass(frozen=True, slots=True)
class BoughtLine:
    id: UUID
    offer_id: str
    name: str
    quantity: int
    unit_price: Money
    bought_at: datetime

    @property
    def price(self) -> Money:
        return self.unit_price.times(self.quantity)


@dataclass(frozen=True, slots=True)
class BoughtOrder:
    """One order on the buyer's list. ``combined``: it was paid together with orders of other sellers."""

    id: UUID
    seller_id: int
    seller: str
    market: str
    bought_at: datetime
    status: str
    fulfillment_status: str
    provider: Provider
    total: Money
    combined: bool
    lines: tuple[BoughtLine, ...]
    waybills: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PurchasesPage:
    """``older`` is where the next page begins; None on the last."""

    orders: tuple[BoughtOrder, ...]
    older: Cursor | None


def purchase_for(order_line_id: UUID) -> Purchase | None:
    """What the rules need to know of a bought line; None where there is no such line. Two queries.

    S1-56: a purchase is combined where it holds orders of several sellers.
    """
    line = OrderLine.objects.select_related("order__seller").defer("order__form").filter(pk=order_line_id).first()
    if line is None:
        return None
    order = line.order
    others = Order.objects.filter(purchase_id=order.purchase_id).exclude(seller_id=order.seller_id)
    return Purchase(
        market=order.market,
        order_id=order.id,
        line_id=line.id,
        buyer_id=order.buyer_id,
        seller_id=order.seller_id,
        purchased_at=line.bought_at,
        unit_price=Money(line.price_minor, order.currency),
        quantity=line.quantity,
        provider=Provider(order.provider),
        combined=others.exists(),
        account_provider=account_provider(one_fulfillment=order.seller.one_fulfillment),
    )


def lines_bought_with(line_id: UUID) -> "QuerySet[OrderLine]":
    """All lines of the purchase that holds this one."""
    return OrderLine.objects.filter(order__in=_bought_with(line_id))


def hidden_and_open(line_id: UUID) -> "QuerySet[Case]":
    """S1-56: the open Discussions about the purchase of this line that its sellers do not see; the rules leave one."""
    open_ = (Status.PENDING, Status.UNRESOLVED)
    return Case.objects.filter(order__in=_bought_with(line_id), hidden=True, status__in=open_)


def _bought_with(line_id: UUID) -> "QuerySet[Order]":
    """The purchase is looked up first: PostgreSQL may read all orders for one statement while it does not know them."""
    found = OrderLine.objects.filter(pk=line_id).values_list("order__purchase_id", flat=True).first()
    return Order.objects.none() if found is None else Order.objects.filter(purchase_id=found)


def account_provider(*, one_fulfillment: bool) -> Provider:
    """C-15: who fulfils by the flag of the seller's account."""
    return Provider.ALLEGRO if one_fulfillment else Provider.SELLER


def is_fulfilled(order: Order, rules: RuleSet) -> bool:
    """C-15: whether the platform's Warehouse packs and sends this order, by the provider that counts."""
    return sent_by_platform(rules, order.provider, enrolled=order.seller.one_fulfillment)


def sent_by_platform(rules: RuleSet, provider: str, *, enrolled: bool) -> bool:
    """The same of an order of which no more is read; ``enrolled``: its seller's account."""
    of_account = account_provider(one_fulfillment=enrolled)
    return provider_that_counts(rules, Provider(provider), of_account) is Provider.ALLEGRO


def concerned_orders(purchase: Purchase, rules: RuleSet) -> list[tuple[UUID, int]]:
    """C-44, C-32: of the orders paid together those that the platform fulfils, each with its seller."""
    together = Order.objects.filter(pk=purchase.order_id).values("purchase_id")
    orders = Order.objects.filter(purchase_id__in=together).order_by("pk")
    rows = orders.values_list("pk", "seller_id", "provider", "seller__one_fulfillment")
    return [
        (order_id, seller_id)
        for order_id, seller_id, provider, enrolled in rows
        if sent_by_platform(rules, provider, enrolled=enrolled)
    ]


def purchases_of(
    buyer_id: int, market: str | None = None, after: Cursor | None = None, search: str = ""
) -> PurchasesPage:
    """The buyer's orders, newest first, a page at a time; four queries whatever the page holds.

    ``search`` is part of a product's or seller's name, or the beginning of an order's number. Uses the index
    ``order_buyer_bought``.
    """
    found = Order.objects.filter(buyer_id=buyer_id).select_related("seller").defer("form")
    if search:
        found = found.filter(_matching(search))
    if market:
        found = found.filter(market=market)
    if after:
        instant, order_id = after
        found = found.filter(Q(bought_at__lt=instant) | Q(bought_at=instant, id__gt=order_id))
    rows = list(found.order_by("-bought_at", "id")[: PAGE + 1])
    shown = rows[:PAGE]
    older = (shown[-1].bought_at, shown[-1].id) if len(rows) > PAGE else None
    return PurchasesPage(_present(shown), older)


def order_of(buyer_id: int, order_id: UUID) -> BoughtOrder | None:
    """One order of this buyer; None where it is somebody else's or nobody's."""
    rows = list(Order.objects.filter(pk=order_id, buyer_id=buyer_id).select_related("seller").defer("form"))
    return next(iter(_present(rows)), None)


def bought_together(buyer_id: int, line_id: UUID) -> tuple[BoughtOrder, ...]:
    """The orders of the purchase that holds this line, its own order first; empty where the line is not the buyer's."""
    own = Order.objects.filter(buyer_id=buyer_id, lines=line_id).values_list("id", "purchase_id").first()
    if own is None:
        return ()
    order_id, purchase_id = own
    found = Order.objects.filter(purchase_id=purchase_id, buyer_id=buyer_id).select_related("seller").defer("form")
    return _present(sorted(found, key=lambda row: (row.id != order_id, row.bought_at, row.id)))


def _matching(search: str) -> Q:
    """SQLite ignores case for ASCII letters only, so that ``żółty`` is also looked for as ``Żółty`` and ``ŻÓŁTY``."""
    name, login = Q(), Q()
    for written in {search, search.lower(), search.upper(), search.capitalize()}:
        name |= Q(offer_name__icontains=written)
        login |= Q(seller__username__icontains=written)
    wanted = Q(Exists(OrderLine.objects.filter(name, order=OuterRef("pk")))) | login
    return wanted | Q(id__startswith=search.lower()) if _NUMBER.fullmatch(search) else wanted


def _present(rows: list[Order]) -> tuple[BoughtOrder, ...]:
    ids = [row.id for row in rows]
    lines: dict[UUID, list[OrderLine]] = {order_id: [] for order_id in ids}
    for line in OrderLine.objects.filter(order_id__in=ids):
        lines[line.order_id].append(line)
    waybills: dict[UUID, list[tuple[str, str]]] = {order_id: [] for order_id in ids}
    for shipment in Shipment.objects.filter(order_id__in=ids).order_by("created_at", "id"):
        waybills[shipment.order_id].append((shipment.carrier_id, shipment.waybill))
    sellers: dict[UUID, set[int]] = {}
    together = Order.objects.filter(purchase_id__in=[row.purchase_id for row in rows])
    for purchase_id, seller_id in together.values_list("purchase_id", "seller_id"):
        sellers.setdefault(purchase_id, set()).add(seller_id)
    return tuple(
        BoughtOrder(
            id=row.id,
            seller_id=row.seller_id,
            seller=row.seller.username,
            market=row.market,
            bought_at=row.bought_at,
            status=row.status,
            fulfillment_status=row.fulfillment_status,
            provider=Provider(row.provider),
            total=Money(row.total_minor, row.currency),
            combined=len(sellers[row.purchase_id]) > 1,
            lines=tuple(_line(line, row.currency) for line in lines[row.id]),
            waybills=tuple(waybills[row.id]),
        )
        for row in rows
    )


def _line(line: OrderLine, currency: str) -> BoughtLine:
    price = Money(line.price_minor, currency)
    return BoughtLine(line.id, line.offer_id, line.offer_name, line.quantity, price, line.bought_at)
