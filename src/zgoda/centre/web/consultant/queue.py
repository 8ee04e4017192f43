"""The queue of consultants and moderators: where the platform is called, oldest first or by what is due."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.centre.cases import queue as waiting
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.staff.frame import STAFF, reader
from zgoda.domain.actors import Actor
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.markets import MARKETS
from zgoda.engine import clock
from zgoda.look.words import clocks, times
from zgoda.look.words.reasons import reason_name
from zgoda.look.words.timers import DUTIES

Seen = dict[str, object]

_SHORT = {
    TimerKind.ANSWER: pgettext_lazy("clock", "answer"),
    TimerKind.ACTION: pgettext_lazy("clock", "delivery"),
    TimerKind.UNRESOLVED_AVAILABLE: pgettext_lazy("clock", "may become unresolved"),
    TimerKind.AUTO_RESOLVE: pgettext_lazy("clock", "closes"),
    TimerKind.CLOSE_AFTER_DELIVERY: pgettext_lazy("clock", "closes"),
    TimerKind.FOLLOW_UP: pgettext_lazy("clock", "look again"),
}
"""Names of the clocks that fit a row of a small screen."""


@never_cache
@require_safe
@role_required(*STAFF)
def queue(request: HttpRequest) -> HttpResponse:
    """P-14: three doors into a case; each row says which one stands open and who has joined."""
    asked, now, by = _asked(request), clock.now(), reader(request)
    found = waiting.queue(asked, by.id or 0, now)
    context = {
        "asked": asked,
        "rows": [_row(queued, by, now) for queued in found.rows],
        "views": [] if asked.words else _views(asked, found),
        "sorts": [] if asked.words else _sorts(asked),
        "markets": _markets(asked),
        "older": _address(asked, after=cursor_text(found.after)) if found.after else "",
        "first": _address(asked) if asked.after else "",
        "total": found.counts.get("all", 0),
    }
    return render(request, "consultant/queue.html", context)


def _asked(request: HttpRequest) -> waiting.Asked:
    """What the address says; a value nobody can mean is the usual one."""
    get = request.GET
    view, sort, market = get.get("view", ""), get.get("sort", ""), get.get("market", "")
    return waiting.Asked(
        view=view if view in waiting.VIEWS else waiting.VIEWS[0],
        sort=sort if sort in waiting.SORTS else waiting.SORTS[0],
        market=market if market in {row.code for row in MARKETS.values()} else "",
        words=get.get("q", "").replace("\x00", "").strip()[:150],
        after=read_cursor(get.get("after", "")),
    )


def _address(asked: waiting.Asked, **other: str) -> str:
    chosen = {"view": asked.view, "sort": asked.sort, "market": asked.market, "q": asked.words, **other}
    return "?" + urlencode({name: value for name, value in chosen.items() if value})


def _views(asked: waiting.Asked, found: waiting.Queue) -> list[Seen]:
    names = {
        "waiting": _("Nobody joined yet"),
        "asked": _("Asked to join"),
        "unresolved": _("Unresolved"),
        "on_behalf": _("Opened for buyers"),
        "mine": _("I joined"),
        "all": _("All"),
    }
    return [
        {
            "label": names[view],
            "href": _address(asked, view=view, q=""),
            "current": view == asked.view,
            "count": _counted(found, view),
        }
        for view in waiting.VIEWS
    ]


def _counted(found: waiting.Queue, view: str) -> int | str | None:
    """Where others wait behind those that were counted, at least so many; where there is none of them, who knows."""
    count = found.counts[view]
    if not found.has_more:
        return count
    return times.at_least(count) if count else None


def _sorts(asked: waiting.Asked) -> list[Seen]:
    names = {"oldest": _("Oldest first"), "due": _("By what is due")}
    return [
        {"label": names[sort], "href": _address(asked, sort=sort), "current": sort == asked.sort, "count": None}
        for sort in waiting.SORTS
    ]


def _markets(asked: waiting.Asked) -> list[Seen]:
    every: list[Seen] = [
        {"label": _("All markets"), "href": _address(asked, market=""), "current": not asked.market, "count": None}
    ]
    return every + [
        {
            "label": market.site,
            "href": _address(asked, market=market.code),
            "current": market.code == asked.market,
            "count": None,
        }
        for market in MARKETS.values()
    ]


def _row(queued: waiting.Queued, by: Actor, now: datetime) -> Seen:
    row, case = queued.row, queued.case
    return {
        "row": row,
        "case": case,
        "who": f"{row.buyer.username} → {row.seller.username}",
        "what": f"{reason_name(case.reason_code)} · {row.line.offer_name}",
        "last": _("opened %(ago)s") % {"ago": times.ago(case.opened_at, now)},
        "joined": _("you") if row.joined_id == by.id else row.joined.username if row.joined else "",
        "clock": _clock(queued, now),
    }


def _clock(queued: waiting.Queued, now: datetime) -> Seen:
    if queued.due is None:
        return {"state": "still", "words": _("no clock runs"), "gone": 0, "due": None}
    kind, due = queued.due
    state = clocks.state(queued.case.opened_at, due, now) if kind in DUTIES else "still"
    words = f"{_SHORT[kind]}: {times.left(due, now)}"
    return {"state": state, "words": words, "gone": clocks.gone(queued.case.opened_at, due, now), "due": due}
