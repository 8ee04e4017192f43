"""Sums and figures follow the cases: soon after every change, and once for every day that ends (B12-01).

Any number of workers may do this at once, twice, or late; the result is the same. The cost is that of what changed: an
answer that ran out, a day of an account that a change has marked, and once a day the accounts that have something in
their thirty days.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from zgoda.centre.quality import figuring, summing
from zgoda.centre.quality.columns import answer_values
from zgoda.centre.quality.models import NOBODY, Counted, DayCount, Figure, Standing, Touched, Turn
from zgoda.centre.quality.noting import touch
from zgoda.centre.store import laws
from zgoda.domain.actors import Role
from zgoda.domain.law import Law
from zgoda.domain.markets import market
from zgoda.domain.quality.answers import Answer, run_out
from zgoda.domain.quality.figures import WINDOW_DAYS, window_before

BATCH = 200


def sweep(now: datetime) -> int:
    """Everything that is behind; how many changes there were."""
    done = 0
    for step in (_run_out, _catch_up, _turn_days):
        while count := step(now):
            done += count
    return done


def refresh(account: int, days: Collection[date | None], now: datetime) -> None:
    """The sums of these days of one account and, where they belong to it, today's figure, in one transaction."""
    today = figuring.day_of(now)
    with transaction.atomic():
        lock([account])
        for day in sorted({day for day in days if day is not None}):
            summing.make_day(account, day)
        if account != NOBODY and any(day is None or window_before(today).holds(day) for day in days):
            counted = Figure.objects.filter(account=account, day=today).values_list("transactions", flat=True).first()
            figuring.make([account], today, now, known={} if counted is None else {account: counted})


def lock(accounts: list[int]) -> None:
    """Nobody else changes their sums and figures until the transaction ends. Always in the order of accounts."""
    Standing.objects.bulk_create([Standing(account=one) for one in sorted(accounts)], ignore_conflicts=True)
    list(Standing.objects.select_for_update().filter(pk__in=accounts).order_by("pk"))


def _run_out(now: datetime) -> int:
    """Answers whose time has passed without an event of the case: on the buyer's behalf (G-07), and of messages."""
    late = Counted.objects.filter(ended_on=None, due_at__lt=now).order_by("due_at", "pk")
    keys = list(late.values_list("pk", flat=True)[:BATCH])
    with transaction.atomic():
        for row in Counted.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
            if row.ended_on is None and row.due_at is not None and row.started_at is not None:
                running = Answer(Role(row.party), row.started_at, row.due_at)
                values = answer_values(run_out(running, now, _law(row.market, now)))
                for name, value in values.items():
                    setattr(row, name, value)
                row.save()
                touch({(row.account, row.ended_on)})
    return len(keys)


def _law(market_code: str, now: datetime) -> Law:
    where = market(market_code)
    return Law(laws.law_now(where.code, now).rules, where, laws.calendar_of(where.code))


def _catch_up(now: datetime) -> int:
    """The days that changes have marked, account by account. A mark goes only with what it asked for."""
    marks = list(Touched.objects.order_by("pk")[:BATCH])
    by_account: dict[int, list[Touched]] = {}
    for mark in marks:
        by_account.setdefault(mark.account, []).append(mark)
    for account, mine in by_account.items():
        with transaction.atomic():
            refresh(account, [mark.day for mark in mine], now)
            Touched.objects.filter(pk__in=[mark.pk for mark in mine]).delete()
    return len(marks)


def _turn_days(now: datetime) -> int:
    """Figures of the days that have begun since the last turn, oldest first; a batch of accounts at a time.

    At the first turn ever there is only today.
    """
    today = figuring.day_of(now)
    if Turn.objects.filter(day=today, done=True).exists():
        return 0
    newest = Turn.objects.filter(day__lt=today).order_by("-day").first()
    day = _next_day(newest, today)
    with transaction.atomic():
        turn, _is_new = Turn.objects.select_for_update().get_or_create(day=day)
        if turn.done:
            return 1
        accounts = _with_something(day, turn.after)
        lock(accounts)
        figuring.make(accounts, day, now)
        turn.after = accounts[-1] if accounts else turn.after
        turn.done = len(accounts) < BATCH
        turn.save()
    return 1


def _next_day(newest: Turn | None, today: date) -> date:
    """No further back than the history that is told (30 days)."""
    if newest is None:
        return today
    following = newest.day + timedelta(days=1) if newest.done else newest.day
    return max(following, today - timedelta(days=WINDOW_DAYS - 1))


def _with_something(day: date, after: int) -> list[int]:
    """Accounts with anything counted in the thirty days before ``day`` or on the day that has just left them."""
    days = (day - timedelta(days=WINDOW_DAYS + 1), day - timedelta(days=1))
    found = DayCount.objects.filter(account__gt=after, day__range=days).order_by("account")
    return list(found.values_list("account", flat=True).distinct()[:BATCH])
