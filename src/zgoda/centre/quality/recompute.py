"""All of it anew: `zgoda quality recompute` makes sums and figures from the counted rows, and these from the cases.

It may run beside everything else: each batch is a transaction that holds what it writes. What comes out is exactly
what following every change gives.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import models, transaction

from zgoda.centre.messaging.models import Thread
from zgoda.centre.quality import figuring, keeping, summing
from zgoda.centre.quality.models import NOBODY, Counted, DayCount, Figure
from zgoda.centre.quality.refolding import row_values
from zgoda.centre.quality.threads import every_round
from zgoda.centre.store import cases
from zgoda.centre.store.models import Case
from zgoda.domain.quality.figures import window_before

AT_ONCE = 500
"""Cases, threads or accounts of one transaction."""

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Done:
    """How many rows were made from cases and threads, and how many accounts have sums."""

    rows: int
    accounts: int


def everything(now: datetime, *, from_cases: bool = True) -> Done:
    """Rows, sums, and today's figures. Figures of days that have passed stay as they were computed."""
    rows = from_discussions(now) + from_threads(now) if from_cases else 0
    return Done(rows, sums_and_figures(now))


def from_discussions(now: datetime) -> int:
    """The row of every Discussion; how many."""
    count = 0
    for batch in _batches(Case.objects.all()):
        made = [Counted(subject=str(row.pk), number=0, **row_values(cases.discussion(row), now)) for row in batch]
        Counted.objects.filter(subject__in=[one.subject for one in made]).delete()
        Counted.objects.bulk_create(made)
        count += len(made)
    return count


def from_threads(now: datetime) -> int:
    """The rounds of every thread of the Message Center; how many."""
    count = 0
    for batch in _batches(Thread.objects.all()):
        made = [one for thread in batch for one in every_round(thread, now)]
        Counted.objects.filter(subject__in=[thread.pk for thread in batch]).delete()
        Counted.objects.bulk_create(made)
        count += len(made)
    return count


def sums_and_figures(now: datetime, *, part: int = 0, parts: int = 1) -> int:
    """From the counted rows alone, by statements over whole batches of accounts; how many accounts.

    Several processes may share the work: each does every ``parts``-th batch, from number ``part`` on.
    """
    today, count, done = figuring.day_of(now), 0, NOBODY - 1
    for number, accounts in enumerate(_accounts()):
        if number % parts == part:
            with transaction.atomic():
                keeping.lock(accounts)
                summing.make_all(done + 1, accounts[-1])
                figuring.make_anew(_to_figure(accounts, today), today, now)
            count += len(accounts)
        done = accounts[-1]
    if part == 0:
        DayCount.objects.filter(account__gt=done).delete()
    return count


def _to_figure(accounts: list[int], today: date) -> list[int]:
    """Those that have something in their thirty days, or were said to have."""
    counted = DayCount.objects.filter(account__in=accounts, day__range=tuple(window_before(today)))
    told = Figure.objects.filter(account__in=accounts, day=today)
    found = {*counted.values_list("account", flat=True).distinct(), *told.values_list("account", flat=True)}
    return sorted(found - {NOBODY})


def _accounts() -> Iterator[list[int]]:
    """All accounts that have rows, in order, a batch at a time."""
    after = NOBODY - 1
    while True:
        found = Counted.objects.filter(account__gt=after).order_by("account").values_list("account", flat=True)
        batch = list(found.distinct()[:AT_ONCE])
        if not batch:
            return
        yield batch
        after = batch[-1]


def _batches(rows: "models.QuerySet[Row]") -> Iterator[list[Row]]:
    """All rows by key, locked a batch at a time; each batch is a transaction of its own."""
    after: object = None
    while True:
        with transaction.atomic():
            found = rows.order_by("pk") if after is None else rows.filter(pk__gt=after).order_by("pk")
            batch = list(found.select_for_update()[:AT_ONCE])
            if not batch:
                return
            yield batch
            after = batch[-1].pk
