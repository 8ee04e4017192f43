"""The hotline of each market: its number, its hours, and whether an exchange hands calls over (S1-23, C-36, P-46)."""

from dataclasses import dataclass
from datetime import datetime

from zgoda.centre.hotline.models import LineChange
from zgoda.domain.hotline import CLOSES, OPENS, HotlineHours
from zgoda.domain.markets import Market, market


@dataclass(frozen=True, slots=True)
class Line:
    """``number`` is empty until an administrator gives one. ``by_exchange``: false where agents always dial."""

    market: Market
    number: str
    hours: HotlineHours
    by_exchange: bool


def line_of(market_name: str) -> Line:
    """The line as the last change left it; without any the hours are those of the rules."""
    where = market(market_name)
    row = last_change(where.code)
    if row is None:
        return Line(where, "", HotlineHours(where.zone, OPENS, CLOSES), by_exchange=True)
    return Line(where, row.number, HotlineHours(where.zone, row.opens, row.closes), row.by_exchange)


def last_change(market_code: str) -> LineChange | None:
    """Who set the line as it is, when and why; one look at an index."""
    return LineChange.objects.select_related("by").filter(market=market_code).order_by("-id").first()


def change(line: Line, *, by_id: int | None, at: datetime, why: str) -> None:
    """Set the market's line; earlier ones stay in the log."""
    LineChange.objects.create(
        market=line.market.code,
        number=line.number,
        opens=line.hours.opens,
        closes=line.hours.closes,
        by_exchange=line.by_exchange,
        by_id=by_id,
        at=at,
        why=why,
    )
