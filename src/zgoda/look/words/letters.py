"""Letters in words: what each kind tells, why somebody gets it, and what became of it."""

from django.utils.translation import gettext_lazy as _

from zgoda.domain.notifications import Kind

_NAMES = {
    Kind.DISCUSSION_OPENED: _("A Discussion was opened"),
    Kind.HIDDEN_OPENED: _("A Discussion about a combined order was opened"),
    Kind.FORWARDED: _("A Discussion was forwarded to the seller"),
    Kind.REOPENED: _("A Discussion was re-opened"),
    Kind.RESOLVED: _("A Discussion is resolved"),
    Kind.UNRESOLVED: _("A Discussion is unresolved"),
    Kind.REFUND_REFUSED: _("A refund was refused"),
    Kind.WARNED: _("A warning because of a missing answer"),
    Kind.BLOCKED: _("The account is blocked"),
    Kind.CLAIM_FILED: _("A claim was filed"),
    Kind.CLAIM_RETURN_DECISION: _("A reminder of the return decision"),
    Kind.CLAIM_DECIDED: _("A claim was decided"),
    Kind.CLAIM_DEEMED_ACCEPTED: _("A claim counts as accepted"),
    Kind.CLAIM_WITHDRAWN: _("A claim was withdrawn"),
    Kind.PURCHASE_MADE: _("A purchase was made"),
    Kind.DOCUMENT_ADDED: _("A sales document was added to an order"),
    Kind.CALL_HANDED_OVER: _("A call of the hotline is handed over"),
    Kind.RATING_REMOVAL: _("The marketplace asks to remove a rating about its service"),
    Kind.RATING_REQUEST: _("A seller asks to remove a rating"),
}
_WHY = {
    Kind.DISCUSSION_OPENED: _("You get this letter because a buyer opened a Discussion about your sale."),
    Kind.HIDDEN_OPENED: _("You get this letter because one of the products of a combined order was sold by you."),
    Kind.FORWARDED: _("You get this letter because a Discussion about your sale was given to you to answer."),
    Kind.REOPENED: _("You get this letter because a Discussion about your sale is open again."),
    Kind.RESOLVED: _("You get this letter because a Discussion about your sale has ended."),
    Kind.UNRESOLVED: _("You get this letter because a Discussion about your sale was marked as unresolved."),
    Kind.REFUND_REFUSED: _("You get this letter because a refund that you asked for was not paid."),
    Kind.WARNED: _("You get this letter because a Discussion about your sale has no answer."),
    Kind.BLOCKED: _("You get this letter because it concerns your account."),
    Kind.CLAIM_FILED: _("You get this letter because a buyer filed a claim about your sale."),
    Kind.CLAIM_RETURN_DECISION: _("You get this letter because a claim waits for your decision."),
    Kind.CLAIM_DECIDED: _("You get this letter because you filed a claim."),
    Kind.CLAIM_DEEMED_ACCEPTED: _("You get this letter because you are a party of the claim."),
    Kind.CLAIM_WITHDRAWN: _("You get this letter because a buyer spoke about a claim that you have to decide."),
    Kind.PURCHASE_MADE: _("You get this letter because you bought something."),
    Kind.DOCUMENT_ADDED: _("You get this letter because a document was added to something that you bought."),
    Kind.CALL_HANDED_OVER: _("You get this letter because a buyer called with a question about your sale."),
    Kind.RATING_REMOVAL: _("You get this letter because you rated a purchase."),
    Kind.RATING_REQUEST: _("You get this letter because you rated a purchase."),
}
_STATES = {
    "WAITING": _("waits"),
    "SENDING": _("is being sent"),
    "HANDING": _("is being sent"),
    "SENT": _("sent"),
    "PERHAPS": _("perhaps sent"),
    "FAILED": _("not sent"),
    "SWITCHED_OFF": _("not wanted by the reader"),
    "NOT_NEEDED": _("no longer needed"),
    "NO_ADDRESS": _("the account has no address"),
}


def kind_name(kind: str) -> str:
    return str(_NAMES[Kind(kind)])


def kind_why(kind: str) -> str:
    return str(_WHY[Kind(kind)])


def letter_state_name(state: str) -> str:
    return str(_STATES[state])
