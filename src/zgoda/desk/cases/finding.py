"""Which cases of a list are met by an index of their own: by login, number, words, queue, category or mention."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection as database
from django.db.models import Q, QuerySet

from zgoda.desk.crm import mentions
from zgoda.desk.crm.models import Ticket
from zgoda.desk.store.models import Connection, DeskCase
from zgoda.desk.work import conditions, searching
from zgoda.engine.prepared import Prepared

ALONE = 400
"""A login that more cases share by itself is met alone, by the index that holds its cases in the list's order."""

MANY = 2_000
"""More matches than this of a login's beginning are met soon enough along the list."""


def found(shop_id: int, query: str, *, ended: bool) -> set[int] | None:
    """Cases by their numbers and logins, and the latest that hold the words; None for a login, or its beginning, that
    very many share: those are met along the list. The whole id of an order or a case that is known is no word."""
    named = _named(shop_id, query)
    if named and _ID.fullmatch(query):
        return named
    along = len(named) > MANY or (len(named) > ALONE and _stands_alone(shop_id, query.casefold()))
    return None if along else named | searching.find(shop_id, query, ended=ended)


def few(of_ticket: Mapping[str, str | int], who: str, member_id: int) -> set[int] | None:
    """The cases in a queue or category where they are few, and where one is mentioned: met by an index instead
    of along the list."""
    if who == conditions.MENTIONED:
        return mentions.of_member(member_id)
    named = {name.removeprefix("ticket__"): value for name, value in of_ticket.items()}
    if not {"queue_id", "category_id"} & set(named):
        return None
    tickets = set(Ticket.objects.filter(**named).order_by().values_list("pk", flat=True)[: MANY + 1])
    return tickets if len(tickets) <= MANY else None


def matching(shop_id: int, query: str) -> Q:
    """The same numbers and logins as a condition along the list. Logins are compared without regard to case.

    A login that many cases share by itself stands alone: logins that only begin like it are left out.
    """
    plain, number = query.casefold(), query.lower()
    if _stands_alone(shop_id, plain):
        return Q(buyer_key=plain)
    return _begins_with(plain) | Q(order_id=number) | Q(remote_id=number) | Q(reference=query)


def _stands_alone(shop_id: int, login: str) -> bool:
    rows = DeskCase.objects.filter(shop_id=shop_id, buyer_key=login).order_by().values_list("pk")
    return len(rows[: ALONE + 1]) > ALONE


def _named(shop_id: int, query: str) -> set[int]:
    """Ids of what matches, at most ``MANY`` and one more."""
    plain, number = query.casefold(), query.lower()
    if database.vendor == "postgresql":
        rows: Iterable[tuple[int]] = _numbers(shop_id, _begins_with(plain), number, query)
    else:
        rows = _NUMBERS(shop_id, plain, plain + _LAST, number, query)
    return {pk for (pk,) in rows}


def _numbers(shop_id: int, login: Q, number: str, reference: str) -> "QuerySet[DeskCase, tuple[int]]":
    """Each kind is asked by itself, so that each begins at its index; a remote id by its connection's alone."""
    own = Connection.objects.filter(shop_id=shop_id).order_by().values("pk")
    kinds: Sequence[Q] = (
        login & Q(shop_id=shop_id),
        Q(order_id=number, shop_id=shop_id),
        Q(remote_id=number, connection_id__in=own),
        Q(reference=reference, shop_id=shop_id),
    )
    first, *others = (DeskCase.objects.filter(kind).order_by().values_list("pk") for kind in kinds)
    return first.union(*others, all=True)[: MANY + 1]


def _begins_with(plain: str) -> Q:
    """A prefix by index: PostgreSQL's pattern index serves LIKE, SQLite's plain one a range of code points."""
    if database.vendor == "postgresql":
        return Q(buyer_key__startswith=plain)
    return Q(buyer_key__gte=plain, buyer_key__lt=plain + _LAST)


_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LAST = "\U0010ffff"
_NUMBERS: Prepared[tuple[int]] = Prepared(
    lambda shop_id, plain, beyond, number, query: _numbers(
        shop_id, Q(buyer_key__gte=plain, buyer_key__lt=beyond), number, query
    ),
    int,
    str,
    str,
    str,
    str,
)
