"""Sums and figures follow the cases: soon after every change, and once for every day that ends (B12-01).

Any number of workers may do this at once, twice, or late; the result is the same. The cost is that of what changed: an
answer that ran out, a day of an account that a change has marked, and once a day the accounts that have something in
their thirty days.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from zgoda.centre.quality import figuring, summing
from zgoda.centre.quality.columns import answer_values
from zgoda.centre.quality.models import NOBODY, Counted, DayCount, Standing, Touched, Turn
from zgoda.centre.quality.noting import write
from zgoda.centre.store import laws
from zgoda.domain.actors import Role
from zgoda.domain.law import Law
from zgoda.domain.markets import market
from zgoda.domain.quality.answers import Answer, run_out
from zgoda.domain.quality.figures import WINDOW_DAYS, Fact, window_before
from zgoda.engine.prepared import Prepared

BATCH = 200
_SAYS_SOMETHING = (
    Q(timely__isnull=False)
    | Q(average__isnull=False)
    | Q(opened_rate__isnull=False)
    | Q(unresolved_rate__isnull=False)
    | Q(score_share__isnull=False)
)


def sweep(now: datetime) -> int:
    """Everything that is behind; how many changes there were."""
    done = 0
    for step in (_run_out, catch_up, _turn_days):
        while count := step(now):
            done += count
    return done


def catch_up(now: datetime) -> int:
    """Some of the days that changes have marked, account by account; how many marks. A mark goes only with what it
    asked for."""
    marks = _marks()
    by_account: dict[int, list[Touched]] = {}
    for mark in marks:
        by_account.setdefault(mark.account, []).append(mark)
    for account, mine in by_account.items():
        with transaction.atomic():
            _do_not_wait_for_the_disk()
            refresh(account, {(Fact(mark.fact), mark.day) for mark in mine}, now)
            Touched.objects.filter(pk__in=[mark.pk for mark in mine]).delete()
    return len(marks)


_marks: Prepared[Touched] = Prepared(lambda: Touched.objects.order_by("pk")[:BATCH])


def _do_not_wait_for_the_disk() -> None:
    """PostgreSQL answers the commit before it is on the disk. What a crash then takes, it takes whole: the marks stand
    again, and the same is made once more."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")


def refresh(account: int, places: Collection[tuple[Fact, date]], now: datetime) -> None:
    """The sums of these days of one account and, where they belong to it, today's figure; in one transaction."""
    today = figuring.day_of(now)
    window = window_before(today)
    lock([account])
    for fact, day in sorted(places):
        summing.make(account, fact, day)
    if account != NOBODY and any(window.holds(day) for _, day in places):
        figuring.make([account], today, now)


def lock(accounts: list[int]) -> None:
    """Nobody else changes their sums and figures until the transaction ends. Always in the order of accounts."""
    missing = set(accounts).difference(_locked(accounts))
    if missing:
        Standing.objects.bulk_create([Standing(account=one) for one in sorted(missing)], ignore_conflicts=True)
        _locked(accounts)


def _locked(accounts: list[int]) -> list[int]:
    found = _locked_one(accounts[0]) if len(accounts) == 1 else _standing(Q(pk__in=accounts))
    return [account for (account,) in found]


def _standing(which: Q) -> "QuerySet[Standing, tuple[int]]":
    return Standing.objects.select_for_update().filter(which).order_by("pk").values_list("pk")


_locked_one = Prepared(lambda account: _standing(Q(pk=account)), int)


def _run_out(now: datetime) -> int:
    """Answers whose time has passed without an event of the case: on the buyer's behalf (G-07), and of messages."""
    late = Counted.objects.filter(ended_on=None, due_at__lt=now).order_by("due_at", "pk")
    keys = list(late.values_list("pk", flat=True)[:BATCH])
    with transaction.atomic():
        for row in Counted.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
            if row.ended_on is None and row.due_at is not None and row.started_at is not None:
                running = Answer(Role(row.party), row.started_at, row.due_at)
                write(row, row.subject, row.number, answer_values(run_out(running, now, _law(row.market, now))))
    return len(keys)


def _law(market_code: str, now: datetime) -> Law:
    where = market(market_code)
    return Law(laws.law_now(where.code, now).rules, where, laws.calendar_of(where.code))


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
    """Accounts with anything counted in the thirty days before ``day`` or on the day that has just left them, and those
    whose last figure is older than yesterday's and still says something, as after days on which nothing was made."""
    days = (day - timedelta(days=WINDOW_DAYS + 1), day - timedelta(days=1))
    counted = DayCount.objects.filter(account__gt=after, day__range=days).order_by("account")
    found = list(counted.values_list("account", flat=True).distinct()[:BATCH])
    stale = Standing.objects.filter(_SAYS_SOMETHING, account__gt=after, day__lt=days[1])
    if len(found) == BATCH:
        stale = stale.filter(account__lte=found[-1])
    left_behind = stale.order_by("account").values_list("account", flat=True)[:BATCH]
    return sorted({*found, *left_behind})[:BATCH]
