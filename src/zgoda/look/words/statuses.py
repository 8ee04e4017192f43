"""What state a case, an offer or a report is in, in words."""

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from zgoda.domain.discussion import ClosureReason, DeliveryAction, OfferState, ReportCategory, Status

_STATUSES = {
    Status.PENDING: pgettext_lazy("discussion", "Pending"),
    Status.RESOLVED: pgettext_lazy("discussion", "Resolved"),
    Status.UNRESOLVED: pgettext_lazy("discussion", "Unresolved"),
}
_LISTS = {
    Status.PENDING: pgettext_lazy("discussions", "Pending"),
    Status.RESOLVED: pgettext_lazy("discussions", "Resolved"),
    Status.UNRESOLVED: pgettext_lazy("discussions", "Unresolved"),
}
_TAGS = {Status.PENDING: "open", Status.RESOLVED: "done", Status.UNRESOLVED: "stopped"}
_CLOSURES = {
    ClosureReason.BUYER_MARKED: gettext_lazy("the buyer marked it as resolved"),
    ClosureReason.AUTO_30_DAYS: gettext_lazy("closed automatically: nobody marked it for 30 days"),
    ClosureReason.DELIVERED_24H: gettext_lazy("closed automatically: delivered, and no complaint within 24 hours"),
}
_ACTIONS = {
    DeliveryAction.TRACKING_NUMBER: gettext_lazy("gave the tracking number"),
    DeliveryAction.HANDED_OVER: gettext_lazy("handed the parcel over to the carrier"),
    DeliveryAction.DELIVERED: gettext_lazy("had the parcel delivered"),
    DeliveryAction.REFUND: gettext_lazy("paid the money back"),
}
_ACTIONS_TO_DO = {
    DeliveryAction.TRACKING_NUMBER: gettext_lazy("Give the tracking number"),
    DeliveryAction.HANDED_OVER: gettext_lazy("Hand the parcel over to the carrier"),
    DeliveryAction.DELIVERED: gettext_lazy("Have the parcel delivered to the buyer"),
    DeliveryAction.REFUND: gettext_lazy("Pay the money back through the marketplace"),
}
_CATEGORIES = {
    ReportCategory.THREAT: gettext_lazy("Threats"),
    ReportCategory.PORNOGRAPHY: gettext_lazy("Pornographic content"),
}
_OFFERS = {
    OfferState.OPEN: pgettext_lazy("offer", "waits for the buyer"),
    OfferState.ACCEPTED: pgettext_lazy("offer", "accepted"),
    OfferState.DECLINED: pgettext_lazy("offer", "declined"),
    OfferState.REPLACED: pgettext_lazy("offer", "replaced by a newer one"),
}


def status_name(code: str) -> str:
    return str(_STATUSES[Status(code)])


def status_of_several(code: str) -> str:
    """Over a list, where a language tells one from several."""
    return str(_LISTS[Status(code)])


def status_tag(code: str) -> str:
    """The kind of `tag` macro that draws a status."""
    return _TAGS[Status(code)]


def closure_name(code: str, *, own: bool = False) -> str:
    """How a Discussion came to be Resolved, to stand after the status; ``own``: told to its buyer."""
    if own and code == ClosureReason.BUYER_MARKED:
        return gettext("you marked it as resolved")
    return str(_CLOSURES[ClosureReason(code)])


def delivery_action_name(code: str) -> str:
    """What was done about a parcel that did not arrive; follows the name of who did it."""
    return str(_ACTIONS[DeliveryAction(code)])


def delivery_action_to_do(code: str) -> str:
    """The same as something still to be done."""
    return str(_ACTIONS_TO_DO[DeliveryAction(code)])


def category_name(code: str) -> str:
    """S0-26…S0-28: what a violation report is about."""
    return str(_CATEGORIES[ReportCategory(code)])


def offer_state_name(code: str) -> str:
    return str(_OFFERS[OfferState(code)])
