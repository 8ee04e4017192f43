"""Where a parcel is, in words."""

from django.utils.translation import pgettext_lazy

_PARCELS = {
    "PENDING": pgettext_lazy("parcel", "registered"),
    "IN_TRANSIT": pgettext_lazy("parcel", "on its way"),
    "RELEASED_FOR_DELIVERY": pgettext_lazy("parcel", "out for delivery"),
    "AVAILABLE_FOR_PICKUP": pgettext_lazy("parcel", "waiting for pick-up"),
    "NOTICE_LEFT": pgettext_lazy("parcel", "notice left"),
    "ISSUE": pgettext_lazy("parcel", "a problem on the way"),
    "DELIVERED": pgettext_lazy("parcel", "delivered"),
    "RETURNED": pgettext_lazy("parcel", "returned to the sender"),
}


def parcel_state(code: str) -> str:
    """Where a parcel is; a code nobody knows as it came."""
    return str(_PARCELS.get(code, code))
