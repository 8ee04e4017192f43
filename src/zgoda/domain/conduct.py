"""Violations that a reader can report (S0-25…S0-28)."""

from zgoda.domain.discussion import ReportCategory
from zgoda.domain.refusals import Refused, Why

CATEGORIES = (ReportCategory.THREAT, ReportCategory.PORNOGRAPHY)
"""S0-26, S0-27, S0-28, C-41: exactly these two; everything else is for ordinary support."""


def category(code: str | None) -> ReportCategory | Refused:
    """Read a category from outside; anything but the two is refused (S0-28)."""
    return next((known for known in CATEGORIES if known == code), Refused(Why.CATEGORY_UNKNOWN))
