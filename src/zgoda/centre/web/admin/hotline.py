"""The hotline of each market: number, hours, whether an exchange hands calls over; a change with its reason (P-46)."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.hotline import lines
from zgoda.centre.hotline.lines import Line
from zgoda.centre.web.staff.frame import person
from zgoda.domain.hotline import HotlineHours, are_hours, is_number
from zgoda.domain.markets import MARKETS, Market, UnknownMarket, market
from zgoda.engine import clock
from zgoda.look.words.hotline import hotline_hours, minutes_words

MOST_WORDS = 2_000
_TIME = re.compile(r"\s*(\d{1,2})[:.](\d{2})\s*", re.ASCII)


@dataclass(slots=True)
class Form:
    """What was typed, and what is wrong with it by field."""

    number: str
    opens: str
    closes: str
    by_exchange: bool
    why: str
    errors: dict[str, str]


@never_cache
@require_safe
@role_required(Role.ADMIN)
def hotlines(request: HttpRequest) -> HttpResponse:
    """S1-23, C-36: the four lines, who set each and why."""
    rows = [(lines.line_of(row.code), lines.last_change(row.code)) for row in MARKETS.values()]
    shown = [
        {"line": line, "hours": hotline_hours(line.hours.opens, line.hours.closes), "change": change}
        for line, change in rows
    ]
    return render(request, "admin/hotlines.html", {"rows": shown, "exchange": bool(settings.TELEPHONY_URL)})


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """P-46: in force at once; each change is kept with its reason."""
    where = _market(code)
    form = _typed(request) if request.method == "POST" else _standing(lines.line_of(where.code))
    if request.method == "POST":
        line = _read(form, where)
        if line is not None:
            lines.change(line, by_id=person(request).pk, at=clock.now(), why=form.why)
            messages.success(request, _("The hotline is changed. Offer pages show it within five minutes."))
            return redirect("hotlines")
    context = {"where": where, "form": form, "errors": list(form.errors.items()), "exchange": settings.TELEPHONY_URL}
    return render(request, "admin/hotline_change.html", context, status=422 if form.errors else 200)


def _market(code: str) -> Market:
    try:
        return market(code)
    except UnknownMarket:
        raise Http404 from None


def _typed(request: HttpRequest) -> Form:
    post = {
        name: request.POST.get(name, "").replace("\x00", "").strip() for name in ("number", "opens", "closes", "why")
    }
    return Form(**post, by_exchange="by_exchange" in request.POST, errors={})


def _standing(line: Line) -> Form:
    opens, closes = minutes_words(line.hours.opens), minutes_words(line.hours.closes)
    return Form(line.number, opens, closes, line.by_exchange, "", {})


def _read(form: Form, where: Market) -> Line | None:
    """The line that the form describes; None, and errors in the form, where it describes none."""
    opens, closes = _minutes(form.opens), _minutes(form.closes)
    if form.number and not is_number(form.number):
        form.errors["number"] = _("Write the number with digits, such as +48 22 123 45 67.")
    if opens is None or closes is None or not are_hours(opens, closes):
        form.errors["opens" if opens is None else "closes"] = _(
            "Write times like 8:00 and 21:00, the first before the second."
        )
    if not form.why:
        form.errors["why"] = _("Write down why: the log keeps it.")
    elif len(form.why) > MOST_WORDS:
        form.errors["why"] = _("This is too long.")
    if form.errors or opens is None or closes is None:
        return None
    return Line(where, form.number, HotlineHours(where.zone, opens, closes), form.by_exchange)


def _minutes(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    return int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else None
