"""What a macro may say of a case, in the words and formats of the case's market and the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.cases.clocks import market_of
from zgoda.desk.web import offers, words
from zgoda.domain import macros
from zgoda.look.words.times import money, when

_NAMES = {
    "login": gettext_lazy("the buyer's login"),
    "name": gettext_lazy("the buyer's first name"),
    "order": gettext_lazy("the order's number"),
    "product": gettext_lazy("the product"),
    "amount": gettext_lazy("what was paid"),
    "waybill": gettext_lazy("the parcel's number"),
    "carrier": gettext_lazy("the carrier"),
    "due": gettext_lazy("when the next clock ends"),
    "reason": gettext_lazy("the case's reason"),
    "agent": gettext_lazy("your login"),
    "shop": gettext_lazy("the shop's name"),
}


def values(page: CasePage, agent: str, shop: str) -> Mapping[str, str]:
    """By name; empty for what the case does not hold."""
    case, order = page.case, page.order
    line = order.lines[0] if order and order.lines else None
    parcel = page.shipments[-1] if page.shipments else None
    paid = offers.order_money(page)
    return {
        "login": case.buyer_login,
        "name": (order.buyer_first_name or "") if order else "",
        "order": case.order_id,
        "product": (line.offer_name or "") if line else "",
        "amount": money(paid.paid) if paid else "",
        "waybill": parcel.waybill if parcel else "",
        "carrier": (parcel.carrier_name or parcel.carrier_id) if parcel else "",
        "due": when(page.clocks[0].due, market_of(case.market).zone) if page.clocks else "",
        "reason": words.about(case.reason, case.subject),
        "agent": agent,
        "shop": shop,
    }


def refusal(text: str) -> str:
    """Why a text that still has holes is not sent; empty for any other."""
    holes = macros.missing(text)
    if not holes:
        return ""
    named = ", ".join(f"{{{name}}} ({_NAMES[name]})" for name in holes)
    return _("Not sent: this case does not say what belongs in place of %(holes)s. Write it in, or take it out.") % {
        "holes": named
    }


def legend() -> list[tuple[str, str]]:
    """What may be written into a macro, and what it stands for."""
    return [(f"{{{name}}}", str(_NAMES[name])) for name in macros.NAMES]
