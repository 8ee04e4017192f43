"""The Warehouse's queue: what is to be answered, soonest due first."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.cases import warehouse as waiting
from zgoda.centre.claims import finding
from zgoda.centre.claims import warehouse as warehouse_claims
from zgoda.centre.store.counting import MOST, up_to
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.staff.about import answer_clock
from zgoda.centre.web.warehouse.claims import row_shown
from zgoda.domain.decide.forwarding import times_forwarded
from zgoda.domain.discussion import Discussion
from zgoda.domain.markets import MARKETS
from zgoda.engine import clock
from zgoda.look.words import times
from zgoda.look.words.reasons import reason_name
from zgoda.look.words.roles import who_wrote

CLAIMS = 3
"""Claims that stand above the queue; the others are a click away."""

Seen = dict[str, object]


@never_cache
@require_safe
@role_required(Role.WAREHOUSE)
def queue(request: HttpRequest) -> HttpResponse:
    """S1-07: the Warehouse answers what is assigned to it; what sellers answer of its orders it may read (P-04)."""
    asked, now = _asked(request), clock.now()
    found = waiting.queue(asked, now)
    context = {
        "asked": asked,
        "rows": [_row(queued, now) for queued in found.rows],
        "claims": _claims(asked, now),
        "views": [] if asked.words else _views(asked, found),
        "markets": _markets(asked),
        "older": _address(asked, after=cursor_text(found.after)) if found.after else "",
        "first": _address(asked) if asked.after else "",
    }
    return render(request, "warehouse/queue.html", context)


def _asked(request: HttpRequest) -> waiting.Asked:
    """What the address says; a value nobody can mean is the usual one."""
    view, market = request.GET.get("view", ""), request.GET.get("market", "")
    return waiting.Asked(
        view=view if view in waiting.VIEWS else waiting.VIEWS[0],
        market=market if market in {row.code for row in MARKETS.values()} else "",
        words=request.GET.get("q", "").replace("\x00", "").strip()[:150],
        after=read_cursor(request.GET.get("after", "")),
    )


def _address(asked: waiting.Asked, **other: str) -> str:
    chosen = {"view": asked.view, "market": asked.market, "q": asked.words, **other}
    return "?" + urlencode({name: value for name, value in chosen.items() if value})


def _claims(asked: waiting.Asked, now: datetime) -> Seen | None:
    """TM-8, P-36: the claims that wait for the decision on the return, soonest due first; on the first page of what is
    to be answered. Two queries."""
    if asked.view != waiting.VIEWS[0] or asked.words or asked.after:
        return None
    found = warehouse_claims.waiting()
    if asked.market:
        found = found.filter(market=asked.market)
    count = up_to(found, *finding.SOONEST_RETURN)
    if not count:
        return None
    rows = finding.soonest_return_first(found, None)[0][:CLAIMS]
    return {"count": count, "shown": times.counted(count, MOST), "rows": [row_shown(row, now) for row in rows]}


def _views(asked: waiting.Asked, found: waiting.Queue) -> list[Seen]:
    names = {
        "to_answer": _("To answer"),
        "buyer_wrote": _("The buyer wrote again"),
        "all": _("All of ours"),
        "with_seller": _("Sellers answer"),
        "ping_pong": _("Back and forth"),
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


def _counted(found: waiting.Queue, view: str) -> str | None:
    count = found.counts.get(view)
    return None if count is None else times.counted(count, MOST)


def _markets(asked: waiting.Asked) -> list[Seen]:
    names = {"": _("All markets"), **{market.code: market.site for market in MARKETS.values()}}
    return [
        {"label": name, "href": _address(asked, market=code), "current": code == asked.market, "count": None}
        for code, name in names.items()
    ]


def _row(queued: waiting.Queued, now: datetime) -> Seen:
    row, case = queued.row, queued.case
    return {
        "row": row,
        "case": case,
        "who": f"{row.buyer.username} → {row.seller.username}",
        "what": f"{reason_name(case.reason_code)} · {row.line.offer_name}",
        "last": _last(case, now),
        "times": times_forwarded(case),
        "clock": answer_clock(case, now),
    }


def _last(case: Discussion, now: datetime) -> str:
    """Who wrote last and when; of a case that holds no message, when it was opened."""
    if case.last_message_by is None or case.last_message_at is None:
        return _("opened %(ago)s") % {"ago": times.ago(case.opened_at, now)}
    return who_wrote(case.last_message_by, case.last_message_at, now)
