"""A second response clock, written differently on purpose: elapsed form, a walk over local days in UTC seconds.

It shares no code with the product and takes its rest days from the ``holidays`` package.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

ZONES = {"pl": "Europe/Warsaw", "cz": "Europe/Prague", "sk": "Europe/Bratislava", "hu": "Europe/Budapest"}


@cache
def rest_days(market: str) -> frozenset[date]:
    return frozenset(holidays.country_holidays(market.upper(), years=range(2024, 2031)))


@cache
def day_bounds(market: str, day: date) -> tuple[float, float]:
    zone = ZoneInfo(ZONES[market])
    following = day + timedelta(days=1)
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    end = datetime(following.year, following.month, following.day, tzinfo=zone)
    return begin.timestamp(), end.timestamp()


def rests(market: str, day: date) -> bool:
    return day.isoweekday() in {6, 7} or day in rest_days(market)


def due(market: str, opened: datetime, hours: int = 24) -> datetime:
    day = opened.astimezone(ZoneInfo(ZONES[market])).date()
    position, left = opened.timestamp(), hours * 3600.0
    while True:
        begin, end = day_bounds(market, day)
        position = max(position, begin)
        if not rests(market, day):
            if end - position > left:
                return datetime.fromtimestamp(position + left, UTC)
            left -= end - position
            if left <= 0:
                break
        day += timedelta(days=1)
    day += timedelta(days=1)
    while rests(market, day):
        day += timedelta(days=1)
    return datetime.fromtimestamp(day_bounds(market, day)[0], UTC)
