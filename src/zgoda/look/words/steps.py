"""*Why then* for pages: the sentences of ``look.why_then`` in the active language, with our formats of time."""

from datetime import date, datetime, tzinfo

from django.utils.translation import gettext, ngettext

from zgoda.domain.reckoning import Reckoning, Step
from zgoda.look.why_then import Voice, sentence
from zgoda.look.words import times


def why_then(reckoning: Reckoning, zone: tzinfo) -> list[str]:
    """The sentences in order. ``zone`` is the market's; neighbouring steps of one day stay apart."""
    return [step_words(step, zone) for step in reckoning.steps]


def step_words(step: Step, zone: tzinfo) -> str:
    """One step as a sentence."""
    return sentence(step, Voice(gettext, ngettext, _day, lambda at: _instant(at, zone), times.hours))


def _day(day: date) -> str:
    return times.day_long(day)


def _instant(at: datetime, zone: tzinfo) -> str:
    return times.when_long(at, zone).rsplit(" (", 1)[0]  # all steps of one reckoning share the zone
