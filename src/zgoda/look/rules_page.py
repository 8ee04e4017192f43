"""The rules of a market as readers see them (S0-61): what is the same everywhere, and this market's own data."""

from dataclasses import dataclass
from datetime import datetime

from zgoda.domain.markets import Market, market


@dataclass(frozen=True, slots=True)
class RulesPage:
    """One market's page; ``today`` is the market's local date and time."""

    market: Market
    now: datetime


def default_language(code: str) -> str:
    """S0-61: the language a market's rules are shown in unless the reader asks for another."""
    return market(code).language


def page(code: str, now: datetime) -> RulesPage:
    return RulesPage(market(code), now)
