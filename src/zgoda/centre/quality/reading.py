"""Reads of sales quality: an account's figures and history, and the cases behind every number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from zgoda.centre.quality import summing
from zgoda.centre.quality.figuring import day_of
from zgoda.centre.quality.models import NOBODY, Counted, Figure, Kind
from zgoda.domain.actors import Role
from zgoda.domain.quality.figures import WINDOW_DAYS, Column, DaySum, Fact, Window, window_before

PAGE = 50
RUNNING = 50
"""How many of the open answers are told, the next due first."""

Position = tuple[date, int]
_DAYS = {
    Fact.DISCUSSION_ANSWERS: ("ended_on", "party"),
    Fact.MESSAGE_ANSWERS: ("ended_on", "party"),
    Fact.OPENED: ("opened_on", "opened_party"),
    Fact.UNRESOLVED: ("unresolved_on", "unresolved_party"),
}
_PARTY = {Column.OWN: Role.SELLER, Column.WAREHOUSE: Role.WAREHOUSE}


@dataclass(frozen=True, slots=True)
class Which:
    """Cases behind a number. ``late``: only those that were not answered in time."""

    fact: Fact
    column: Column = Column.TOGETHER
    late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """``on`` and ``party`` are those of the fact that was asked about."""

    row: Counted
    on: date
    party: str

    @property
    def position(self) -> Position:
        return self.on, self.row.pk


def newest(account: int, now: datetime) -> Figure | None:
    """The figure in force: today's, or the last one where nothing is left to make a newer of; None without data."""
    found = Figure.objects.filter(account=account, day__lte=day_of(now)).order_by("-day").first()
    return found if found is not None and found.score is not None else None


def history(account: int, now: datetime) -> list[Figure]:
    """At most thirty days, newest first, those without data left out."""
    since = day_of(now) - timedelta(days=WINDOW_DAYS - 1)
    found = Figure.objects.filter(account=account, day__gte=since, day__lte=day_of(now), score__isnull=False)
    return list(found.order_by("-day"))


def days(account: int, now: datetime) -> list[DaySum]:
    """The window's sums and today's, which will count from tomorrow on."""
    today = day_of(now)
    return summing.sums_of(account, Window(window_before(today).first, today))


def running(account: int) -> list[Counted]:
    """Open answers, the next due first; hidden ones are nobody's."""
    return list(_open(account).order_by("due_at", "pk")[:RUNNING])


def count_running(account: int) -> int:
    return _open(account).count()


def cases(
    account: int, which: Which, window: Window, after: Position | None = None, limit: int = PAGE
) -> Sequence[Line]:
    """The newest first, one more than ``limit`` where more follow."""
    on, party = _DAYS[which.fact]
    found = Counted.objects.filter(account=account, **{f"{on}__range": tuple(window)})
    if which.fact in (Fact.DISCUSSION_ANSWERS, Fact.MESSAGE_ANSWERS):
        kind = Kind.DISCUSSION if which.fact is Fact.DISCUSSION_ANSWERS else Kind.MESSAGES
        found = found.filter(kind=kind, **({"in_time": False} if which.late else {}))
    if which.column in _PARTY:
        found = found.filter(**{party: _PARTY[which.column].value})
    if which.fact is Fact.OPENED:
        found = found.filter(number=0)
    if after is not None:
        found = found.filter(Q(**{f"{on}__lt": after[0]}) | Q(**{on: after[0]}, pk__lt=after[1]))
    rows = found.order_by(f"-{on}", "-pk")[: limit + 1]
    return [Line(row, getattr(row, on), getattr(row, party)) for row in rows]


def _open(account: int) -> "QuerySet[Counted]":
    return Counted.objects.filter(account=account, ended_on=None, due_at__isnull=False).exclude(account=NOBODY)
