"""The buyer hotline: when it is open, which number a buyer is shown, and what its agents may do with a call (S1-23…31).

The hotline belongs to the orders that the platform fulfils. It answers what it can; what only the seller can answer it
tries to hand over, and where the seller is not reached there are two ways left. Pure: instants and hours are arguments.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from zgoda.domain.calendar import Calendar
from zgoda.domain.markets import Market
from zgoda.domain.working_hours import DAY_MINUTES, Opening, WorkingHours, add_working_time

OPENS, CLOSES = 8 * 60, 21 * 60
"""S1-23: 8:00 a.m. to 9:00 p.m., in minutes of the local day."""

SELLERS_WEEK: tuple[tuple[Opening, ...], ...] = (((8 * 60, 16 * 60),),) * 5 + ((), ())
"""C-36: Monday to Friday 8:00 to 16:00, until the seller says otherwise."""

SUMMARY_LENGTH = 1_000
QUESTIONS_LENGTH = 1_500
"""Together with what we write around them, questions fit into one message of the Message Center."""
NOTES_LENGTH = 4_000

_DIALLED = re.compile(r"\+?[0-9 ()./-]{5,30}", re.ASCII)
_COMPARED = 9


class Topic(StrEnum):
    """S1-24: the six topics of the hotline."""

    ORDER_STATUS = "ORDER_STATUS"
    DELIVERY_TIME = "DELIVERY_TIME"
    DISPATCH_OR_DELIVERY_PROBLEM = "DISPATCH_OR_DELIVERY_PROBLEM"
    CANCELLATION_OR_RETURN = "CANCELLATION_OR_RETURN"
    ADDRESS_CHANGE = "ADDRESS_CHANGE"
    DAMAGED_OR_MISSING_PARCEL = "DAMAGED_OR_MISSING_PARCEL"


class Choice(StrEnum):
    """What a buyer picks on the offer page, "About Seller", before any number is shown (S1-26)."""

    PRODUCT = "PRODUCT"
    FULFILMENT = "FULFILMENT"


class Whose(StrEnum):
    """Whose telephone number it is."""

    SELLER = "SELLER"
    HOTLINE = "HOTLINE"


class TransferState(StrEnum):
    """Where an attempt to hand a call over stands. ASKED: nobody has dialled yet, as far as we know."""

    ASKED = "ASKED"
    RINGING = "RINGING"
    CONNECTED = "CONNECTED"
    NO_ANSWER = "NO_ANSWER"
    BUSY = "BUSY"
    FAILED = "FAILED"


LIVE = frozenset({TransferState.ASKED, TransferState.RINGING})
NOT_REACHED = frozenset({TransferState.NO_ANSWER, TransferState.BUSY, TransferState.FAILED})


class Outcome(StrEnum):
    """How a call ended."""

    ANSWERED = "ANSWERED"
    TRANSFERRED = "TRANSFERRED"
    NUMBER_GIVEN = "NUMBER_GIVEN"
    THREAD_OPENED = "THREAD_OPENED"
    CALLER_LEFT = "CALLER_LEFT"


class HotlineWhy(StrEnum):
    HOTLINE_CLOSED = "HOTLINE_CLOSED"  # S1-23, C-36
    CALL_ENDED = "CALL_ENDED"
    NOT_FOR_THE_SELLER = "NOT_FOR_THE_SELLER"  # P-40: what the hotline can answer it answers
    SELLER_UNKNOWN = "SELLER_UNKNOWN"  # neither an order nor a seller was named
    SUMMARY_MISSING = "SUMMARY_MISSING"  # P-40
    TOO_LONG = "TOO_LONG"
    SELLER_CLOSED = "SELLER_CLOSED"  # P-40, C-36
    SELLER_HAS_NO_NUMBER = "SELLER_HAS_NO_NUMBER"
    UNDER_WAY = "UNDER_WAY"  # one attempt at a time
    CONNECTED_ALREADY = "CONNECTED_ALREADY"
    TRY_THE_SELLER_FIRST = "TRY_THE_SELLER_FIRST"  # S1-31: the ways out come after the attempt
    QUESTIONS_MISSING = "QUESTIONS_MISSING"  # P-41
    BUYER_UNKNOWN = "BUYER_UNKNOWN"  # P-41: a thread has two sides
    THREAD_OPENED_ALREADY = "THREAD_OPENED_ALREADY"
    OUTCOME_NOT_POSSIBLE = "OUTCOME_NOT_POSSIBLE"


@dataclass(frozen=True, slots=True)
class HotlineRefused:
    """``possible_from``: when time alone lifts the refusal; ``limit``: the bound in characters that was passed."""

    why: HotlineWhy
    possible_from: datetime | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class HotlineHours:
    """S1-23: the same hours on all seven days, by the marketplace's wall clock, also on holidays (C-36).

    ``opens`` and ``closes`` are minutes of the local day; 21:00:00 is outside.
    """

    zone: ZoneInfo
    opens: int = OPENS
    closes: int = CLOSES

    def is_open(self, at: datetime) -> bool:
        """S1-23: 08:00:00 ≤ t < 21:00:00 of the local day, whatever day it is. ``ValueError`` for a naive instant."""
        if at.tzinfo is None:
            raise ValueError("an instant needs an offset")
        local = at.astimezone(self.zone)
        return self.opens <= local.hour * 60 + local.minute < self.closes

    def next_opening(self, after: datetime) -> datetime:
        """The first opening (UTC) later than the instant."""
        day = after.astimezone(self.zone).date()
        opening = self._opening(day)
        return opening if opening > after else self._opening(day + timedelta(days=1))

    def _opening(self, day: date) -> datetime:
        return datetime.combine(day, time(*divmod(self.opens, 60)), self.zone).astimezone(UTC)


def are_hours(opens: int, closes: int) -> bool:
    """Whether an administrator's hours are some: they begin before they end, within one day."""
    return 0 <= opens < closes <= DAY_MINUTES


