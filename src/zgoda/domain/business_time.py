"""Business time: hours that run only on business days of a marketplace (S0-09 to S0-11; part D.1 of the rules).

A business day is a local date that is neither Saturday nor Sunday nor a rest day; it offers all its hours. In the four
zones clocks change only on Sundays, so every business day has exactly 24 real hours and wall time may be added.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from zgoda.domain.calendar import ONE_DAY, Calendar
from zgoda.domain.reckoning import Reckoning, Span, Step, StepCode

ZERO = timedelta(0)


def add_business_hours(start: datetime, hours: int, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which ``hours`` of business time have run since ``start`` (S0-10, S0-11).

    Tie rule of D.1: where the hours are full exactly as a rest day begins, the result is the end of the rest days, so
    it never lies on one. Raises ``NoCalendar`` for a year without calendar, ``ValueError`` for a naive ``start``.
    """
    return _aware(start, calendar, zone, timedelta(hours=hours)).astimezone(UTC)


def explain_business_hours(start: datetime, hours: int, calendar: Calendar, zone: ZoneInfo) -> Reckoning:
    """``add_business_hours`` with its steps: lengths of COUNTED add up to ``hours``, all lengths to real time."""
    due = add_business_hours(start, hours, calendar, zone)
    start = start.astimezone(UTC)
    wanted, counted = timedelta(hours=hours), ZERO
    steps = [Step(StepCode.START, at=start)]
    for step in _walk(start, due, calendar, zone):
        if step.code is StepCode.COUNTED and step.length is not None and step.day is not None:
            if counted == ZERO and len(steps) > 1:
                steps.append(Step(StepCode.COUNTING_FROM, at=_midnight(step.day, zone)))
            counted += step.length
        elif counted == wanted and step.day is not None and not _says(steps, StepCode.FULL):
            steps.append(Step(StepCode.FULL, at=_midnight(step.day, zone)))
        steps.append(step)
    first, last = start.astimezone(zone).date(), due.astimezone(zone).date()
    if calendar.is_provisional(first, last):
        steps.append(Step(StepCode.PROVISIONAL, day=last))
    steps.append(Step(StepCode.RESULT, at=due))
    return Reckoning(due, tuple(steps))


def business_time_between(start: datetime, end: datetime, calendar: Calendar, zone: ZoneInfo) -> timedelta:
    """Real time between two instants that falls inside business days; zero when ``end`` is not later (C-40)."""
    return explain_business_time_between(start, end, calendar, zone).length


def explain_business_time_between(start: datetime, end: datetime, calendar: Calendar, zone: ZoneInfo) -> Span:
    """``business_time_between`` with each local day counted or skipped."""
    steps = tuple(_walk(start.astimezone(UTC), end.astimezone(UTC), calendar, zone))
    counted = (step.length for step in steps if step.code is StepCode.COUNTED and step.length is not None)
    return Span(sum(counted, ZERO), steps)


def _aware(start: datetime, calendar: Calendar, zone: ZoneInfo, duration: timedelta) -> datetime:
    if start.tzinfo is None:
        raise ValueError("an instant needs an offset")
    local = start.astimezone(zone)
    day = local.date()
    if calendar.is_business_day(day):
        duration += timedelta(
            hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
    else:
        day = calendar.next_business_day(day)
    full_days, rest = divmod(duration, ONE_DAY)
    for _ in range(full_days):
        day = calendar.next_business_day(day)
    return datetime.combine(day, time.min, zone) + rest


def _walk(start: datetime, end: datetime, calendar: Calendar, zone: ZoneInfo) -> Iterator[Step]:
    """Cut the real time from ``start`` to ``end`` (UTC) at local midnights; each piece is counted or skipped."""
    cursor, day = start, start.astimezone(zone).date()
    while cursor < end:
        until = min(end, _midnight(day + ONE_DAY, zone))
        length = until - cursor
        if calendar.is_business_day(day):
            yield Step(StepCode.COUNTED, day=day, length=length)
        elif day in calendar.rest_days:
            yield Step(StepCode.REST_DAY, day=day, name=calendar.rest_days[day], length=length)
        else:
            yield Step(StepCode.WEEKEND, day=day, length=length)
        yield from clock_change(cursor, until, zone)
        cursor, day = until, day + ONE_DAY


def clock_change(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Step]:
    """One CLOCK_CHANGE step when the zone's offset at ``end`` differs from that at ``start``, otherwise nothing."""
    before, after = start.astimezone(zone), end.astimezone(zone)
    shift = (after.utcoffset() or ZERO) - (before.utcoffset() or ZERO)
    if shift:
        yield Step(StepCode.CLOCK_CHANGE, day=before.date(), length=shift)


def _says(steps: list[Step], code: StepCode) -> bool:
    return any(step.code is code for step in steps)


@lru_cache(maxsize=4096)
def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
