"""Daily sums from counted rows, by the same statements for one day of one seller as for everybody.

Statements are composed by Django and run as ``INSERT … SELECT … GROUP BY``, which every database speaks alike.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Aggregate, Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from zgoda.centre.quality.models import Counted, DayCount, Kind
from zgoda.domain.actors import Role
from zgoda.domain.quality.figures import DaySum, Fact, Window

_COLUMNS = ("account", "market", "fact", "party", "day", "count", "in_time", "seconds", "waiting")
_ANSWERS = {Fact.DISCUSSION_ANSWERS: Kind.DISCUSSION, Fact.MESSAGE_ANSWERS: Kind.MESSAGES}


def make_day(account: int, day: date) -> None:
    """The sums of one day of one account anew. The caller holds the account's ``Standing``."""
    DayCount.objects.filter(account=account, day=day).delete()
    for query in (
        *_answers(Q(account=account, ended_on=day)),
        _opened(Q(account=account, opened_on=day)),
        _unresolved(Q(account=account, unresolved_on=day)),
    ):
        _insert(query)


def make_all(first: int, last: int) -> None:
    """All sums of the accounts from ``first`` to ``last``. The caller holds their ``Standing``."""
    DayCount.objects.filter(account__range=(first, last)).delete()
    among = Q(account__range=(first, last))
    for query in (
        *_answers(among & Q(ended_on__isnull=False)),
        _opened(among & Q(opened_on__isnull=False)),
        _unresolved(among & Q(unresolved_on__isnull=False)),
    ):
        _insert(query)


def sums_of(account: int, days: Window) -> list[DaySum]:
    """What the domain reckons with."""
    return [one for _, one in sums_of_many([account], days)]


def sums_of_many(accounts: Iterable[int], days: Window) -> list[tuple[int, DaySum]]:
    found = DayCount.objects.filter(account__in=list(accounts), day__range=tuple(days))
    return [_sum(*row) for row in found.values_list(*_COLUMNS)]


def warehouses(days: Window) -> list[DaySum]:
    """The Warehouse's part of everybody's, hidden cases among them (T-03): one sum a day."""
    found = DayCount.objects.filter(party=Role.WAREHOUSE.value, day__range=tuple(days)).order_by()
    added = found.values_list("market", "fact", "party", "day").annotate(
        Sum("count"), Sum("in_time"), Sum("seconds"), Sum("waiting")
    )
    return [_sum(0, *row)[1] for row in added]


def _sum(account: int, market: str, fact: str, party: str, day: date, *numbers: int) -> tuple[int, DaySum]:
    return account, DaySum(day, Fact(fact), Role(party), market, *(int(number) for number in numbers))


def _answers(which: Q) -> "list[QuerySet[Counted, tuple[object, ...]]]":
    return [_grouped(which & Q(kind=kind.value), fact, "party", "ended_on") for fact, kind in _ANSWERS.items()]


def _opened(which: Q) -> "QuerySet[Counted, tuple[object, ...]]":
    return _grouped(which, Fact.OPENED, "opened_party", "opened_on")


def _unresolved(which: Q) -> "QuerySet[Counted, tuple[object, ...]]":
    return _grouped(which, Fact.UNRESOLVED, "unresolved_party", "unresolved_on")


def _grouped(which: Q, fact: Fact, party: str, day: str) -> "QuerySet[Counted, tuple[object, ...]]":
    """In the order of ``_COLUMNS``; only answers have times."""
    numbers: dict[str, Aggregate | Coalesce | Value] = {
        "n_all": Count("pk"),
        "n_in_time": Count("pk", filter=Q(in_time=True)),
        "n_seconds": Coalesce(Sum("seconds"), 0),
        "n_waiting": Count("pk", filter=Q(waiting=True)),
    }
    if fact not in _ANSWERS:
        numbers |= {name: Value(0) for name in ("n_in_time", "n_seconds", "n_waiting")}
    found = Counted.objects.filter(which).order_by()
    return found.values_list("account", "market", Value(fact.value), F(party), F(day)).annotate(**numbers)


def _insert(query: "QuerySet[Counted, tuple[object, ...]]") -> None:
    select, values = query.query.get_compiler(connection=connection).as_sql()
    columns = ", ".join(map(connection.ops.quote_name, _COLUMNS))
    table = connection.ops.quote_name(DayCount._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {select}", values)
