"""*Why then*: the steps of a reckoning as sentences."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zgoda.domain.reckoning import Reckoning, Step, StepCode
from zgoda.look.words import times


def why_then(reckoning: Reckoning, zone: tzinfo) -> list[str]:
    """The sentences in order. ``zone`` is the market's; neighbouring steps of one day stay apart."""
    return [step_words(step, zone) for step in reckoning.steps]


def step_words(step: Step, zone: tzinfo) -> str:
    """One step as a sentence."""
    return _SENTENCES[step.code](step, zone)


def _at(step: Step, zone: tzinfo) -> str:
    return times.when_long(step.at, zone).rsplit(" (", 1)[0] if isinstance(step.at, datetime) else ""


def _day(step: Step) -> str:
    return times.day_long(step.day) if step.day is not None else ""


def _length(step: Step) -> str:
    return times.hours(step.length or timedelta())


def _start(step: Step, zone: tzinfo) -> str:
    return _("It starts on %(at)s.") % {"at": _at(step, zone)}


def _counting_from(step: Step, zone: tzinfo) -> str:
    return _("Counting begins on %(at)s.") % {"at": _at(step, zone)}


def _counted(step: Step, _zone: tzinfo) -> str:
    return _("%(day)s: counted %(length)s.") % {"day": _day(step), "length": _length(step)}


def _weekend(step: Step, _zone: tzinfo) -> str:
    return _("%(day)s does not count: it is a weekend.") % {"day": _day(step)}


def _rest_day(step: Step, _zone: tzinfo) -> str:
    return _("%(day)s does not count: %(name)s.") % {"day": _day(step), "name": _(step.name) if step.name else ""}


def _clock_change(step: Step, _zone: tzinfo) -> str:
    if (step.length or timedelta()) > timedelta():
        return _("On %(day)s the clocks go forward by %(length)s.") % {"day": _day(step), "length": _length(step)}
    return _("On %(day)s the clocks go back by %(length)s.") % {"day": _day(step), "length": _length(step)}


def _full(step: Step, zone: tzinfo) -> str:
    return _("All hours are used at %(at)s, where days begin that do not count; the end moves past them.") % {
        "at": _at(step, zone)
    }


def _elapsed(step: Step, _zone: tzinfo) -> str:
    return _("%(length)s added, weekends and holidays included.") % {"length": _length(step)}


def _calendar_days(step: Step, _zone: tzinfo) -> str:
    return ngettext(
        "%(count)d day is added, weekends and holidays included.",
        "%(count)d days are added, weekends and holidays included.",
        step.count,
    ) % {"count": step.count}


def _calendar_months(step: Step, _zone: tzinfo) -> str:
    return ngettext("%(count)d month is added.", "%(count)d months are added.", step.count) % {"count": step.count}


def _last_of_month(step: Step, _zone: tzinfo) -> str:
    return _("That month has no such day, so its last one is taken: %(day)s.") % {"day": _day(step)}


def _time_missing(step: Step, _zone: tzinfo) -> str:
    return _("On %(day)s that time of day does not exist; it moves forward by %(length)s.") % {
        "day": _day(step),
        "length": _length(step),
    }


def _time_twice(step: Step, _zone: tzinfo) -> str:
    return _("On %(day)s that time of day comes twice; the first is meant.") % {"day": _day(step)}


def _stays(step: Step, _zone: tzinfo) -> str:
    return _("%(day)s is a day off, but such days are not skipped here.") % {"day": _day(step)}


def _end_of_day(step: Step, _zone: tzinfo) -> str:
    return _("It lasts until the end of %(day)s.") % {"day": _day(step)}


def _provisional(step: Step, _zone: tzinfo) -> str:
    return _("The holidays around %(day)s may still be changed by law.") % {"day": _day(step)}


def _weekends_only(step: Step, _zone: tzinfo) -> str:
    return _("The holidays of %(year)s are not known here yet; only weekends were skipped.") % {"year": step.count}


def _result(step: Step, zone: tzinfo) -> str:
    return _("So it ends on %(at)s.") % {"at": _at(step, zone)}


_SENTENCES: dict[StepCode, Callable[[Step, tzinfo], str]] = {
    StepCode.START: _start,
    StepCode.COUNTING_FROM: _counting_from,
    StepCode.COUNTED: _counted,
    StepCode.WEEKEND: _weekend,
    StepCode.REST_DAY: _rest_day,
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
