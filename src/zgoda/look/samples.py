"""Invented data that shows every component in the style guide."""

from datetime import datetime, timedelta

from zgoda.domain.money import Money
from zgoda.look.charts import Bar, bars
from zgoda.look.quality import Days
from zgoda.look.words import times


def context(now: datetime) -> dict[str, object]:
    """What the style guide's template draws, placed around ``now``."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    return {
        "at": now,
        "hour": hour,
        "day": day,
        "amount": Money(3000, "PLN"),
        "forint": Money(1_249_000, "HUF"),
        "answers": answers(now),
    }


def answers(now: datetime) -> Days:
    """A fortnight of answers, some of them late."""
    days = [((now - timedelta(days=13 - number)).date(), 3 + number * 5 % 7, number % 4 // 3) for number in range(14)]
    named = [(times.day_short(day), in_time, late) for day, in_time, late in days]
    chart = bars(
        [
            Bar(day, (("good", in_time), ("late", late)), number % 5 == 0)
            for number, (day, in_time, late) in enumerate(named)
        ]
    )
    return Days(chart, [(day, str(in_time), str(late)) for day, in_time, late in named])
