"""The two forms about a claim, in their order: whether the product comes back (B1-13), then the verdict (B1-12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zgoda.desk.cases import claims
from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.cases.claims import ClaimFacts
from zgoda.desk.cases.refusals import Why
from zgoda.desk.store.models import DeskMessage
from zgoda.desk.web import claim_card, claim_words, offers, words
from zgoda.domain.claims.claim import Decision, Status
from zgoda.look.words.times import amount, when

RETURN, VERDICT = "return", "verdict"
MODES = frozenset({RETURN, VERDICT})


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """``accepting`` and ``rejecting`` are choices; ``withdrawals`` are the buyer's messages, of which one may withdraw
    the claim, empty where the server itself says so. ``status`` is how the claim stands on this page."""

    returns: Sequence[Mapping[str, str]] = ()
    accepting: Sequence[Mapping[str, str]] = ()
    rejecting: Sequence[Mapping[str, str]] = ()
    withdrawals: Sequence[tuple[str, str]] = ()
    asks_part: bool = False
    currency: str = ""
    status: str = ""
    is_change: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)


def form(page: CasePage, mode: str) -> ClaimForm | None:
    """What the mode's form holds; None for other modes and cases."""
    facts = claim_card.facts_of(page)
    if facts is None or mode not in MODES:
        return None
    if mode == RETURN:
        return ClaimForm(returns=claim_words.return_choices(), status=page.case.status)
    possible = _possible(page, facts)
    wanted, known = claim_card.wanted(facts), offers.order_money(page)
    return ClaimForm(
        accepting=claim_words.verdict_choices(possible, Status.ACCEPTED),
        rejecting=claim_words.verdict_choices(possible, Status.REJECTED),
        withdrawals=_withdrawals(page, facts, possible),
        asks_part=Decision.ACCEPTED_PARTIAL_REFUND in possible,
        currency=wanted.currency if wanted else known.paid.currency if known else "PLN",
        status=page.case.status,
        is_change=not facts.is_submitted,
        defaults={"amount": amount(wanted.minor) if wanted else ""},
    )


def why_not(page: CasePage, mode: str) -> str | None:
    """As ``permitted.why_not``: empty, a sentence, or None where it has no place."""
    facts = claim_card.facts_of(page)
    if facts is None:
        return None
    if mode == RETURN:
        return _return(page, facts)
    if _possible(page, facts):
        return ""
    first = next(iter(claims.following(facts)), None)
    if first is None:
        return None
    why = _refused(page, facts, first)
    return words.refusal(why) if why else _stated(page, first.value)


def _return(page: CasePage, facts: ClaimFacts) -> str | None:
    why = claims.return_refused(facts, claim_card.rows_of(page))
    if why in {Why.CLAIM_DECIDED, Why.RETURN_DECIDED}:
        return None
    if why is None and not page.case.chat_active:
        why = Why.CHAT_CLOSED
    return words.refusal(why) if why else _stated(page, "DECIDE_RETURN")


def _possible(page: CasePage, facts: ClaimFacts) -> tuple[Decision, ...]:
    """By the rules, and by the server's own word where it gives one."""
    return tuple(
        one for one in claims.following(facts) if _refused(page, facts, one) is None and not _stated(page, one.value)
    )


def _refused(page: CasePage, facts: ClaimFacts, decision: Decision) -> Why | None:
    shown = len(_by_buyer(page)) > 1
    return claims.verdict_refused(facts, decision, is_withdrawal_shown=shown, rows=claim_card.rows_of(page))


def _stated(page: CasePage, action: str) -> str:
    """The server's reason against it; empty where it has none or says nothing."""
    found = next((one for one in page.permitted or () if one.get("action") == action), None)
    if found is None or found.get("allowed"):
        return ""
    return str(found.get("words") or _("The marketplace does not allow it now."))


def _withdrawals(page: CasePage, facts: ClaimFacts, possible: Sequence[Decision]) -> list[tuple[str, str]]:
    """B1-11: the latest first; the message that filed the claim withdraws nothing."""
    if facts.tells or Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER not in possible:
        return []
    later = [(one.remote_id, f"{when(one.created_at)}: {_short(one.text)}") for one in _by_buyer(page)[1:]]
    return [("", _("choose the message, if the buyer withdrew it")), *reversed(later[-20:])]


def _by_buyer(page: CasePage) -> Sequence[DeskMessage]:
    return [one for one in page.messages if one.author_role == "BUYER"]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:60]}…" if len(line) > 60 else line
