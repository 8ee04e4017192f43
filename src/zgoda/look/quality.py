"""Sales quality as it is shown in both halves: the table of figures, and the days drawn with their numbers beside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zgoda.domain.quality.figures import WINDOW_DAYS, Column, DaySum, Fact, Figures, Window
from zgoda.domain.quality.scoring import Metric, value_of
from zgoda.look.charts import Bar, Chart, bars
from zgoda.look.words import times
from zgoda.look.words.quality import figure, metric_name

EVERY_LABEL = 5
"""Of thirty days every fifth is named below the bars, of a week each one."""

WEEK = 7


@dataclass(frozen=True, slots=True)
class Days:
    """``rows`` are day, in time, late, for the table beside the chart; days without an answer are not in it."""

    chart: Chart
    rows: Sequence[tuple[str, str, str]]


def table_of(figures: Figures, columns: Sequence[Column] = tuple(Column)) -> list[tuple[str, ...]]:
    """A row for each metric: its name, and its value in each column."""
    return [
        (metric_name(metric), *(figure(metric, value_of(figures.part(column), metric)) for column in columns))
        for metric in Metric
    ]


def days_of(sums: Iterable[DaySum], window: Window, fact: Fact) -> Days:
    """Answers by the day they ended on: in time below, late on top."""
    ended: dict[date, tuple[int, int]] = {}
    for one in sums:
        if one.fact is fact and window.holds(one.day):
            in_time, late = ended.get(one.day, (0, 0))
            ended[one.day] = in_time + one.in_time, late + one.count - one.in_time
    listed = [window.first + timedelta(days=number) for number in range((window.last - window.first).days + 1)]
    every = EVERY_LABEL if len(listed) > WEEK else 1
    series = [
        Bar(times.day_short(day), (("good", ended.get(day, (0, 0))[0]), ("late", ended.get(day, (0, 0))[1])), named)
        for day, named in ((day, number % every == 0) for number, day in enumerate(listed))
    ]
    rows = [
        (times.day_short(day), times.number(ended[day][0]), times.number(ended[day][1]))
        for day in reversed(listed)
        if day in ended
    ]
    return Days(bars(series), rows)


def scores_of(days: Sequence[tuple[date, int, int]]) -> Chart:
    """Points by day as (day, points, maximum), over the thirty days that end with the last; those without data are
    empty, negative points stand on the ground."""
    points = {day: points for day, points, _ in days}
    if not points:
        return bars([])
    first = max(points) - timedelta(days=WINDOW_DAYS - 1)
    listed = [first + timedelta(days=number) for number in range(WINDOW_DAYS)]
    series = [
        Bar(times.day_short(day), (("plain", max(0, points.get(day, 0))),), number % EVERY_LABEL == 0)
        for number, day in enumerate(listed)
    ]
    return bars(series, max(maximum for _, _, maximum in days))
