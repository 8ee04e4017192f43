"""What stands beside a case: what the rules tell a seller in it, the order, the parcels, the buyer."""

from datetime import datetime

from django.utils.translation import gettext as _

from zgoda.desk.cases.answering import is_warehouses
from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.cases.claims import CLAIM
from zgoda.desk.messages.sources import COMMON, RETURN
from zgoda.desk.sending.web.said import waits
from zgoda.desk.store.models import DeskShipment
from zgoda.desk.web import answerer, claim_card, offers
from zgoda.domain.money import Money
from zgoda.domain.reasons import find
from zgoda.look.words.parcels import parcel_state
from zgoda.look.words.times import money, when

Panel = tuple[str, list[tuple[str, str]]]


def hints(page: CasePage) -> dict[str, object]:
    """Which of the seller's hints belong to this case: booleans and ready words for ``desk/_hints.html``."""
    own, case = page.case.own, page.case
    offer = own.get("offer")
    open_offer = isinstance(offer, dict) and offer.get("state") == "OPEN"
    is_discussed = case.type not in {COMMON, RETURN} and not is_warehouses(case)
    return {
        "to_answer": is_discussed and not case.ended and case.answered_at is None and case.type != CLAIM,
        "not_received": is_discussed and find(case.reason).not_received and not case.ended and case.answered_at is None,
        "claim": claim_card.card(page),
        "expectation": "" if case.type == CLAIM else offers.wire_words(own.get("expectation")),
        "may_expect_return": case.type != CLAIM
        and "PARTIAL_REFUND" in {_name(own.get("expectation")), _name(own.get("agreed"))},
        "offer": offers.wire_words(offer.get("solution")) if isinstance(offer, dict) and open_offer else "",
        "agreed": "" if own.get("carriedOutAt") else offers.wire_words(own.get("agreed")),
        "gone": case.gone_at is not None,
        "incomplete": case.history_incomplete,
        "unsent": any(waits(row, page.case) for row in page.pending),
        "consultant": bool(own.get("consultantJoined")),
    }


def panels(page: CasePage) -> list[Panel]:
    """Who answers, order, parcels and buyer as titled pairs of words."""
    found = [
        (_("Who answers"), answerer.panel(page)),
        (_("Order"), _order(page)),
        (_("Parcels"), [_parcel(one) for one in page.shipments]),
        (_("Buyer"), _buyer(page)),
    ]
    return [(title, pairs) for title, pairs in found if pairs]


def _order(page: CasePage) -> list[tuple[str, str]]:
    order = page.order
    if order is None:
        return ([(_("Number"), page.case.order_id[:8])] if page.case.order_id else []) + _money(page)
    pairs = [(_("Number"), order.id[:8])]
    bought = min((line.bought_at for line in order.lines if line.bought_at), default=None)
    pairs += _at(_("Bought"), bought)
    pairs += [(line.offer_name or _("Product"), _line(line.quantity, line.price)) for line in order.lines[:5]]
    pairs += _money(page)
    return pairs + ([(_("Delivery"), order.delivery_method)] if order.delivery_method else [])


def _money(page: CasePage) -> list[tuple[str, str]]:
    """Paid, refunded and what is left: by the server's own figures where it gives them."""
    known = offers.order_money(page)
    if known is None:
        return []
    return [
        (_("Paid"), money(known.paid)),
        (_("Refunded") if known.is_stated else _("Refunded from here"), money(known.refunded)),
        *([(_("Refund asked, not confirmed yet"), money(known.asked))] if known.asked.minor else []),
        (_("Refundable"), money(known.refundable)),
    ]


def _line(quantity: int | None, price: tuple[int, str] | None) -> str:
    amount = money(Money(*price)) if price else ""
    return f"{quantity} × {amount}" if quantity and amount else amount or str(quantity or "")


def _parcel(one: DeskShipment) -> tuple[str, str]:
    carrier = one.carrier_name or one.carrier_id
    known = parcel_state(one.status)
    status = f"{known} {when(one.status_at)}" if known and one.status_at else known
    return one.waybill, " · ".join(part for part in (carrier, status) if part)


def _buyer(page: CasePage) -> list[tuple[str, str]]:
    order = page.order
    names = f"{order.buyer_first_name or ''} {order.buyer_last_name or ''}".strip() if order else ""
    pairs = [(_("Login"), page.case.buyer_login), (_("Name"), names)]
    return [(term, value) for term, value in pairs if value]


def _at(term: str, at: datetime | None) -> list[tuple[str, str]]:
    return [(term, when(at))] if at else []


def _name(solution: object) -> str:
    return str(solution.get("name") or "") if isinstance(solution, dict) else ""
