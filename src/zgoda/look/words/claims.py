"""Claims in words: statuses, grounds, decisions, the clocks, and what the platform says in the chat (E.4)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zgoda.domain.claims.claim import Decision, Ground, ReturnDecision, Status
from zgoda.domain.claims.clocks import ClaimTimer
from zgoda.domain.claims.events import Kind
from zgoda.domain.expectation import Expectation
from zgoda.domain.money import Money
from zgoda.look.words.reasons import reason_name
from zgoda.look.words.solutions import expectation_words
from zgoda.look.words.times import money

_STATUSES = {
    Status.SUBMITTED: pgettext_lazy("claim", "Submitted"),
    Status.ACCEPTED: pgettext_lazy("claim", "Accepted"),
    Status.REJECTED: pgettext_lazy("claim", "Rejected"),
}
_TAGS = {Status.SUBMITTED: "open", Status.ACCEPTED: "done", Status.REJECTED: "stopped"}
_GROUNDS = {
    Ground.COMPLAINT: gettext_lazy("Statutory complaint"),
    Ground.WARRANTY: gettext_lazy("The seller's warranty"),
}
_DECISIONS = {
    Decision.ACCEPTED_REPAIR: gettext_lazy("accepted: repair"),
    Decision.ACCEPTED_EXCHANGE: gettext_lazy("accepted: exchange"),
    Decision.ACCEPTED_REFUND: gettext_lazy("accepted: refund"),
    Decision.ACCEPTED_PARTIAL_REFUND: gettext_lazy("accepted: partial refund"),
    Decision.REJECTED_ADDITIONAL_REQUIREMENTS_NOT_COMPLETED: gettext_lazy(
        "rejected: additional requirements were not met"
    ),
    Decision.REJECTED_PRODUCT_NOT_RETURNED: gettext_lazy("rejected: the product was not returned"),
    Decision.REJECTED_PRODUCT_DAMAGED_BY_USER: gettext_lazy("rejected: the product was damaged in use"),
    Decision.REJECTED_PRODUCT_CONFORMS_TO_CONTRACT: gettext_lazy("rejected: the product is as agreed"),
    Decision.REJECTED_MINOR_DEFECT: gettext_lazy("rejected: the defect is minor"),
    Decision.REJECTED_OTHER: gettext_lazy("rejected: another reason"),
    Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER: gettext_lazy("rejected: the claim was withdrawn by the buyer"),
    Decision.DEEMED_ACCEPTED: gettext_lazy("counts as accepted: nobody decided in time"),
}
_RETURNS = {
    ReturnDecision.SELLER_LABEL: gettext_lazy(
        "The product has to be returned; the seller gives a label for sending it."
    ),
    ReturnDecision.CUSTOM: gettext_lazy("The product has to be returned in the way agreed with the buyer."),
    ReturnDecision.NOT_REQUIRED: gettext_lazy("The product need not be returned."),
}
_TO_BUYER = {
    ReturnDecision.CUSTOM: gettext_lazy("The product has to be returned in the way agreed with you."),
    Kind.FILING: gettext_lazy("You filed a claim."),
    Kind.WITHDRAWAL: gettext_lazy("You said that the claim is withdrawn. The seller still has to decide it."),
    Kind.TALK_ENDED: gettext_lazy(
        "You ended the conversation. The claim's status stays: the seller still has to decide it."
    ),
}
_NOTES = {
    Kind.FILING: gettext_lazy("The buyer filed a claim."),
    Kind.INFORMATION_ASK: gettext_lazy("The seller asks for more information. The time to decide runs on."),
    Kind.WITHDRAWAL: gettext_lazy("The buyer says that the claim is withdrawn. The seller still has to decide it."),
    Kind.TALK_ENDED: gettext_lazy(
        "The buyer ended the conversation. The claim's status stays: the seller still has to decide it."
    ),
    Kind.DEEMED_ACCEPTED: gettext_lazy(
        "Nobody decided the claim within 14 days, so it counts as accepted. No money moves by itself: agree here how "
        "to settle it."
    ),
    Kind.CHAT_CLOSED: gettext_lazy("30 days have passed since the claim was filed. Nobody can write here any more."),
}
_TIMERS = {
    ClaimTimer.DECISION: gettext_lazy("The seller decides the claim"),
    ClaimTimer.RETURN_DECISION: gettext_lazy("Decision on the return"),
    ClaimTimer.CHAT: gettext_lazy("The conversation closes"),
}
_THEN = {
    ClaimTimer.DECISION: gettext_lazy("If nobody decides by then, the claim counts as accepted."),
    ClaimTimer.RETURN_DECISION: gettext_lazy(
        "If nothing is said by then, the seller is reminded; nothing else follows."
    ),
    ClaimTimer.CHAT: gettext_lazy("After that nobody can write in the claim any more."),
}
_RULES = {
    ClaimTimer.DECISION: gettext_lazy("the end of the 14th day after the filing"),
    ClaimTimer.RETURN_DECISION: gettext_lazy("3 days from the filing"),
    ClaimTimer.CHAT: gettext_lazy("30 days from the filing"),
}


def claim_status_name(code: str) -> str:
    return str(_STATUSES[Status(code)])


def claim_status_tag(code: str) -> str:
    """The kind of `tag` macro that draws a status."""
    return _TAGS[Status(code)]


def ground_name(code: str) -> str:
    return str(_GROUNDS[Ground(code)])


def return_decision_name(code: str) -> str:
    """One of the three, as a choice."""
    return str(_RETURNS[ReturnDecision(code)])


def decision_name(code: str) -> str:
    """How a claim was decided; stands in a sentence."""
    return str(_DECISIONS[Decision(code)])


def claim_timer_name(kind: str) -> str:
    return str(_TIMERS[ClaimTimer(kind)])


def claim_timer_then(kind: str) -> str:
    """What follows if nobody acts."""
    return str(_THEN[ClaimTimer(kind)])


def claim_timer_rule(kind: str) -> str:
    """The rule in one line."""
    return str(_RULES[ClaimTimer(kind)])


def filing_text(reason_code: str, product: str, ground: str, wanted: Expectation, price: Money, *, own: bool) -> str:
    """K-01: the first message's words of the platform; ``own``: told to the claim's buyer."""
    parts = [
        str((_TO_BUYER if own else _NOTES)[Kind.FILING]),
        _("Reason: %(reason)s.") % {"reason": reason_name(reason_code)},
        _("Product: %(product)s.") % {"product": product},
        _("Basis: %(ground)s.") % {"ground": ground_name(ground)},
        _("Expected solution: %(solution)s.") % {"solution": expectation_words(wanted, price)},
    ]
    return " ".join(parts)


def note_text(kind: str, code: str = "", amount: Money | None = None, *, own: bool = False) -> str:
    """The platform's words before or instead of a person's; empty for a plain message. ``own``: to the buyer."""
    if kind == Kind.RETURN_DECISION:
        decision = ReturnDecision(code)
        return str((_TO_BUYER.get(decision) if own else None) or _RETURNS[decision])
    if kind == Kind.DECISION:
        return _decision_text(code, amount)
    note = (_TO_BUYER.get(Kind(kind)) if own else None) or _NOTES.get(Kind(kind))
    return str(note) if note else ""


def _decision_text(code: str, amount: Money | None) -> str:
    """K-03, K-04: the verdict, its amount, and after a rejection the buyer's further steps."""
    said = _("The seller decided the claim: %(decision)s.") % {"decision": decision_name(code)}
    if amount is not None:
        said += " " + _("Amount: %(amount)s.") % {"amount": money(amount)}
    if Decision(code).status is Status.REJECTED:
        said += " " + _("Whoever does not agree can write here, or ask a consumer ombudsman or court for help.")
    return said
