"""``limit`` and ``offset`` as text to numbers, or the name of the parameter that is wrong."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True)
class Page:
    limit: int
    offset: int

    @property
    def end(self) -> int:
        """Index behind the page's last record."""
        return self.offset + self.limit


@dataclass(frozen=True)
class BadPage:
    """``path`` is the parameter, ``value`` what was sent."""

    path: str
    value: str


def read_page(
    limit: str | None, offset: str | None, *, default: int, largest: int, deepest: int | None = None
) -> Page | BadPage:
    """An absent parameter takes its default: ``default`` and 0. ``limit`` must be 1…``largest``."""
    size = _number(limit, default)
    if size is None or not 1 <= size <= largest:
        return BadPage("limit", limit or "")
    start = _number(offset, 0)
    if start is None or (deepest is not None and start > deepest):
        return BadPage("offset", offset or "")
    return Page(size, start)


def _number(text: str | None, default: int) -> int | None:
    if text is None:
        return default
    return int(text) if _NUMBER.fullmatch(text) else None
