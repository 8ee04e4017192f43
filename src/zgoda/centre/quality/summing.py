"""Daily sums from counted rows, by the same statements for one day of one seller as for everybody.

Statements are composed by Django and run as ``INSERT … SELECT … GROUP BY``, which every database speaks alike.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Aggregate, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from zgoda.centre.quality.models import Counted, DayCount, Kind
from zgoda.domain.actors import Role
from zgoda.domain.quality.figures import DaySum, Fact, Window
from zgoda.engine.prepared import Prepared

_COLUMNS = ("account", "market", "fact", "party", "day", "count", "in_time", "seconds", "waiting")
_FACTS = {
    Fact.DISCUSSION_ANSWERS: ("party", "ended_on"),
    Fact.MESSAGE_ANSWERS: ("party", "ended_on"),
    Fact.OPENED: ("opened_party", "opened_on"),
    Fact.UNRESOLVED: ("unresolved_party", "unresolved_on"),
}
"""Whose a row's fact is, and on which day it counts."""

_ANY_ACCOUNT, _ANY_DAY = -870_914, date(8709, 1, 1)
"""Marks in a composed statement, where its values go."""

_ANSWERS = {Fact.DISCUSSION_ANSWERS: Kind.DISCUSSION, Fact.MESSAGE_ANSWERS: Kind.MESSAGES}


def make(account: int, fact: Fact, day: date) -> None:
    """The sums of one fact on one day of one account anew. The caller holds the account's ``Standing``."""
    DayCount.objects.filter(account=account, day=day, fact=fact.value).delete()
    sql, values = _composed(connection.vendor, fact)
    written = {_ANY_ACCOUNT: account, _as_kept(_ANY_DAY): _as_kept(day)}
    _run(sql, [written.get(value, value) for value in values])


def make_all(first: int, last: int) -> None:
    """All sums of the accounts from ``first`` to ``last``. The caller holds their ``Standing``."""
    DayCount.objects.filter(account__range=(first, last)).delete()
    for fact, (_party, day) in _FACTS.items():
        _insert(_grouped(Q(account__range=(first, last), **{f"{day}__isnull": False}), fact))


def sums_of(account: int, days: Window) -> list[DaySum]:
    """Each day's, as the domain knows them."""
    found = DayCount.objects.filter(account=account, day__range=tuple(days))
    return [_sum(*row)[1] for row in found.values_list(*_COLUMNS)]


def added_up(accounts: Sequence[int], days: Window) -> list[tuple[int, DaySum]]:
    """By account, the days of a window added up by the database: whatever is in it counts alike. Only where answers
    still wait does their own day matter, by which they have grown."""
    found = _added_one(accounts[0], *days) if len(accounts) == 1 else _added(Q(account__in=accounts), *days)
    return [
        _sum(account, market, fact, party, day or days.last, *numbers)
        for account, market, fact, party, day, *numbers in found
    ]


def _added(which: Q, first: date, last: date) -> "QuerySet[DayCount, tuple[Any, ...]]":
    found = DayCount.objects.filter(which, day__range=(first, last)).order_by()
    grows_from = Case(When(waiting__gt=0, then=F("day")))
    return found.values_list("account", "market", "fact", "party", grows_from).annotate(
        Sum("count"), Sum("in_time"), Sum("seconds"), Sum("waiting")
    )


_added_one = Prepared(lambda account, first, last: _added(Q(account=account), first, last), int, date, date)


def warehouses(days: Window) -> list[DaySum]:
    """The Warehouse's part of everybody's, hidden cases among them (T-03): one sum a day."""
    found = DayCount.objects.filter(party=Role.WAREHOUSE.value, day__range=tuple(days)).order_by()
    added = found.values_list("market", "fact", "party", "day").annotate(
        Sum("count"), Sum("in_time"), Sum("seconds"), Sum("waiting")
    )
    return [_sum(0, *row)[1] for row in added]


def _sum(account: int, market: str, fact: str, party: str, day: date, *numbers: int) -> tuple[int, DaySum]:
    return account, DaySum(day, Fact(fact), Role(party), market, *(int(number) for number in numbers))


def _grouped(which: Q, fact: Fact) -> "QuerySet[Counted, tuple[object, ...]]":
    """In the order of ``_COLUMNS``; only answers have times."""
    numbers: dict[str, Aggregate | Coalesce | Value] = {
        "n_all": Count("pk"),
        "n_in_time": Count("pk", filter=Q(in_time=True)),
        "n_seconds": Coalesce(Sum("seconds"), 0),
        "n_waiting": Count("pk", filter=Q(waiting=True)),
    }
    if fact in _ANSWERS:
        which &= Q(kind=_ANSWERS[fact].value)
    else:
        numbers |= {name: Value(0) for name in ("n_in_time", "n_seconds", "n_waiting")}
    party, day = _FACTS[fact]
    found = Counted.objects.filter(which).order_by()
    return found.values_list("account", "market", Value(fact.value), F(party), F(day)).annotate(**numbers)


def _insert(query: "QuerySet[Counted, tuple[object, ...]]") -> None:
    _run(*_statement(query))


@lru_cache(maxsize=8)
def _composed(_vendor: str, fact: Fact) -> tuple[str, tuple[object, ...]]:
    """The statement of one day of one account: it is run with every change, and composing it costs more than that."""
    return _statement(_grouped(Q(account=_ANY_ACCOUNT, **{_FACTS[fact][1]: _ANY_DAY}), fact))


def _statement(query: "QuerySet[Counted, tuple[object, ...]]") -> tuple[str, tuple[object, ...]]:
    select, values = query.query.get_compiler(connection=connection).as_sql()
    columns = ", ".join(map(connection.ops.quote_name, _COLUMNS))
    table = connection.ops.quote_name(DayCount._meta.db_table)
    return f"INSERT INTO {table} ({columns}) {select}", tuple(values)


def _run(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _as_kept(day: date) -> object:
    return connection.ops.adapt_datefield_value(day)
