"""The purposes of consent in words (S0-63)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.domain.consent import Purpose

_NAMES = {
    Purpose.STORAGE: gettext_lazy("Storing information on your device and reading it there"),
    Purpose.PERSONALISATION: gettext_lazy(
        "Personalised ads and content, measuring them, audience research and developing services"
    ),
    Purpose.SECURITY: gettext_lazy("Security, preventing fraud and mending errors"),
    Purpose.DELIVERY: gettext_lazy("Delivering and showing ads and content"),
    Purpose.CHOICES: gettext_lazy("Saving and passing on your privacy choices"),
    Purpose.MATCHING: gettext_lazy("Matching and combining data from other sources"),
    Purpose.LINKING: gettext_lazy("Linking different devices"),
    Purpose.IDENTIFYING: gettext_lazy("Telling devices apart by data they send automatically"),
}


def purpose_name(code: str) -> str:
    return str(_NAMES[Purpose(code)])


def purposes_summary(chosen: frozenset[Purpose]) -> str:
    """What stands at the top of the settings page."""
    if not chosen:
        return _("You have not agreed to any of these uses.")
    if len(chosen) == len(Purpose):
        return _("You have agreed to all of these uses.")
    return _("You have agreed to %(chosen)s of %(all)s uses.") % {"chosen": len(chosen), "all": len(Purpose)}
