"""The Warehouse's team: what waits now, and who did what in seven or thirty days; the same as a file."""

import csv
from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.quality import summing, waits
from zgoda.centre.quality.figuring import day_of
from zgoda.centre.quality.team import Team, Work, team
from zgoda.domain.quality.figures import Fact, Window
from zgoda.engine import clock
from zgoda.look import quality as shown
from zgoda.look.streams import Echo, download, plain_cell
from zgoda.look.words import times

SPANS = (7, 30)
COLUMNS = (
    "person",
    "discussions",
    "messages",
    "in_time",
    "late",
    "median_seconds",
    "mean_seconds",
    "forwarded",
    "incidents",
)
"""The heads of the file: for programs, in no language."""


@never_cache
@require_safe
@role_required(Role.WAREHOUSE)
def figures(request: HttpRequest) -> HttpResponse:
    """P-42: the Warehouse's own queue and people, nothing of sellers."""
    now, span = clock.now(), _span(request)
    window = _window(span)
    sums = summing.warehouses(window)
    context = {
        "waits": [(_("Discussions"), _waiting(waits.discussions(now))), (_("Messages"), _waiting(waits.messages(now)))],
        "spans": [
            {
                "label": times.length(timedelta(days=one)),
                "href": f"?days={one}",
                "current": one == span,
                "count": None,
            }
            for one in SPANS
        ],
        "span": span,
        "window": window,
        "rows": _rows(team(window)),
        "discussions": shown.days_of(sums, window, Fact.DISCUSSION_ANSWERS),
        "messages": shown.days_of(sums, window, Fact.MESSAGE_ANSWERS),
    }
    return render(request, "warehouse/team.html", context)


@never_cache
@require_safe
@role_required(Role.WAREHOUSE)
def file(request: HttpRequest) -> HttpResponseBase:
    """The table of the page, times in seconds of business time."""
    return download(_lines(team(_window(_span(request)))), "team.csv")


def _span(request: HttpRequest) -> int:
    return next((one for one in SPANS if request.GET.get("days") == str(one)), SPANS[0])


def _window(span: int) -> Window:
    """Local days with today, which is not complete."""
    today = day_of(clock.now())
    return Window(today - timedelta(days=span - 1), today)


def _waiting(found: waits.Waits) -> list[tuple[str, str]]:
    now = clock.now()
    return [
        (_("Waiting"), times.number(found.waiting)),
        (_("Due within 4 hours"), times.number(found.soon)),
        (_("Overdue"), times.number(found.overdue)),
        (_("The oldest has waited"), times.length(now - found.oldest) if found.oldest else "–"),
    ]


def _rows(found: Team) -> list[list[str]]:
    """The whole team first; nobody's last, where there is anything."""
    rows = [[_("The whole team"), *_cells(found.whole)]]
    rows += [[login, *_cells(work)] for login, work in found.people]
    alone = found.without_person
    if alone.in_time or alone.late:
        rows.append([_("Without a person"), "–", "–", *_cells(alone)[2:4], "–", "–", "–", "–"])
    return rows


def _cells(work: Work) -> list[str]:
    return [
        times.number(work.discussions),
        times.number(work.messages),
        times.number(work.in_time),
        times.number(work.late),
        _time(work.median),
        _time(work.mean),
        times.number(work.forwarded),
        times.number(work.incidents),
    ]


def _time(seconds: int | None) -> str:
    return "–" if seconds is None else times.hours(timedelta(seconds=seconds))


def _lines(found: Team) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for login, work in [("*", found.whole), *found.people, ("-", found.without_person)]:
        yield writer.writerow([plain_cell(login) if login not in "*-" else login, *_numbers(work)])


def _numbers(work: Work) -> list[object]:
    return [
        work.discussions,
        work.messages,
        work.in_time,
        work.late,
        work.median,
        work.mean,
        work.forwarded,
        work.incidents,
    ]
