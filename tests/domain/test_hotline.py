"""The hotline's rules: hours by the second in four markets, which number is shown, and the ways of a call."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.marks import rule
from zgoda.domain import hotline as h
from zgoda.domain.calendar import frozen_calendar
from zgoda.domain.hotline import Call, Choice, HotlineHours, HotlineRefused, HotlineWhy, Outcome, TransferState, Whose
from zgoda.domain.markets import MARKETS, market
from zgoda.domain.working_hours import WorkingHours

CODES = tuple(row.code for row in MARKETS.values())
SECOND = timedelta(seconds=1)
QUESTION = Call(seller_only=True, seller_known=True, buyer_known=True, number="+48 22 123 45 67")


def at(local: str, where: str = "pl") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=market(where).zone)


def hotline(where: str = "pl") -> HotlineHours:
    return HotlineHours(market(where).zone)


def seller(where: str = "pl") -> WorkingHours:
    return h.sellers_hours(market(where), frozen_calendar(market(where).country))


MONDAY, SUNDAY = "2026-11-23", "2026-11-29"
HOLIDAYS = {"pl": "2026-11-11", "cz": "2026-11-17", "sk": "2026-11-01", "hu": "2026-10-23"}
"""One day that is a rest day in its country."""


@rule("S1-23")
@pytest.mark.parametrize("where", CODES)
@pytest.mark.parametrize("day", [f"2026-11-{number}" for number in range(23, 30)] + ["2026-12-25", "2026-05-01"])
def test_it_opens_at_eight_and_closes_at_nine_to_the_second_on_each_day(where: str, day: str) -> None:
    """Monday to Sunday, and on holidays too."""
    hours = hotline(where)
    assert not hours.is_open(at(f"{day} 07:59:59", where))
    assert hours.is_open(at(f"{day} 08:00:00", where))
    assert hours.is_open(at(f"{day} 20:59:59", where))
    assert hours.is_open(at(f"{day} 20:59:59.999999", where))
    assert not hours.is_open(at(f"{day} 21:00:00", where))


@rule("S1-23")
@pytest.mark.parametrize("where", CODES)
@pytest.mark.parametrize("hour", range(24))
def test_hour_by_hour(where: str, hour: int) -> None:
    assert hotline(where).is_open(at(f"{HOLIDAYS[where]} {hour:02}:30", where)) == (8 <= hour < 21)


@rule("S1-23")
@pytest.mark.parametrize(
    ("day", "opens_at_utc"),
    [("2026-03-28", 7), ("2026-03-29", 6), ("2026-10-24", 6), ("2026-10-25", 7)],
    ids=["the day before summer time", "the day it begins", "the day before it ends", "the day it ends"],
)
def test_the_door_follows_the_wall_clock_where_it_changes(day: str, opens_at_utc: int) -> None:
    opening = datetime.fromisoformat(day).replace(tzinfo=UTC, hour=opens_at_utc)
    assert not hotline().is_open(opening - SECOND)
    assert hotline().is_open(opening)
    assert hotline().next_opening(opening - SECOND) == opening


@given(st.integers(0, 366 * 86_400), st.sampled_from(CODES))
def test_the_next_opening_is_open_and_nothing_before_it_opens(seconds: int, where: str) -> None:
    now, hours = datetime(2026, 1, 1, tzinfo=UTC) + seconds * SECOND, hotline(where)
    opening = hours.next_opening(now)
    assert now < opening <= now + timedelta(hours=25)
    assert hours.is_open(opening)
    assert not hours.is_open(opening - SECOND)


def test_a_naive_instant_is_no_instant() -> None:
    with pytest.raises(ValueError, match="offset"):
        hotline().is_open(at(MONDAY).replace(tzinfo=None))


@pytest.mark.parametrize(
    ("opens", "closes", "good"),
    [(480, 1260, True), (0, 1440, True), (480, 480, False), (-1, 60, False), (0, 1441, False)],
)
def test_hours_of_an_administrator_begin_before_they_end(opens: int, closes: int, good: bool) -> None:
    assert h.are_hours(opens, closes) is good


@rule("S1-25", "S1-23")
def test_a_call_is_taken_whenever_the_hotline_is_open_and_the_refusal_says_until_when() -> None:
    assert h.may_take_call(at(f"{SUNDAY} 08:00"), hotline()) is None
    refused = h.may_take_call(at(f"{SUNDAY} 21:00"), hotline())
    assert refused == HotlineRefused(HotlineWhy.HOTLINE_CLOSED, at("2026-11-30 08:00"))


@rule("S1-24")
def test_there_are_six_topics() -> None:
    assert [topic.value for topic in h.Topic] == [
        "ORDER_STATUS",
        "DELIVERY_TIME",
        "DISPATCH_OR_DELIVERY_PROBLEM",
        "CANCELLATION_OR_RETURN",
        "ADDRESS_CHANGE",
        "DAMAGED_OR_MISSING_PARCEL",
    ]


@rule("S1-26", "S1-27", "S1-28")
@pytest.mark.parametrize(
    ("choice", "fulfilled", "whose"),
    [
        (None, True, None),
        (None, False, None),
        (Choice.PRODUCT, True, Whose.SELLER),
        (Choice.FULFILMENT, True, Whose.HOTLINE),
        (Choice.PRODUCT, False, Whose.SELLER),
        (Choice.FULFILMENT, False, Whose.SELLER),
    ],
)
def test_the_topic_decides_whose_number_is_shown(choice: Choice | None, fulfilled: bool, whose: Whose | None) -> None:
    assert h.number_shown(choice, fulfilled=fulfilled) is whose


@rule("S1-29")
def test_the_letter_after_a_purchase_names_both_where_the_platform_fulfils() -> None:
    assert h.named_after_purchase(fulfilled=True) == (Whose.HOTLINE, Whose.SELLER)
    assert h.named_after_purchase(fulfilled=False) == (Whose.SELLER,)


@rule("C-36", "P-40")
@pytest.mark.parametrize("where", CODES)
@pytest.mark.parametrize(
    ("local", "open_"),
    [
        ("2026-11-23 07:59:59", False),
        ("2026-11-23 08:00:00", True),
        ("2026-11-27 15:59:59", True),
        ("2026-11-27 16:00:00", False),
        ("2026-11-28 10:00:00", False),
        ("2026-11-29 10:00:00", False),
    ],
)
def test_a_seller_works_from_monday_to_friday_until_it_says_otherwise(where: str, local: str, open_: bool) -> None:
    assert seller(where).is_open(at(local, where)) is open_


@rule("C-36")
@pytest.mark.parametrize("where", CODES)
def test_a_seller_has_its_own_country_s_bank_holidays_off(where: str) -> None:
    day = date.fromisoformat(HOLIDAYS[where])
    elsewhere = next(code for code in CODES if day not in frozen_calendar(market(code).country).rest_days)
    noon = f"{day} 12:00"
    assert not seller(where).is_open(at(noon, where))
    assert seller(elsewhere).is_open(at(noon, elsewhere)) == (day.weekday() < 5)
    assert hotline(where).is_open(at(noon, where))


@rule("C-36")
def test_a_seller_s_own_hours_count_instead() -> None:
    saturdays = (((6 * 60, 10 * 60),),) * 6 + ((),)
    hours = h.sellers_hours(market("pl"), frozen_calendar("PL"), saturdays)
    assert hours.is_open(at("2026-11-28 06:00"))
    assert not hours.is_open(at("2026-11-28 10:00"))


@pytest.mark.parametrize(
    ("typed", "good", "key"),
    [
        ("+48 22 123 45 67", True, "221234567"),
        ("0048 22/123-45-67", True, "221234567"),
        ("(22) 123 45 67", True, "221234567"),
        ("12345", True, "12345"),
        ("1234", False, ""),
        ("call me", False, ""),
        ("+48 22 123 45 67; ext", False, "221234567"),
        ("1234567890123456", False, "890123456"),
        ("", False, ""),
    ],
)
def test_a_number_can_be_dialled_and_is_compared_by_its_end(typed: str, good: bool, key: str) -> None:
    assert h.is_number(typed) is good
    assert h.number_key(typed) == key


NOON, EVENING = at("2026-11-23 12:00"), at("2026-11-23 18:00")


@rule("S1-30", "P-40")
def test_what_only_the_seller_can_answer_is_handed_over_with_a_summary_in_its_hours() -> None:
    assert h.may_transfer(QUESTION, "Is it dishwasher-safe?", NOON, seller()) is None
    assert _why(h.may_transfer(QUESTION, " \n", NOON, seller())) is HotlineWhy.SUMMARY_MISSING
    assert h.may_transfer(QUESTION, "x" * 1001, NOON, seller()) == HotlineRefused(HotlineWhy.TOO_LONG, limit=1000)
    late = h.may_transfer(QUESTION, "?", EVENING, seller())
    assert late == HotlineRefused(HotlineWhy.SELLER_CLOSED, at("2026-11-24 08:00"))
    friday = h.may_transfer(QUESTION, "?", at("2026-11-27 16:00"), seller())
    assert friday is not None
    assert friday.possible_from == at("2026-11-30 08:00")


@rule("P-40")
@pytest.mark.parametrize(
    ("call", "why"),
    [
        (Call(False, True, True, "1"), HotlineWhy.NOT_FOR_THE_SELLER),
        (Call(True, False, True, "1"), HotlineWhy.SELLER_UNKNOWN),
        (Call(True, True, True, ""), HotlineWhy.SELLER_HAS_NO_NUMBER),
        (Call(True, True, True, "1", (TransferState.ASKED,)), HotlineWhy.UNDER_WAY),
        (Call(True, True, True, "1", (TransferState.BUSY, TransferState.RINGING)), HotlineWhy.UNDER_WAY),
        (Call(True, True, True, "1", (TransferState.CONNECTED,)), HotlineWhy.CONNECTED_ALREADY),
        (Call(True, True, True, "1", ended=True), HotlineWhy.CALL_ENDED),
    ],
)
def test_a_transfer_is_refused(call: Call, why: HotlineWhy) -> None:
    assert _why(h.may_transfer(call, "?", NOON, seller())) is why


@rule("P-40")
@pytest.mark.parametrize("state", sorted(h.NOT_REACHED))
def test_a_seller_that_was_not_reached_may_be_tried_again(state: TransferState) -> None:
    assert h.may_transfer(_tried(state), "?", NOON, seller()) is None


@rule("S1-31", "P-41")
@pytest.mark.parametrize("state", sorted(h.NOT_REACHED))
def test_both_ways_out_are_offered_once_the_seller_was_not_reached(state: TransferState) -> None:
    assert _why(h.may_give_number(QUESTION, NOON, seller())) is HotlineWhy.TRY_THE_SELLER_FIRST
    assert _why(h.may_open_thread(QUESTION, "?", NOON, seller())) is HotlineWhy.TRY_THE_SELLER_FIRST
    assert h.may_give_number(_tried(state), NOON, seller()) is None
    assert h.may_open_thread(_tried(state), "?", NOON, seller()) is None


@rule("S1-31", "P-41", "C-36")
@pytest.mark.parametrize(
    "moment", ["2026-11-23 07:59:59", "2026-11-23 16:00:00", "2026-11-28 12:00", "2026-11-29 12:00", "2026-11-11 12:00"]
)
def test_both_ways_out_are_offered_outside_the_seller_s_hours(moment: str) -> None:
    assert h.may_give_number(QUESTION, at(moment), seller()) is None
    assert h.may_open_thread(QUESTION, "?", at(moment), seller()) is None
    assert _why(h.may_transfer(QUESTION, "?", at(moment), seller())) is HotlineWhy.SELLER_CLOSED


@rule("S1-31")
def test_a_seller_without_a_number_is_written_to() -> None:
    silent = Call(True, True, True, "")
    assert _why(h.may_give_number(silent, NOON, seller())) is HotlineWhy.SELLER_HAS_NO_NUMBER
    assert h.may_open_thread(silent, "?", NOON, seller()) is None


@rule("P-41")
def test_a_thread_needs_questions_and_a_buyer_and_is_opened_once() -> None:
    missed = _tried(TransferState.NO_ANSWER)
    assert _why(h.may_open_thread(missed, "  ", NOON, seller())) is HotlineWhy.QUESTIONS_MISSING
    assert h.may_open_thread(missed, "x" * 1501, NOON, seller()) == HotlineRefused(HotlineWhy.TOO_LONG, limit=1500)
    nameless = Call(True, True, False, "1", (TransferState.BUSY,))
    assert _why(h.may_open_thread(nameless, "?", NOON, seller())) is HotlineWhy.BUYER_UNKNOWN
    assert h.may_give_number(nameless, NOON, seller()) is None
    again = Call(True, True, True, "1", (TransferState.BUSY,), thread_opened=True)
    assert _why(h.may_open_thread(again, "?", NOON, seller())) is HotlineWhy.THREAD_OPENED_ALREADY


@rule("S1-31")
@pytest.mark.parametrize(
    ("call", "why"),
    [
        (Call(False, True, True, "1"), HotlineWhy.NOT_FOR_THE_SELLER),
        (Call(True, False, True, "1"), HotlineWhy.SELLER_UNKNOWN),
        (Call(True, True, True, "1", (TransferState.RINGING,)), HotlineWhy.UNDER_WAY),
        (Call(True, True, True, "1", (TransferState.BUSY, TransferState.CONNECTED)), HotlineWhy.CONNECTED_ALREADY),
        (Call(True, True, True, "1", (TransferState.BUSY,), ended=True), HotlineWhy.CALL_ENDED),
    ],
)
def test_no_way_out_where_none_is_needed(call: Call, why: HotlineWhy) -> None:
    assert _why(h.may_fall_back(call, EVENING, seller())) is why


def test_a_call_ends_once_as_it_went_and_not_while_it_rings() -> None:
    assert h.outcomes_of(QUESTION) == (Outcome.ANSWERED, Outcome.CALLER_LEFT)
    assert h.may_end(QUESTION, Outcome.ANSWERED) is None
    assert _why(h.may_end(QUESTION, Outcome.TRANSFERRED)) is HotlineWhy.OUTCOME_NOT_POSSIBLE
    assert _why(h.may_end(QUESTION, None)) is HotlineWhy.OUTCOME_NOT_POSSIBLE
    talked = _tried(TransferState.CONNECTED)
    assert h.outcomes_of(talked)[0] is Outcome.TRANSFERRED
    assert _why(h.may_end(_tried(TransferState.RINGING), Outcome.CALLER_LEFT)) is HotlineWhy.UNDER_WAY
    ended = Call(True, True, True, "1", ended=True)
    assert _why(h.may_end(ended, Outcome.ANSWERED)) is HotlineWhy.CALL_ENDED
    both = Call(True, True, True, "1", (TransferState.BUSY,), number_given=True, thread_opened=True)
    assert h.outcomes_of(both)[:2] == (Outcome.THREAD_OPENED, Outcome.NUMBER_GIVEN)


@given(st.lists(st.sampled_from(list(TransferState)), max_size=8))
def test_an_attempt_only_goes_forward_and_its_first_end_counts(words: list[TransferState]) -> None:
    state = TransferState.ASKED
    ends = [word for word in words if word not in h.LIVE]
    for word in words:
        state = h.moved(state, word)
        assert h.moved(state, word) is state or word is TransferState.ASKED
    expected = ends[0] if ends else TransferState.RINGING if TransferState.RINGING in words else TransferState.ASKED
    assert state is expected


def _why(refused: HotlineRefused | None) -> HotlineWhy | None:
    return refused.why if refused else None


def _tried(*states: TransferState) -> Call:
    return Call(True, True, True, "1", states)
