"""The Warehouse's queue: what it has to answer, soonest due first; what sellers answer of the orders it sends; and the
cases that go back and forth (P-04, S1-05, S1-07, C-34). A page costs at most three queries, whatever it holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from zgoda.accounts.logins import by_login
from zgoda.centre.cases.queue import of_number
from zgoda.centre.store import cases, current
from zgoda.centre.store.models import Case, Shipment
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion

PAGE = 25
VIEWS = ("to_answer", "buyer_wrote", "all", "with_seller", "ping_pong")
COUNTED = ("to_answer", "buyer_wrote", "all")
"""Views of what the Warehouse answers now; the others look at everything it ever sent, which nobody counts."""

Cursor = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants to see. ``market`` "" is all of them; ``words`` search all cases of fulfilled orders."""

    view: str = VIEWS[0]
    market: str = ""
    words: str = ""
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """One row, with the case as it stands now."""

    row: Case
    case: Discussion


@dataclass(frozen=True, slots=True)
class Queue:
    """``counts`` of the views in `COUNTED`; ``after`` is where the next page begins, None on the last."""

    rows: tuple[Queued, ...]
    counts: Mapping[str, int]
    after: Cursor | None


def queue(asked: Asked, now: datetime) -> Queue:
    """A page of the queue as it stands at ``now``."""
    market = Q(market=asked.market) if asked.market else Q()
    ours = Case.objects.filter(market, at_warehouse=True)
    counts = ours.aggregate(**{f"in_{name}": Count("id", filter=_OURS[name]) for name in COUNTED})
    if asked.words:
        rows, after = _newest_first(_search(asked.words).filter(market), asked.after)
    elif asked.view in COUNTED:
        rows, after = _soonest_first(ours.filter(_OURS[asked.view]), asked.after)
    else:
        rows, after = _newest_first(Case.objects.filter(market, _OTHERS[asked.view]), asked.after)
    found = tuple(Queued(row, current.as_of(cases.discussion(row), now)) for row in rows)
    return Queue(found, {name: counts[f"in_{name}"] for name in COUNTED}, after)


def next_to_answer(case_id: UUID) -> Case | None:
    """What is due first beside this case. One query by the queue's index."""
    others = Case.objects.filter(_OURS["to_answer"], at_warehouse=True).exclude(pk=case_id)
    return others.select_related("buyer").defer("state").order_by("answer_due", "pk").first()


_OURS = {
    "to_answer": Q(answered_at=None),
    "buyer_wrote": Q(answered_at__isnull=False, last_message_role=Role.BUYER.value),
    "all": Q(pk__isnull=False),
}
_OTHERS = {
    "with_seller": Q(at_seller=True),
    "ping_pong": Q(ping_pong=True),
}


def _search(words: str) -> QuerySet[Case]:
    """P-04: by the number of a case, order or parcel, or by a login; of the orders that the Warehouse sends."""
    parcels = Shipment.objects.filter(waybill=words).values("order_id")
    people = list(by_login(words).values_list("pk", flat=True))
    named = Q(buyer_id__in=people) | Q(seller_id__in=people) | Q(order_id__in=parcels)
    return Case.objects.filter(named | of_number(words), fulfilled=True)


def _soonest_first(found: QuerySet[Case], after: Cursor | None) -> tuple[list[Case], Cursor | None]:
    if after:
        at, case_id = after
        found = found.filter(Q(answer_due__gt=at) | Q(answer_due=at, pk__gt=case_id))
    return _page(found.order_by("answer_due", "pk"), "answer_due")


def _newest_first(found: QuerySet[Case], after: Cursor | None) -> tuple[list[Case], Cursor | None]:
    if after:
        at, case_id = after
        found = found.filter(Q(opened_at__lt=at) | Q(opened_at=at, pk__lt=case_id))
    return _page(found.order_by("-opened_at", "-pk"), "opened_at")


def _page(found: QuerySet[Case], by: str) -> tuple[list[Case], Cursor | None]:
    rows = list(found.select_related("buyer", "seller", "line")[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, None
    last = rows[PAGE - 1]
    return rows[:PAGE], (getattr(last, by), last.pk)
