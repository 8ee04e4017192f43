"""What an issue is about, in Allegro's own words and the language asked for (`subject`; B.3)."""

from django.utils.translation import gettext, gettext_noop

_TEXTS = {
    "NO_PRODUCT_RECEIVED": gettext_noop("I have not received the product"),
    "NO_PRODUCT_IN_PARCEL": gettext_noop("no product in the parcel"),
    "NO_PROOF_OF_PURCHASE_MANUAL_OR_WARRANTY": gettext_noop("no proof of purchase, manual, or warranty"),
    "MISSING_PRODUCT_ELEMENT": gettext_noop("missing product element"),
    "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT": gettext_noop("product and parcel damaged (in transit)"),
    "PRODUCT_DAMAGED_PARCEL_INTACT": gettext_noop("the product is damaged, but the parcel is intact"),
    "DEFECT_FOUND_DURING_USE": gettext_noop("defects emerged during use"),
    "NOT_AS_DESCRIBED": gettext_noop("does not match the description"),
    "SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN": gettext_noop("the seller does not want to accept the return"),
    "PROBLEM_WITH_SENDING_PRODUCT_BACK": gettext_noop("I have a problem returning the product"),
    "NO_REFUND_AFTER_RETURNING_PRODUCT": gettext_noop("no refund after returning the product"),
    "NO_REFUND_AFTER_CANCELING_ORDER": gettext_noop("no refund after canceling the order"),
    "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT": gettext_noop("I did not receive the goods after payment"),
    "RECEIVED_ITEMS_NOT_MATCHING_DESCRIPTION": gettext_noop("I received an order inconsistent with the description"),
    "RECEIVED_INCOMPLETE_ORDER": gettext_noop("I received an incomplete order"),
    "ITEM_IS_DAMAGED": gettext_noop("the product is damaged"),
    "PROBLEM_WITH_WITHDRAWAL_CANCELLATION_OF_PURCHASE": gettext_noop("problem with withdrawal/cancelation of purchase"),
    "PROBLEM_WITH_GOODS_RETURN_CANCELLATION_OF_PURCHASE": gettext_noop(
        "I have a problem returning the goods/canceling the purchase"
    ),
    "OTHER": gettext_noop("my reason is not on the list"),
}


def subject(reason_code: str) -> str:
    """The text of a reason's code; a code nobody knows stands for itself."""
    text = _TEXTS.get(reason_code)
    return gettext(text) if text is not None else reason_code
