"""What may be done in a case now: the server's own word where it gives one, else what the protocol allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zgoda.desk.allegro import own
from zgoda.desk.cases import case_page
from zgoda.desk.cases.answering import is_warehouses
from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.cases.claims import CLAIM
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.messages.web import said
from zgoda.desk.store.models import DeskCase
from zgoda.desk.web import answerer, claim_forms, offers
from zgoda.desk.web.once import once_a_page
from zgoda.domain.reasons import find, is_known
from zgoda.domain.refusals import Refused, Why
from zgoda.engine.clock import real_now
from zgoda.look.words import times
from zgoda.look.words.refusals import refusal
from zgoda.wire.times import from_wire

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of act: its mode in the address, its name at the server, its label and key."""

    mode: str
    action: str
    label: "str | _StrPromise"
    key: str = ""


ACTS = (
    Act("reply", "WRITE", gettext_lazy("Reply"), "R"),
    Act(claim_forms.RETURN, "DECIDE_RETURN", gettext_lazy("Decide about the return"), "D"),
    Act(claim_forms.VERDICT, "", gettext_lazy("Decide about the claim"), "V"),
    Act("offer", "OFFER", gettext_lazy("Offer a solution"), "O"),
    Act("done", "CARRY_OUT", gettext_lazy("The agreed solution is carried out")),
    Act("tracking", "GIVE_TRACKING_NUMBER", gettext_lazy("Give the tracking number")),
    Act("handover", "HAND_OVER", gettext_lazy("Handed over to the carrier")),
    Act("refund", "", gettext_lazy("Refund"), "$"),
    Act("confirm", "ASK_TO_RESOLVE", gettext_lazy("Ask the buyer to confirm"), "E"),
    Act("warehouse", "FORWARD_TO_WAREHOUSE", gettext_lazy("Forward to the Warehouse"), "F"),
    Act("handed-back", "", gettext_lazy("The Warehouse handed it back")),
)
_BY_MODE = {act.mode: act for act in ACTS}
NEEDS = {
    "offer": own.OFFERS,
    "handover": own.HANDOVERS,
    "refund": own.REFUNDS,
    "report": own.REPORTS,
    "done": own.CARRIED_OUT,
    "forward": own.MESSAGE_ROUTING,
    "warehouse": own.FORWARDING,
}
"""The additions that modes stand on; a server without one gets a step by hand."""

BY_HAND_IN_CLAIMS = frozenset({"refund", "report"})
"""Additions that no server takes for a claim so far."""

ANSWERERS = {"reply": True, "confirm": True, "offer": False, "done": False, "refund": False}
"""What only the answering party does (S1-54), and whether it is worth a word that the Warehouse does."""

HANDED_BACK = "handed-back"
"""The mode that notes what the server does not say: the Warehouse handed the case over."""

COMMENT = "comment"
"""The mode that sends nothing: an internal comment, possible in every case and at any time (S3-36, S3-40)."""

MODES = frozenset({act.mode for act in ACTS} | {"report", "forward", "manual", COMMENT})

Item = Mapping[str, object]


def items(page: CasePage, *, may_write: bool, query: str) -> list[Item]:
    """Items of the ``actions`` component: possible ones as links to their form, others with reason and date."""
    if not may_write:
        return [{"label": _("Writing to buyers"), "why": _("Your role in this shop is read-only.")}]
    shown = [(act, why) for act in ACTS if (why := why_not(page, act)) is not None]
    prefix, named = f"{query}&" if query else "", labels(get_language())
    possible: list[Item] = [
        {"label": _label(page, act, named), "href": f"?{prefix}do={act.mode}#compose", "key": act.key, "kind": ""}
        for act, why in shown
        if not why
    ]
    refused: dict[str, list[str]] = {}
    for act, why in shown:
        if why:
            refused.setdefault(why, []).append(named[act.mode])
    return [*possible, *({"label": " · ".join(labels), "why": why} for why, labels in refused.items())]


def is_by_hand(page: CasePage, mode: str) -> bool:
    """Whether the server lacks this step, so that it is done at the marketplace itself."""
    if mode == HANDED_BACK or (mode in BY_HAND_IN_CLAIMS and page.case.type == CLAIM):
        return True
    return mode in NEEDS and NEEDS[mode] not in page.features


