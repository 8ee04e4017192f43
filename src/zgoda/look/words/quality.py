"""Sales quality in words: metrics, grades, columns, and why two figures may differ (C-39: the names of the rules)."""

from datetime import timedelta
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zgoda.domain.quality.figures import Column, Fact
from zgoda.domain.quality.scoring import Grade, Metric
from zgoda.look.words import times

_METRICS = {
    Metric.TIMELY_DISCUSSIONS: gettext_lazy("Timely responses in Discussions"),
    Metric.AVERAGE_DISCUSSIONS: gettext_lazy("Average response time in Discussions"),
    Metric.TIMELY_MESSAGES: gettext_lazy("Timely responses to messages"),
    Metric.AVERAGE_MESSAGES: gettext_lazy("Average response time to messages"),
    Metric.DISCUSSIONS_RATE: gettext_lazy("Discussions per transaction"),
    Metric.UNRESOLVED_RATE: gettext_lazy("Unresolved Discussions per transaction"),
}
_GRADES = {
    Grade.SUPER: pgettext_lazy("grade", "super"),
    Grade.GOOD: pgettext_lazy("grade", "good"),
    Grade.NEUTRAL: pgettext_lazy("grade", "neutral"),
    Grade.NEEDS_IMPROVEMENT: pgettext_lazy("grade", "needs improvement"),
    Grade.UNACCEPTABLE: pgettext_lazy("grade", "unacceptable"),
}
_COLUMNS = {
    Column.OWN: pgettext_lazy("sales quality", "Own"),
    Column.WAREHOUSE: pgettext_lazy("sales quality", "Warehouse"),
    Column.TOGETHER: pgettext_lazy("sales quality", "Together"),
}
_FACTS = {
    Fact.DISCUSSION_ANSWERS: gettext_lazy("Answers in Discussions"),
    Fact.MESSAGE_ANSWERS: gettext_lazy("Answers to messages"),
    Fact.OPENED: gettext_lazy("Discussions opened"),
    Fact.UNRESOLVED: gettext_lazy("Unresolved Discussions"),
}
IS_TIME = frozenset({Metric.AVERAGE_DISCUSSIONS, Metric.AVERAGE_MESSAGES})


def metric_name(code: str) -> str:
    """The code itself where another server has metrics of its own."""
    return str(_METRICS[Metric(code)]) if code in set(Metric) else code


def grade_name(code: str) -> str:
    """In words, or as another server wrote it."""
    return str(_GRADES[Grade(code)]) if code in set(Grade) else code


def column_name(code: str) -> str:
    return str(_COLUMNS[Column(code)])


def fact_name(code: str) -> str:
    return str(_FACTS[Fact(code)])


def figure(metric: Metric, value: Fraction | None) -> str:
    """A share in percent with one place, a time as hours and minutes of business time, or "no data"."""
    if value is None:
        return _("no data")
    if metric in IS_TIME:
        return times.hours(timedelta(seconds=int(value)))
    return times.percent_exact(value)
