"""Returns in words: why something comes back, where a return stands, why one was refused."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zgoda.domain.returns import RejectionCode, ReturnReason, ReturnRefused, ReturnStatus, ReturnWhy
from zgoda.look.words.times import day_long

_REASONS = {
    ReturnReason.NONE: gettext_lazy("No reason given"),
    ReturnReason.MISTAKE: gettext_lazy("Ordered by mistake"),
    ReturnReason.DONT_LIKE_IT: gettext_lazy("I do not like it"),
    ReturnReason.NOT_AS_EXPECTED: gettext_lazy("Not what I expected"),
    ReturnReason.TOO_SMALL: gettext_lazy("Too small"),
    ReturnReason.TOO_LARGE: gettext_lazy("Too large"),
    ReturnReason.ORDERED_FOR_COMPARISON: gettext_lazy("Ordered to compare"),
    ReturnReason.OVERDUE_DELIVERY: gettext_lazy("Delivered too late"),
    ReturnReason.DIFFERENT: gettext_lazy("A different product came"),
    ReturnReason.NOT_AS_DESCRIBED: gettext_lazy("Does not match the description"),
    ReturnReason.INCOMPLETE: gettext_lazy("Order is incomplete"),
    ReturnReason.DAMAGED: gettext_lazy("The product is damaged"),
    ReturnReason.TRANSPORT: gettext_lazy("Damaged on the way"),
    ReturnReason.HIDDEN_FLAW: gettext_lazy("A hidden flaw"),
    ReturnReason.OTHER_FLAW: gettext_lazy("Another flaw"),
    ReturnReason.NOT_NEW: gettext_lazy("The product is not new"),
    ReturnReason.COUNTERFEIT: gettext_lazy("The product is a counterfeit"),
}
"""In the order of the form's list."""

_STATUSES = {
    ReturnStatus.CREATED: gettext_lazy("announced"),
    ReturnStatus.DISPATCHED: gettext_lazy("sent back"),
    ReturnStatus.IN_TRANSIT: gettext_lazy("on its way to the seller"),
    ReturnStatus.DELIVERED: gettext_lazy("with the seller"),
    ReturnStatus.REJECTED: gettext_lazy("refund refused"),
}
_TAGS = {
    ReturnStatus.CREATED: "asked",
    ReturnStatus.DISPATCHED: "open",
    ReturnStatus.IN_TRANSIT: "open",
    ReturnStatus.DELIVERED: "done",
    ReturnStatus.REJECTED: "stopped",
}
_CODES = {
    RejectionCode.REFUND_REJECTED: gettext_lazy("The seller refuses the refund."),
    RejectionCode.NEW_ITEM_SENT: gettext_lazy("The seller sent a new product."),
    RejectionCode.ITEM_FIXED: gettext_lazy("The seller repaired the product."),
    RejectionCode.MISSING_PART_SENT: gettext_lazy("The seller sent the missing part."),
    RejectionCode.ITEM_MISMATCH: gettext_lazy("What came back is not what was sold."),
    RejectionCode.BUSINESS_PURCHASE: gettext_lazy("The purchase was made by a business."),
    RejectionCode.NO_RETURN_RIGHT: gettext_lazy("By law this product cannot be returned."),
}
_SENTENCES = {
    ReturnWhy.NOT_YOUR_ORDER: gettext_lazy("This is not one of your orders."),
    ReturnWhy.NOTHING_CHOSEN: gettext_lazy("Choose what you send back."),
    ReturnWhy.REASON_MISSING: gettext_lazy("Choose a reason."),
    ReturnWhy.COMMENT_TOO_LONG: gettext_lazy("The message is too long. Shorten it or send it in parts."),
    ReturnWhy.ORDER_CANCELLED: gettext_lazy("The order was cancelled. Nothing of it can be sent back."),
    ReturnWhy.BAD_PARCEL: gettext_lazy("Choose the carrier and write the parcel number as on the label."),
    ReturnWhy.ENDED: gettext_lazy("The seller refused this return already."),
    ReturnWhy.ALREADY_REJECTED: gettext_lazy("The seller refused this return already."),
    ReturnWhy.CODE_UNKNOWN: gettext_lazy("Choose one of the reasons on the list."),
    ReturnWhy.REASON_TOO_LONG: gettext_lazy("The message is too long. Shorten it or send it in parts."),
    ReturnWhy.COMMAND_REUSED: gettext_lazy("This was already sent with other content. Load the page again."),
}


def return_reasons() -> list[tuple[str, str]]:
    """Codes and names for the form."""
    return [(code.value, str(name)) for code, name in _REASONS.items()]


def return_reason_name(code: str) -> str:
    return str(_REASONS[ReturnReason(code)])


def return_status_name(code: str) -> str:
    return str(_STATUSES[ReturnStatus(code)])


def return_status_tag(code: str) -> str:
    return _TAGS[ReturnStatus(code)]


def rejection_name(code: str) -> str:
    return str(_CODES[RejectionCode(code)])


def return_refusal(refused: ReturnRefused) -> str:
    """The sentence, with the day that has passed or the number of pieces there are."""
    if refused.why is ReturnWhy.TOO_LATE and refused.until is not None:
        return _("A return could be announced until %(day)s.") % {"day": day_long(refused.until)}
    if refused.why is ReturnWhy.TOO_MANY_PIECES:
        left = refused.limit or 0
        return ngettext(
            "At most %(count)d piece can be sent back.", "At most %(count)d pieces can be sent back.", left
        ) % {"count": left}
    return str(_SENTENCES[refused.why])
