"""One seller's sales quality for the platform's people: figures, days, history, and the cases behind every number."""

from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role, User
from zgoda.centre.quality import reading
from zgoda.centre.quality.figuring import day_of, figures_of
from zgoda.centre.quality.models import Kind
from zgoda.centre.quality.reading import PAGE, Line, Position, Which
from zgoda.centre.web.quality.sellers import READERS
from zgoda.centre.web.staff.frame import person, uuid_or_none
from zgoda.domain.quality.figures import Column, Fact, window_before
from zgoda.engine import clock
from zgoda.look import quality as shown
from zgoda.look.words import times
from zgoda.look.words.quality import column_name, fact_name, grade_name


@never_cache
@require_safe
@role_required(*READERS)
def seller(request: HttpRequest, seller_id: int) -> HttpResponse:
    """P-42. A seller without data has a page that says so."""
    account, now = _seller(seller_id), clock.now()
    figure = reading.newest(seller_id, now)
    window = window_before(figure.day if figure else day_of(now))
    history = reading.history(seller_id, now)
    context = {
        "seller": account,
        "figure": figure,
        "grade": grade_name(figure.grade) if figure else "",
        "window": window,
        "columns": [column_name(column) for column in Column],
        "rows": shown.table_of(figures_of(figure.parts, figure.transactions)) if figure else [],
        "days": shown.days_of(reading.days(seller_id, now), window, Fact.DISCUSSION_ANSWERS),
        "points": shown.scores_of([(one.day, one.score or 0, one.maximum or 0) for one in reversed(history)]),
        "history": [(times.day_short(one.day), one.score, one.maximum, grade_name(one.grade)) for one in history],
        "behind": [(fact_name(fact), _cases_at(seller_id, fact=fact)) for fact in Fact],
        "late": _cases_at(seller_id, fact=Fact.DISCUSSION_ANSWERS, late="true"),
    }
    return render(request, "quality/seller.html", context)


@never_cache
@require_safe
@role_required(*READERS)
def cases(request: HttpRequest, seller_id: int) -> HttpResponse:
    """The newest first, page by page."""
    account, query = _seller(seller_id), request.GET
    fact, column = query.get("fact", ""), query.get("column", "")
    which = Which(
        Fact(fact) if fact in set(Fact) else Fact.DISCUSSION_ANSWERS,
        Column(column) if column in set(Column) else Column.TOGETHER,
        query.get("late") == "true",
    )
    now = clock.now()
    lines = reading.cases(seller_id, which, window_before(day_of(now)), _position(query.get("after", "")))
    asked = {"fact": which.fact.value, "column": which.column.value, "late": str(which.late).lower()}
    older = _cases_at(seller_id, **asked, after=_cursor(lines[PAGE - 1])) if len(lines) > PAGE else ""
    opens = person(request).role == Role.MODERATOR
    context = {
        "seller": account,
        "title": fact_name(which.fact),
        "columns": [
            {
                "label": column_name(one),
                "href": _cases_at(seller_id, **{**asked, "column": one.value}),
                "current": one is which.column,
                "count": None,
            }
            for one in Column
        ],
        "late_only": which.late,
        "timed": which.fact in (Fact.DISCUSSION_ANSWERS, Fact.MESSAGE_ANSWERS),
        "rows": [_row(line, opens=opens) for line in lines[:PAGE]],
        "older": older,
    }
    return render(request, "quality/cases.html", context)


def _seller(seller_id: int) -> User:
    found = User.objects.filter(pk=seller_id, role=Role.SELLER).first() if seller_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _cases_at(seller_id: int, **query: str) -> str:
    return f"{reverse('quality_cases', args=(seller_id,))}?{urlencode(query)}"


def _cursor(line: Line) -> str:
    return f"{line.on.isoformat()}_{line.row.pk}"


def _position(text: str) -> Position | None:
    day, _sign, last = text.partition("_")
    try:
        return date.fromisoformat(day), int(last) % 2**63
    except ValueError:
        return None


def _row(line: Line, *, opens: bool) -> dict[str, object]:
    """``href`` only where the reader may open the case."""
    row = line.row
    case_id: UUID | None = uuid_or_none(row.subject) if row.kind == Kind.DISCUSSION else None
    took = "" if row.seconds is None else times.hours(timedelta(seconds=row.seconds))
    return {
        "name": _("Discussion") if case_id else _("Messages"),
        "href": reverse("staff_case", args=(case_id,)) if opens and case_id else "",
        "id": row.subject,
        "day": times.day_short(line.on),
        "party": column_name(Column.OWN if line.party == "SELLER" else Column.WAREHOUSE),
        "in_time": row.in_time,
        "took": took,
        "waiting": row.waiting,
    }
