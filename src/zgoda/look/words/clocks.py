"""A clock's face: which state it shows and how much of it is gone (peers' convention: form before colour)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

LAST = timedelta(minutes=30)
QUARTER_LEFT = 75
_NAMES = {
    "running": gettext_lazy("running"),
    "soon": gettext_lazy("due soon"),
    "last": gettext_lazy("due at once"),
    "late": gettext_lazy("past due"),
    "met": gettext_lazy("done in time"),
    "still": gettext_lazy("waiting for the other side"),
    "paused": gettext_lazy("paused"),
    "opens": gettext_lazy("becomes possible then"),
}


def clock_state_name(state: str) -> str:
    """The state for readers who hear the page."""
    return str(_NAMES[state])


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
