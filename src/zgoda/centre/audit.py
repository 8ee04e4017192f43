"""What the platform's people did, for the administrator: rules, calendars, the clock, readings, warnings and blocks.

Each source is a table that is only added to. A page merges the newest rows of the sources, newest first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import gettext as _

from zgoda.centre.store.models import (
    CalendarChange,
    CalendarChangeKind,
    CaseText,
    LawChange,
    LawChangeKind,
    StaffRead,
    TextKind,
)
from zgoda.engine.clock import ClockMove
from zgoda.look.words.roles import role_name
from zgoda.look.words.times import day_long, length

PAGE = 50
LAST = datetime(9999, 1, 1, tzinfo=UTC)
Cursor = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``key`` is unique and orders lines of one instant; ``case_id`` is the case it was about, if any."""

    at: datetime
    key: str
    kind: str
    who: str
    what: str
    why: str = ""
    case_id: UUID | None = None


def page(kind: str, before: Cursor | None) -> tuple[list[Entry], Cursor | None]:
    """Newest first, of one kind or of all; and where the next page begins, None on the last."""
    at = before[0] if before else LAST
    sources = [SOURCES[kind]] if kind in SOURCES else list(SOURCES.values())
    found = sorted((entry for source in sources for entry in source(at)), key=_order, reverse=True)
    rows = [entry for entry in found if before is None or _order(entry) < before]
    more = len(rows) > PAGE
    return rows[:PAGE], _order(rows[PAGE - 1]) if more else None


def _order(entry: Entry) -> Cursor:
    return entry.at, entry.key


def _laws(before: datetime) -> Iterable[Entry]:
    """C.0 point 5, P-46: who changed which rule set, when and why."""
    rows = LawChange.objects.filter(at__lte=before).select_related("by").order_by("-id")[: 2 * PAGE]
    for row in rows:
        what = _("%(market)s: %(name)s is now %(value)s") % {
            "market": row.market,
            "name": row.name or _("rule set") if row.kind == LawChangeKind.BASE else row.name,
            "value": row.value or _("as usual"),
        }
        yield Entry(row.at, f"law{row.pk:012}", "laws", _login(row), what, row.why)


def _calendars(before: datetime) -> Iterable[Entry]:
    """D.7 point 3: who changed which rest day, when and why."""
    rows = CalendarChange.objects.filter(at__lte=before).select_related("by").order_by("-id")[: 2 * PAGE]
    words = {
        CalendarChangeKind.ADDED: _("rest day added: %(day)s, %(name)s"),
        CalendarChangeKind.REMOVED: _("rest day removed: %(day)s"),
        CalendarChangeKind.CONFIRMED: _("year confirmed: %(year)s"),
    }
    for row in rows:
        values = {"day": day_long(row.day), "name": row.name, "year": row.day.year}
        what = f"{row.country}: {words[CalendarChangeKind(row.kind)] % values}"
        yield Entry(row.at, f"calendar{row.pk:012}", "calendars", _login(row), what, row.why)


def _clock(before: datetime) -> Iterable[Entry]:
    rows = ClockMove.objects.filter(at__lte=before).order_by("-id")[: 2 * PAGE]
    for row in rows:
        what = _("the clock was moved forward by %(length)s") % {"length": length(row.to - row.at)}
        yield Entry(row.at, f"clock{row.pk:012}", "clock", row.by_whom, what)


def _reads(before: datetime) -> Iterable[Entry]:
    """P-04: every reading of a case by the platform's people."""
    rows = StaffRead.objects.filter(at__lte=before).select_related("reader").order_by("-id")[: 2 * PAGE]
    for row in rows:
        who = f"{row.reader.username} · {role_name(row.role)}"
        yield Entry(row.at, f"read{row.pk:012}", "reads", who, _("read a case"), case_id=row.case_id)


def _sanctions(before: datetime) -> Iterable[Entry]:
    """T-10, P-26."""
    kinds = {TextKind.WARNING: _("warned a seller"), TextKind.BLOCKING: _("blocked a seller's account")}
    found = CaseText.objects.filter(kind__in=list(kinds), created_at__lte=before).select_related("author")
    for row in found.order_by("-created_at", "-id")[: 2 * PAGE]:
        who = row.author.username if row.author else ""
        yield Entry(
            row.created_at, f"text{row.pk}", "sanctions", who, kinds[TextKind(row.kind)], row.text or "", row.case_id
        )


def _login(row: LawChange | CalendarChange) -> str:
    return row.by.username if row.by else ""


SOURCES: Mapping[str, Callable[[datetime], Iterable[Entry]]] = MappingProxyType(
    {"laws": _laws, "calendars": _calendars, "clock": _clock, "reads": _reads, "sanctions": _sanctions}
)
