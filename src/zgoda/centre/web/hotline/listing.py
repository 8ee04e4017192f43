"""The log of calls: one's own, those under way, all; searched by order, telephone number or login."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.centre.hotline import reading
from zgoda.centre.hotline.lines import line_of
from zgoda.centre.hotline.models import Call
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.hotline.frame import AGENTS
from zgoda.centre.web.staff.frame import person
from zgoda.domain.hotline import may_take_call
from zgoda.domain.markets import MARKETS
from zgoda.engine import clock
from zgoda.look.words.hotline import hotline_hours, hotline_refusal
from zgoda.look.words.times import length

Seen = dict[str, object]


@never_cache
@require_safe
@role_required(*AGENTS)
def calls(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    get, now = request.GET, clock.now()
    view = get.get("view", "")
    asked = reading.Asked(
        view=view if view in reading.VIEWS else reading.VIEWS[0],
        words=get.get("q", "").replace("\x00", "").strip()[:150],
        after=read_cursor(get.get("after", "")),
    )
    found = reading.calls_page(asked, person(request).pk)
    older = {"view": asked.view, "q": asked.words, "after": cursor_text(found.older)} if found.older else {}
    context = {
        "asked": asked,
        "views": _views(asked),
        "rows": [_row(row, now) for row in found.rows],
        "older": "?" + urlencode({name: value for name, value in older.items() if value}) if older else "",
        "lines": [_line(code, now) for code in (row.code for row in MARKETS.values())],
    }
    return render(request, "hotline/calls.html", context)


def _views(asked: reading.Asked) -> list[Seen]:
    names = {"mine": _("My calls"), "open": _("Under way"), "all": _("All calls")}
    return [
        {
            "label": names[view],
            "href": f"?view={view}",
            "current": not asked.words and view == asked.view,
            "count": None,
        }
        for view in reading.VIEWS
    ]


def _row(call: Call, now: datetime) -> Seen:
    return {
        "call": call,
        "who": call.caller_name or (call.buyer.username if call.buyer else "") or call.caller_phone or _("Caller"),
        "seller": call.seller.username if call.seller else "",
        "lasted": length((call.ended_at or now) - call.began_at),
    }


def _line(code: str, now: datetime) -> Seen:
    """Whether a market's line is open now, and until when it is not."""
    line = line_of(code)
    refused = may_take_call(now, line.hours)
    return {
        "market": code,
        "open": refused is None,
        "words": hotline_hours(line.hours.opens, line.hours.closes) if refused is None else hotline_refusal(refused),
    }
