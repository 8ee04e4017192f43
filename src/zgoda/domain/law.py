"""What a decision stands on beside the case itself: the pinned rules, the market and its calendar."""

from dataclasses import dataclass
from datetime import datetime

from zgoda.domain.calendar import Calendar, frozen_calendar
from zgoda.domain.markets import Market
from zgoda.domain.rule_sets import RuleSet, rule_set_at


@dataclass(frozen=True, slots=True)
class Law:
    """Rules by which a case is judged. ``calendar`` is the market's country, or the seller's by switch (C-25)."""

    rules: RuleSet
    market: Market
    calendar: Calendar


def frozen_law(instant: datetime, market: Market) -> Law:
    """The law of a case opened at ``instant`` under nothing but what ships with the product (C.0 point 3)."""
    return Law(rule_set_at(instant, market), market, frozen_calendar(market.country))
