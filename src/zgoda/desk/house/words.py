"""The words of house rules: of their clocks, of hours and targets at a glance, and of changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zgoda.desk.house import written
from zgoda.desk.house.clock import FIRST
from zgoda.desk.house.hours import Rules
from zgoda.look.words import times
from zgoda.look.words.markets import country_name


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


def facts(rules: Rules) -> list[tuple[str, str]]:
    """Rules as pairs (what, how)."""
    hours, free = rules.hours, len(rules.hours.free_days)
    week = [(name, written.show_openings(day) or _("closed")) for name, day in zip(weekdays(), hours.week, strict=True)]
    return [
        (_("First answer within"), _worked(rules.first)),
        (_("Next answer within"), _worked(rules.next)),
        *_days_alike(week),
        (_("Own free days"), ngettext("%(count)d day", "%(count)d days", free) % {"count": free}),
        (_("Rest days and time zone"), f"{country_name(rules.market)}, {hours.zone.key}"),
    ]


def weekdays() -> list[str]:
    """From Monday."""
    return [name[:1].upper() + name[1:] for name in times.weekdays()]


def proposal(wanted: Mapping[str, object]) -> str:
    """What a change would change, in a word or two."""
    if not wanted:
        return _("All dates are reckoned anew by the calendar and the hours in force.")
    if wanted.get("gone"):
        return _("The team gives up its own hours and targets and follows the shop's.")
    if wanted.get("team"):
        return _("New hours and targets of a team")
    return _("New hours and targets of the shop")


def by_how_much(before: datetime | None, after: datetime | None) -> str:
    if before is None or after is None:
        return _("new") if before is None else _("gone")
    named = {"length": times.length(after - before)}
    return _("%(length)s later") % named if after > before else _("%(length)s earlier") % named


def _worked(target: timedelta | None) -> str:
    return times.working(target) if target else _("no target")


def _days_alike(week: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Days in a row with the same hours as one line."""
    for hours, group in groupby(week, key=lambda day: day[1]):
        names = [name for name, _hours in group]
        yield names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}", hours
