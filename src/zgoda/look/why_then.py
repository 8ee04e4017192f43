"""Why then: the steps of a reckoned instant as sentences, for pages and for the command line.

The domain gives codes and data; the words are here, once. A ``Voice`` brings the reader's language and formats.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from zgoda.domain.reckoning import Reckoning, Step, StepCode

_WORKED_SATURDAY = "Rest day for the worked Saturday "


@dataclass(frozen=True, slots=True)
class Voice:
    """How one reader is spoken to: gettext and ngettext of the language, and formats for values (instants are UTC)."""

    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    day: Callable[[date], str]
    instant: Callable[[datetime], str]
    length: Callable[[timedelta], str]


def sentences(reckoning: Reckoning, voice: Voice) -> list[str]:
    """All steps in order, one sentence each."""
    return [sentence(step, voice) for step in reckoning.steps]


def sentence(step: Step, voice: Voice) -> str:
    """One step in words. Every ``StepCode`` has its words; names of rest days are message ids too."""
    return _WORDS[step.code](step, voice)


def name_id(rest_day: str) -> str:
    """The message id of a rest day's name: days given for a worked Saturday share one."""
    return "day off for a worked Saturday" if rest_day.startswith(_WORKED_SATURDAY) else rest_day


def _start(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("Starts %(instant)s.") % {"instant": _instant(step, voice)}


def _counting_from(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("Counting begins %(instant)s, at the start of the next working day.") % {"instant": _instant(step, voice)}


def _counted(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("%(day)s: %(length)s counted.") % {"day": _day(step, voice), "length": _length(step, voice)}


def _weekend(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("%(day)s: weekend, not counted.") % {"day": _day(step, voice)}


def _rest_day(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    holiday = _(name_id(step.name)) if step.name else _("rest day")
    return _("%(day)s: %(holiday)s, not counted.") % {"day": _day(step, voice), "holiday": holiday}


def _closed_day(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("%(day)s: no working hours, not counted.") % {"day": _day(step, voice)}


def _own_free_day(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("%(day)s: a free day of your shop, not counted.") % {"day": _day(step, voice)}


def _clock_change(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    forward = step.length is not None and step.length > timedelta(0)
    words = _("Clocks go forward by %(length)s inside.") if forward else _("Clocks go back by %(length)s inside.")
    return words % {"length": voice.length(abs(step.length or timedelta(0)))}


def _full(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    words = _("The time is full %(instant)s, but that begins a rest day, so it lasts until the rest days end.")
    return words % {"instant": _instant(step, voice)}


def _elapsed(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("%(length)s later, nights, weekends and holidays included.") % {"length": _length(step, voice)}


def _calendar_days(step: Step, voice: Voice) -> str:
    words = voice.ngettext(
        "%(count)s day later at the same time, weekends and holidays included.",
        "%(count)s days later at the same time, weekends and holidays included.",
        step.count,
    )
    return words % {"count": step.count}


def _calendar_months(step: Step, voice: Voice) -> str:
    words = voice.ngettext("%(count)s month later.", "%(count)s months later.", step.count)
    return words % {"count": step.count}


def _last_of_month(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("That month is shorter, so its last day counts: %(day)s.") % {"day": _day(step, voice)}


def _time_missing(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    words = _("That time does not exist on %(day)s because the clocks change, so it is %(length)s later.")
    return words % {"day": _day(step, voice), "length": _length(step, voice)}


def _time_twice(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    words = _("That time comes twice on %(day)s because the clocks change; the first one counts.")
    return words % {"day": _day(step, voice)}


def _stays(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    holiday = _(name_id(step.name)) if step.name else _("weekend")
    return _("%(day)s: %(holiday)s; the time is not moved.") % {"day": _day(step, voice), "holiday": holiday}


def _end_of_day(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("Until the end of %(day)s.") % {"day": _day(step, voice)}


def _provisional(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("The holidays of that year are not final yet, so this may still change.")


def _weekends_only(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("The holidays of that year are not known yet; only weekends were left out.")


def _result(step: Step, voice: Voice) -> str:
    _ = voice.gettext
    return _("Result: %(instant)s.") % {"instant": _instant(step, voice)}


def _instant(step: Step, voice: Voice) -> str:
    return voice.instant(step.at) if step.at else ""


def _day(step: Step, voice: Voice) -> str:
    return voice.day(step.day) if step.day else ""


def _length(step: Step, voice: Voice) -> str:
    return voice.length(step.length) if step.length else ""


_WORDS = MappingProxyType(
    {
        StepCode.START: _start,
        StepCode.COUNTING_FROM: _counting_from,
        StepCode.COUNTED: _counted,
        StepCode.WEEKEND: _weekend,
        StepCode.REST_DAY: _rest_day,
        StepCode.CLOSED_DAY: _closed_day,
        StepCode.OWN_FREE_DAY: _own_free_day,
        StepCode.CLOCK_CHANGE: _clock_change,
        StepCode.FULL: _full,
        StepCode.ELAPSED: _elapsed,
        StepCode.CALENDAR_DAYS: _calendar_days,
        StepCode.CALENDAR_MONTHS: _calendar_months,
        StepCode.LAST_OF_MONTH: _last_of_month,
        StepCode.TIME_MISSING: _time_missing,
        StepCode.TIME_TWICE: _time_twice,
        StepCode.STAYS_ON_REST_DAY: _stays,
        StepCode.END_OF_DAY: _end_of_day,
        StepCode.PROVISIONAL: _provisional,
        StepCode.WEEKENDS_ONLY: _weekends_only,
        StepCode.RESULT: _result,
    }
)
