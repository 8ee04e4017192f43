"""The words of house clocks."""

from datetime import timedelta

from django.utils.translation import gettext as _

from zgoda.desk.house.clock import FIRST
from zgoda.look.words import times


def clock_name(what: str) -> str:
    return _("First answer by your own target") if what == FIRST else _("Next answer by your own target")


def clock_then() -> str:
    """What follows if nobody acts."""
    return _(
        "Nothing follows at the marketplace: the target counts as missed, and the case is due next by the "
        "marketplace's date, or stays overdue where there is none."
    )


def rule(target: timedelta) -> str:
    return _("your shop's own target: %(length)s of working time") % {"length": times.hours(target)}
