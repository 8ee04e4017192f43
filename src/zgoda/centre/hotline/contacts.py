"""How buyers reach a seller or the hotline: sellers' own details, the offer page's numbers, what a letter tells.

An offer is known by what was sold of it: the last sale says whose it is and whether the platform fulfils it (C-15).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from zgoda.accounts.models import User
from zgoda.centre.hotline.lines import Line, line_of
from zgoda.centre.hotline.models import OrderPhone, SellerContact
from zgoda.centre.store import laws
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain import hotline as rules
from zgoda.domain.hotline import SELLERS_WEEK, Choice, Whose
from zgoda.domain.markets import Market, market
from zgoda.domain.purchase import Provider
from zgoda.domain.working_hours import Opening, WorkingHours, in_order

Week = tuple[tuple[Opening, ...], ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """How a seller is reached. ``home`` is the market whose clock and rest days its hours keep (C-36)."""

    seller_id: int
    login: str
    company: str
    phone: str
    email: str
    week: Week
    home: Market

    @property
    def hours(self) -> WorkingHours:
        return rules.sellers_hours(self.home, laws.calendar_of(self.home.code), self.week)


@dataclass(frozen=True, slots=True)
class Shown:
    """One topic of the offer page and the number behind it; ``number`` is empty where none was given."""

    choice: Choice
    whose: Whose
    number: str


@dataclass(frozen=True, slots=True)
class AboutSeller:
    """What the offer page's tab tells, all topics of it; the reader sees a number after picking one (S1-26)."""

    offer_id: str
    line: Line
    seller: Contact
    fulfilled: bool
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class AfterPurchase:
    """What the letter after a purchase tells (S1-29, N-07). ``hotline`` is None where the seller sends by itself."""

    hotline: Line | None
    seller: Contact


def contact_of(seller: User) -> Contact:
    """The seller's own words, or the usual hours and no number."""
    row = SellerContact.objects.filter(pk=seller.pk).first()
    return Contact(
        seller_id=seller.pk,
        login=seller.username,
        company=seller.company,
        phone=row.phone if row else "",
        email=row.email if row else "",
        week=_week(row.week) if row else SELLERS_WEEK,
        home=market(seller.market),
    )


def set_contact(seller_id: int, *, phone: str, email: str, week: Iterable[Iterable[Opening]], now: datetime) -> None:
    """What the seller says from now on."""
    values = {
        "phone": phone,
        "email": email,
        "week": [[list(opening) for opening in in_order(day)] for day in week],
        "changed_at": now,
    }
    SellerContact.objects.update_or_create(seller_id=seller_id, defaults=values)


def about_seller(offer_id: str, market_name: str) -> AboutSeller | None:
    """S1-26…28 for one offer on one market; None where nothing was ever sold of it there."""
    line = line_of(market_name)
    sold = _last_sale(offer_id, line.market.code)
    if sold is None:
        return None
    seller = contact_of(sold.seller)
    fulfilled = sold.provider == Provider.ALLEGRO
    numbers = {Whose.SELLER: seller.phone, Whose.HOTLINE: line.number}
    shown = tuple(
        Shown(choice, whose, numbers[whose])
        for choice in Choice
        if (whose := rules.number_shown(choice, fulfilled=fulfilled)) is not None
    )
    return AboutSeller(offer_id, line, seller, fulfilled, shown)


def seller_of_offer(offer_id: str, market_code: str) -> User | None:
    """Whose offer it is; None where nothing was ever sold of it there."""
    sold = _last_sale(offer_id, market_code)
    return sold.seller if sold else None


def after_purchase(order: Order) -> AfterPurchase:
    """S1-29: for the letter that tells a buyer of a purchase; ``order`` with its seller at hand."""
    named = rules.named_after_purchase(fulfilled=order.provider == Provider.ALLEGRO)
    return AfterPurchase(line_of(order.market) if Whose.HOTLINE in named else None, contact_of(order.seller))


def note_phones(orders: Sequence[Order]) -> None:
    """Keep the numbers that came with these orders, so that whoever calls is found by them; what is known stays."""
    found = [OrderPhone(order=order, key=key) for order in orders for key in sorted(phone_keys(order.form))]
    OrderPhone.objects.bulk_create(found, ignore_conflicts=True)


def phone_keys(form: object) -> set[str]:
    """The buyer's number and the one for the delivery, wherever the form has them."""
    told = form if isinstance(form, dict) else {}
    buyer, delivery = told.get("buyer"), told.get("delivery")
    address = delivery.get("address") if isinstance(delivery, dict) else None
    numbers = (part.get("phoneNumber") for part in (buyer, address) if isinstance(part, dict))
    return {key for number in numbers if isinstance(number, str) and (key := rules.number_key(number))}


def fulfilled_orders() -> QuerySet[Order]:
    """The orders that the hotline serves, without their long forms."""
    return Order.objects.filter(provider=Provider.ALLEGRO).select_related("buyer", "seller").defer("form")


def order_named(order_id: UUID) -> Order | None:
    return fulfilled_orders().filter(pk=order_id).first()


def _last_sale(offer_id: str, market_code: str) -> Order | None:
    """By the index of lines by offer."""
    if not offer_id or "\x00" in offer_id:
        return None
    lines = OrderLine.objects.filter(offer_id=offer_id, order__market=market_code)
    newest = lines.select_related("order__seller").defer("order__form").order_by("-bought_at", "-id").first()
    return newest.order if newest else None


def _week(stored: object) -> Week:
    return tuple(tuple((int(begin), int(end)) for begin, end in day) for day in stored)  # type: ignore[attr-defined]
