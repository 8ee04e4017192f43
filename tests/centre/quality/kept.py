"""What is kept of sales quality, in a form that can be compared."""

from datetime import date, datetime

from zgoda.centre.quality import keeping, recompute
from zgoda.centre.quality.figuring import figures_of
from zgoda.centre.quality.models import Counted, DayCount, Figure, Standing, Touched
from zgoda.domain.quality.figures import Figures

Kept = dict[str, list[tuple[object, ...]]]
_UNTOLD = {"id", "computed_at"}


def kept(today: date) -> Kept:
    """All rows without their numbers."""
    figures = Figure.objects.filter(day=today)
    found = {
        "rows": Counted.objects.all(),
        "sums": DayCount.objects.all(),
        "figures": figures,
        "now": Standing.objects.all(),
    }
    return {name: sorted((_values(row) for row in rows), key=str) for name, rows in found.items()}


def both_ways(now: datetime, today: date) -> tuple[Kept, Kept]:
    """After following every change, and after making all of it anew."""
    keeping.sweep(now)
    assert not Touched.objects.exists()
    followed = kept(today)
    recompute.everything(now)
    return followed, kept(today)


def figures(account: int, day: date) -> Figures:
    row = Figure.objects.get(account=account, day=day)
    return figures_of(row.parts, row.transactions)


def _values(row) -> tuple[object, ...]:
    return tuple(getattr(row, field.attname) for field in row._meta.fields if field.name not in _UNTOLD)
