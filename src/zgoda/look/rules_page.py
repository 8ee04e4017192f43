"""The rules of a market as readers see them (S0-61): what is the same everywhere, and this market's own data.

The texts for sellers hold S0-08, S0-12, S0-55 and S0-56; the 30% of S0-56 is a fixed text and never computed (C-38).
"""

from dataclasses import dataclass
from datetime import datetime

from zgoda.domain.calendar import Calendar
from zgoda.domain.markets import Market, market
from zgoda.look.words.holidays import holiday_name
from zgoda.look.words.times import day_long


@dataclass(frozen=True, slots=True)
class RulesPage:
    """One market's page; ``rest_days`` are rows (day, name) of the market's present year in the active language."""

    market: Market
    now: datetime
    year: int
    rest_days: list[tuple[str, str]]
    provisional: bool


def default_language(code: str) -> str:
    """S0-61: the language a market's rules are shown in unless the reader asks for another."""
    return market(code).language


def page(code: str, now: datetime, calendar: Calendar) -> RulesPage:
    """What the page shows at ``now``; ``calendar`` is the one that the market's clocks go by."""
    shown = market(code)
    year = now.astimezone(shown.zone).year
    days = [
        (day_long(day), holiday_name(name))
        for day, name in sorted(calendar.rest_days.items())
        if day.year == year and day.weekday() < 5
    ]
    return RulesPage(shown, now, year, days, year in calendar.provisional_years)
