"""The desk's list: what is due next first, page by page by keyset, with a constant number of queries.

A page costs the same at any depth and with any number of cases; nothing counts all rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db import connection as database
from django.db.models import Q, QuerySet

from zgoda.desk.cases import reading
from zgoda.desk.cases.clocks import MOVES_ON, OURS, market_of
from zgoda.desk.cases.cursor import behind, cursor
from zgoda.desk.crm import mentions
from zgoda.desk.crm.models import Ticket
from zgoda.desk.store.models import IN_FLIGHT, Connection, DeskCase, Lane, Outgoing, SendState
from zgoda.desk.store.models.case import NEVER
from zgoda.desk.work import conditions, searching
from zgoda.engine.prepared import Prepared

PAGE = 40
SHORT_PAGE = 15
"""Rows beside an open case, where the eye is on the conversation."""
MANY = 400
"""More matches of a search than this are met soon enough along the list."""


class Listed(NamedTuple):
    """What a row shows of a case, under the columns' names: a plain row costs a fifth of a model's instance."""

    pk: int
    connection_id: int
    remote_id: str
    type: str
    status: str
    subject: str
    reason: str
    buyer_login: str
    market: str
    opened_at: datetime
    lane: int
    next_due: datetime
    next_what: str
    whose_turn: str
    ended: bool
    last_message_at: datetime | None
    last_message_role: str
    snippet: str
    ticket__source: str | None
    ticket__integration_id: int | None
    ticket__customer_id: int | None
    work__assignee_id: int | None
    work__team_id: int | None
    work__labels: str | None
    house_due: datetime | None

    @property
    def is_unlinked(self) -> bool:
        """S3-28: its ticket stands at the bare login."""
        return self.ticket__integration_id is not None and self.ticket__customer_id is None

    @property
    def has_missed_target(self) -> bool:
        """The shop's own target has passed, and the case has gone on to what is due next."""
        return self.house_due is not None and self.house_due < self.next_due and self.next_what not in MOVES_ON

    @property
    def due(self) -> datetime | None:
        """What is due next, or none."""
        return None if self.next_due >= NEVER else self.next_due


class View(StrEnum):
    """Which cases: open ones (ours and waiting), only ours, only waiting, those put aside, or ended."""

    OPEN = "open"
    OURS = "ours"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    ENDED = "ended"


class Group(StrEnum):
    """The heading a row stands under."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"
    WAITING = "waiting"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Filters:
    """``query`` is a login (or its beginning), a number of an order, case, claim or parcel, or words. ``source``,
    ``queue_id`` and ``category_id`` are the ticket's. ``who`` is whose they are, in `desk.work.conditions`' words."""

    view: View = View.OPEN
    connection_id: int | None = None
    type: str = ""
    query: str = ""
    source: str = ""
    queue_id: int | None = None
    category_id: int | None = None
    who: str = ""
    tag_id: int | None = None

    @property
    def of_ticket(self) -> dict[str, str | int]:
        """S3-27: the conditions on the ticket, under the columns' names."""
        named = {"source": self.source, "queue_id": self.queue_id, "category_id": self.category_id}
        return {f"ticket__{name}": value for name, value in named.items() if value}


class Row(NamedTuple):
    """One case of the page, its heading, how many of our messages are on their way or need a hand, and whether
    somebody wrote since the reader last looked."""

    case: Listed
    connection: Connection
    group: Group
    in_flight: int
    stuck: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """``after`` continues behind the last row; empty at the end."""

    rows: tuple[Row, ...]
    after: str


def connections_of(shop_id: int) -> dict[int, Connection]:
    """Without their secrets: nobody who reads a list needs them, and deciphering them costs more than the page."""
    return {row.pk: row for row in _CONNECTIONS(shop_id)}


def page(
    shop_id: int,
    filters: Filters,
    now: datetime,
    after: str = "",
    *,
    size: int = PAGE,
    known: Mapping[int, Connection] | None = None,
    member_id: int = 0,
    beside: int = 0,
) -> ListPage:
    """One page, each row judged by its server's time. Queries: cases, outgoing rows, what the member has seen, and
    connections unless given. Nothing is new to nobody (no member). ``beside`` a case the page is short, but long
    enough to hold that case where a whole page would."""
    connections = connections_of(shop_id) if known is None else known
    ended = filters.view == View.ENDED
    times = {pk: row.server_now(now) for pk, row in connections.items()}
    latest = max(times.values(), default=now)
    if not after and size == PAGE and filters == Filters(filters.view):
        found_rows: Sequence[tuple[object, ...]] = _first_page(shop_id, filters.view, latest, beside)
    else:
        rows = _filtered(shop_id, filters, latest, member_id)
        found = _found(shop_id, filters, list(connections)) if filters.query else _few(filters, member_id)
        found_rows = _rows(rows, filters, after, size, found)
    if beside:
        size = _reaching(beside, found_rows, size)
    more = len(found_rows) > size
    cases = [Listed._make(row) for row in found_rows[:size]]
    counts = _outgoing(cases)
    seen = reading.marks(member_id, [case.pk for case in cases]) if member_id else {}
    shown = tuple(
        Row(
            case,
            connections[case.connection_id],
            group_of(case, times[case.connection_id]),
            *counts.get(case.pk, (0, 0)),
            is_new=bool(member_id) and _is_new(case, seen),
        )
        for case in cases
    )
    return ListPage(shown, _place(cases[-1], ended=ended) if more else "")


