"""From daily sums to a seller's figures: own, Warehouse, together, over thirty complete local days (C.2, G-06).

Everything is exact: counts are whole numbers, time whole seconds, shares and averages fractions. No data is None.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from zgoda.domain.actors import Role
from zgoda.domain.quality.answers import SECONDS_A_DAY

WINDOW_DAYS = 30


class Fact(StrEnum):
    """What is counted, a day at a time. A Discussion gives up to three facts, a round of messages one."""

    DISCUSSION_ANSWERS = "DISCUSSION_ANSWERS"
    MESSAGE_ANSWERS = "MESSAGE_ANSWERS"
    OPENED = "OPENED"
    UNRESOLVED = "UNRESOLVED"


class Column(StrEnum):
    """C.2: the three columns; only TOGETHER is scored."""

    OWN = "OWN"
    WAREHOUSE = "WAREHOUSE"
    TOGETHER = "TOGETHER"


class Window(NamedTuple):
    """Local days, both ends belong to it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class DaySum:
    """What one party's cases of one marketplace gave on one day. ``seconds`` as in ``Answer``, of all ``count``;
    ``waiting`` are those of them whose time still grows."""

    day: date
    fact: Fact
    party: Role
    market: str
    count: int
    in_time: int = 0
    seconds: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers that ended in the window. ``seconds`` is their business time, that of waiting ones so far."""

    ended: int = 0
    in_time: int = 0
    seconds: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.ended + other.ended, self.in_time + other.in_time, self.seconds + other.seconds)

    @property
    def timely(self) -> Fraction | None:
        """ "Timely responses": answered in time of all that ended (S1-09)."""
        return Fraction(self.in_time, self.ended) if self.ended else None

    @property
    def average(self) -> Fraction | None:
        """ "Average response time" in seconds of business time (S1-09, C-40)."""
        return Fraction(self.seconds, self.ended) if self.ended else None


@dataclass(frozen=True, slots=True)
class Part:
    """One column of the figures. ``transactions`` are all of the seller's, in every column, so that the two parts of
    a rate add up to the whole."""

    discussions: Tally = Tally()
    messages: Tally = Tally()
    opened: int = 0
    unresolved: int = 0
    transactions: int = 0

    def __add__(self, other: "Part") -> "Part":
        return Part(
            self.discussions + other.discussions,
            self.messages + other.messages,
            self.opened + other.opened,
            self.unresolved + other.unresolved,
            self.transactions,
        )

    @property
    def discussions_rate(self) -> Fraction | None:
        """S0-53: Discussions opened of the transactions of the same days; None without transactions."""
        return Fraction(self.opened, self.transactions) if self.transactions else None

    @property
    def unresolved_rate(self) -> Fraction | None:
        """S0-54, B12-03: Discussions that stand Unresolved of the transactions of the same days."""
        return Fraction(self.unresolved, self.transactions) if self.transactions else None

    @property
    def is_empty(self) -> bool:
        """ "No data": nothing was asked, opened or left unresolved."""
        return not (self.discussions.ended or self.messages.ended or self.opened or self.unresolved)


@dataclass(frozen=True, slots=True)
class Figures:
    """S1-32, S1-33: the Warehouse's answers count in the seller's result, and are shown apart as well."""

    own: Part
    warehouse: Part

    @property
    def together(self) -> Part:
        return self.own + self.warehouse

    def part(self, column: Column) -> Part:
        return {Column.OWN: self.own, Column.WAREHOUSE: self.warehouse, Column.TOGETHER: self.together}[column]


def window_before(today: date) -> Window:
    """G-06: thirty complete local days, today not included."""
    return Window(today - timedelta(days=WINDOW_DAYS), today - timedelta(days=1))


Grown = Callable[[str, date, date], int]
"""Business days of a marketplace after one day up to and with another (`answers.business_days_after`)."""


def reckon(sums: Iterable[DaySum], window: Window, transactions: int, grown: Grown) -> Figures:
    """S0-53, S0-54, S1-09, S1-62: the figures of a window from its days; sums of other days are passed over.

    Cases hidden from the seller give no sums (C.2). An unanswered one counts with the business time so far, which is
    up to the end of the window.
    """
    added: dict[tuple[Role, Fact], list[int]] = {}
    for one in sums:
        if window.holds(one.day):
            numbers = added.setdefault((one.party, one.fact), [0, 0, 0])
            numbers[0] += one.count
            numbers[1] += one.in_time
            numbers[2] += one.seconds
            if one.waiting:
                numbers[2] += one.waiting * SECONDS_A_DAY * grown(one.market, one.day, window.last)
    return Figures(_part(added, Role.SELLER, transactions), _part(added, Role.WAREHOUSE, transactions))


def _part(added: Mapping[tuple[Role, Fact], list[int]], party: Role, transactions: int) -> Part:
    nothing = [0, 0, 0]
    return Part(
        discussions=Tally(*added.get((party, Fact.DISCUSSION_ANSWERS), nothing)),
        messages=Tally(*added.get((party, Fact.MESSAGE_ANSWERS), nothing)),
        opened=added.get((party, Fact.OPENED), nothing)[0],
        unresolved=added.get((party, Fact.UNRESOLVED), nothing)[0],
        transactions=transactions,
    )
