"""A checkout form as it came → the order it describes, or why it describes none. Pure; no database.

What may be missing or null, and is: names, ``paidAmount``, ``delivery.address``, ``fulfillment``, ``payment``.
What an order cannot be without: its id, a buyer's login, a seller, lines with price and quantity, and an instant.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from zgoda.centre.orders.problems import Problem, Why
from zgoda.centre.orders.reading import Json
from zgoda.centre.orders.shapes import FormLine, Instant, ReadForm, Shape
from zgoda.domain.markets import MARKETS
from zgoda.wire.money import Amount, minor_of

MARKET_OF_CURRENCY = {row.currency: row.code for row in MARKETS.values()}
CODES = frozenset(MARKET_OF_CURRENCY.values())
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LOGIN = re.compile(r"[^\x00-\x1f\x7f]{1,150}")
_MAX_MINOR = 10_000_000_00


@dataclass(frozen=True, slots=True)
class Person:
    """A login as the form names it; ``wire_id`` is the decimal id there, empty when not told."""

    login: str
    wire_id: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    id: UUID
    offer_id: str
    offer_name: str
    quantity: int
    price_minor: int
    bought_at: datetime


@dataclass(frozen=True, slots=True)
class Form:
    """An order ready to be written. Amounts are hundredths of the currency's unit."""

    id: UUID
    seller: Person
    buyer: Person
    purchase_id: UUID
    market: str
    marketplace: str
    currency: str
    total_minor: int
    paid_minor: int | None
    payment_id: str
    payment_type: str
    status: str
    fulfillment_status: str
    lines_sent: str
    provider: str
    delivery_method_id: str
    surcharge_ids: str
    bought_at: datetime
    last_bought_at: datetime | None
    updated_at: datetime
    revision: str
    lines: tuple[Line, ...]
    raw: Json


class _Seller(Shape, frozen=True):
    login: str
    id: str | int | None = None


class _Ours(Shape, frozen=True):
    """The additional object of an import file: whose sale it is and which purchase it was part of."""

    seller: _Seller | None = None
    purchase_id: str | None = None


class _Envelope(Shape, frozen=True):
    zgoda: _Ours | None = None


def read_form(record: Json, seller: Person | None, at: datetime) -> Form | Problem:
    """The order in ``record``. ``seller`` stands in where the record names none; ``at`` is the present."""
    try:
        form = msgspec.convert(record, ReadForm)
        ours = msgspec.convert(record, _Envelope).zgoda or _Ours()
        return _form(form, ours, record, seller, at)
    except msgspec.ValidationError as mismatch:
        detail, _, path = str(mismatch).partition(" - at ")
        return Problem(Why.SHAPE, path.strip("`").removeprefix("$."), detail)
    except Problem as problem:
        return problem


def _form(form: ReadForm, ours: _Ours, record: Json, seller: Person | None, at: datetime) -> Form:
    order_id = _uuid(form.id, "id")
    updated_at = _instant(form.updated_at, at, "updatedAt") if form.updated_at else None
    lines = _lines(form, updated_at, at)
    currency = _currency(form)
    bought_at, last = min(line.bought_at for line in lines), max(line.bought_at for line in lines)
    total = sum(line.price_minor * line.quantity for line in lines)
    paid = form.payment.paid_amount if form.payment else None
    delivery = form.delivery.method if form.delivery else None
    market = _market(form, currency)
    return Form(
        id=order_id,
        seller=_seller(ours, seller),
        buyer=_buyer(form),
        purchase_id=_uuid(ours.purchase_id, "zgoda.purchaseId") if ours.purchase_id else _own_purchase(order_id),
        market=market,
        marketplace=_short(form.marketplace.id if form.marketplace else None, 40) or f"allegro-{market}",
        currency=currency,
        total_minor=_minor(form.summary.total_to_pay, "summary.totalToPay") if form.summary else total,
        paid_minor=_minor(paid, "payment.paidAmount") if paid else None,
        payment_id=_short(form.payment.id if form.payment else None, 64),
        payment_type=_short(form.payment.type if form.payment else None, 40),
        status=_short(form.status, 40) or "BOUGHT",
        delivery_method_id=_short(delivery.id if delivery else None, 64),
        surcharge_ids=" ".join(_short(surcharge.id, 64) for surcharge in form.surcharges or []),
        bought_at=bought_at,
        last_bought_at=last if last > bought_at else None,
        updated_at=updated_at or bought_at,
        revision=_short(str(form.revision) if form.revision is not None else None, 64),
        lines=lines,
        raw={key: value for key, value in record.items() if key != "zgoda"},
        **_fulfillment(form),
    )


