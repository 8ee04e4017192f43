"""Rounds of the Message Center (C.2, B12-04, B12-14). MONDAY is ten o'clock in Poland on a business day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.cases import DAY, HOUR, MONDAY, SECOND, law
from tests.marks import rule
from zgoda.domain.actors import Role
from zgoda.domain.quality.rounds import Said, rounds

SELLER, WAREHOUSE = Role.SELLER, Role.WAREHOUSE


def asks(number: int, after: timedelta, party: Role = SELLER, **more: bool) -> Said:
    return Said(number, MONDAY + after, by_buyer=True, party=party, **more)


def replies(number: int, after: timedelta, party: Role = SELLER, **more: bool) -> Said:
    return Said(number, MONDAY + after, by_buyer=False, party=party, **more)


def reckoned(*said: Said, at: timedelta = 9 * DAY) -> list[tuple[int, Role, bool | None, int | None, bool]]:
    found = rounds(said, MONDAY + at, law())
    return [(one.first, one.answer.party, one.answer.in_time, one.answer.seconds, one.answer.waiting) for one in found]


@rule("S1-09", "S1-33")
def test_a_round_runs_from_the_oldest_unanswered_question_to_the_next_reply() -> None:
    thread = (
        asks(1, 0 * HOUR),
        asks(2, 2 * HOUR),
        replies(3, 3 * HOUR),
        replies(4, 4 * HOUR),
        asks(5, 5 * HOUR),
        replies(6, DAY + 6 * HOUR),
    )
    assert reckoned(*thread) == [
        (1, SELLER, True, 3 * 3_600, False),
        (5, SELLER, False, 25 * 3_600, False),
    ]


def test_a_reply_to_nothing_is_no_round() -> None:
    assert reckoned(replies(1, HOUR), replies(2, 2 * HOUR)) == []


def test_exactly_twenty_four_business_hours_are_in_time() -> None:
    assert reckoned(asks(1, 0 * HOUR), replies(2, DAY)) == [(1, SELLER, True, 86_400, False)]
    assert reckoned(asks(1, 0 * HOUR), replies(2, DAY + SECOND)) == [(1, SELLER, False, 86_401, False)]


def test_the_open_round_runs_and_then_waits() -> None:
    assert reckoned(asks(1, 0 * HOUR), at=DAY) == [(1, SELLER, None, None, False)]
    assert reckoned(asks(1, 0 * HOUR), at=DAY + HOUR) == [(1, SELLER, False, 86_400 + 14 * 3_600, True)]


@rule("S1-32")
def test_the_reply_is_whose_it_is() -> None:
    assert reckoned(asks(1, 0 * HOUR, WAREHOUSE), replies(2, HOUR, WAREHOUSE))[0][1] is WAREHOUSE
    assert reckoned(asks(1, 0 * HOUR), replies(2, HOUR, WAREHOUSE))[0][1] is WAREHOUSE
    assert reckoned(asks(1, 0 * HOUR, WAREHOUSE), at=2 * DAY)[0][1] is WAREHOUSE


def test_only_questions_begin_a_round() -> None:
    """B12-04."""
    assert reckoned(asks(1, 0 * HOUR, question=False), replies(2, 3 * DAY)) == []


def test_an_automatic_reply_is_no_response() -> None:
    """B12-14."""
    thread = (asks(1, 0 * HOUR), replies(2, SECOND, automatic=True), replies(3, HOUR))
    assert reckoned(*thread) == [(1, SELLER, True, 3_600, False)]


def test_it_ends_on_the_local_day() -> None:
    late_evening = 13 * HOUR + timedelta(minutes=59)
    one = next(rounds([asks(1, 0 * HOUR), replies(2, late_evening)], MONDAY + DAY, law()))
    assert one.answer.ended_on == date(2025, 9, 22)
    one = next(rounds([asks(1, 0 * HOUR), replies(2, 14 * HOUR)], MONDAY + DAY, law()))
    assert one.answer.ended_on == date(2025, 9, 23)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=25))
def test_every_question_is_in_one_round_and_every_round_has_at_most_one_reply(steps: list[tuple[bool, int]]) -> None:
    """Against a second telling: split the thread after the first reply of each run of replies."""
    hours = 0
    thread = []
    for number, (by_buyer, pause) in enumerate(steps, start=1):
        hours += pause
        thread.append(asks(number, hours * HOUR) if by_buyer else replies(number, hours * HOUR))
    expected = [
        one.number
        for before, one in zip([None, *thread], thread, strict=False)
        if one.by_buyer and (before is None or not before.by_buyer)
    ]
    assert [one.first for one in rounds(thread, MONDAY + 99 * DAY, law())] == expected
