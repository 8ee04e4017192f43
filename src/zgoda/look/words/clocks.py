"""A clock's face: which state it shows and how much of it is gone (peers' convention: form before colour)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

LAST = timedelta(minutes=30)
QUARTER_LEFT = 75


def clock_state_name(state: str) -> str:
    """The state for readers who hear the page."""
    return {
        "running": _("running"),
        "soon": _("due soon"),
        "last": _("due at once"),
        "late": _("past due"),
        "met": _("done in time"),
        "still": _("waiting for the other side"),
        "paused": _("paused"),
        "opens": _("becomes possible then"),
    }[state]


def gone(start: datetime, due: datetime, now: datetime) -> int:
    """Per cent of the time between two instants that has passed, in steps of five so that pages cache well."""
    whole = (due - start).total_seconds()
    if whole <= 0:
        return 100
    share = (now - start).total_seconds() / whole
    return max(0, min(100, int(share * 20) * 5))


def state(start: datetime, due: datetime, now: datetime) -> str:
    """``running``, ``soon`` with a quarter left, ``last`` with half an hour left, ``late`` after the instant."""
    if now > due:
        return "late"
    if due - now <= LAST:
        return "last"
    return "soon" if gone(start, due, now) >= QUARTER_LEFT else "running"
