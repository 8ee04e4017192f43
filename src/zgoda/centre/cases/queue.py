"""The staff's queue: cases in which the platform is called, who has joined, and what is due next (P-14, C-29).

A case is in the queue while it is open and the buyer asked the platform to join (T-08), it is Unresolved (T-22) or it
was opened on the buyer's behalf (T-02). A page costs three queries, whatever it holds; a search one for each index that
it looks through.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from zgoda.centre.cases import searching
from zgoda.centre.store import cases, current
from zgoda.centre.store.counting import MOST
from zgoda.centre.store.merging import Cursor, newest_of
from zgoda.centre.store.models import Case
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.timers import running

PAGE = 25
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
VIEWS = ("waiting", "asked", "unresolved", "on_behalf", "mine", "all")
SORTS = ("oldest", "due")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants to see. ``market`` "" is all of them; ``words`` search every case, not the queue alone, and
    the newest of them comes first whatever the ``sort``."""

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
    """``counts`` are by view, of the `MOST` that have waited longest, none while words are searched; ``has_more``:
    others wait behind those. ``after`` is where the next page begins, None on the last."""

    rows: tuple[Queued, ...]
    counts: Mapping[str, int]
    has_more: bool
    after: Cursor | None


def queue(asked: Asked, reader_id: int, now: datetime) -> Queue:
    """A page of the queue as it stands at ``now``."""
    market = Q(market=asked.market) if asked.market else Q()
    counts: dict[str, int] = {}
    if asked.words:
        searches = [_shown(found.filter(market)) for found in searching.of_all(asked.words)]
        rows, after = newest_of(searches, asked.after, PAGE)
    else:
        in_queue = Case.objects.filter(market, attention=True)
        counts = _counts(in_queue, reader_id)
        rows, after = _page(in_queue.filter(_view(asked.view, reader_id)), asked)
    shown = {name: min(count, MOST) for name, count in counts.items()}
    return Queue(tuple(_queued(row, now) for row in rows), shown, counts.get("all", 0) > MOST, after)


def _counts(in_queue: QuerySet[Case], reader_id: int) -> dict[str, int]:
    """Of the first ones, by the index ``case_consultants``, which holds all that is asked."""
    first = in_queue.order_by("opened_at", "pk")[: MOST + 1]
    columns = first.values("pk", "joined_id", "join_requested_at", "status", "on_behalf")
    counted = columns.aggregate(**{f"in_{name}": Count("pk", filter=_view(name, reader_id)) for name in VIEWS})
    return {name: counted[f"in_{name}"] for name in VIEWS}


def _view(name: str, reader_id: int) -> Q:
    return {
        "waiting": Q(joined=None),
        "asked": Q(join_requested_at__isnull=False),
        "unresolved": Q(status=Status.UNRESOLVED),
        "on_behalf": Q(on_behalf=True),
        "mine": Q(joined_id=reader_id),
        "all": Q(pk__isnull=False),
    }[name]


def _page(found: QuerySet[Case], asked: Asked) -> tuple[list[Case], Cursor | None]:
    never = Value(NEVER, output_field=DateTimeField())
    by = "due_or_never" if asked.sort == "due" else "opened_at"
    found = found.annotate(due_or_never=Coalesce("next_due", never)) if asked.sort == "due" else found
    if asked.after:
        at, case_id = asked.after
        found = found.filter(Q(**{f"{by}__gt": at}) | Q(**{by: at}, pk__gt=case_id))
    rows = list(_shown(found).order_by(by, "pk")[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, None
    last = rows[PAGE - 1]
    return rows[:PAGE], (getattr(last, by), last.pk)


def _shown(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.select_related("buyer", "seller", "joined", "line")


def _queued(row: Case, now: datetime) -> Queued:
    case = current.as_of(cases.discussion(row), now)
    due = min(((at, kind) for kind, at in running(case).items()), default=None)
    return Queued(row, case, (due[1], due[0]) if due else None)
