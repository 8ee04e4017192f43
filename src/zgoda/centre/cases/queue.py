"""The staff's queue: cases in which the platform is called, who has joined, and what is due next (P-14, C-29).

A case is in the queue while it is open and the buyer asked the platform to join (T-08), it is Unresolved (T-22) or it
was opened on the buyer's behalf (T-02). A page costs three queries, whatever it holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Count, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from zgoda.accounts.logins import by_login
from zgoda.centre.store import cases, current
from zgoda.centre.store.models import Case
from zgoda.centre.store.numbers import numbered
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.timers import running

PAGE = 25
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
VIEWS = ("waiting", "asked", "unresolved", "on_behalf", "mine", "all")
SORTS = ("oldest", "due")
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants to see. ``market`` "" is all of them; ``words`` search every case, not the queue alone."""

    view: str = "waiting"
    sort: str = "oldest"
    market: str = ""
    words: str = ""
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """One row. ``due`` is the clock that ends next, None where none runs."""

    row: Case
    case: Discussion
    due: tuple[TimerKind, datetime] | None


@dataclass(frozen=True, slots=True)
class Queue:
    """``counts`` are by view; ``after`` is where the next page begins, None on the last."""

    rows: tuple[Queued, ...]
    counts: Mapping[str, int]
    after: Cursor | None


def queue(asked: Asked, reader_id: int, now: datetime) -> Queue:
    """A page of the queue as it stands at ``now``."""
    market = Q(market=asked.market) if asked.market else Q()
    in_queue = Case.objects.filter(market, attention=True)
    conditions = {name: _view(name, reader_id) for name in VIEWS}
    counts = in_queue.aggregate(
        **{f"in_{name}": Count("id", filter=condition) for name, condition in conditions.items()}
    )
    wanted = _search(asked.words, market) if asked.words else in_queue.filter(conditions[asked.view])
    rows, after = _page(wanted, asked)
    return Queue(tuple(_queued(row, now) for row in rows), {name: counts[f"in_{name}"] for name in VIEWS}, after)


def _view(name: str, reader_id: int) -> Q:
    return {
        "waiting": Q(joined=None),
        "asked": Q(join_requested_at__isnull=False),
        "unresolved": Q(status=Status.UNRESOLVED),
        "on_behalf": Q(on_behalf=True),
        "mine": Q(joined_id=reader_id),
        "all": Q(pk__isnull=False),
    }[name]


def _search(words: str, market: Q) -> QuerySet[Case]:
    """By the number of a case or order, or by somebody's login (P-04: staff may read any case)."""
    people = list(by_login(words.strip()).values_list("pk", flat=True))
    return Case.objects.filter(market, Q(buyer_id__in=people) | Q(seller_id__in=people) | of_number(words))


def of_number(words: str) -> Q:
    """Cases whose own number, or whose order's or product's, is this one or begins so."""
    return numbered(words, "pk", "order_id", "line_id")


def _page(found: QuerySet[Case], asked: Asked) -> tuple[list[Case], Cursor | None]:
    never = Value(NEVER, output_field=DateTimeField())
    by = "due_or_never" if asked.sort == "due" else "opened_at"
    found = found.annotate(due_or_never=Coalesce("next_due", never)) if asked.sort == "due" else found
    if asked.after:
        at, case_id = asked.after
        found = found.filter(Q(**{f"{by}__gt": at}) | Q(**{by: at}, pk__gt=case_id))
    people = found.select_related("buyer", "seller", "joined", "line").order_by(by, "pk")
    rows = list(people[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, None
    last = rows[PAGE - 1]
    return rows[:PAGE], (getattr(last, by), last.pk)


def _queued(row: Case, now: datetime) -> Queued:
    case = current.as_of(cases.discussion(row), now)
    due = min(((at, kind) for kind, at in running(case).items()), default=None)
    return Queued(row, case, (due[1], due[0]) if due else None)
