"""Working hours, targets and free days as people type them, and as they are shown in the form again."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from zgoda.domain.working_hours import DAY_MINUTES, Opening, in_order

MOST_FREE_DAYS = 400
LONGEST_TARGET = 400 * 60
"""Minutes; a target beyond some ten weeks of work is a slip of the hand."""
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_OPENING = re.compile(rf"\s*{_TIME}\s*[-–—]\s*{_TIME}\s*")
_LENGTH = re.compile(r"\s*(\d{1,4})(?:(?::(\d{2}))|(?:[.,](\d{1,2})))?\s*")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


def openings(text: str) -> tuple[Opening, ...] | None:
    """``9-12:30, 13:00–17`` as minutes of the day; nothing is closed. None where it cannot be read."""
    found: list[Opening] = []
    for part in filter(str.strip, re.split(r"[,;]", text)):
        match = _OPENING.fullmatch(part)
        begin, end = (_minutes(*match.groups()[place : place + 2]) for place in (0, 2)) if match else (None, None)
        if begin is None or end is None or begin >= end:
            return None
        found.append((begin, end))
    return in_order(found)


def show_openings(day: Iterable[Sequence[int]]) -> str:
    return ", ".join(f"{_clock(begin)}–{_clock(end)}" for begin, end in day)


def minutes(text: str) -> int | None:
    """``4``, ``0:30`` or ``1,5`` hours in minutes, at least one. None where it cannot be read."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    hours, sixtieths, part = match.groups()
    if sixtieths and int(sixtieths) > 59:
        return None
    rest = int(sixtieths) if sixtieths else int(part.ljust(2, "0")) * 60 // 100 if part else 0
    whole = int(hours) * 60 + rest
    return whole if 0 < whole <= LONGEST_TARGET else None


def show_minutes(whole: int | None) -> str:
    if whole is None:
        return ""
    return f"{whole // 60}:{whole % 60:02}" if whole % 60 else str(whole // 60)


def free_days(text: str) -> list[date] | None:
    """One day or a stretch of days on each line: ``2026-12-24`` or ``24.12.2026 - 31.12.2026``. None where a line
    cannot be read, or they are too many."""
    found: set[date] = set()
    for line in filter(str.strip, re.split(r"[\n,;]", text)):
        days = [_day(match) for match in _DATE.finditer(line)]
        rest = _DATE.sub("", line).strip()
        if not 1 <= len(days) <= 2 or None in days or rest not in ({""} if len(days) == 1 else {"-", "–", "—", ".."}):
            return None
        first, last = days[0], days[-1]
        if first is None or last is None or not 0 <= (last - first).days < MOST_FREE_DAYS:
            return None
        found |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return sorted(found) if len(found) <= MOST_FREE_DAYS else None


def show_free_days(days: Iterable[date]) -> str:
    """Days in a row become one line."""
    lines: list[list[date]] = []
    for day in sorted(days):
        if lines and day - lines[-1][-1] == timedelta(days=1):
            lines[-1].append(day)
        else:
            lines.append([day])
    return "\n".join(f"{line[0]} – {line[-1]}" if len(line) > 1 else f"{line[0]}" for line in lines)


def _minutes(hour: str, minute: str | None) -> int | None:
    whole = int(hour) * 60 + int(minute or 0)
    return whole if int(minute or 0) < 60 and whole <= DAY_MINUTES else None


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _day(match: re.Match[str]) -> date | None:
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
