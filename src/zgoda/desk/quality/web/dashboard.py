"""The seller's sales quality: the platform's own figures, the desk's beside them, the difference, and what comes."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from zgoda.desk.cases.clocks import market_of
from zgoda.desk.quality import said
from zgoda.desk.quality.differences import Difference, differences
from zgoda.desk.quality.models import Reading
from zgoda.desk.quality.reckoning import Own, figures_of, own_of, running_of, sums_of
from zgoda.desk.quality.web.words import difference_words, forecast_words
from zgoda.desk.store.models import Connection, Member
from zgoda.desk.web import rendering, words
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required
from zgoda.domain.quality.figures import Column, Fact, Figures, Window, window_before
from zgoda.domain.quality.forecast import forecast
from zgoda.domain.quality.scoring import Metric, value_of
from zgoda.engine.clock import real_now
from zgoda.look import quality as shown
from zgoda.look.words import times
from zgoda.look.words.quality import column_name, figure, grade_name, metric_name

MOST = 100
"""Differences that a page lists."""

COMPARED = (Metric.TIMELY_DISCUSSIONS, Metric.AVERAGE_DISCUSSIONS)
"""What the mirror can reckon as well: it holds no transactions, and messages it reads are not rounds yet."""


@require_safe
@member_required
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """One account at a time; a shop without a connection is told to connect one."""
    now = real_now()
    around = frame(member, "quality", now)
    row = _chosen(around.connections, request.GET.get("account", ""))
    values: dict[str, object] = {"connection": row, "accounts": _accounts(around.connections, row)}
    if row is not None:
        values |= _of(row, now)
    return rendering.page(request, "quality/dashboard.html", around, values)


def _chosen(rows: tuple[Connection, ...], account: str) -> Connection | None:
    """The account that was asked for, otherwise the first."""
    return next((row for row in rows if str(row.pk) == account), rows[0] if rows else None)


def _accounts(rows: tuple[Connection, ...], chosen: Connection | None) -> list[dict[str, object]]:
    return [
        {"label": row.login or row.name, "href": f"?account={row.pk}", "current": row == chosen, "count": None}
        for row in rows
    ]


def _of(row: Connection, now: datetime) -> dict[str, object]:
    """All but the age of the reading goes by the server's clock."""
    server_now = row.server_now(now)
    reading = Reading.objects.filter(connection=row).first()
    window = window_before(server_now.astimezone(market_of(row.market).zone).date())
    owned = own_of(row, window, server_now)
    told = said.figures(reading)
    return {
        "window": window,
        "read": times.ago(reading.read_at, now) if reading and reading.read_at else "",
        "trouble": words.trouble(reading.trouble, reading.trace_id) if reading and reading.trouble else "",
        **_platform(said.days(reading)),
        "columns": [column_name(column) for column in Column],
        "figures": shown.table_of(told) if told else [],
        "compared": _compared(told, figures_of(owned, window, row)),
        "by_day": shown.days_of(sums_of(owned), window, Fact.DISCUSSION_ANSWERS),
        **_forecast(owned, row, server_now),
        **_differences(owned, reading, window),
        "left_out": sum(one.reopened for one in owned),
    }


def _platform(days: list[said.Day]) -> dict[str, object]:
    """The newest day with its metrics, and the points of the last thirty."""
    newest = days[0] if days else None
    return {
        "newest": newest,
        "newest_day": times.day_short(newest.day) if newest else "",
        "grade": grade_name(newest.grade) if newest else "",
        "metrics": [
            (_named(one), times.number(one.points), times.number(one.maximum) if one.maximum is not None else "–")
            for one in (newest.metrics if newest else ())
        ],
        "points": shown.scores_of([(one.day, one.points, one.maximum) for one in reversed(days)]),
        "history": [
            (times.day_short(one.day), times.number(one.points), times.number(one.maximum), grade_name(one.grade))
            for one in days
        ],
    }


def _named(metric: said.Metric) -> str:
    """The server's own name; it asked for the reader's language no more than for its own."""
    known = metric_name(metric.code)
    return metric.name if known == metric.code else known


def _compared(told: Figures | None, here: Figures) -> list[tuple[str, str, str]]:
    """Metric, as the platform says, as the desk reckons."""
    return [
        (
            metric_name(metric),
            figure(metric, value_of(told.together, metric)) if told else _("not told"),
            figure(metric, value_of(here.together, metric)),
        )
        for metric in COMPARED
    ]


def _forecast(owned: list[Own], row: Connection, server_now: datetime) -> dict[str, object]:
    running = running_of(owned)
    found = forecast(sums_of(owned), running, server_now, market_of(row.market).zone)
    if found is None:
        return {"promise": "", "next_cases": []}
    by_id = {str(one.case.pk): one.case for one in owned}
    return {
        "promise": forecast_words(found, server_now),
        "next_cases": [
            (by_id[one.subject], times.when(one.due_at), times.left(one.due_at, server_now))
            for one in sorted(running, key=lambda one: (one.due_at, one.subject))
            if one.subject in found.subjects
        ],
    }


def _differences(owned: list[Own], reading: Reading | None, window: Window) -> dict[str, object]:
    counted = said.counted(reading)
    if counted is None or reading is None:
        return {"can_compare": False, "differences": [], "more_differences": ""}
    complete = len(counted) == _count_of(said.figures(reading))
    found = differences(owned, counted, window, complete=complete)
    more = len(found) - MOST
    words_more = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more} if more > 0 else ""
    return {"can_compare": True, "differences": [_told(one) for one in found[:MOST]], "more_differences": words_more}


def _count_of(told: Figures | None) -> int:
    return told.together.discussions.ended if told else -1


def _told(one: Difference) -> dict[str, object]:
    case = one.case
    return {
        "href": f"/cases/{case.pk}" if case else "",
        "name": (case.buyer_login or case.reference or case.remote_id) if case else one.remote_id,
        "subject": case.subject if case else "",
        "why": difference_words(one),
    }
