"""The shape of a frozen table of rest days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RestDay:
    """One public holiday or transferred rest day: a local date, its English name (a message id) and the law."""

    day: date
    name: str
    source: str
    transferred: bool = False


@dataclass(frozen=True, slots=True)
class CountryTable:
    """All rest days of one country for ``years``; in ``provisional_years`` the law or decree may still change."""

    country: str
    days: tuple[RestDay, ...]
    years: frozenset[int]
    provisional_years: frozenset[int]