def sellers_hours(
    home: Market, calendar: Calendar, week: tuple[tuple[Opening, ...], ...] = SELLERS_WEEK
) -> WorkingHours:
    """C-36: the seller's own hours, Monday to Friday 8:00 to 16:00 unless it says otherwise, bank holidays off.

    ``home`` is the seller's market: who answers the telephone there keeps that country's clock and rest days.
    """
    return WorkingHours(home.zone, calendar, week)


def is_number(text: str) -> bool:
    """Whether this can be dialled: five to fifteen digits, with the marks that people put between them."""
    return bool(_DIALLED.fullmatch(text)) and 5 <= sum(char.isdecimal() for char in text) <= 15


def number_key(text: str) -> str:
    """Numbers are compared by their last nine digits, however they are written: with a prefix, spaces or neither.
    Empty where there are fewer than five."""
    digits = "".join(char for char in text if char.isascii() and char.isdecimal())
    return digits[-_COMPARED:] if len(digits) >= 5 else ""


def number_shown(choice: Choice | None, *, fulfilled: bool) -> Whose | None:
    """Whose number a buyer sees (S1-26…28): none before a topic is picked, the seller's for the product, the hotline's
    for dispatch, delivery, cancellation and return.

    Where the platform does not fulfil, there is no hotline: each topic shows the seller's number.
    """
    if choice is None:
        return None
    return Whose.HOTLINE if fulfilled and choice is Choice.FULFILMENT else Whose.SELLER


def named_after_purchase(*, fulfilled: bool) -> tuple[Whose, ...]:
    """S1-29: the letter after a purchase names the hotline and the seller; without fulfilment the seller alone."""
    return (Whose.HOTLINE, Whose.SELLER) if fulfilled else (Whose.SELLER,)


def may_take_call(now: datetime, hours: HotlineHours) -> HotlineRefused | None:
    """S1-25: a call is taken before a purchase as well as after one, so that only the hours of S1-23 are asked.

    A call that began in time goes on after closing: everything else about it asks the call, not the hour.
    """
    if hours.is_open(now):
        return None
    return HotlineRefused(HotlineWhy.HOTLINE_CLOSED, hours.next_opening(now))


@dataclass(frozen=True, slots=True)
class Call:
    """What the rules need to know of a call. ``number`` is the seller's, empty where it gave none; ``transfers`` are
    the attempts in their order."""

    seller_only: bool
    seller_known: bool
    buyer_known: bool
    number: str
    transfers: tuple[TransferState, ...] = ()
    number_given: bool = False
    thread_opened: bool = False
    ended: bool = False

    @property
    def is_connected(self) -> bool:
        return TransferState.CONNECTED in self.transfers

    @property
    def is_under_way(self) -> bool:
        return any(state in LIVE for state in self.transfers)


def may_transfer(call: Call, summary: str, now: datetime, hours: WorkingHours) -> HotlineRefused | None:
    """S1-30, P-40: a question that only the seller can answer is handed over with its subject summarised, while the
    seller works."""
    refused = may_try(call, now, hours)
    if refused is not None:
        return refused
    if not summary.strip():
        return HotlineRefused(HotlineWhy.SUMMARY_MISSING)
    return HotlineRefused(HotlineWhy.TOO_LONG, limit=SUMMARY_LENGTH) if len(summary) > SUMMARY_LENGTH else None


