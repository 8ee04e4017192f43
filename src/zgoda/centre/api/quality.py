"""``/sale/quality`` as Allegro gives it, and ``/zgoda/v1/quality``: the figures, and the cases behind every number.

P-42: a seller's program sees its own. Cases hidden from their sellers are in none of it (C.2, S1-56).
"""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.framework import Call, endpoint
from zgoda.centre.api.own_shapes import instant
from zgoda.centre.api.page_tokens import page_token, read_token
from zgoda.centre.quality import reading
from zgoda.centre.quality.figuring import day_of, figures_of
from zgoda.centre.quality.models import Counted, Figure
from zgoda.centre.quality.reading import Line, Position, Which
from zgoda.domain.quality.figures import Column, Fact, Part, window_before
from zgoda.look.words.quality import metric_name
from zgoda.wire import media
from zgoda.wire import quality as wire
from zgoda.wire.scopes import Scope
from zgoda.wire.times import to_wire

ZGODA = (media.ZGODA_V1, media.JSON)
MOST = 100


@endpoint(scope=Scope.PROFILE_READ)
def sale_quality(call: Call) -> HttpResponse:
    """B12-05: up to thirty days. ``resultFor`` is the day on which the figure was made, from the thirty days before."""
    return call.answer(wire.SalesQuality(quality=[_day(one) for one in reading.history(call.user_id, call.now)]))


@endpoint(scope=Scope.PROFILE_READ, versions=ZGODA)
def figures(call: Call) -> HttpResponse:
    """Own, Warehouse, together, by day, and what runs: enough to reckon the figure and a forecast again."""
    account = call.user_id
    figure = reading.newest(account, call.now)
    window = window_before(figure.day) if figure else None
    return call.answer(
        wire.QualityFigures(
            day=figure.day.isoformat() if figure else None,
            from_=window.first.isoformat() if window else None,
            to=window.last.isoformat() if window else None,
            scoring=figure.scoring if figure else None,
            rule_set=figure.rule_set if figure else None,
            computed_at=to_wire(figure.computed_at) if figure else None,
            transactions=figure.transactions if figure else 0,
            columns=_columns(figure) if figure else None,
            days=[
                wire.DaySum(
                    day=one.day.isoformat(),
                    fact=one.fact,
                    party=one.party,
                    market=one.market,
                    count=one.count,
                    in_time=one.in_time,
                    seconds=one.seconds,
                    waiting=one.waiting,
                )
                for one in reading.days(account, call.now)
            ],
            running=[_running(row) for row in reading.running(account)],
            running_count=reading.count_running(account),
        )
    )


@endpoint(scope=Scope.PROFILE_READ, versions=ZGODA)
def cases(call: Call) -> HttpResponse:
    """The cases behind a number of the window before today, newest first; ``page.id`` goes on."""
    query = call.request.GET
    fact, column, late = query.get("fact", ""), query.get("column", Column.TOGETHER), query.get("late", "false")
    if fact not in set(Fact):
        raise problems.invalid("fact", _("The list cannot be filtered by this value."), fact)
    if column not in set(Column):
        raise problems.invalid("column", _("The list cannot be filtered by this value."), column)
    if late not in ("true", "false"):
        raise problems.invalid("late", _("The list cannot be filtered by this value."), late)
    limit = call.page(default=reading.PAGE, largest=MOST).limit
    which = Which(Fact(fact), Column(column), late == "true")
    window = window_before(day_of(call.now))
    lines = reading.cases(call.user_id, which, window, _position(query.get("page.id")), limit)
    more = wire.NextPage(id=page_token(*lines[limit - 1].position)) if len(lines) > limit else None
    return call.answer(wire.CountedCases(cases=[_case(one, which) for one in lines[:limit]], next_page=more))


def _position(token: str | None) -> Position | None:
    if token is None:
        return None
    try:
        day, last = read_token(token) or ("", "")
        return date.fromisoformat(day), int(last) % 2**63
    except ValueError:
        raise problems.invalid("page.id", _("The requested page of the list does not exist."), token) from None


def _day(figure: Figure) -> wire.DayQuality:
    return wire.DayQuality(
        result_for=figure.day.isoformat(),
        score=figure.score or 0,
        grade=figure.grade,
        max_score=figure.maximum or 0,
        metrics=[
            wire.MetricScore(code=code, name=metric_name(code), score=points, max_score=maximum)
            for code, points, maximum in figure.points
        ],
    )


def _columns(figure: Figure) -> wire.Columns:
    found = figures_of(figure.parts, figure.transactions)
    return wire.Columns(own=_part(found.own), warehouse=_part(found.warehouse), together=_part(found.together))


def _part(part: Part) -> wire.Part:
    discussions, messages = (
        wire.Tally(ended=one.ended, in_time=one.in_time, seconds=one.seconds)
        for one in (part.discussions, part.messages)
    )
    return wire.Part(discussions=discussions, messages=messages, opened=part.opened, unresolved=part.unresolved)


def _running(row: Counted) -> wire.Running:
    return wire.Running(
        kind=row.kind, subject=row.subject, number=row.number, party=row.party, due_at=instant(row.due_at) or ""
    )


def _case(line: Line, which: Which) -> wire.CountedCase:
    row, timed = line.row, which.fact in (Fact.DISCUSSION_ANSWERS, Fact.MESSAGE_ANSWERS)
    return wire.CountedCase(
        kind=row.kind,
        subject=row.subject,
        number=row.number,
        party=line.party,
        on=line.on.isoformat(),
        started_at=instant(row.started_at),
        due_at=instant(row.due_at),
        in_time=row.in_time if timed else None,
        seconds=row.seconds if timed else None,
        waiting=row.waiting and timed,
    )
