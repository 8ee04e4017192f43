"""The marketplace's automatic messages, told in the reader's language from their codes (S0-07, S0-42, S0-44)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.domain.events import Template
from zgoda.domain.expectation import Expectation
from zgoda.domain.money import Money
from zgoda.look.words.reasons import reason_name
from zgoda.look.words.solutions import expectation_words

_TEXTS = {
    Template.OPENED: gettext_lazy("The buyer opened a Discussion."),
    Template.OPENED_ON_BEHALF: gettext_lazy(
        "The marketplace opened this Discussion on the buyer's behalf. Answers reach the buyer and the marketplace."
    ),
    Template.TRACKING_GIVEN: gettext_lazy("The buyer was given the parcel's tracking number: %(reference)s."),
    Template.HANDED_OVER: gettext_lazy("The buyer was told that the parcel is with the carrier."),
    Template.DELIVERY_REPORTED: gettext_lazy("The carrier reports that the parcel was delivered."),
    Template.REFUND_ISSUED: gettext_lazy("The buyer's money was paid back."),
    Template.PARCEL_DELIVERED: gettext_lazy(
        "The parcel was delivered. Unless the buyer says that there is still a problem, the Discussion closes by "
        "itself after 24 hours."
    ),
    Template.STILL_A_PROBLEM: gettext_lazy(
        "The parcel was delivered, but the buyer says that there is still a problem. The Discussion stays open."
    ),
    Template.CLOSED_AFTER_DELIVERY: gettext_lazy(
        "The parcel was delivered and no complaint came within 24 hours, so the Discussion was closed as resolved."
    ),
    Template.CLOSED_AFTER_30_DAYS: gettext_lazy(
        "Nobody marked the Discussion for 30 days, so it was closed as resolved. If the problem is still there, the "
        "buyer can re-open it."
    ),
    Template.CONSULTANT_JOINED: gettext_lazy(
        "A consultant of the marketplace joined. The consultant is impartial, supports both sides and looks for a "
        "solution that complies with the law."
    ),
    Template.REOPENED_BY_BUYER: gettext_lazy("The buyer re-opened the Discussion. The time to answer starts anew."),
    Template.REOPENED_BY_PLATFORM: gettext_lazy(
        "The marketplace re-opened the Discussion at the buyer's request. The time to answer starts anew."
    ),
    Template.SELLER_WARNED: gettext_lazy(
        "The seller has still not answered although the marketplace joined. Without an answer the seller's account "
        "may be blocked."
    ),
    Template.OFFER_ACCEPTED: gettext_lazy("The buyer accepted the offer."),
    Template.OFFER_DECLINED: gettext_lazy("The buyer declined the offer."),
    Template.CARRIED_OUT: gettext_lazy(
        "The agreed solution was carried out. The buyer can now mark the Discussion as resolved."
    ),
}
_TO_BUYER = {
    Template.TRACKING_GIVEN: gettext_lazy(
        "The tracking number of your parcel: %(reference)s. You can follow it on its way."
    ),
    Template.HANDED_OVER: gettext_lazy("Your parcel was handed over to the carrier. It is on its way to you."),
    Template.DELIVERY_REPORTED: gettext_lazy("The carrier reports that your parcel was delivered."),
    Template.REFUND_ISSUED: gettext_lazy(
        "Your money was paid back. It returns the way you paid and usually takes a few days."
    ),
    Template.PARCEL_DELIVERED: gettext_lazy(
        "Your parcel was delivered. If all is well, you need not do anything: the Discussion closes by itself after "
        "24 hours. If there is still a problem, choose “Still a problem” or write here."
    ),
    Template.OPENED: gettext_lazy("You opened a Discussion."),
    Template.OPENED_ON_BEHALF: gettext_lazy(
        "The marketplace opened this Discussion on your behalf. Answers reach you and the marketplace."
    ),
    Template.STILL_A_PROBLEM: gettext_lazy(
        "The parcel was delivered, but you said that there is still a problem. The Discussion stays open."
    ),
    Template.CLOSED_AFTER_30_DAYS: gettext_lazy(
        "Nobody marked the Discussion for 30 days, so it was closed as resolved. If the problem is still there, you "
        "can re-open it."
    ),
    Template.REOPENED_BY_BUYER: gettext_lazy("You re-opened the Discussion. The time to answer starts anew."),
    Template.REOPENED_BY_PLATFORM: gettext_lazy(
        "The marketplace re-opened the Discussion at your request. The time to answer starts anew."
    ),
    Template.OFFER_ACCEPTED: gettext_lazy("You accepted the offer."),
    Template.OFFER_DECLINED: gettext_lazy("You declined the offer."),
    Template.CARRIED_OUT: gettext_lazy(
        "The agreed solution was carried out. You can now mark the Discussion as resolved."
    ),
}
"""The same told to the buyer; what is not here reads alike for both sides."""


def automatic_text(template: str, params: Mapping[str, str], *, own: bool = False) -> str:
    """The message's words. ``params`` are the event's; only a tracking number (``reference``) is ever shown.

    ``own``: told to the case's buyer.
    """
    code = Template(template)
    if code is Template.TRACKING_GIVEN and not params.get("reference"):
        return _("The parcel has a tracking number now.")
    text = str((_TO_BUYER.get(code) if own else None) or _TEXTS[code])
    return text % {"reference": params["reference"]} if code is Template.TRACKING_GIVEN else text


def opening_text(
    reason_code: str,
    product: str,
    wanted: Expectation | None,
    line_price: Money | None = None,
    *,
    on_behalf: bool = False,
    own: bool = False,
) -> str:
    """S0-07: message no. 1, which the platform writes: reason, product and, where asked for, the expected solution.

    ``own``: told to the case's buyer.
    """
    opened = Template.OPENED_ON_BEHALF if on_behalf else Template.OPENED
    parts = [
        str((_TO_BUYER if own else _TEXTS)[opened]),
        _("Reason: %(reason)s.") % {"reason": reason_name(reason_code)},
        _("Product: %(product)s.") % {"product": product},
    ]
    if wanted is not None:
        parts.append(_("Expected solution: %(solution)s.") % {"solution": expectation_words(wanted, line_price)})
    return " ".join(parts)


def resolve_request_text() -> str:
    """S0-16: over the answerer's request to confirm."""
    return _("Is the problem solved? If so, please mark the Discussion as resolved.")
