"""Whether somebody is at work: Monday to Friday from eight to four, but for rest days, for every shop."""

from collections.abc import Callable
from datetime import datetime, time

from zgoda.domain.calendar import NoCalendar, frozen_calendar
from zgoda.domain.markets import market

IsOpen = Callable[[datetime], bool]

_FROM, _TO = time(8), time(16)


def hours_of(shop_id: int) -> Callable[[int], IsOpen]:
    """By team (0: none): whether it is at work at an instant. Reads what it needs once."""
    return lambda _team_id: is_open


def is_open(at: datetime) -> bool:
    where = market("pl")
    local = at.astimezone(where.zone)
    try:
        is_business_day = frozen_calendar(where.country).is_business_day(local.date())
    except NoCalendar:
        is_business_day = local.weekday() < 5
    return is_business_day and _FROM <= local.time() < _TO
