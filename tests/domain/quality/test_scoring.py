"""Points by step tables, grades, and sets with a date (C.2, C-39, B12-01, B12-03)."""

from datetime import date
from fractions import Fraction

import pytest

from zgoda.domain.quality.figures import Part, Tally
from zgoda.domain.quality.scoring import (
    SAMPLE,
    BadScoring,
    Grade,
    Metric,
    Points,
    Score,
    score,
    scoring_from,
    scoring_on,
)

OWN_SET = {
    "id": "shop-2026",
    "effective": "2026-02-01",
    "metrics": {
        "TIMELY_RESPONSES_TO_MESSAGES": {"steps": [["0.99", 60], ["49/50", 30]], "otherwise": -100},
        "AVERAGE_RESPONSE_TIME_TO_MESSAGES": {"steps": [[900, 40], [3600, 10]]},
    },
    "grades": [["0.9", "SUPER"], ["0.5", "GOOD"]],
}


def test_the_maxima_of_2020_are_a_historical_sample() -> None:
    """B12-03: up to 20, 30 and 10."""
    assert SAMPLE.historical
    assert [steps.maximum for steps in SAMPLE.tables.values()] == [20, 30, 10]


def test_the_sum_over_what_has_data() -> None:
    """96 % in time: 15 of 20. Two hours on average: 16 of 30. Nothing unresolved: 10 of 10. 41 of 60 is below 70 %."""
    part = Part(discussions=Tally(100, 96, 720_000), transactions=1_000)
    assert score(part, SAMPLE) == Score(
        41,
        60,
        Grade.NEUTRAL,
        (
            Points(Metric.TIMELY_DISCUSSIONS, 15, 20),
            Points(Metric.AVERAGE_DISCUSSIONS, 16, 30),
            Points(Metric.UNRESOLVED_RATE, 10, 10),
        ),
        "sample-2020",
    )


def test_what_has_no_data_neither_gives_nor_takes() -> None:
    unasked = score(Part(transactions=10), SAMPLE)
    assert unasked is not None
    assert (unasked.points, unasked.maximum, unasked.grade) == (10, 10, Grade.SUPER)
    assert score(Part(), SAMPLE) is None


@pytest.mark.parametrize(
    ("in_time", "points"), [(980, 20), (979, 15), (950, 15), (949, 10), (900, 10), (899, 5), (800, 5), (799, 0), (0, 0)]
)
def test_a_bound_belongs_to_the_better_step(in_time: int, points: int) -> None:
    assert SAMPLE.tables[Metric.TIMELY_DISCUSSIONS].points(Fraction(in_time, 1_000), more_is_better=True) == points


@pytest.mark.parametrize(("seconds", "points"), [(900, 30), (901, 24), (86_400, 3), (86_401, 0)])
def test_less_time_is_better(seconds: int, points: int) -> None:
    assert SAMPLE.tables[Metric.AVERAGE_DISCUSSIONS].points(Fraction(seconds), more_is_better=False) == points


def test_points_may_be_below_zero() -> None:
    """B12-06: −100 was seen. The grade is then the lowest."""
    scoring = scoring_from(OWN_SET)
    found = score(Part(messages=Tally(10, 1, 900_000)), scoring)
    assert found is not None
    assert (found.points, found.maximum, found.grade) == (-100, 100, Grade.UNACCEPTABLE)


def test_the_set_of_the_day() -> None:
    """C.0 point 4."""
    later = scoring_from(OWN_SET)
    sets = (later, SAMPLE)
    assert scoring_on(date(2026, 1, 31), sets).id == "sample-2020"
    assert scoring_on(date(2026, 2, 1), sets).id == "shop-2026"
    assert scoring_on(date(1999, 1, 1), sets).id == "sample-2020"


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        {**OWN_SET, "effective": "soon"},
        {**OWN_SET, "metrics": {}},
        {**OWN_SET, "metrics": {"LUCK": {"steps": [[1, 1]]}}},
        {**OWN_SET, "metrics": {"DISCUSSIONS": {"steps": []}}},
        {**OWN_SET, "metrics": {"DISCUSSIONS": {"steps": [["0.1", 1], ["0.01", 9]]}}},
        {**OWN_SET, "metrics": {"DISCUSSIONS": {"steps": [["0.01", 0]]}}},
        {**OWN_SET, "grades": [["0.5", "GOOD"], ["0.9", "SUPER"]]},
        {**OWN_SET, "grades": [["0.5", "FINE"]]},
        {**OWN_SET, "grades": [["1/0", "GOOD"]]},
    ],
)
def test_a_set_that_cannot_be_used_is_refused(wrong: object) -> None:
    with pytest.raises(BadScoring):
        scoring_from(wrong)
