"""What answering the next ones does to the share: "answer these five by 14:00 and it goes from … to …" (S1-64, C.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from zgoda.domain.actors import Role
from zgoda.domain.calendar import ONE_DAY
from zgoda.domain.deadlines import missed
from zgoda.domain.quality.figures import DaySum, Fact, Window, window_before

AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Running:
    """A case whose measured answer is still open. ``subject`` names it to the caller; ``party`` is to answer it."""

    subject: str
    due_at: datetime
    party: Role = Role.SELLER


@dataclass(frozen=True, slots=True)
class Forecast:
    """``subjects`` in the order they are due; the first is due ``by``, and whoever answers all of them by then is in
    time with each. ``now`` is the share as it would be without them, None without data; ``answered`` with all of them
    in time; ``missed`` with none. All three of the thirty days that end on ``last``, when these have ended too.
    """

    subjects: tuple[str, ...]
    by: datetime
    last: date
    now: Fraction | None
    answered: Fraction
    missed: Fraction


def forecast(
    sums: Iterable[DaySum],
    running: Sequence[Running],
    now: datetime,
    zone: ZoneInfo,
    *,
    fact: Fact = Fact.DISCUSSION_ANSWERS,
    take: int = AT_ONCE,
) -> Forecast | None:
    """The next ``take`` by due time and what they do; None when nothing runs. Both parties' answers together.

    Days to come are taken as they are known now, so that the sums may hold today. One that is late already is no
    promise and is left out, and so is what the Warehouse answers, for the seller cannot (S1-55).
    """
    able = (one for one in running if one.party is Role.SELLER and not missed(one.due_at, now))
    chosen = sorted(able, key=lambda one: (one.due_at, one.subject))[:take]
    if not chosen:
        return None
    last = chosen[-1].due_at.astimezone(zone).date()
    ended, in_time = _known(sums, window_before(last + ONE_DAY), fact)
    more = len(chosen)
    return Forecast(
        subjects=tuple(one.subject for one in chosen),
        by=chosen[0].due_at,
        last=last,
        now=Fraction(in_time, ended) if ended else None,
        answered=Fraction(in_time + more, ended + more),
        missed=Fraction(in_time, ended + more),
    )


def _known(sums: Iterable[DaySum], window: Window, fact: Fact) -> tuple[int, int]:
    held = [one for one in sums if one.fact is fact and window.holds(one.day)]
    return sum(one.count for one in held), sum(one.in_time for one in held)
