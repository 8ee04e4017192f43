"""Kinds of cases, statuses, sub-types, reasons and objections of threads and returns in words."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from zgoda.desk.messages.sources import COMMON, PROBLEM, RETURN
from zgoda.desk.messages.ties import Why
from zgoda.wire.messaging import DeliveryStatus
from zgoda.wire.returns import RejectionCode

KINDS = {
    "DISPUTE": pgettext_lazy("kind of case", "Discussion"),
    "CLAIM": pgettext_lazy("kind of case", "Claim"),
    COMMON: pgettext_lazy("kind of case", "Message"),
    PROBLEM: pgettext_lazy("kind of case", "Problem"),
    RETURN: pgettext_lazy("kind of case", "Return"),
}
STATUSES = {
    "OPEN": (pgettext_lazy("conversation", "Open"), "open"),
    "CLOSED": (pgettext_lazy("conversation", "Closed"), "done"),
    "CREATED": (pgettext_lazy("return", "Announced"), "open"),
    "DISPATCHED": (pgettext_lazy("return", "Sent"), "open"),
    "IN_TRANSIT": (pgettext_lazy("return", "On its way"), "open"),
    "DELIVERED": (pgettext_lazy("return", "With you"), "open"),
    "WAREHOUSE_DELIVERED": (pgettext_lazy("return", "In the warehouse"), "open"),
    "WAREHOUSE_VERIFICATION": (pgettext_lazy("return", "Checked in the warehouse"), "open"),
    "FINISHED": (pgettext_lazy("return", "Paid back"), "done"),
    "FINISHED_APT": (pgettext_lazy("return", "Paid back by the marketplace"), "done"),
    "REJECTED": (pgettext_lazy("return", "Rejected"), "stopped"),
    "COMMISSION_REFUND_CLAIMED": (pgettext_lazy("return", "Commission asked back"), "done"),
    "COMMISSION_REFUNDED": (pgettext_lazy("return", "Commission paid back"), "done"),
}
SUB_TYPES = {
    "PRODUCT_INCONSISTENT_WITH_THE_OFFER": pgettext_lazy("problem", "The product is not as in the offer"),
    "PRODUCT_ARRIVED_DAMAGED": pgettext_lazy("problem", "The product arrived damaged"),
    "DEFECT_DETECTED_DURING_USE": pgettext_lazy("problem", "A defect showed during use"),
    "NO_PRODUCT_IN_THE_SHIPMENT": pgettext_lazy("problem", "The parcel came without the product"),
    "MISSING_PRODUCT_ELEMENTS": pgettext_lazy("problem", "Parts of the product are missing"),
    "NO_REFUND": pgettext_lazy("problem", "No refund"),
    "NO_DOCUMENTATIONS": pgettext_lazy("problem", "No proof of purchase, manual or warranty"),
}
_REJECTIONS = {
    RejectionCode.REFUND_REJECTED: pgettext_lazy("rejection", "I refuse the refund"),
    RejectionCode.NEW_ITEM_SENT: pgettext_lazy("rejection", "I sent a new product instead"),
    RejectionCode.ITEM_FIXED: pgettext_lazy("rejection", "I repaired the product"),
    RejectionCode.MISSING_PART_SENT: pgettext_lazy("rejection", "I sent the missing part"),
    RejectionCode.ITEM_MISMATCH: pgettext_lazy("rejection", "Another product came back"),
    RejectionCode.BUSINESS_PURCHASE: pgettext_lazy("rejection", "It was bought by a business"),
    RejectionCode.NO_RETURN_RIGHT: pgettext_lazy("rejection", "There is no right to return this product"),
}
_RETURN_REASONS = {
    "NONE": pgettext_lazy("return reason", "no reason given"),
    "MISTAKE": pgettext_lazy("return reason", "bought by mistake"),
    "TRANSPORT": pgettext_lazy("return reason", "damaged on the way"),
    "DAMAGED": pgettext_lazy("return reason", "damaged"),
    "NOT_AS_DESCRIBED": pgettext_lazy("return reason", "not as described"),
    "DONT_LIKE_IT": pgettext_lazy("return reason", "not liked"),
    "OVERDUE_DELIVERY": pgettext_lazy("return reason", "came too late"),
    "INCOMPLETE": pgettext_lazy("return reason", "incomplete"),
    "HIDDEN_FLAW": pgettext_lazy("return reason", "a hidden flaw"),
    "OTHER_FLAW": pgettext_lazy("return reason", "another flaw"),
    "DIFFERENT": pgettext_lazy("return reason", "another product came"),
    "COUNTERFEIT": pgettext_lazy("return reason", "a counterfeit"),
    "NOT_NEW": pgettext_lazy("return reason", "not new"),
    "TOO_LARGE": pgettext_lazy("return reason", "too large"),
    "TOO_SMALL": pgettext_lazy("return reason", "too small"),
    "NOT_AS_EXPECTED": pgettext_lazy("return reason", "not as expected"),
    "ORDERED_FOR_COMPARISON": pgettext_lazy("return reason", "ordered to compare"),
}
_DELIVERY = {
    DeliveryStatus.VERIFYING: gettext_lazy("The marketplace is checking this message; the buyer does not see it yet."),
    DeliveryStatus.BLOCKED: gettext_lazy("The marketplace has blocked this message; the buyer does not see it."),
    DeliveryStatus.INTERACTING: gettext_lazy("The marketplace's automatic conversation goes on here."),
    DeliveryStatus.DISMISSED: gettext_lazy("The marketplace has dismissed this message."),
}
_OBJECTIONS = {
    Why.SAME_CASE: gettext_lazy("This is the same case."),
    Why.NO_SUCH_CASE: gettext_lazy("There is no such case in this shop."),
    Why.NOT_THREADS: gettext_lazy("Only conversations of the Message Center are merged. Link the two cases instead."),
    Why.OTHER_BUYER: gettext_lazy("Only conversations with the same buyer are merged. Link the two cases instead."),
    Why.OTHER_ORDER: gettext_lazy("Only conversations about the same order are merged. Link the two cases instead."),
    Why.MERGED_ALREADY: gettext_lazy("One of them is shown together with another conversation already."),
}


def kind(case_type: str) -> str:
    """Discussion, Claim, Message, Problem or Return; a type nobody knows counts as a Discussion."""
    return str(KINDS.get(case_type, KINDS["DISPUTE"]))


def kinds() -> list[tuple[str, str]]:
    """All of them, for a filter."""
    return [(code, str(name)) for code, name in KINDS.items()]


def rejection(code: str) -> str:
    """Why a return was rejected; a code nobody knows as it came."""
    return str(_REJECTIONS[RejectionCode(code)]) if code in set(RejectionCode) else code


def rejections() -> list[tuple[str, str]]:
    return [(code.value, str(words)) for code, words in _REJECTIONS.items()]


def return_reason(code: str) -> str:
    return str(_RETURN_REASONS.get(code, code))


def delivery(status: str) -> str:
    """Why a message is not simply there; a status nobody knows as it came."""
    return str(_DELIVERY[DeliveryStatus(status)]) if status in _DELIVERY else status


def objection(why: Why) -> str:
    return str(_OBJECTIONS[why])