@lru_cache(maxsize=16)
def labels(_language: str | None) -> Mapping[str, str]:
    """The acts' names by mode, looked up once for each language."""
    return {act.mode: str(act.label) for act in ACTS}


def _label(page: CasePage, act: Act, named: Mapping[str, str]) -> str:
    if act.mode == HANDED_BACK or not is_by_hand(page, act.mode):
        return named[act.mode]
    return _("%(act)s (at the marketplace itself)") % {"act": named[act.mode]}


def why_not(page: CasePage, act: Act) -> str | None:
    """Empty: it is possible. A sentence: why not, and from when. None: it has no place in this case."""
    return _why_not(page, act.mode)


@once_a_page
def _why_not(page: CasePage, mode: str) -> str | None:
    act = _BY_MODE[mode]
    if page.case.family != ISSUE:
        return said.why_not(page.case, act.mode)
    if act.mode in {"warehouse", HANDED_BACK}:
        return _forward(page, act)
    if act.mode in ANSWERERS and is_warehouses(page.case):
        return answerer.read_only(page) if ANSWERERS[act.mode] else None
    if act.mode == "refund":
        return _refund(page)
    if act.mode in claim_forms.MODES:
        return claim_forms.why_not(page, act.mode)
    stated = _stated(page, act.action)
    if stated is not None:
        return _said(stated)
    return None if page.permitted is not None else _by_protocol(page, act)


def refundable(case: DeskCase) -> int:
    """Minor units that may still be refunded, by what this desk knows."""
    page = case_page.read(case.shop_id, case.pk, real_now())
    money = offers.order_money(page) if page else None
    return money.refundable.minor if money else 0


def _stated(page: CasePage, action: str) -> Mapping[str, object] | None:
    return next((one for one in page.permitted or () if one.get("action") == action), None)


def _said(stated: Mapping[str, object]) -> str:
    """Empty, or why not: in our words for a refusal of the rules that we know, else in the server's."""
    if stated.get("allowed"):
        return ""
    since, code = from_wire(str(stated.get("fromWhen") or "")), str(stated.get("refusal"))
    if code in Why.__members__:
        return refusal(Refused(Why(code), possible_from=since))
    why = str(stated.get("words") or _("The marketplace does not allow it now."))
    at = times.when(since) if since else ""
    later = _("Possible from %(at)s.") % {"at": at}
    return why if not at or at in why else f"{why} {later}"


def may(page: CasePage, mode: str) -> bool:
    return why_not(page, _BY_MODE[mode]) == ""


def _forward(page: CasePage, act: Act) -> str | None:
    """P-15, C-33: fulfilled orders alone, while the seller answers. That it came back is noted where no server says
    it."""
    if page.case.answerer is None:
        return None
    is_theirs = is_warehouses(page.case)
    if act.mode == HANDED_BACK:
        return "" if is_theirs and not page.case.ended and own.FORWARDING not in page.features else None
    stated = _stated(page, act.action)
    if is_theirs or page.case.ended:
        return None
    return _said(stated) if stated is not None else ""


def _refund(page: CasePage) -> str | None:
    """S0-41: through the marketplace's payment service, never more than is left."""
    money = offers.order_money(page)
    if money is None or money.paid.minor == 0:
        return None
    if page.case.ended and page.case.type != CLAIM:
        return _("The Discussion is closed.")
    return "" if money.refundable.minor > 0 else _("Everything paid has been given back.")


def _by_protocol(page: CasePage, act: Act) -> str | None:
    """A server that says nothing: what the case itself tells."""
    case, reason = page.case, find(page.case.reason)
    is_claim = case.type == CLAIM
    fits = {
        "offer": not is_claim and (reason.asks_solution or not is_known(case.reason)),
        "done": False,
        "tracking": bool(case.order_id) and not is_claim,
        "handover": not is_claim and (reason.not_received or not is_known(case.reason)),
        "confirm": not is_claim,
    }
    if not fits.get(act.mode, True):
        return None
    if case.ended and act.mode != "tracking" and not is_claim:
        return _("The Discussion is closed. To write again, the buyer can re-open it.")
    closed = act.mode in {"reply", "confirm"} and not case.chat_active
    return _("The marketplace has closed this conversation.") if closed else ""
