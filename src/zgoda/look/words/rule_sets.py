"""What dated layers add and what switches decide, in words (C.0, C.1)."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_LAYERS = {
    "claims-2025-07-01": gettext_lazy("claims beside Discussions, decided within 14 days"),
    "comms-announced-2025-10-20": gettext_lazy("rules for messages, from the date that was announced first"),
    "claims-chat-2025-10-28": gettext_lazy("the conversation of a claim stays open in every status"),
    "fulfilment-per-order-2026-01": gettext_lazy("who answers is decided order by order"),
    "masked-mail-new-2026-01": gettext_lazy("a masked address is needed for new contacts"),
    "comms-2026-03-02": gettext_lazy("rules for messages"),
    "masked-mail-all-2026-04": gettext_lazy("a masked address is needed for all mail"),
    "return-codes-2026-04-08": gettext_lazy("three more reasons for rejecting a return"),
    "cancel-5min-2026-06-17": gettext_lazy("a purchase can be cancelled within 5 minutes"),
    "claim-withdrawn-2026-06-18": gettext_lazy("one more reason for rejecting a claim: the buyer withdrew it"),
    "auto-refund-2026-09-01": gettext_lazy("automatic refund 7 days after a return"),
    "purchase-problems-2026-10-28": gettext_lazy("a third kind of case: problem with a purchase"),
}
_SWITCHES = {
    "non_delivery_clock": gettext_lazy("How the 24 hours for a parcel that did not arrive run"),
    "reopen_restarts_timers": gettext_lazy("All clocks start anew when a Discussion is re-opened"),
    "ask_to_end_limit": gettext_lazy("How often the seller may ask the buyer to confirm"),
    "max_opening_attachments": gettext_lazy("Files that may go with an opening"),
    "unresolved_is_final": gettext_lazy("An unresolved Discussion stays unresolved"),
    "auto_resolve_from": gettext_lazy("What the 30 days until it closes by itself run from"),
    "delivered_close_clock": gettext_lazy("How the 24 hours after a delivery run"),
    "holiday_calendar": gettext_lazy("Whose public holidays count"),
    "staff_reopen_limit": gettext_lazy("How often the marketplace may re-open a Discussion"),
    "return_expected_for": gettext_lazy("For which solutions the seller may expect the product back"),
    "claims_enabled": gettext_lazy("Claims can be made"),
    "claim_roll": gettext_lazy("A claim's last day moves to the next business day"),
    "claim_silence": gettext_lazy("What it means when nobody decides a claim in time"),
}
_VALUES: dict[str, str | Promise] = {
    "business": gettext_lazy("on business days only"),
    "calendar": gettext_lazy("around the clock"),
    "none": gettext_lazy("no limit"),
    "once": gettext_lazy("once"),
    "opening": gettext_lazy("the opening"),
    "last_message": gettext_lazy("the last message"),
    "marketplace": gettext_lazy("the marketplace's"),
    "seller": gettext_lazy("the seller's"),
    "partial_refund": gettext_lazy("a partial refund"),
    "all": gettext_lazy("all solutions"),
    "accepted": gettext_lazy("the claim is accepted"),
    "nothing": gettext_lazy("nothing, it is only noted"),
}


def layer_words(layer_id: str) -> str:
    """What the layer adds to the seed."""
    return str(_LAYERS[layer_id])


def switch_words(name: str) -> str:
    """What the switch decides."""
    return str(_SWITCHES[name])


def value_words(value: object) -> str:
    """A switch's value; ``None`` is a count without a limit."""
    if value is None:
        return _("no limit")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(_VALUES.get(str(value), value))