def may_try(call: Call, now: datetime, hours: WorkingHours) -> HotlineRefused | None:
    """`may_transfer` before anything was written. A seller that was not reached may be tried again."""
    refused = _not_for_the_seller(call)
    if refused is not None:
        return refused
    if not call.number:
        return HotlineRefused(HotlineWhy.SELLER_HAS_NO_NUMBER)
    if call.is_under_way:
        return HotlineRefused(HotlineWhy.UNDER_WAY)
    if call.is_connected:
        return HotlineRefused(HotlineWhy.CONNECTED_ALREADY)
    if not hours.is_open(now):
        return HotlineRefused(HotlineWhy.SELLER_CLOSED, add_working_time(now, timedelta(0), hours))
    return None


def may_give_number(call: Call, now: datetime, hours: WorkingHours) -> HotlineRefused | None:
    """S1-31 (a): the seller's number, so that the buyer calls there."""
    refused = may_fall_back(call, now, hours)
    if refused is not None:
        return refused
    return None if call.number else HotlineRefused(HotlineWhy.SELLER_HAS_NO_NUMBER)


def may_open_thread(call: Call, questions: str, now: datetime, hours: WorkingHours) -> HotlineRefused | None:
    """S1-31 (b), P-41: a thread with the buyer's questions, which the seller is asked to answer; one for each call."""
    refused = may_begin_thread(call, now, hours)
    if refused is not None:
        return refused
    if not questions.strip():
        return HotlineRefused(HotlineWhy.QUESTIONS_MISSING)
    too_long = len(questions) > QUESTIONS_LENGTH
    return HotlineRefused(HotlineWhy.TOO_LONG, limit=QUESTIONS_LENGTH) if too_long else None


def may_begin_thread(call: Call, now: datetime, hours: WorkingHours) -> HotlineRefused | None:
    """`may_open_thread` before anything was written."""
    refused = may_fall_back(call, now, hours)
    if refused is not None:
        return refused
    if not call.buyer_known:
        return HotlineRefused(HotlineWhy.BUYER_UNKNOWN)
    return HotlineRefused(HotlineWhy.THREAD_OPENED_ALREADY) if call.thread_opened else None


def may_fall_back(call: Call, now: datetime, hours: WorkingHours) -> HotlineRefused | None:
    """S1-31: both ways out are offered once the seller could not be reached, or where it cannot be tried at all:
    outside its working hours, or without a number."""
    refused = _not_for_the_seller(call)
    if refused is not None:
        return refused
    if call.is_under_way:
        return HotlineRefused(HotlineWhy.UNDER_WAY)
    if call.is_connected:
        return HotlineRefused(HotlineWhy.CONNECTED_ALREADY)
    tried = any(state in NOT_REACHED for state in call.transfers)
    if tried or not call.number or not hours.is_open(now):
        return None
    return HotlineRefused(HotlineWhy.TRY_THE_SELLER_FIRST)


def outcomes_of(call: Call) -> tuple[Outcome, ...]:
    """How this call may be said to have ended: what was never done is not among them; the likeliest comes first."""
    return tuple(outcome for outcome, is_true in _HAPPENED.items() if is_true(call))


def may_end(call: Call, outcome: Outcome | None) -> HotlineRefused | None:
    """A call ends once, not while the seller's telephone rings, and as it really went."""
    if call.ended:
        return HotlineRefused(HotlineWhy.CALL_ENDED)
    if call.is_under_way:
        return HotlineRefused(HotlineWhy.UNDER_WAY)
    return None if outcome in outcomes_of(call) else HotlineRefused(HotlineWhy.OUTCOME_NOT_POSSIBLE)


def moved(state: TransferState, told: TransferState) -> TransferState:
    """Where an attempt stands after another word about it: it only goes forward, and the first end counts. So a word
    that comes twice, late or out of order changes nothing."""
    return told if state in LIVE and (told not in LIVE or told is TransferState.RINGING) else state


def _not_for_the_seller(call: Call) -> HotlineRefused | None:
    if call.ended:
        return HotlineRefused(HotlineWhy.CALL_ENDED)
    if not call.seller_only:
        return HotlineRefused(HotlineWhy.NOT_FOR_THE_SELLER)
    return None if call.seller_known else HotlineRefused(HotlineWhy.SELLER_UNKNOWN)


Happened = Callable[[Call], bool]
_HAPPENED: Mapping[Outcome, Happened] = MappingProxyType(
    {
        Outcome.TRANSFERRED: lambda call: call.is_connected,
        Outcome.THREAD_OPENED: lambda call: call.thread_opened,
        Outcome.NUMBER_GIVEN: lambda call: call.number_given,
        Outcome.ANSWERED: lambda call: True,
        Outcome.CALLER_LEFT: lambda call: True,
    }
)
