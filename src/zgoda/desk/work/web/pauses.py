"""Until when a case may be put aside: the usual choices, or a time that somebody typed."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from zgoda.domain.snooze import back_at
from zgoda.look.words.times import when

MORNING = time(8)
_MONDAY = 0


def choices(now: datetime, due: datetime) -> list[tuple[str, str]]:
    """Value and words; what its clock would cut short is left out."""
    named = {
        "hours": _("In 3 hours"),
        "tomorrow": _("Tomorrow morning"),
        "monday": _("Monday morning"),
        "week": _("In a week"),
    }
    found = [(name, label, _TIMES[name](_local(now))) for name, label in named.items()]
    return [(name, f"{label} · {when(at.astimezone(UTC))}") for name, label, at in found if back_at(at, due) == at]


def until(name: str, typed: str, now: datetime) -> datetime | None:
    """The instant of a choice, or of what was typed in the reader's zone; None where it is neither."""
    if name in _TIMES:
        return _TIMES[name](_local(now)).astimezone(UTC)
    try:
        at = datetime.fromisoformat(typed)
        return (at if at.tzinfo else at.replace(tzinfo=timezone.get_current_timezone())).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _local(now: datetime) -> datetime:
    return now.astimezone(timezone.get_current_timezone())


def _morning(local: datetime, days: int) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), MORNING, local.tzinfo)


_TIMES: dict[str, Callable[[datetime], datetime]] = {
    "hours": lambda local: local + timedelta(hours=3),
    "tomorrow": lambda local: _morning(local, 1),
    "monday": lambda local: _morning(local, 7 - (local.weekday() - _MONDAY) % 7),
    "week": lambda local: _morning(local, 7),
}
