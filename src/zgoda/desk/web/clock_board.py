"""The clocks beside the conversation: what is due when, whose rule it is, why then, and what follows."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.cases.clocks import Clock, Origin, market_of
from zgoda.desk.house import clock as house
from zgoda.desk.house import words as of_house
from zgoda.desk.store.models import DeskCase
from zgoda.desk.web import words
from zgoda.domain.deadlines import TimerKind
from zgoda.look.words import clocks, times
from zgoda.look.words.steps import step_words
from zgoda.look.words.timers import OPENS

Item = Mapping[str, object]


def board(page: CasePage) -> list[Item]:
    """Items of the ``clocks`` component, the next one first; what was met stands at the end."""
    items = [_item(clock, page) for clock in page.clocks]
    answered = page.case.answered_at
    if answered is not None:
        items.append(_met(_("Answered %(at)s") % {"at": times.when(answered)}))
    return items


def _item(clock: Clock, page: CasePage) -> Item:
    state, gone = _face(clock, page.case, page.server_now)
    at = times.when(clock.due)
    pattern = _("%(what)s from %(at)s") if state == "opens" else _pattern(clock, page.case)
    if clock.or_due is not None:
        at = _("%(early)s or %(late)s, depending on the reason") % {"early": at, "late": times.when(clock.or_due)}
    said = pattern % {"what": words.clock_name(clock.kind), "at": at}
    if clock.is_ours or clock.is_theirs:
        said = f"{said} · {times.left(clock.due, page.server_now)}"
    return {
        "state": state,
        "words": said,
        "gone": gone,
        "due": clock.due,
        "note": _note(clock, page.case),
        "steps": _steps(clock, page.case),
        "label": "" if clock.own_due is None or clock.words else _("Our own reckoning"),
        "then": clock.consequence or words.clock_then(clock.kind),
    }


def _face(clock: Clock, case: DeskCase, now: datetime) -> tuple[str, int]:
    if clock.kind in OPENS:
        return "opens", 0
    gone = clocks.gone(case.opened_at, clock.due, now)
    return (
        (clocks.state(case.opened_at, clock.due, now), gone) if clock.is_ours or clock.is_theirs else ("running", gone)
    )


def _note(clock: Clock, case: DeskCase) -> str:
    """Whose date it is, and by how much our own reading of the rules differs from it."""
    if clock.own_due is not None:
        return _differs(clock.due, clock.own_due)
    kept = house.of(case) if clock.origin == Origin.HOUSE else None
    if kept is not None:
        return of_house.rule(kept.target)
    if clock.or_due is not None:
        return _("7 days where the product was not received, otherwise 14; the marketplace does not say which")
    if clock.provisional:
        return _("reckoned here; the holidays of that year are not final yet")
    return _("the marketplace's date") if clock.origin == Origin.PLATFORM else _("reckoned here by the rules")


def _differs(stated: datetime, own: datetime) -> str:
    named = {"at": times.when(own), "length": times.length(own - stated)}
    if own > stated:
        return _("the marketplace's date, which counts; by the rules as we read them %(at)s, %(length)s later") % named
    return _("the marketplace's date, which counts; by the rules as we read them %(at)s, %(length)s earlier") % named


def _steps(clock: Clock, case: DeskCase) -> list[str]:
    zone = market_of(case.market).zone
    steps = [one for one in clock.words if one] or [step_words(step, zone) for step in clock.steps]
    if _is_both(clock, case):
        steps.append(_("Forwarding to the Warehouse does not restart this clock: it has until the same time."))
    return steps


def _is_both(clock: Clock, case: DeskCase) -> bool:
    """S1-64: a clock that stops with the answer of whoever is handed the case."""
    return case.answerer is not None and clock.kind in {TimerKind.ANSWER, TimerKind.ACTION}


def _pattern(clock: Clock, case: DeskCase) -> str:
    """S1-64: who answers a fulfilled order's case may forward it instead, by the same time."""
    if not _is_both(clock, case):
        return _("%(what)s: %(at)s")
    if clock.is_theirs:
        return _("The Warehouse: %(what)s by %(at)s")
    return _("Answer or forward by %(at)s") if clock.kind == TimerKind.ANSWER else _("%(what)s, or forward by %(at)s")


def _met(said: str) -> Item:
    return {"state": "met", "words": said, "gone": 100, "due": None, "note": "", "steps": [], "label": "", "then": ""}


def today_in(page: CasePage) -> str:
    """The day at the case's server, in the reader's zone, as a form field writes a date."""
    return f"{page.server_now.astimezone(timezone.get_current_timezone()):%Y-%m-%dT%H:%M}"