def _reaching(case_id: int, rows: Sequence[tuple[object, ...]], size: int) -> int:
    place = next((number for number, row in enumerate(rows[:size], 1) if row[0] == case_id), 0)
    return max(min(size, SHORT_PAGE), place)


def _is_new(case: Listed, seen: Mapping[int, datetime]) -> bool:
    """An ended case is new only to those who had opened it before."""
    mark = seen.get(case.pk)
    return (mark is not None or not case.ended) and reading.is_new(case.last_message_at, case.last_message_role, mark)


def overdue(shop_id: int, now: datetime, most: int = 99) -> int:
    """How many cases' own clocks are past due, counted by index to ``most`` and one more at the furthest."""
    rows = DeskCase.objects.filter(shop_id=shop_id, ended=False, lane=Lane.OURS, next_due__lt=now)
    return rows.order_by("next_due")[: most + 1].count()


def count(shop_id: int, filters: Filters, now: datetime, member_id: int, most: int) -> int:
    """How many cases a view holds, to ``most`` and one more at the furthest. ``now`` is the latest of the servers'."""
    rows = _filtered(shop_id, filters, now, member_id).order_by().values_list("pk")
    return len(rows[: most + 1])


def group_of(case: Listed | DeskCase, server_now: datetime) -> Group:
    """Today and tomorrow are days of the case's market; exactly on the due instant is not overdue (D.1)."""
    if case.ended:
        return Group.ENDED
    if case.lane == Lane.WAITING:
        return Group.WAITING
    due = case.due
    if due is None:
        return Group.LATER
    if due < server_now:
        return Group.OVERDUE if case.next_what in OURS else Group.TODAY
    zone = market_of(case.market).zone
    days = (due.astimezone(zone).date() - server_now.astimezone(zone).date()) / timedelta(days=1)
    return Group.TODAY if days < 1 else Group.TOMORROW if days < 2 else Group.LATER


def _first_page(shop_id: int, view: View, now: datetime, beside: int) -> list[tuple[object, ...]]:
    """Beside a case no more rows are read than are shown: where the case stands is asked for by numbers alone."""
    values = (shop_id, *(() if view == View.ENDED else (now, conditions.soon(now))))
    if beside:
        rows = _FIRST_PAGES[view, SHORT_PAGE](*values)
        if any(row[0] == beside for row in rows) or (beside,) not in _PLACES[view](*values):
            return rows
    return _FIRST_PAGES[view, PAGE](*values)


def _rows(
    rows: QuerySet[DeskCase], filters: Filters, after: str, size: int, found: set[int] | None
) -> Sequence[tuple[object, ...]]:
    """One more than the page holds, to know whether there is more. Few found rows are sorted here: asked for their
    order, SQLite would walk all cases in that order instead of fetching those."""
    query, ended = filters.query, filters.view == View.ENDED
    stretches = behind(rows, after, ended=ended) if after else [rows]
    if found is not None:
        few = [row for part in stretches for row in part.filter(pk__in=found).values_list(*Listed._fields)]
        return sorted(map(Listed._make, few), key=_last_first if ended else _due_first)[: size + 1]
    page: list[tuple[object, ...]] = []
    for part in stretches:
        if len(page) <= size:
            page += _in_order(part.filter(_matching(query)) if query else part, ended=ended, size=size)
    return page[: size + 1]


def _in_order(rows: QuerySet[DeskCase], *, ended: bool, size: int = PAGE) -> "QuerySet[DeskCase, tuple[object, ...]]":
    order = ("-last_message_at", "-id") if ended else ("lane", "next_due", "id")
    return rows.order_by(*order).values_list(*Listed._fields)[: size + 1]


def _due_first(case: Listed) -> tuple[int, datetime, int]:
    return case.lane, case.next_due, case.pk


def _last_first(case: Listed) -> tuple[timedelta, int]:
    return NEVER - (case.last_message_at or case.opened_at), -case.pk


def _in_view(shop_id: int, view: View, now: datetime, soon: datetime) -> QuerySet[DeskCase]:
    rows = DeskCase.objects.filter(shop_id=shop_id, ended=view == View.ENDED)
    if view == View.ENDED:
        return rows
    if view == View.SNOOZED:
        return rows.filter(conditions.asleep(now, soon))
    lane = {View.OURS: Lane.OURS, View.WAITING: Lane.WAITING}.get(view)
    return rows.filter(conditions.awake(now, soon), **({} if lane is None else {"lane": lane}))