def _fulfillment(form: ReadForm) -> dict[str, str]:
    told = form.fulfillment
    sent = told.shipment_summary.line_items_sent if told and told.shipment_summary else None
    provider = told.provider.id if told and told.provider else None
    return {
        "fulfillment_status": _short(told.status if told else None, 40) or "NEW",
        "lines_sent": sent if sent in {"SOME", "ALL"} else "NONE",
        "provider": "ALLEGRO" if provider == "ALLEGRO" else "SELLER",
    }


def _lines(form: ReadForm, updated_at: datetime | None, at: datetime) -> tuple[Line, ...]:
    if not 1 <= len(form.line_items) <= 500:
        raise Problem(Why.NO_LINES, "lineItems")
    lines = tuple(_line(line, f"lineItems[{index}]", updated_at, at) for index, line in enumerate(form.line_items))
    if len({line.id for line in lines}) < len(lines):
        raise Problem(Why.TWICE_IN_BATCH, "lineItems")
    return lines


def _line(line: FormLine, path: str, updated_at: datetime | None, at: datetime) -> Line:
    if line.bought_at is None and updated_at is None:
        raise Problem(Why.NO_INSTANT, f"{path}.boughtAt")
    if line.quantity != int(line.quantity) or not 1 <= line.quantity <= 100_000:
        raise Problem(Why.BAD_QUANTITY, f"{path}.quantity")
    return Line(
        id=_uuid(line.id, f"{path}.id"),
        offer_id=_short(line.offer.id, 32),
        offer_name=_short(line.offer.name, 300) or line.offer.id[:32],
        quantity=int(line.quantity),
        price_minor=_minor(line.price, f"{path}.price"),
        bought_at=_instant(line.bought_at, at, f"{path}.boughtAt") if line.bought_at else updated_at or at,
    )


def _currency(form: ReadForm) -> str:
    prices = [line.price for line in form.line_items]
    prices += [form.summary.total_to_pay] if form.summary else []
    prices += [form.payment.paid_amount] if form.payment and form.payment.paid_amount else []
    currencies = {price.currency for price in prices}
    if len(currencies) != 1 or not currencies <= MARKET_OF_CURRENCY.keys():
        raise Problem(Why.MIXED_CURRENCY, "lineItems", ", ".join(sorted(currencies))[:60])
    return currencies.pop()


def _market(form: ReadForm, currency: str) -> str:
    """The market of ``allegro-cz`` and of ``allegro-business-cz``; by the currency where none is told."""
    marketplace = form.marketplace.id if form.marketplace else None
    if marketplace is None:
        return MARKET_OF_CURRENCY[currency]
    market = marketplace.rpartition("-")[2]
    if market not in CODES:
        raise Problem(Why.NO_MARKET, "marketplace.id")
    return market


def _seller(ours: _Ours, seller: Person | None) -> Person:
    if ours.seller is None:
        if seller is None:
            raise Problem(Why.NO_SELLER)
        return seller
    wire_id = "" if ours.seller.id is None else str(ours.seller.id)
    return Person(_login(ours.seller.login, "zgoda.seller.login"), wire_id)


def _buyer(form: ReadForm) -> Person:
    buyer = form.buyer
    return Person(
        login=_login(buyer.login, "buyer.login"),
        wire_id=buyer.id or "",
        email=_short(buyer.email, 254),
        first_name=_short(buyer.first_name, 150),
        last_name=_short(buyer.last_name, 150),
        company=_short(buyer.company_name, 200),
    )


def _login(login: str, path: str) -> str:
    if not _LOGIN.fullmatch(login) or login != login.strip():
        raise Problem(Why.BAD_LOGIN, path)
    return login


def _minor(price: Amount, path: str) -> int:
    minor = minor_of(price.amount)
    if minor is None or not 0 <= minor <= _MAX_MINOR:
        raise Problem(Why.BAD_MONEY, path)
    return minor


def _instant(instant: Instant, at: datetime, path: str) -> datetime:
    if not EARLIEST <= instant <= at + timedelta(days=1):
        raise Problem(Why.IN_FUTURE, path)
    moment = instant.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _uuid(text: str, path: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Problem(Why.BAD_ID, path) from None


def _own_purchase(order_id: UUID) -> UUID:
    """An order that says nothing of a purchase is a purchase of its own; the same one at every import."""
    return uuid5(NAMESPACE_URL, f"zgoda:purchase:{order_id}")


def _short(text: str | None, length: int) -> str:
    return (text or "").strip()[:length]
