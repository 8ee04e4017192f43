"""How an instant was reckoned: the instant and its steps as codes and data, so that an edge can say *why then*."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class StepCode(StrEnum):
    """What one step of a reckoning says; which fields of ``Step`` it fills stands behind it."""

    START = "START"  # at
    COUNTING_FROM = "COUNTING_FROM"  # at: the start lay on a rest day, counting begins here
    COUNTED = "COUNTED"  # day, length: business time used on that local day
    WEEKEND = "WEEKEND"  # day, length: real time skipped
    REST_DAY = "REST_DAY"  # day, name, length: real time skipped
    CLOSED_DAY = "CLOSED_DAY"  # day: the house's week has no working hours on it
    OWN_FREE_DAY = "OWN_FREE_DAY"  # day: the house takes it off
    CLOCK_CHANGE = "CLOCK_CHANGE"  # day, length: how far the clocks moved, forward is positive
    FULL = "FULL"  # at: all hours are used where a rest day begins; the instant moves to its end
    ELAPSED = "ELAPSED"  # length: plain elapsed time added
    CALENDAR_DAYS = "CALENDAR_DAYS"  # count: days added, weekends and holidays included
    CALENDAR_MONTHS = "CALENDAR_MONTHS"  # count: months added
    LAST_OF_MONTH = "LAST_OF_MONTH"  # day: the day of month does not exist there, the last one is taken
    TIME_MISSING = "TIME_MISSING"  # day, length: local time does not exist that day, moved forward by the gap
    TIME_TWICE = "TIME_TWICE"  # day: local time happens twice that day, the first is taken
    STAYS_ON_REST_DAY = "STAYS_ON_REST_DAY"  # day, name: calendar days are not moved
    END_OF_DAY = "END_OF_DAY"  # day: the end of that local day
    PROVISIONAL = "PROVISIONAL"  # day: the law of that year's rest days may still change
    WEEKENDS_ONLY = "WEEKENDS_ONLY"  # count: the year has no calendar, only weekends were skipped
    RESULT = "RESULT"  # at


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``at`` is UTC, ``day`` a local date, ``name`` the English name of a rest day."""

    code: StepCode
    at: datetime | None = None
    day: date | None = None
    name: str = ""
    length: timedelta | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Reckoning:
    """An instant in UTC with the steps that led to it; the first is START, the last is RESULT."""

    at: datetime
    steps: tuple[Step, ...]

    @property
    def provisional(self) -> bool:
        """G-13: rests on rest days that may still change."""
        return any(step.code in {StepCode.PROVISIONAL, StepCode.WEEKENDS_ONLY} for step in self.steps)


@dataclass(frozen=True, slots=True)
class Span:
    """Business time between two instants with the days that were counted and skipped."""

    length: timedelta
    steps: tuple[Step, ...]
