"""A seller's figures from daily sums (C.2, G-06), by hand and against a second reckoning that keeps every case."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain import second_clock
from tests.domain.cases import law
from tests.marks import rule
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Responsibility
from zgoda.domain.quality.answers import Answer, Clock, business_days_after, measure
from zgoda.domain.quality.figures import DaySum, Fact, Figures, Part, Tally, Window, reckon, window_before

TODAY = date(2025, 10, 20)
WEDNESDAY = date(2025, 10, 15)
LAW = law()
ANSWERS, ROUNDS = Fact.DISCUSSION_ANSWERS, Fact.MESSAGE_ANSWERS


def grown(_market: str, day: date, last: date) -> int:
    return business_days_after(day, last, LAW)


def one(fact: Fact = ANSWERS, day: date = WEDNESDAY, party: Role = Role.SELLER, **numbers: int) -> DaySum:
    return DaySum(day, fact, party, "pl", **{"count": 1, **numbers})


def figures(*sums: DaySum, transactions: int = 200) -> Figures:
    return reckon(sums, window_before(TODAY), transactions, grown)


def test_thirty_complete_days_without_today() -> None:
    """G-06."""
    window = window_before(TODAY)
    assert window == Window(date(2025, 9, 20), date(2025, 10, 19))
    inside = figures(one(day=window.first), one(day=window.last))
    assert inside.together.discussions.ended == 2
    outside = figures(one(day=window.first - timedelta(days=1)), one(day=TODAY))
    assert outside.together.is_empty


@rule("S1-09", "S1-62")
def test_timely_responses_and_average_response_time() -> None:
    """Three of four in time; 3,600 + 7,200 + 1,800 + 90,000 seconds over four are 25,650."""
    discussions = figures(one(count=4, in_time=3, seconds=102_600)).together.discussions
    assert (discussions.timely, discussions.average) == (Fraction(3, 4), Fraction(25_650))


@rule("S1-32", "S1-33")
def test_the_warehouses_answers_count_in_the_sellers_result_and_stand_apart() -> None:
    result = figures(
        one(count=4, in_time=3, seconds=40_000),
        one(party=Role.WAREHOUSE, count=1, in_time=1, seconds=10_000),
        one(ROUNDS, party=Role.WAREHOUSE, count=2, in_time=1, seconds=5_000),
    )
    assert (result.own.discussions.timely, result.warehouse.discussions.timely) == (Fraction(3, 4), Fraction(1))
    assert result.together.discussions == Tally(5, 4, 50_000)
    assert (result.own.messages, result.together.messages) == (Tally(), Tally(2, 1, 5_000))


@rule("S0-53")
def test_discussions_opened_of_all_transactions() -> None:
    result = figures(one(Fact.OPENED, count=3), one(Fact.OPENED, party=Role.WAREHOUSE, count=1))
    assert result.together.discussions_rate == Fraction(4, 200)
    assert result.own.discussions_rate == Fraction(3, 200)


@rule("S0-54")
def test_unresolved_of_all_transactions() -> None:
    assert figures(one(Fact.UNRESOLVED)).together.unresolved_rate == Fraction(1, 200)


def test_no_data_is_none_and_never_nought() -> None:
    empty = figures(transactions=0).together
    assert empty.is_empty
    assert [empty.discussions.timely, empty.messages.average, empty.discussions_rate, empty.unresolved_rate] == [
        None
    ] * 4


def test_waiting_answers_grow_by_the_business_days_up_to_the_windows_end() -> None:
    """From Wednesday 15th to Sunday 19th: Thursday and Friday. Two cases, 100,000 seconds at the end of Wednesday."""
    tally = figures(one(count=2, seconds=100_000, waiting=2)).together.discussions
    assert tally.seconds == 100_000 + 2 * 2 * 86_400
    assert figures(one(count=2, seconds=100_000)).together.discussions.seconds == 100_000


MOMENTS = st.integers(0, 45 * 24 * 60).map(
    lambda minutes: datetime(2025, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
CASES = st.tuples(
    st.sampled_from([Role.SELLER, Role.WAREHOUSE]), MOMENTS, st.none() | st.integers(0, 9 * 24 * 60), st.booleans()
)


@rule("S1-62")
@settings(deadline=None)
@given(st.lists(CASES, max_size=12), st.integers(0, 12))
def test_daily_sums_give_what_keeping_every_case_gives(
    cases: list[tuple[Role, datetime, int | None, bool]], day: int
) -> None:
    """The second reckoning walks the days of each case with another clock and another calendar."""
    today = TODAY - timedelta(days=12 - day)
    now = datetime(today.year, today.month, today.day, 10, tzinfo=UTC)
    sums: Counter[tuple[date, Role]] = Counter()
    numbers: dict[tuple[date, Role], list[int]] = {}
    naive: dict[Role, list[tuple[bool, int]]] = {Role.SELLER: [], Role.WAREHOUSE: []}
    for party, start, minutes, closes in cases:
        stop = None if minutes is None else start + timedelta(minutes=minutes)
        stop = None if stop is None or stop > now else stop
        if start > now:
            continue
        answer = _measured(party, start, stop, now, closes=closes)
        if answer is not None and answer.ended_on is not None:
            key = (answer.ended_on, party)
            sums[key] += 1
            row = numbers.setdefault(key, [0, 0, 0])
            row[0] += bool(answer.in_time)
            row[1] += answer.seconds or 0
            row[2] += answer.waiting
        told = _second_telling(start, stop, today, now, closes=closes)
        if told is not None:
            naive[party].append(told)
    listed = [DaySum(day, ANSWERS, party, "pl", count, *numbers[day, party]) for (day, party), count in sums.items()]
    result = reckon(listed, window_before(today), 0, grown)
    for part, party in ((result.own, Role.SELLER), (result.warehouse, Role.WAREHOUSE)):
        ended = naive[party]
        expected = Tally(len(ended), sum(in_time for in_time, _ in ended), sum(seconds for _, seconds in ended))
        assert part == Part(discussions=expected)


def _measured(party: Role, start: datetime, stop: datetime | None, now: datetime, *, closes: bool) -> Answer | None:
    clock = Clock(
        start,
        second_clock.due("pl", start),
        (Responsibility(party, start, ""),),
        answered_at=None if closes else stop,
        closed_at=stop if closes else None,
    )
    return measure(clock, now, LAW)


def _second_telling(
    start: datetime, stop: datetime | None, today: date, now: datetime, *, closes: bool
) -> tuple[bool, int] | None:
    """In time and business seconds of one case in the thirty days before ``today``; None where it is not in them."""
    due = second_clock.due("pl", start)
    if stop is not None and stop <= due:
        if closes or not _in_window(stop, today):
            return None
        return True, _business_seconds(start, stop)
    if due >= now or not _in_window(due, today):
        return None
    midnight = datetime.fromtimestamp(second_clock.day_bounds("pl", today)[0], UTC)
    return False, _business_seconds(start, stop or midnight)


def _in_window(moment: datetime, today: date) -> bool:
    first = second_clock.day_bounds("pl", today - timedelta(days=30))[0]
    return first <= moment.timestamp() < second_clock.day_bounds("pl", today)[0]


def _business_seconds(start: datetime, end: datetime) -> int:
    total, day = 0.0, start.date() - timedelta(days=1)
    while day <= end.date() + timedelta(days=1):
        begin, until = second_clock.day_bounds("pl", day)
        if not second_clock.rests("pl", day):
            total += max(0.0, min(until, end.timestamp()) - max(begin, start.timestamp()))
        day += timedelta(days=1)
    return int(total)
