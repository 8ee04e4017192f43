"""The Warehouse's queue: what it has to answer, soonest due first; what sellers answer of the orders it sends; and the
cases that go back and forth (P-04, S1-05, S1-07, C-34). A page costs the same few queries, whatever it holds, and none
of them reads more the more there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from zgoda.centre.cases import searching
from zgoda.centre.store import cases, current
from zgoda.centre.store.counting import up_to
from zgoda.centre.store.merging import Cursor, newest_of
from zgoda.centre.store.models import Case
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion

PAGE = 25
VIEWS = ("to_answer", "buyer_wrote", "all", "with_seller", "ping_pong")
COUNTED = ("to_answer", "buyer_wrote", "all")
"""Views of what the Warehouse answers now; the others look at everything it ever sent, which nobody counts."""


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
    """``counts`` of the views in `COUNTED`, each up to `MOST` and one more, none while words are searched; ``after`` is
    where the next page begins, None on the last."""

    rows: tuple[Queued, ...]
    counts: Mapping[str, int]
    after: Cursor | None


def queue(asked: Asked, now: datetime) -> Queue:
    """A page of the queue as it stands at ``now``."""
    market = Q(market=asked.market) if asked.market else Q()
    counts: dict[str, int] = {}
    if asked.words:
        searches = [_shown(found.filter(market)) for found in searching.of_warehouse(asked.words)]
        rows, after = newest_of(searches, asked.after, PAGE)
    else:
        ours = Case.objects.filter(market, at_warehouse=True)
        counts = {name: up_to(ours.filter(_OURS[name]), *_SOONEST) for name in COUNTED}
        if asked.view in COUNTED:
            rows, after = _soonest_first(ours.filter(_OURS[asked.view]), asked.after)
        else:
            rows, after = newest_of([_shown(Case.objects.filter(market, _OTHERS[asked.view]))], asked.after, PAGE)
    found = tuple(Queued(row, current.as_of(cases.discussion(row), now)) for row in rows)
    return Queue(found, counts, after)


def next_to_answer(case_id: UUID) -> Case | None:
    """What is due first beside this case. One query by the queue's index."""
    others = Case.objects.filter(_OURS["to_answer"], at_warehouse=True).exclude(pk=case_id)
    return others.select_related("buyer").defer("state").order_by(*_SOONEST).first()


_SOONEST = ("answer_due", "pk")
_OURS = {
    "to_answer": Q(answered_at=None),
    "buyer_wrote": Q(answered_at__isnull=False, last_message_role=Role.BUYER.value),
    "all": Q(pk__isnull=False),
}
_OTHERS = {
    "with_seller": Q(at_seller=True),
    "ping_pong": Q(ping_pong=True),
}


def _soonest_first(found: QuerySet[Case], after: Cursor | None) -> tuple[list[Case], Cursor | None]:
    if after:
        at, case_id = after
        found = found.filter(Q(answer_due__gt=at) | Q(answer_due=at, pk__gt=case_id))
    rows = list(_shown(found).order_by(*_SOONEST)[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, None
    last = rows[PAGE - 1]
    return rows[:PAGE], (last.answer_due, last.pk) if last.answer_due else None


def _shown(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.select_related("buyer", "seller", "line")
