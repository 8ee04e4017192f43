"""What waits for the Warehouse now, in Discussions and in messages: how much, how urgent, since when (P-42)."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Count, Min, Q

from zgoda.centre.messaging.models import Thread
from zgoda.centre.store import laws
from zgoda.centre.store.models import Case
from zgoda.domain.deadlines import business_due
from zgoda.domain.law import Law

SOON = timedelta(hours=4)
"""What is due within this is said apart."""


@dataclass(frozen=True, slots=True)
class Waits:
    """``oldest``: since when the one that has waited longest does; None where nothing waits."""

    waiting: int
    soon: int
    overdue: int
    oldest: datetime | None


def discussions(now: datetime) -> Waits:
    """The queue's "to answer", by its index ``case_warehouse_waits``."""
    found = Case.objects.filter(at_warehouse=True, answered_at=None).aggregate(
        waiting=Count("pk"),
        soon=Count("pk", filter=Q(answer_due__gte=now, answer_due__lte=now + SOON)),
        overdue=Count("pk", filter=Q(answer_due__lt=now)),
        oldest=Min("opened_at"),
    )
    return Waits(**found)


def messages(now: datetime) -> Waits:
    """C.2: 24 business hours from the oldest message that waits in a thread. The earlier asked, the earlier due, so
    that within a marketplace only a few instants are reckoned."""
    rows = Thread.objects.filter(warehouse_since__isnull=False).order_by("warehouse_since", "id")
    since: dict[str, list[datetime]] = {}
    for market, at in rows.values_list("seller__market", "warehouse_since"):
        since.setdefault(market, []).extend([at] if at else [])
    overdue = soon = 0
    for market, asked in since.items():
        due = partial(_due, laws.law_now(market, now))
        late = bisect_left(asked, now, key=due)
        overdue += late
        soon += bisect_right(asked, now + SOON, key=due) - late
    oldest = min((asked[0] for asked in since.values()), default=None)
    return Waits(sum(map(len, since.values())), soon, overdue, oldest)


def _due(law: Law, asked_at: datetime) -> datetime:
    return business_due(asked_at, law).at
