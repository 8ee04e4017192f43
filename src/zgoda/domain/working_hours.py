"""Working hours of a shop or team: when it is open, and time that runs only then.

Open times are wall-clock times of the market's zone on each weekday; what lies between them is a break. Rest days of
the market's calendar and the shop's own free days are closed. Where the clocks change, the door follows the wall clock:
an hour that comes twice is open twice, one that is left out is not there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from zgoda.domain.business_time import ZERO, clock_change
from zgoda.domain.calendar import ONE_DAY, Calendar
from zgoda.domain.reckoning import Reckoning, Step, StepCode

DAY_MINUTES = 24 * 60
LONGEST = timedelta(days=3 * 366)
"""So far into the future a due time is looked for; hours that hold none by then never will for any person's use."""

Opening = tuple[int, int]
"""From and until, in minutes of the local day; the end is outside."""
Stretch = tuple[datetime, datetime]
"""From and until in UTC; the end is outside."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """``week`` holds the open times of each weekday from Monday, in order and apart (`in_order`)."""

    zone: ZoneInfo
    calendar: Calendar
    week: tuple[tuple[Opening, ...], ...]
    free_days: frozenset[date] = frozenset()

    @property
    def is_never_open(self) -> bool:
        return not any(self.week)

    def is_open(self, at: datetime) -> bool:
        day = at.astimezone(self.zone).date()
        return any(begin <= at < end for begin, end in open_times(self, day))

    def closed_by(self, day: date) -> Step | None:
        """Why nothing is open on that local day; None where something is. Rest days of a year that no calendar knows
        are open like other days."""
        if day in self.calendar.rest_days:
            return Step(StepCode.REST_DAY, day=day, name=self.calendar.rest_days[day])
        if day in self.free_days:
            return Step(StepCode.OWN_FREE_DAY, day=day)
        return None if self.week[day.weekday()] else Step(StepCode.CLOSED_DAY, day=day)


def in_order(openings: Iterable[Opening]) -> tuple[Opening, ...]:
    """Sorted; those that touch or overlap become one, those without length are dropped."""
    merged: list[Opening] = []
    for begin, end in sorted(one for one in openings if one[0] < one[1]):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def add_working_time(start: datetime, length: timedelta, hours: WorkingHours) -> datetime | None:
    """The first instant (UTC) at which ``length`` of open time has run since ``start``: time that is full at closing
    is due at closing. None where the hours do not hold so much (`LONGEST`). ``ValueError`` for a naive start."""
    left = length
    for begin, end in _stretches(start, hours):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    return None


def working_time_between(start: datetime, end: datetime, hours: WorkingHours) -> timedelta:
    """Open time between two instants; zero when ``end`` is not later."""
    passed = ZERO
    for begin, until in _stretches(start, hours):
        if begin >= end:
            break
        passed += min(until, end) - begin
    return passed


def explain_working_time(start: datetime, length: timedelta, hours: WorkingHours) -> Reckoning | None:
    """``add_working_time`` with each local day counted or skipped; COUNTED lengths add up to ``length``."""
    due = add_working_time(start, length, hours)
    if due is None:
        return None
    start = start.astimezone(UTC)
    first, last = (at.astimezone(hours.zone).date() for at in (start, due))
    steps = [Step(StepCode.START, at=start)]
    day = first
    while day <= last:
        steps += _day_steps(day, start, due, hours)
        day += ONE_DAY
    if hours.calendar.is_provisional(first, last) or last.year not in hours.calendar.years:
        steps.append(Step(StepCode.PROVISIONAL, day=last))
    return Reckoning(due, (*steps, Step(StepCode.RESULT, at=due)))


@lru_cache(maxsize=4096)
def open_times(hours: WorkingHours, day: date) -> tuple[Stretch, ...]:
    """The open times of one local day as instants."""
    if hours.closed_by(day) is not None:
        return ()
    begin, end = (datetime.combine(one, time.min, hours.zone).astimezone(UTC) for one in (day, day + ONE_DAY))
    pieces: list[Stretch] = []
    for piece in _of_one_offset(begin, end, hours.zone):
        shift = piece[0].astimezone(hours.zone).utcoffset() or ZERO
        midnight = datetime.combine(day, time.min, UTC) - shift
        for opening in hours.week[day.weekday()]:
            opens, closes = (midnight + timedelta(minutes=minute) for minute in opening)
            pieces.append((max(opens, piece[0]), min(closes, piece[1])))
    return _joined(piece for piece in pieces if piece[0] < piece[1])


def _stretches(start: datetime, hours: WorkingHours) -> Iterator[Stretch]:
    """Open times from ``start`` on, the one it lies in cut at it."""
    if start.tzinfo is None:
        raise ValueError("an instant needs an offset")
    start = start.astimezone(UTC)
    first = start.astimezone(hours.zone).date()
    for number in range(LONGEST.days if not hours.is_never_open else 0):
        for begin, end in open_times(hours, first + number * ONE_DAY):
            if end > start:
                yield max(begin, start), end


def _day_steps(day: date, start: datetime, due: datetime, hours: WorkingHours) -> Iterator[Step]:
    closed = hours.closed_by(day)
    if closed is not None:
        yield closed
        return
    stretches = open_times(hours, day)
    counted = sum((max(ZERO, min(end, due) - max(begin, start)) for begin, end in stretches), ZERO)
    if counted:
        yield Step(StepCode.COUNTED, day=day, length=counted)
        yield from clock_change(stretches[0][0], stretches[-1][1], hours.zone)


def _of_one_offset(begin: datetime, end: datetime, zone: ZoneInfo) -> list[Stretch]:
    """The day in pieces within which the zone's offset stays; almost always one."""
    before, after = (at.astimezone(zone).utcoffset() for at in (begin, end))
    if before == after:
        return [(begin, end)]
    early, late = 0, int((end - begin) / timedelta(minutes=1))
    while late - early > 1:
        middle = (early + late) // 2
        if (begin + timedelta(minutes=middle)).astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    change = begin + timedelta(minutes=late)
    return [(begin, change), (change, end)]


def _joined(pieces: Iterable[Stretch]) -> tuple[Stretch, ...]:
    joined: list[Stretch] = []
    for begin, end in sorted(pieces):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)
