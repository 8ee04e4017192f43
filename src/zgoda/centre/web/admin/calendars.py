"""Calendars of rest days: four countries, year by year; add, remove, confirm; what that means for running clocks."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre import recompute
from zgoda.centre.store import laws
from zgoda.centre.store.models import CalendarChange, CalendarChangeKind
from zgoda.centre.web.staff.frame import person, uuid_or_none
from zgoda.domain.calendar import Calendar
from zgoda.domain.markets import MARKETS, Market
from zgoda.domain.refusals import Refused
from zgoda.domain.rest_days import TABLES
from zgoda.engine import clock
from zgoda.look.words.holidays import holiday_name, source_name
from zgoda.look.words.refusals import refusal
from zgoda.look.words.times import day_long

KINDS = {
    "add": CalendarChangeKind.ADDED,
    "remove": CalendarChangeKind.REMOVED,
    "confirm": CalendarChangeKind.CONFIRMED,
}


@never_cache
@require_safe
@role_required(Role.ADMIN)
def calendars(request: HttpRequest, country: str = "PL", year: int = 0) -> HttpResponse:
    """C-25, D.5, D.7: the days that do not count, where each comes from, and whether the year may still change."""
    where, now = _market(country), clock.now()
    shown = year or now.astimezone(where.zone).year
    calendar = laws.calendar_of(where.code)
    if shown not in range(2000, 2100):
        raise Http404
    context = {
        "where": where,
        "year": shown,
        "countries": [
            {
                "label": row.country,
                "href": f"/administration/calendars/{row.country}/{shown}",
                "current": row is where,
                "count": None,
            }
            for row in MARKETS.values()
        ],
        "years": [
            {"label": one, "href": f"/administration/calendars/{country}/{one}", "current": one == shown, "count": None}
            for one in sorted(calendar.years | {shown})
        ],
        "known": shown in calendar.years,
        "provisional": shown in calendar.provisional_years,
        "rows": _rows(calendar, where.country, shown),
        "edition": calendar.id,
        "running": recompute.running_until(where.code, now),
    }
    return render(request, "admin/calendars.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def change(request: HttpRequest, country: str, year: int, what: str) -> HttpResponse:
    """P-46: one change with its reason. Instants already set stay until somebody recomputes them (D.1)."""
    where = _market(country)
    if what not in KINDS:
        raise Http404
    asked = {name: request.POST.get(name, request.GET.get(name, "")).strip() for name in ("day", "name", "why")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _change(request, where, year, what, asked)
        if not errors:
            messages.success(request, _("The calendar is changed. Clocks that already run stay as they are."))
            return redirect("calendar_of", country, year)
    context = {
        "where": where,
        "year": year,
        "what": what,
        "title": {
            "add": _("Add a rest day"),
            "remove": _("Remove a rest day"),
            "confirm": _("Confirm the year %(year)s") % {"year": year},
        }[what],
        "asked": asked,
        "errors": errors,
        "summary": list(errors.items()),
        "running": recompute.running_until(where.code, clock.now()),
    }
    return render(request, "admin/calendar_change.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def preview(request: HttpRequest, country: str) -> HttpResponse:
    """G-13: which running clocks today's calendar puts elsewhere, page by page; on POST those shown are moved.

    With the reason. Where a seller's calendar counts, the clock is on the page of the marketplace's country.
    """
    where, now, error = _market(country), clock.now(), ""
    why, after = request.POST.get("why", ""), uuid_or_none(request.GET.get("after", ""))
    if request.method == "POST":
        applied = recompute.apply_page(where.code, after, by=person(request).pk, why=why, now=now)
        if not isinstance(applied, Refused):
            words = ngettext("%(count)d Discussion was moved.", "%(count)d Discussions were moved.", applied.moved)
            messages.success(request, words % {"count": applied.moved})
            return redirect(_preview_from(where, applied.after))
        error = refusal(applied)
    page = recompute.preview_page(where.code, now, after)
    context = {
        "where": where,
        "moves": page.moves,
        "further": _preview_from(where, page.after) if page.after else "",
        "from_the_start": after is None,
        "why": why,
        "error": error,
    }
    return render(request, "admin/calendar_preview.html", context, status=422 if error else 200)


def _preview_from(where: Market, after: UUID | None) -> str:
    address = reverse("calendar_preview", args=[where.country])
    return f"{address}?after={after}" if after else address


def _change(request: HttpRequest, where: Market, year: int, what: str, asked: dict[str, str]) -> dict[str, str]:
    errors = {} if asked["why"] else {"why": _("Write down the law or the decree, and where it was published.")}
    day = date(year, 1, 1) if what == "confirm" else _day(asked["day"], year)
    if day is None:
        errors["day"] = _("Write a day of %(year)s.") % {"year": year}
    elif what == "remove" and day not in laws.calendar_of(where.code).rest_days:
        errors["day"] = _("This is not a rest day.")
    if what == "add" and not asked["name"]:
        errors["name"] = _("Write the name of the rest day.")
    if not errors and day is not None:
        laws.change_calendar(
            where.country,
            day,
            KINDS[what],
            by=person(request),
            at=clock.now(),
            why=asked["why"],
            name=asked["name"][:200],
        )
    return errors


def _day(text: str, year: int) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year == year else None


def _rows(calendar: Calendar, country: str, year: int) -> list[dict[str, object]]:
    """Every rest day of the year with its source: a law that ships with the product, or an administrator."""
    frozen = {rest.day: rest.source for rest in TABLES[country].days}
    changes = CalendarChange.objects.filter(country=country, day__year=year, kind=CalendarChangeKind.ADDED)
    added = {row.day: row for row in changes.select_related("by").order_by("id")}
    rows = []
    for day, name in sorted(calendar.rest_days.items()):
        if day.year != year:
            continue
        own = added.get(day)
        rows.append(
            {
                "day": day,
                "words": day_long(day),
                "name": holiday_name(name),
                "source": f"{own.by.username if own.by else ''}: {own.why}"
                if own
                else source_name(frozen.get(day, "")),
                "own": own is not None,
                "counts": day.weekday() < 5,
            }
        )
    return rows


def _market(country: str) -> Market:
    found = next((row for row in MARKETS.values() if row.country == country), None)
    if found is None:
        raise Http404
    return found
