"""Points and grades: step tables that are data, each set with the day from which it counts (C.2, C-39, B12-09).

The present thresholds and weights of the marketplace are not public. What ships is a sample: its maxima are those the
panel of 2020 showed (B12-03), its steps are invented. An installation puts its own sets beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from zgoda.domain.quality.figures import Part


class Metric(StrEnum):
    """C-39: the names of the rules, with Discussions and messages as a dimension."""

    TIMELY_DISCUSSIONS = "TIMELY_RESPONSES_IN_DISCUSSIONS"
    AVERAGE_DISCUSSIONS = "AVERAGE_RESPONSE_TIME_IN_DISCUSSIONS"
    TIMELY_MESSAGES = "TIMELY_RESPONSES_TO_MESSAGES"
    AVERAGE_MESSAGES = "AVERAGE_RESPONSE_TIME_TO_MESSAGES"
    DISCUSSIONS_RATE = "DISCUSSIONS"
    UNRESOLVED_RATE = "UNRESOLVED_DISCUSSIONS"


MORE_IS_BETTER = frozenset({Metric.TIMELY_DISCUSSIONS, Metric.TIMELY_MESSAGES})


class Grade(StrEnum):
    """B12-01: the five, best first."""

    SUPER = "SUPER"
    GOOD = "GOOD"
    NEUTRAL = "NEUTRAL"
    NEEDS_IMPROVEMENT = "NEEDS_IMPROVEMENT"
    UNACCEPTABLE = "UNACCEPTABLE"


@dataclass(frozen=True, slots=True)
class Steps:
    """``rows`` are (bound, points), best first: the first bound that the value reaches gives the points, none gives
    ``otherwise``, which may be below zero (B12-06). Bounds are shares, or seconds where time is measured."""

    rows: tuple[tuple[Fraction, int], ...]
    otherwise: int = 0

    @property
    def maximum(self) -> int:
        return self.rows[0][1]

    def points(self, value: Fraction, *, more_is_better: bool) -> int:
        for bound, points in self.rows:
            if value >= bound if more_is_better else value <= bound:
                return points
        return self.otherwise


@dataclass(frozen=True, slots=True)
class ScoringSet:
    """``grades`` are (least share of the maximum, grade), best first; below all of them it is UNACCEPTABLE."""

    id: str
    effective: date
    tables: Mapping[Metric, Steps]
    grades: tuple[tuple[Fraction, Grade], ...]
    historical: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    metric: Metric
    points: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Score:
    """The sum over the metrics that have data; what has none takes nothing away and gives nothing."""

    points: int
    maximum: int
    grade: Grade
    metrics: tuple[Points, ...]
    scoring: str


class BadScoring(ValueError):
    """A set that cannot be used; ``args[0]`` says where."""


SAMPLE = ScoringSet(
    id="sample-2020",
    effective=date(2020, 1, 1),
    tables={
        Metric.TIMELY_DISCUSSIONS: Steps(
            ((Fraction(98, 100), 20), (Fraction(95, 100), 15), (Fraction(90, 100), 10), (Fraction(80, 100), 5))
        ),
        Metric.AVERAGE_DISCUSSIONS: Steps(
            (
                (Fraction(900), 30),
                (Fraction(3_600), 24),
                (Fraction(4 * 3_600), 16),
                (Fraction(12 * 3_600), 8),
                (Fraction(24 * 3_600), 3),
            )
        ),
        Metric.UNRESOLVED_RATE: Steps(((Fraction(0), 10), (Fraction(1, 1_000), 7), (Fraction(5, 1_000), 3))),
    },
    grades=(
        (Fraction(90, 100), Grade.SUPER),
        (Fraction(70, 100), Grade.GOOD),
        (Fraction(50, 100), Grade.NEUTRAL),
        (Fraction(25, 100), Grade.NEEDS_IMPROVEMENT),
    ),
    historical=True,
)
"""B12-03: maxima 20, 30 and 10, as of 2020."""


def scoring_on(day: date, sets: Iterable[ScoringSet] = (SAMPLE,)) -> ScoringSet:
    """The set in force on the day a figure is computed (C.0 point 4): the last that began, at first the sample."""
    begun = [one for one in sets if one.effective <= day]
    return max(begun, key=lambda one: one.effective, default=SAMPLE)


def value_of(part: Part, metric: Metric) -> Fraction | None:
    """The figure behind a metric: a share, or seconds; None is "no data"."""
    return {
        Metric.TIMELY_DISCUSSIONS: part.discussions.timely,
        Metric.AVERAGE_DISCUSSIONS: part.discussions.average,
        Metric.TIMELY_MESSAGES: part.messages.timely,
        Metric.AVERAGE_MESSAGES: part.messages.average,
        Metric.DISCUSSIONS_RATE: part.discussions_rate,
        Metric.UNRESOLVED_RATE: part.unresolved_rate,
    }[metric]


def score(part: Part, scoring: ScoringSet) -> Score | None:
    """C.2: ``score = sum(points(metric))``; None where no metric of the set has data. Ask for TOGETHER only."""
    earned = []
    for metric, steps in scoring.tables.items():
        value = value_of(part, metric)
        if value is not None:
            points = steps.points(value, more_is_better=metric in MORE_IS_BETTER)
            earned.append(Points(metric, points, steps.maximum))
    if not earned:
        return None
    total, maximum = sum(one.points for one in earned), sum(one.maximum for one in earned)
    return Score(total, maximum, grade_of(Fraction(total, maximum), scoring), tuple(earned), scoring.id)


def grade_of(share: Fraction, scoring: ScoringSet) -> Grade:
    return next((grade for least, grade in scoring.grades if share >= least), Grade.UNACCEPTABLE)


def scoring_from(document: object) -> ScoringSet:
    """A set as an administrator writes it: JSON values, bounds as numbers or texts like ``0.98`` or ``49/50``.

    Raises ``BadScoring``.
    """
    try:
        return _read(document)
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise BadScoring(f"{type(error).__name__}: {error}") from error


def _read(document: object) -> ScoringSet:
    if not isinstance(document, Mapping):
        raise TypeError("not an object")
    tables = {Metric(name): _steps(Metric(name), steps) for name, steps in document["metrics"].items()}
    grades = tuple((Fraction(str(least)), Grade(grade)) for least, grade in document["grades"])
    if not tables:
        raise ValueError("metrics: none")
    if list(grades) != sorted(grades, key=lambda one: -one[0]):
        raise ValueError("grades: best first")
    return ScoringSet(str(document["id"]), date.fromisoformat(document["effective"]), tables, grades)


def _steps(metric: Metric, document: Mapping[str, object]) -> Steps:
    listed = document["steps"]
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"{metric}: no steps")
    rows = tuple((Fraction(str(bound)), int(points)) for bound, points in listed)
    best_first = sorted(rows, key=lambda row: row[0], reverse=metric in MORE_IS_BETTER)
    if list(rows) != best_first or [row[1] for row in rows] != sorted((row[1] for row in rows), reverse=True):
        raise ValueError(f"{metric}: best first")
    if rows[0][1] <= 0:
        raise ValueError(f"{metric}: the best step must give points")
    return Steps(rows, int(str(document.get("otherwise", 0))))
