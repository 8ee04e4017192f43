"""Sales quality from the desk's own rows, by the rules themselves (C.2): what the mirror gives by itself.

The mirror knows Discussions by their latest opening and the messages in them. A case that was re-opened is left out,
for its first round is not in it (G-06); so is what the seller cannot see. Automatic answers have no author here, so
that a case answered by one looks unanswered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Min

from zgoda.desk.cases import answering
from zgoda.desk.cases.clocks import market_of
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.store.models import Connection, DeskCase, DeskMessage
from zgoda.domain.actors import Role
from zgoda.domain.deadlines import business_due
from zgoda.domain.discussion import Responsibility
from zgoda.domain.law import Law, frozen_law
from zgoda.domain.quality.answers import Answer, Clock, business_days_after, measure
from zgoda.domain.quality.figures import DaySum, Fact, Figures, Window, reckon
from zgoda.domain.quality.forecast import Running
from zgoda.wire.times import from_wire

BEFORE = timedelta(days=14)
"""How much earlier a case may have been opened that ended in the window: weekends and rest days on end."""

AUTHORS = {"SELLER": Role.SELLER, "FULFILLMENT": Role.WAREHOUSE}
DISPUTE = "DISPUTE"


@dataclass(frozen=True, slots=True)
class Own:
    """What the mirror gives for one Discussion. ``answer`` is None where nothing is measured; ``reopened``: its first
    round is not known here."""

    case: DeskCase
    answer: Answer | None
    reopened: bool = False


def own_of(connection: Connection, window: Window, server_now: datetime) -> list[Own]:
    """Every Discussion that may belong to the window or still runs, in the order of opening."""
    since = datetime.combine(window.first, datetime.min.time(), market_of(connection.market).zone) - BEFORE
    rows = DeskCase.objects.filter(connection=connection, family=ISSUE, type=DISPUTE, opened_at__gte=since)
    rows = rows.filter(gone_at=None).order_by("opened_at", "pk")
    answers = _first_answers(connection, since)
    return [_own(row, answers.get(row.pk), server_now) for row in rows.iterator()]


def sums_of(owned: list[Own]) -> list[DaySum]:
    """Daily sums of what ended, and of what was opened, as the domain takes them."""
    return [*_ended(owned), *_opened(owned)]


def figures_of(owned: list[Own], window: Window, connection: Connection) -> Figures:
    """Without transactions, of which the mirror holds only those with a case: rates are the server's to tell."""
    zone_law = _law(
        connection.market, datetime.combine(window.last, datetime.min.time(), market_of(connection.market).zone)
    )

    def grown(_market: str, day: date, last: date) -> int:
        return business_days_after(day, last, zone_law)

    return reckon(sums_of(owned), window, 0, grown)


def running_of(owned: list[Own]) -> list[Running]:
    """Open answers; each is named by the desk's own id."""
    return [
        Running(str(one.case.pk), one.answer.due_at, one.answer.party)
        for one in owned
        if one.answer is not None and one.answer.ended_on is None
    ]


def _own(row: DeskCase, answered: tuple[datetime, Role] | None, server_now: datetime) -> Own:
    if _round(row) > 1:
        return Own(row, None, reopened=True)
    law = _law(row.market, row.opened_at)
    clock = Clock(
        started_at=row.opened_at,
        due_at=row.answer_due or row.own_answer_due or business_due(row.opened_at, law).at,
        history=(Responsibility(_responsible(row), row.opened_at, ""),),
        answered_at=answered[0] if answered else None,
        answered_by=answered[1] if answered else None,
        closed_at=_closed_at(row) if row.ended else None,
    )
    return Own(row, measure(clock, server_now, law))


def _first_answers(connection: Connection, since: datetime) -> dict[int, tuple[datetime, Role]]:
    """By case: when it was first answered since its opening, and by whom."""
    spoken = DeskMessage.objects.filter(
        case__connection=connection,
        case__opened_at__gte=since,
        author_role__in=AUTHORS,
        created_at__gte=F("case__opened_at"),
    )
    first: dict[int, tuple[datetime, Role]] = {}
    for case_id, author, at in spoken.order_by().values_list("case_id", "author_role").annotate(Min("created_at")):
        if case_id not in first or at < first[case_id][0]:
            first[case_id] = at, AUTHORS[author]
    return first


def _ended(owned: list[Own]) -> Iterator[DaySum]:
    for one in owned:
        answer = one.answer
        if answer is not None and answer.ended_on is not None:
            yield DaySum(
                day=answer.ended_on,
                fact=Fact.DISCUSSION_ANSWERS,
                party=answer.party,
                market=one.case.market,
                count=1,
                in_time=int(bool(answer.in_time)),
                seconds=answer.seconds or 0,
                waiting=int(answer.waiting),
            )


def _opened(owned: list[Own]) -> Iterator[DaySum]:
    for one in owned:
        if not one.reopened:
            day = one.case.opened_at.astimezone(market_of(one.case.market).zone).date()
            yield DaySum(day, Fact.OPENED, _responsible(one.case), one.case.market, 1)


def _round(row: DeskCase) -> int:
    told = row.own.get("round")
    return told if isinstance(told, int) else 1


def _responsible(row: DeskCase) -> Role:
    """Who answers now, as the desk knows it of every fulfilled order, also where the server does not say it."""
    return Role.WAREHOUSE if answering.is_warehouses(row) else Role.SELLER


def _closed_at(row: DeskCase) -> datetime:
    return from_wire(str(row.own.get("closedAt") or "")) or row.last_message_at or row.opened_at


def _law(market: str, at: datetime) -> Law:
    return frozen_law(at, market_of(market))
