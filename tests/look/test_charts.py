"""Charts are shapes in whole order: nothing leaves the frame, parts stand on each other, the scale is honest."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zgoda.domain.actors import Role
from zgoda.domain.quality.figures import DaySum, Fact, Window
from zgoda.look.charts import BOTTOM, HEIGHT, TOP, WIDTH, Bar, bars
from zgoda.look.quality import days_of, scores_of

PARTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=40)


def series(amounts: list[tuple[int, int]]) -> list[Bar]:
    return [Bar(str(number), (("good", good), ("late", late))) for number, (good, late) in enumerate(amounts)]


def test_parts_stand_on_each_other_and_the_highest_fills_the_room() -> None:
    chart = bars(series([(3, 1), (0, 2)]))
    room = HEIGHT - TOP - BOTTOM
    assert [(one.kind, one.height) for one in chart.boxes] == [
        ("good", room * 0.75),
        ("late", room / 4),
        ("late", room / 2),
    ]
    good, late = chart.boxes[:2]
    assert (good.y + good.height, late.y + late.height, late.y) == (chart.ground, good.y, TOP)
    assert chart.top == 4


def test_a_scale_that_was_asked_for() -> None:
    assert bars([Bar("a", (("plain", 15),))], top=60).boxes[0].height == (HEIGHT - TOP - BOTTOM) / 4


def test_a_bar_above_the_scale_that_was_asked_for_moves_the_scale() -> None:
    chart = bars([Bar("a", (("plain", 90),)), Bar("b", (("plain", 45),))], top=60)
    assert (chart.top, [(one.y, one.height) for one in chart.boxes]) == (90, [(TOP, 124), (TOP + 62, 62)])


def test_only_named_places_have_labels() -> None:
    assert [one.text for one in bars([Bar("a", ()), Bar("b", (), named=False)]).labels] == ["a"]


def test_nothing_is_an_empty_frame() -> None:
    assert (bars([]).boxes, bars([Bar("a", (("good", 0),))]).boxes) == ((), ())


def test_days_are_drawn_and_told_alike() -> None:
    """Two in time and one late on the first day; a day without answers is in the drawing and not in the table."""
    first = date(2026, 3, 2)
    sums = [
        DaySum(first, Fact.DISCUSSION_ANSWERS, Role.SELLER, "pl", count=2, in_time=1),
        DaySum(first, Fact.DISCUSSION_ANSWERS, Role.WAREHOUSE, "pl", count=1, in_time=1),
        DaySum(first, Fact.OPENED, Role.SELLER, "pl", count=9),
    ]
    days = days_of(sums, Window(first, first + timedelta(days=29)), Fact.DISCUSSION_ANSWERS)
    assert [(one.kind, one.x < WIDTH / 30) for one in days.chart.boxes] == [("good", True), ("late", True)]
    assert [row[1:] for row in days.rows] == [("2", "1")]
    assert (days.chart.top, len(days.chart.labels)) == (3, 6)


def test_points_keep_their_place_in_the_thirty_days() -> None:
    last = date(2026, 3, 31)
    chart = scores_of([(last - timedelta(days=3), 30, 60), (last, -5, 60)])
    assert [(one.height, one.x > WIDTH * 26 / 30) for one in chart.boxes] == [((HEIGHT - TOP - BOTTOM) / 2, True)]
    assert len(chart.labels) == 6
    assert scores_of([]).boxes == ()


@given(PARTS, st.none() | st.integers(0, 10**6))
def test_nothing_leaves_the_frame(amounts: list[tuple[int, int]], top: int | None) -> None:
    for box in bars(series(amounts), top).boxes:
        assert 0 <= box.x <= box.x + box.width <= WIDTH + 0.1
        assert TOP - 0.2 <= box.y <= box.y + box.height <= HEIGHT - BOTTOM + 0.2
