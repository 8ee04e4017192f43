"""An account's figure of a day from its sums: reckoned by the domain, scored, and written down."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from zgoda.accounts.models import User
from zgoda.centre.quality import scorings, summing
from zgoda.centre.quality.models import Figure, Standing
from zgoda.centre.store import laws
from zgoda.centre.store.models import Order
from zgoda.domain.law import Law
from zgoda.domain.markets import market
from zgoda.domain.quality.answers import business_days_after
from zgoda.domain.quality.figures import DaySum, Figures, Part, Tally, Window, reckon, window_before
from zgoda.domain.quality.scoring import Metric, score, value_of
from zgoda.engine.prepared import Prepared

MILLION = 1_000_000
HOME = "pl"
_ALL_BUT_THE_KEY = [field.name for field in Figure._meta.concrete_fields if field.name not in {"id", "account", "day"}]


def make(accounts: list[int], day: date, now: datetime) -> None:
    """The figures of a day of these accounts, in the caller's transaction, which holds their ``Standing``.

    Transactions are counted with the day's first figure: its thirty days are complete.
    """
    told = _told_one(accounts[0], day) if len(accounts) == 1 else _told(Q(account__in=accounts), day)
    _make(accounts, day, now, {account: (market, count) for account, market, count in told})


def _told(which: Q, day: date) -> "QuerySet[Figure, tuple[int, str, int]]":
    return Figure.objects.filter(which, day=day).values_list("account", "market", "transactions")


_told_one = Prepared(lambda account, day: _told(Q(account=account), day), int, date)


def make_anew(accounts: list[int], day: date, now: datetime) -> None:
    """The same with homes and transactions looked up again."""
    _make(accounts, day, now, {})


def _make(accounts: list[int], day: date, now: datetime, known: dict[int, tuple[str, int]]) -> None:
    window = window_before(day)
    unknown = [account for account in accounts if account not in known]
    if unknown:
        homes = dict(User.objects.filter(pk__in=unknown).values_list("pk", "market"))
        counts = transactions_of(unknown, window)
        known |= {account: (homes.get(account, HOME), counts.get(account, 0)) for account in unknown}
    sums: dict[int, list[DaySum]] = {account: [] for account in accounts}
    for account, one in summing.added_up(accounts, window):
        sums[account].append(one)
    figures = []
    for account in accounts:
        home, transactions = known[account]
        figures.append(_figure(account, home, day, now, reckon(sums[account], window, transactions, grown)))
    _write(figures, day, is_newest=day == day_of(now))


def day_of(now: datetime) -> date:
    """Today where the sellers are. The four marketplaces keep one clock (D.1), so that their days are one."""
    return now.astimezone(market(HOME).zone).date()


def midnight(day: date) -> datetime:
    """Where a local day begins."""
    return datetime.combine(day, time.min, market(HOME).zone)


def transactions_of(accounts: Iterable[int], window: Window) -> dict[int, int]:
    """How many orders each sold in the window, by the index of sellers and dates."""
    sold = Order.objects.filter(
        seller_id__in=list(accounts),
        bought_at__gte=midnight(window.first),
        bought_at__lt=midnight(window.last + timedelta(days=1)),
    )
    return dict(sold.order_by().values_list("seller_id").annotate(Count("pk")))


def grown(market_code: str, day: date, last: date) -> int:
    """Business days by the marketplace's calendar as it is today."""
    where = market(market_code)
    law = Law(laws.law_now(where.code, midnight(last)).rules, where, laws.calendar_of(where.code))
    return business_days_after(day, last, law)


def figures_of(parts: Mapping[str, Mapping[str, object]], transactions: int) -> Figures:
    """A kept figure as the domain knows it."""
    return Figures(_part(parts["own"], transactions), _part(parts["warehouse"], transactions))


def _part(kept: Mapping[str, object], transactions: int) -> Part:
    discussions, messages = (Tally(**kept[name]) for name in ("discussions", "messages"))  # type: ignore[arg-type]
    opened, unresolved = int(str(kept["opened"])), int(str(kept["unresolved"]))
    return Part(discussions, messages, opened, unresolved, transactions)


def _figure(account: int, home: str, day: date, now: datetime, reckoned: Figures) -> Figure:
    scoring = scorings.on(day)
    scored = None if reckoned.together.is_empty else score(reckoned.together, scoring)
    return Figure(
        account=account,
        market=home,
        day=day,
        transactions=reckoned.own.transactions,
        parts={"own": _kept(reckoned.own), "warehouse": _kept(reckoned.warehouse)},
        score=scored.points if scored else None,
        maximum=scored.maximum if scored else None,
        grade=scored.grade.value if scored else "",
        points=[[one.metric.value, one.points, one.maximum] for one in scored.metrics] if scored else [],
        scoring=scoring.id,
        rule_set=laws.law_now(home, now).rules.id,
        computed_at=now,
    )


def _kept(part: Part) -> dict[str, object]:
    kept = asdict(part)
    del kept["transactions"]
    return kept


def _write(figures: list[Figure], day: date, *, is_newest: bool) -> None:
    """Twice is the same as once. A figure of an earlier day, made late, leaves the standing as it is."""
    accounts = [one.account for one in figures]
    Figure.objects.bulk_create(
        figures, update_conflicts=True, unique_fields=["account", "day"], update_fields=_ALL_BUT_THE_KEY
    )
    newer = (
        set() if is_newest else set(Standing.objects.filter(pk__in=accounts, day__gt=day).values_list("pk", flat=True))
    )
    Standing.objects.bulk_create(
        [_standing(one) for one in figures if one.account not in newer],
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["day", "timely", "average", "opened_rate", "unresolved_rate", "score_share"],
    )


def _standing(figure: Figure) -> Standing:
    part = figures_of(figure.parts, figure.transactions).together
    is_empty = part.is_empty
    return Standing(
        account=figure.account,
        day=figure.day,
        timely=_millionths(value_of(part, Metric.TIMELY_DISCUSSIONS)),
        average=_whole(value_of(part, Metric.AVERAGE_DISCUSSIONS)),
        opened_rate=None if is_empty else _millionths(value_of(part, Metric.DISCUSSIONS_RATE)),
        unresolved_rate=None if is_empty else _millionths(value_of(part, Metric.UNRESOLVED_RATE)),
        score_share=_millionths(Fraction(figure.score or 0, figure.maximum)) if figure.maximum else None,
    )


def _millionths(share: Fraction | None) -> int | None:
    return None if share is None else share.numerator * MILLION // share.denominator


def _whole(seconds: Fraction | None) -> int | None:
    return None if seconds is None else seconds.numerator // seconds.denominator
