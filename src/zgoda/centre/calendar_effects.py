"""What a changed calendar would mean for clocks that already run: told, and moved only on request (D.1, G-13).

Instants are computed once, at opening. This module compares them with what the calendar says today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from zgoda.centre.store import cases, laws
from zgoda.centre.store.models import Case
from zgoda.domain.deadlines import opening_deadlines
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.law import Law
from zgoda.domain.markets import MARKETS

AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Moved:
    """A running answer clock that today's calendar would put elsewhere."""

    case_id: UUID
    market: str
    due: datetime
    would_be: datetime


def running_until(country: str, now: datetime) -> int:
    """How many answer clocks of the country's marketplaces end within the next 30 days."""
    return _running(country, now).filter(answer_due__lte=now + AHEAD).count()


def would_move(country: str, now: datetime) -> Iterator[Moved]:
    """Running answer clocks whose instant differs from what today's calendar gives; memory holds one case."""
    for row in _running(country, now).order_by("answer_due", "id").iterator(chunk_size=200):
        case = cases.discussion(row)
        due = reckoned_again(case, laws.law_of(case))
        if due != case.deadlines.answer_due:
            yield Moved(row.id, row.market, case.deadlines.answer_due, due)


def reckoned_again(case: Discussion, law: Law) -> datetime:
    """TM-1 of this round as it would be set today."""
    purchased_at, not_received = case.purchase.purchased_at, case.reason.not_received
    return opening_deadlines(case.opened_at, purchased_at, not_received=not_received, law=law).answer_due


def _running(country: str, now: datetime) -> QuerySet[Case]:
    codes = [row.code for row in MARKETS.values() if row.country == country]
    return Case.objects.filter(market__in=codes, status=Status.PENDING, answered_at=None, answer_due__gte=now)
