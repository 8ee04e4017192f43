"""The desk's list: what is due next first, page by page by keyset, with a constant number of queries.

A page costs the same at any depth and with any number of cases; nothing counts all rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db.models import QuerySet

from zgoda.desk.cases import finding, reading
from zgoda.desk.cases.clocks import MOVES_ON, OURS, market_of
from zgoda.desk.cases.cursor import behind, cursor, place_of
from zgoda.desk.store.models import IN_FLIGHT, Answerer, Connection, DeskCase, Lane, Outgoing, SendState
from zgoda.desk.store.models.case import NEVER
from zgoda.desk.work import conditions, searching
from zgoda.engine.prepared import Prepared

PAGE = 40
SHORT_PAGE = 15
"""Rows beside an open case, where the eye is on the conversation."""


class Place(NamedTuple):
    """What decides where a case stands in a list."""

    pk: int
    lane: int
    next_due: datetime
    last_message_at: datetime | None
    opened_at: datetime


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
    answerer: int | None

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
    ``queue_id`` and ``category_id`` are the ticket's. ``who`` is whose they are, in `desk.work.conditions`' words;
    ``answerer`` who answers, of fulfilled orders alone."""

    view: View = View.OPEN
    connection_id: int | None = None
    type: str = ""
    query: str = ""
    source: str = ""
    queue_id: int | None = None
    category_id: int | None = None
    who: str = ""
    tag_id: int | None = None
    answerer: Answerer | None = None

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
        if filters.query:
            ids = finding.found(shop_id, filters.query, ended=ended)
        else:
            ids = finding.few(filters.of_ticket, filters.who, member_id)
        if ids is None:
            rows = _filtered(shop_id, filters, latest, member_id)
            asked = rows.filter(finding.matching(shop_id, filters.query)) if filters.query else rows
            found_rows = _along(asked, after, size, ended=ended)
        else:
            found_rows = _of(_standing(shop_id, filters, latest, member_id, sorted(ids)), after, size, ended=ended)
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
    return ListPage(shown, _cursor(cases[-1], ended=ended) if more else "")


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


def _along(rows: QuerySet[DeskCase], after: str, size: int, *, ended: bool) -> Sequence[tuple[object, ...]]:
    """By the index of the list. One more than the page holds, to know whether there is more."""
    page: list[tuple[object, ...]] = []
    for part in behind(rows, after, ended=ended):
        if len(page) <= size:
            page += _in_order(part, ended=ended, size=size)
    return page[: size + 1]


def _of(places: Iterable[Place], after: str, size: int, *, ended: bool) -> Sequence[tuple[object, ...]]:
    """Few found cases are put in order here, and only those of the page are read: asked for their order, SQLite would
    walk all cases in that order instead of fetching those."""
    place = place_of(after)
    in_order = sorted((_rank(one.lane, _instant(one, ended=ended), one.pk, ended=ended), one.pk) for one in places)
    if place:
        in_order = [one for one in in_order if one[0] > _rank(*place, ended=ended)]
    shown = [pk for _, pk in in_order[: size + 1]]
    listed = {row[0]: row for row in _by_ids(shown)}
    return [listed[pk] for pk in shown if pk in listed]


def _standing(shop_id: int, filters: Filters, now: datetime, member_id: int, ids: Sequence[int]) -> Iterator[Place]:
    """Where those of the cases stand that the filters leave."""
    if replace(filters, query="") != Filters(filters.view):
        rows = _filtered(shop_id, filters, now, member_id).filter(pk__in=ids)
        yield from map(Place._make, rows.order_by().values_list(*Place._fields))
        return
    times = () if filters.view == View.ENDED else (now, conditions.soon(now))
    for begin in range(0, len(ids), searching.MOST):
        some = ids[begin : begin + searching.MOST]
        padded = (*some, *[0] * (searching.MOST - len(some)))
        yield from map(Place._make, _STANDING[filters.view](shop_id, *times, *padded))


def _by_ids(ids: Sequence[int]) -> Iterator[tuple[object, ...]]:
    for begin in range(0, len(ids), PAGE + 1):
        some = ids[begin : begin + PAGE + 1]
        yield from _LISTED(*some, *[0] * (PAGE + 1 - len(some)))


def _in_order(rows: QuerySet[DeskCase], *, ended: bool, size: int = PAGE) -> "QuerySet[DeskCase, tuple[object, ...]]":
    order = ("-last_message_at", "-id") if ended else ("lane", "next_due", "id")
    return rows.order_by(*order).values_list(*Listed._fields)[: size + 1]


def _rank(lane: int, instant: datetime, pk: int, *, ended: bool) -> tuple[int, timedelta, int]:
    """The list's order: what is due next first, or what ended last."""
    return (0, NEVER - instant, -pk) if ended else (lane, instant - _EVER, pk)


def _instant(case: Listed | Place, *, ended: bool) -> datetime:
    return case.last_message_at or case.opened_at if ended else case.next_due


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
    if filters.answerer is not None:
        rows = rows.filter(answerer=filters.answerer)
    if filters.tag_id:
        rows = rows.filter(tagged__tag_id=filters.tag_id)
    if filters.connection_id is not None:
        rows = rows.filter(connection_id=filters.connection_id)
    if filters.type:
        rows = rows.filter(type=filters.type)
    return rows.filter(**filters.of_ticket) if filters.of_ticket else rows


def _cursor(case: Listed, *, ended: bool) -> str:
    return cursor(case.lane, _instant(case, ended=ended), case.pk)


def _outgoing(cases: Sequence[Listed]) -> dict[int, tuple[int, int]]:
    """By case: how many of ours are on their way, and how many need a hand. Missing cases are asked for as 0."""
    counts: dict[int, tuple[int, int]] = {}
    for begin in range(0, len(cases), PAGE):
        ids = [case.pk for case in cases[begin : begin + PAGE]]
        for case_id, state in _UNDER_WAY(*ids, *[0] * (PAGE - len(ids))):
            moving, stuck = counts.get(case_id, (0, 0))
            counts[case_id] = (moving, stuck + 1) if state in _NEEDS_HAND else (moving + 1, stuck)
    return counts


_EVER = datetime(1, 1, 1, tzinfo=UTC)
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
_STANDING: dict[View, Prepared[tuple[int, int, datetime, datetime | None, datetime]]] = {
    view: Prepared(
        lambda shop_id, *rest, view=view, times=times: (
            _in_view(shop_id, view, *(rest[:times] or (NEVER, NEVER)))
            .filter(pk__in=rest[times:])
            .order_by()
            .values_list(*Place._fields)
        ),
        int,
        *[datetime] * times,
        *[int] * searching.MOST,
    )
    for view in View
    for times in (0 if view == View.ENDED else 2,)
}
_LISTED: Prepared[tuple[object, ...]] = Prepared(
    lambda *ids: DeskCase.objects.filter(pk__in=ids).order_by().values_list(*Listed._fields), *[int] * (PAGE + 1)
)
_UNDER_WAY: Prepared[tuple[int, str]] = Prepared(
    lambda *ids: (
        Outgoing.objects.filter(case_id__in=ids, state__in=(*IN_FLIGHT, *_NEEDS_HAND))
        .order_by()
        .values_list("case_id", "state")
    ),
    *[int] * PAGE,
)
