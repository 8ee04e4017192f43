"""Why a Discussion was opened, in words (rules B.3). A code nobody knows is shown as it came."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from zgoda.domain.reasons import REASONS, Group
from zgoda.wire.subjects import SUBJECTS

_GROUPS = {
    Group.NOT_RECEIVED: gettext_lazy("I have not received the product"),
    Group.INCOMPLETE: gettext_lazy("Order is incomplete"),
    Group.PRODUCT_PROBLEM: gettext_lazy("Problem with the product"),
    Group.NO_REFUND: gettext_lazy("No payment refund"),
    Group.WITHDRAWAL: gettext_lazy("Problem with withdrawal or cancellation of the purchase"),
    Group.RETURN_PROBLEM: gettext_lazy("Problem with a return"),
    Group.OTHER: gettext_lazy("My reason is not on the list"),
}

_REASONS = {
    "NO_PRODUCT_RECEIVED": gettext_lazy("I have not received the product"),
    "NO_PRODUCT_IN_PARCEL": gettext_lazy("No product in the parcel"),
    "NO_PROOF_OF_PURCHASE_MANUAL_OR_WARRANTY": gettext_lazy("No proof of purchase, manual or warranty"),
    "MISSING_PRODUCT_ELEMENT": gettext_lazy("Missing product element"),
    "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT": gettext_lazy("Product and parcel damaged in transit"),
    "PRODUCT_DAMAGED_PARCEL_INTACT": gettext_lazy("The product is damaged, but the parcel is intact"),
    "DEFECT_FOUND_DURING_USE": gettext_lazy("Defects emerged during use"),
    "NOT_AS_DESCRIBED": gettext_lazy("Does not match the description"),
    "SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN": gettext_lazy("The seller does not want to accept the return"),
    "PROBLEM_WITH_SENDING_PRODUCT_BACK": gettext_lazy("I have a problem returning the product"),
    "NO_REFUND_AFTER_RETURNING_PRODUCT": gettext_lazy("No refund after returning the product"),
    "NO_REFUND_AFTER_CANCELING_ORDER": gettext_lazy("No refund after canceling the order"),
    "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT": gettext_lazy("I did not receive the goods after payment"),
    "RECEIVED_ITEMS_NOT_MATCHING_DESCRIPTION": gettext_lazy("I received an order inconsistent with the description"),
    "RECEIVED_INCOMPLETE_ORDER": gettext_lazy("I received an incomplete order"),
    "ITEM_IS_DAMAGED": gettext_lazy("The product is damaged"),
    "PROBLEM_WITH_WITHDRAWAL_CANCELLATION_OF_PURCHASE": gettext_lazy(
        "Problem with withdrawal or cancellation of the purchase"
    ),
    "PROBLEM_WITH_GOODS_RETURN_CANCELLATION_OF_PURCHASE": gettext_lazy(
        "I have a problem returning the goods or canceling the purchase"
    ),
    "OTHER": gettext_lazy("My reason is not on the list"),
}


def reason_name(code: str) -> str:
    """The label of a reason; it is also the subject of the case on the wire."""
    known = _REASONS.get(code)
    return str(known) if known is not None else code


def reason_group_name(group: str) -> str:
    """The label of the reason that the buyer picks first."""
    return str(_GROUPS[Group(group)])


def reason_of_subject(subject: str) -> str:
    """The reason's code where a subject is known in any of our languages, else empty: nothing is guessed."""
    return _subjects().get(_plain(subject), "")


@lru_cache(maxsize=1)
def _subjects() -> Mapping[str, str]:
    """The platform's texts and codes win over our own labels, where two reasons share one."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {_plain(str(label)): code for code, label in _REASONS.items()}
    return found | {_plain(code): code for code in REASONS} | SUBJECTS


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold().rstrip(".")
