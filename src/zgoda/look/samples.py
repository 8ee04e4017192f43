"""Invented data that shows every component in the style guide."""

from datetime import datetime, timedelta

from zgoda.domain.money import Money


def context(now: datetime) -> dict[str, object]:
    """What the style guide's template draws, placed around ``now``."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    return {
        "at": now,
        "hour": hour,
        "day": day,
        "amount": Money(3000, "PLN"),
        "forint": Money(1_249_000, "HUF"),
    }