def _filtered(shop_id: int, filters: Filters, now: datetime, member_id: int) -> QuerySet[DeskCase]:
    rows = _in_view(shop_id, filters.view, now, conditions.soon(now))
    if filters.who:
        rows = rows.filter(conditions.whose(filters.who, member_id, ended=filters.view == View.ENDED))
    if filters.tag_id:
        rows = rows.filter(tagged__tag_id=filters.tag_id)
    if filters.connection_id is not None:
        rows = rows.filter(connection_id=filters.connection_id)
    if filters.type:
        rows = rows.filter(type=filters.type)
    return rows.filter(**filters.of_ticket) if filters.of_ticket else rows


def _found(shop_id: int, filters: Filters, connection_ids: Sequence[int]) -> set[int] | None:
    """Cases by their numbers and logins, and the latest that hold the words; None for a login's beginning that very
    many share: those are met soon along the list."""
    numbers = _search(shop_id, filters.query, connection_ids)
    if len(numbers) > MANY:
        return None
    return numbers | searching.find(shop_id, filters.query, ended=filters.view == View.ENDED)


def _search(shop_id: int, query: str, connection_ids: Sequence[int]) -> set[int]:
    """Ids of what matches, at most ``MANY`` and one more. Logins are compared without regard to case.

    Each kind of word has its index and is asked by itself. A beginning that very many logins share is looked for
    along the list instead, where it is met soon.
    """
    plain, number = query.casefold(), query.lower()
    kinds = (
        _begins_with(plain),
        Q(order_id=number),
        Q(remote_id=number, connection_id__in=connection_ids),
        Q(reference=query),
    )
    first, *others = (DeskCase.objects.filter(kind, shop_id=shop_id).order_by().values_list("pk") for kind in kinds)
    return {pk for (pk,) in first.union(*others, all=True)[: MANY + 1]}


def _few(filters: Filters, member_id: int) -> set[int] | None:
    """The cases in a queue or category where they are few, and where one is mentioned: met by an index instead
    of along the list."""
    if filters.who == conditions.MENTIONED:
        return mentions.of_member(member_id)
    named = {name.removeprefix("ticket__"): value for name, value in filters.of_ticket.items()}
    if not {"queue_id", "category_id"} & set(named):
        return None
    tickets = set(Ticket.objects.filter(**named).order_by().values_list("pk", flat=True)[: MANY + 1])
    return tickets if len(tickets) <= MANY else None


def _matching(query: str) -> Q:
    number = query.lower()
    return _begins_with(query.casefold()) | Q(order_id=number) | Q(remote_id=number) | Q(reference=query)


def _begins_with(plain: str) -> Q:
    """A prefix by index: PostgreSQL's pattern index serves LIKE, SQLite's plain one a range of code points."""
    if database.vendor == "postgresql":
        return Q(buyer_key__startswith=plain)
    return Q(buyer_key__gte=plain, buyer_key__lt=plain + "\U0010ffff")


def _place(case: Listed, *, ended: bool) -> str:
    return cursor(case.lane, case.last_message_at or case.opened_at if ended else case.next_due, case.pk)


def _outgoing(cases: Sequence[Listed]) -> dict[int, tuple[int, int]]:
    """By case: how many of ours are on their way, and how many need a hand. Missing cases are asked for as 0."""
    counts: dict[int, tuple[int, int]] = {}
    for begin in range(0, len(cases), PAGE):
        ids = [case.pk for case in cases[begin : begin + PAGE]]
        for case_id, state in _UNDER_WAY(*ids, *[0] * (PAGE - len(ids))):
            moving, stuck = counts.get(case_id, (0, 0))
            counts[case_id] = (moving, stuck + 1) if state in _NEEDS_HAND else (moving + 1, stuck)
    return counts


_SECRETS = ("client_secret", "access_token", "refresh_token")
_NEEDS_HAND = (SendState.HELD, SendState.FAILED, SendState.UNSEEN)
_CONNECTIONS: Prepared[Connection] = Prepared(
    lambda shop_id: Connection.objects.filter(shop_id=shop_id).defer(*_SECRETS).order_by("pk"), int
)
_FIRST_PAGES: dict[tuple[View, int], Prepared[tuple[object, ...]]] = {
    (view, size): Prepared(
        lambda shop_id, *times, view=view, size=size: _in_order(
            _in_view(shop_id, view, *(times or (NEVER, NEVER))), ended=view == View.ENDED, size=size
        ),
        int,
        *(() if view == View.ENDED else (datetime, datetime)),
    )
    for view in View
    for size in (PAGE, SHORT_PAGE)
}
_PLACES: dict[View, Prepared[tuple[int]]] = {
    view: Prepared(
        lambda shop_id, *times, view=view: _in_order(
            _in_view(shop_id, view, *(times or (NEVER, NEVER))), ended=view == View.ENDED, size=PAGE - 1
        ).values_list("pk"),
        int,
        *(() if view == View.ENDED else (datetime, datetime)),
    )
    for view in View
}
_UNDER_WAY: Prepared[tuple[int, str]] = Prepared(
    lambda *ids: (
        Outgoing.objects.filter(case_id__in=ids, state__in=(*IN_FLIGHT, *_NEEDS_HAND))
        .order_by()
        .values_list("case_id", "state")
    ),
    *[int] * PAGE,
)
