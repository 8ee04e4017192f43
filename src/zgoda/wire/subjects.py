"""A dispute on the public protocol names its reason only in its subject, a text in the asked language. These are the
texts that the platform's document and answers show, without regard to case; sandboxes answer the code itself."""

SUBJECTS = {
    "i have not received the product": "NO_PRODUCT_RECEIVED",
    "no product in the parcel": "NO_PRODUCT_IN_PARCEL",
    "no proof of purchase, manual, or warranty": "NO_PROOF_OF_PURCHASE_MANUAL_OR_WARRANTY",
    "missing product element": "MISSING_PRODUCT_ELEMENT",
    "product and parcel damaged": "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT",
    "product and parcel damaged in transit": "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT",
    "the product is damaged, but the parcel is intact": "PRODUCT_DAMAGED_PARCEL_INTACT",
    "defects emerged during use": "DEFECT_FOUND_DURING_USE",
    "does not match the description": "NOT_AS_DESCRIBED",
    "niezgodny z opisem": "NOT_AS_DESCRIBED",
    "the seller does not want to accept the return": "SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN",
    "i have a problem returning the product": "PROBLEM_WITH_SENDING_PRODUCT_BACK",
    "no refund after returning the product": "NO_REFUND_AFTER_RETURNING_PRODUCT",
    "no refund after canceling the order": "NO_REFUND_AFTER_CANCELING_ORDER",
    "i did not receive the goods after payment": "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT",
    "i received an order inconsistent with the description": "RECEIVED_ITEMS_NOT_MATCHING_DESCRIPTION",
    "i received an incomplete order": "RECEIVED_INCOMPLETE_ORDER",
    "the product is damaged": "ITEM_IS_DAMAGED",
    "problem with withdrawal/cancelation of purchase": "PROBLEM_WITH_WITHDRAWAL_CANCELLATION_OF_PURCHASE",
    "i have a problem returning the goods/canceling the purchase": "PROBLEM_WITH_GOODS_RETURN_CANCELLATION_OF_PURCHASE",
    "my reason is not on the list": "OTHER",
    "detect_found_during_use": "DEFECT_FOUND_DURING_USE",
}
"""The last one is a misspelling that a sandbox answers."""
