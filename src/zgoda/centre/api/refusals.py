"""A rule's "no" as an answer of the API: which status, which field, whose words.

What the caller can mend in the request is 422; what the case's state forbids now is 409. Someone else's case is
never said to exist: 404.
"""

from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.domain.refusals import Refused, Why
from zgoda.look.words.refusals import refusal as refusal_words
from zgoda.wire import errors
from zgoda.wire.times import to_wire

_FIELD = {
    Why.MESSAGE_EMPTY: "text",
    Why.MESSAGE_TOO_LONG: "text",
    Why.TOO_MANY_ATTACHMENTS: "attachments",
    Why.FILE_SENT_ALREADY: "attachments",
    Why.SOLUTION_MISSING: "solution",
    Why.PART_MISSING: "amount",
    Why.PART_TWICE: "amount",
    Why.PART_OUT_OF_RANGE: "amount",
    Why.WRONG_CURRENCY: "amount.currency",
    Why.REFUND_OUT_OF_RANGE: "amount",
    Why.CATEGORY_UNKNOWN: "category",
    Why.NO_SUCH_MESSAGE: "messageId",
    Why.OWN_MESSAGE: "messageId",
    Why.COMMAND_REUSED: "commandId",
    Why.NOTE_MISSING: "note",
}
"""Refusals of something in the request; every other is of the state."""

_STATE_WORDS = "Dispute is in a state that forbids adding new messages"


def refused(refusal: Refused) -> problems.Problem:
    """The answer to one refusal. ``path`` names the field at fault; the code is our own reason."""
    if refusal.why is Why.NOT_A_PARTY:
        return issue_not_found()
    words = refusal_words(refusal)
    path = _FIELD.get(refusal.why)
    if path is not None:
        return problems.invalid(path, words, refusal.limit, code=refusal.why.value)
    problem = problems.conflict(words, _STATE_WORDS if refusal.why is Why.ENDED else "", code=refusal.why.value)
    if refusal.possible_from is not None:
        problem.details = f"Possible from: {to_wire(refusal.possible_from)}"
    return problem


def issue_not_found() -> problems.Problem:
    """404 of the family, the same for unknown, malformed, hidden and foreign ids (P-49)."""
    return problems.not_found(_("Post-purchase problem not found"), errors.ISSUE_NOT_FOUND)
