"""Clock chips of the list, drawn once per distinct clock: the components' own macro, remembered by what it shows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import cast

from django.template import engines
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from zgoda.desk.cases.listing import Group, Listed
from zgoda.desk.web import words
from zgoda.look.words import clocks, times
from zgoda.look.words.timers import OPENS

Macro = Callable[..., Markup]


def row_chip(case: Listed, group: Group, now: datetime) -> Markup:
    """When the row's next thing is due: how late, by what time today, or on which day."""
    due = case.due
    if group == Group.ENDED:
        return chip("met", _ended(case))
    if due is None:
        return chip("still", pgettext("clock", "no date"))
    if group == Group.WAITING:
        state = "opens" if case.next_what in OPENS else "still"
        return chip(state, pgettext("clock", "until %(day)s") % {"day": times.day_short(_local(due).date())}, 0, due)
    state = clocks.state(case.opened_at, due, now)
    gone = 100 if state == "late" else clocks.gone(case.opened_at, due, now)
    return chip(state, _words(state, group, due, now), gone, due)


def chip(state: str, text: str, gone: int = 0, due: datetime | None = None) -> Markup:
    """The clock of ``components/clock.html``."""
    zone = timezone.get_current_timezone_name() if due else ""
    return _drawn(get_language() or "", zone, state, text, gone, due)


def _words(state: str, group: Group, due: datetime, now: datetime) -> str:
    if state == "late":
        return times.left(due, now)
    if due - now < timedelta(hours=1):
        return times.left(due, now)
    at = f"{_local(due):%H:%M}"
    if group == Group.TODAY:
        return pgettext("clock", "by %(time)s") % {"time": at}
    if group == Group.TOMORROW:
        return _("tomorrow %(time)s") % {"time": at}
    return f"{times.day_short(_local(due).date())}, {at}"


def _ended(case: Listed) -> str:
    return words.status(case)[0].rpartition(" · ")[2]


def _local(at: datetime) -> datetime:
    return at.astimezone(timezone.get_current_timezone())


@lru_cache(maxsize=8192)
def _drawn(_language: str, _zone: str, state: str, text: str, gone: int, due: datetime | None) -> Markup:
    return _clock_macro()(state, text, gone, due)


@lru_cache(maxsize=1)
def _clock_macro() -> Macro:
    template = engines["jinja2"].env.get_template("components/clock.html")  # type: ignore[attr-defined]
    return cast(Macro, template.module.clock)
