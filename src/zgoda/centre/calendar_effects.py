"""What a changed calendar would mean for clocks that already run: told, and moved only on request (D.1, G-13).

Instants are reckoned once, when a clock starts. Here they are compared with what the calendar says today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from zgoda.centre.cases.texts import written
from zgoda.centre.handle import handle
from zgoda.centre.store import cases, current, laws
from zgoda.centre.store.models import Case
from zgoda.domain.actors import Actor
from zgoda.domain.commands import RecomputeDeadlines
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.decide.recomputing import Anew, reckoned_anew
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.markets import MARKETS
from zgoda.domain.refusals import Refused

AHEAD = timedelta(days=30)
AT_ONCE = 200
"""How many cases one request moves, so that it ends in good time."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A case with a clock that today's calendar puts elsewhere: which, where it stands and where it would."""

    case_id: UUID
    market: str
    kind: TimerKind
    due: datetime
    would_be: datetime


def running_until(country: str, now: datetime) -> int:
    """How many answer clocks of the country's marketplaces end within the next 30 days."""
    due = _of(country).filter(status=Status.PENDING, answered_at=None)
    return due.filter(answer_due__gte=now, answer_due__lte=now + AHEAD).count()


def would_move(country: str, now: datetime) -> Iterator[Moved]:
    """The first clock of each case that would move, soonest case first; memory holds one case."""
    rows = _of(country).exclude(status=Status.RESOLVED).filter(next_due__isnull=False)
    for row in rows.order_by("next_due", "id").iterator(chunk_size=200):
        case = current.as_of(cases.discussion(row), now)
        anew = reckoned_anew(case, now, laws.law_of(case)) if case.is_open else None
        if anew is not None:
            yield from islice(_differences(row, case, anew), 1)


def recompute(country: str, by: Actor, why: str, now: datetime) -> int | Refused:
    """P-46: have the clocks reckoned anew, each case through its own door with the reason; how many moved.

    At most ``AT_ONCE`` cases; call again until none is left. Those that moved already are not touched again.
    """
    moved = [one.case_id for one in islice(would_move(country, now), AT_ONCE)]
    for case_id in moved:
        outcome = handle(case_id, RecomputeDeadlines(by=by, reason=written(why)), now=now)
        if isinstance(outcome, Refused):
            return outcome
    return len(moved)


def _differences(row: Case, case: Discussion, anew: Anew) -> Iterator[Moved]:
    pairs = (
        (TimerKind.ANSWER, case.deadlines.answer_due, anew.deadlines.answer_due),
        (TimerKind.ACTION, case.deadlines.action_due, anew.deadlines.action_due),
        (TimerKind.CLOSE_AFTER_DELIVERY, case.closes_at, anew.closes_at),
        (TimerKind.FOLLOW_UP, case.follow_up_at, anew.follow_up_at),
    )
    for kind, due, would_be in pairs:
        if due is not None and would_be is not None and due != would_be:
            yield Moved(row.id, row.market, kind, due, would_be)


def _of(country: str) -> QuerySet[Case]:
    codes = [row.code for row in MARKETS.values() if row.country == country]
    return Case.objects.filter(market__in=codes)
