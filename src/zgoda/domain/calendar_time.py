"""Calendar time: days, months and ends of days in a marketplace's zone, weekends and holidays included (C-22, C-23).

Arithmetic is done on the local date and time of day. A time of day that does not exist on the target day moves forward
by the gap; one that happens twice means the first (part D.4, rows 7 and 8).
"""

import calendar as months
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from zgoda.domain.business_time import clock_change
from zgoda.domain.calendar import ONE_DAY, Calendar
from zgoda.domain.reckoning import Reckoning, Step, StepCode

LAST_MILLISECOND = timedelta(milliseconds=1)
LAST_SECOND = timedelta(seconds=1)


def add_days(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same local time of day, ``days`` later (earlier when negative), in UTC (C-22)."""
    local = start.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=days), local.time().replace(fold=0), zone).astimezone(UTC)


def add_months(start: datetime, count: int, zone: ZoneInfo) -> datetime:
    """The same local day of month and time of day, ``count`` months later; a missing day becomes the month's last."""
    local = start.astimezone(zone)
    return datetime.combine(month_day(local.date(), count), local.time().replace(fold=0), zone).astimezone(UTC)


def month_day(day: date, count: int) -> date:
    """The same day of month ``count`` months later; 29 February goes to 28 February (C-23)."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def end_of_day(day: date, zone: ZoneInfo, before_midnight: timedelta = LAST_MILLISECOND) -> datetime:
    """The last instant of a local day, in UTC; how far before the next midnight it lies is the caller's precision."""
    return datetime.combine(day + ONE_DAY, time.min, zone).astimezone(UTC) - before_midnight


def explain_days(start: datetime, days: int, zone: ZoneInfo, calendar: Calendar | None = None) -> Reckoning:
    """``add_days`` with its steps. With a calendar it also says when the result stays on a rest day (C-22)."""
    result = add_days(start, days, zone)
    steps = [Step(StepCode.START, at=start.astimezone(UTC)), Step(StepCode.CALENDAR_DAYS, count=days)]
    steps += clock_change(start, result, zone)
    steps += _odd_time(start, result, zone)
    day = result.astimezone(zone).date()
    if calendar is not None and (day in calendar.rest_days or day.weekday() >= 5):
        steps.append(Step(StepCode.STAYS_ON_REST_DAY, day=day, name=calendar.rest_days.get(day, "")))
    return Reckoning(result, (*steps, Step(StepCode.RESULT, at=result)))


def explain_end_of_month_day(start: datetime, count: int, zone: ZoneInfo) -> Reckoning:
    """The end of the local day that lies ``count`` months after ``start``'s local day, with its steps (C-23)."""
    first = start.astimezone(zone).date()
    day = month_day(first, count)
    result = end_of_day(day, zone)
    steps = [Step(StepCode.START, at=start.astimezone(UTC)), Step(StepCode.CALENDAR_MONTHS, count=count)]
    if day.day != first.day:
        steps.append(Step(StepCode.LAST_OF_MONTH, day=day))
    steps.append(Step(StepCode.END_OF_DAY, day=day))
    return Reckoning(result, (*steps, Step(StepCode.RESULT, at=result)))


def explain_elapsed(start: datetime, length: timedelta, zone: ZoneInfo) -> Reckoning:
    """Plain elapsed time with its steps; a clock change inside is named because the local time of day moves."""
    begin = start.astimezone(UTC)
    result = begin + length
    steps = (
        Step(StepCode.START, at=begin),
        Step(StepCode.ELAPSED, length=length),
        *clock_change(begin, result, zone),
        Step(StepCode.RESULT, at=result),
    )
    return Reckoning(result, steps)


def _odd_time(start: datetime, result: datetime, zone: ZoneInfo) -> list[Step]:
    wanted, got = start.astimezone(zone).time(), result.astimezone(zone)
    if got.time() != wanted:
        gap = datetime.combine(got.date(), got.time()) - datetime.combine(got.date(), wanted)
        return [Step(StepCode.TIME_MISSING, day=got.date(), length=gap)]
    if got.replace(fold=1).utcoffset() != got.replace(fold=0).utcoffset():
        return [Step(StepCode.TIME_TWICE, day=got.date())]
    return []
