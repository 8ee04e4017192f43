"""What answering the next ones does to the share (S1-64). MONDAY is 2025-09-22, ten o'clock in Poland."""

from datetime import date, timedelta
from fractions import Fraction

from tests.domain.cases import DAY, HOUR, MONDAY, law
from tests.marks import rule
from zgoda.domain.actors import Role
from zgoda.domain.quality.figures import DaySum, Fact
from zgoda.domain.quality.forecast import Forecast, Running, forecast

ZONE = law().market.zone
LAST_WEEK = DaySum(date(2025, 9, 15), Fact.DISCUSSION_ANSWERS, Role.SELLER, "pl", count=15, in_time=12)


def due(name: str, after: timedelta) -> Running:
    return Running(name, MONDAY + after)


@rule("S1-64")
def test_answer_these_five_and_the_share_goes_up() -> None:
    """12 of 15 are 80 %; five more in time are 17 of 20, none in time 12 of 20. The sixth is not asked for."""
    running = [
        due("f", 9 * HOUR),
        *(due(name, hours * HOUR) for name, hours in zip("badce", (3, 2, 6, 5, 4), strict=True)),
    ]
    assert forecast([LAST_WEEK], running, MONDAY, ZONE) == Forecast(
        subjects=("a", "b", "e", "c", "d"),
        by=MONDAY + 2 * HOUR,
        last=date(2025, 9, 22),
        now=Fraction(4, 5),
        answered=Fraction(17, 20),
        missed=Fraction(3, 5),
    )


def test_what_ended_today_counts_and_what_leaves_the_window_does_not() -> None:
    """The thirty days that end on 22 September begin on 24 August; those that end a day later have lost it."""
    today = DaySum(date(2025, 9, 22), Fact.DISCUSSION_ANSWERS, Role.WAREHOUSE, "pl", count=1, in_time=1)
    leaving = DaySum(date(2025, 8, 24), Fact.DISCUSSION_ANSWERS, Role.SELLER, "pl", count=9)
    found = forecast([LAST_WEEK, today, leaving], [due("a", HOUR)], MONDAY, ZONE)
    assert found is not None
    assert (found.now, found.answered) == (Fraction(13, 25), Fraction(14, 26))
    found = forecast([LAST_WEEK, today, leaving], [due("a", DAY)], MONDAY, ZONE)
    assert found is not None
    assert (found.now, found.answered) == (Fraction(13, 16), Fraction(14, 17))


def test_what_is_late_already_is_no_promise() -> None:
    assert forecast([LAST_WEEK], [due("a", -HOUR)], MONDAY, ZONE) is None
    assert forecast([LAST_WEEK], [], MONDAY, ZONE) is None


@rule("S1-55")
def test_what_the_warehouse_answers_is_not_asked_of_the_seller() -> None:
    """The seller can only follow it, however soon it is due."""
    theirs = Running("a", MONDAY + HOUR, Role.WAREHOUSE)
    assert forecast([LAST_WEEK], [theirs], MONDAY, ZONE) is None
    found = forecast([LAST_WEEK], [theirs, due("b", 2 * HOUR)], MONDAY, ZONE)
    assert found is not None
    assert (found.subjects, found.by) == (("b",), MONDAY + 2 * HOUR)


def test_exactly_due_can_still_be_answered() -> None:
    assert forecast([], [due("a", 0 * HOUR)], MONDAY, ZONE) is not None


def test_without_data_there_is_no_share_yet() -> None:
    found = forecast([], [due("a", HOUR)], MONDAY, ZONE)
    assert found is not None
    assert (found.now, found.answered, found.missed) == (None, Fraction(1), Fraction(0))


def test_messages_have_a_share_of_their_own() -> None:
    found = forecast([LAST_WEEK], [due("a", HOUR)], MONDAY, ZONE, fact=Fact.MESSAGE_ANSWERS)
    assert found is not None
    assert found.now is None
