"""Ratings of orders that the platform packed: comments the reader of texts is not sure of, decided with one click, and
everything that was decided (S1-35, P-27)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.ratings import judging, reading
from zgoda.centre.ratings.models import Judgement, OrderRating
from zgoda.centre.ratings.rows import NoSuchRating
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor, read_named
from zgoda.centre.web.staff.frame import person
from zgoda.domain.ratings import WINDOW_DAYS, RatingRefused, RatingWhy, Verdict, to_judge
from zgoda.engine import clock
from zgoda.look.numbers import whole
from zgoda.look.words.ratings import rating_refusal
from zgoda.text import about_service

PAGE = 25
_VERDICTS = {"yes": Verdict.YES, "no": Verdict.NO}


@dataclass(frozen=True, slots=True)
class Shown:
    """A rating with what was said of its comment. ``words``: those of the comment that spoke for it; ``open``: whether
    a moderator can still decide."""

    row: OrderRating
    products: str
    words: tuple[str, ...]
    said: Judgement | None
    open: bool


@never_cache
@require_safe
@role_required(Role.MODERATOR)
def ratings(request: HttpRequest) -> HttpResponse:
    """Those that wait, oldest first, or what was decided, newest first; a fixed number of queries."""
    decided, now = request.GET.get("show") == "decided", clock.now()
    after = request.GET.get("after", "")
    rows, further = _decided(after, now) if decided else _waiting(after, now)
    query = {"show": "decided", "after": further} if decided else {"after": further}
    context = {
        "rows": rows,
        "decided": decided,
        "segments_of": _segments(now, decided=decided),
        "further": "?" + urlencode(query) if further else "",
        "now_at": now,
    }
    return render(request, "moderator/ratings.html", context)


@never_cache
@require_POST
@role_required(Role.MODERATOR)
def judge(request: HttpRequest, rating_id: str) -> HttpResponse:
    """P-27: yes: the buyer is asked at once; no: the seller may ask."""
    verdict, version = _VERDICTS.get(request.POST.get("verdict", "")), whole(request.POST.get("version", ""))
    if verdict is None or version is None:
        return redirect("rating_comments")
    try:
        outcome = judging.judge(rating_id, version, person(request).pk, verdict, now=clock.now())
    except NoSuchRating:
        outcome = RatingRefused(RatingWhy.REMOVED)
    if isinstance(outcome, RatingRefused):
        messages.warning(request, rating_refusal(outcome))
    elif verdict is Verdict.YES:
        messages.success(request, _("The buyer is asked to remove the rating."))
    else:
        messages.success(request, _("It is left to the seller to ask."))
    return redirect("rating_comments")


def _waiting(after: str, now: datetime) -> tuple[list[Shown], str]:
    found, cursor = _in_queue(now), read_named(after)
    if cursor is not None:
        found = found.filter(Q(waiting_since__gt=cursor[0]) | Q(waiting_since=cursor[0], id__gt=cursor[1]))
    rows = list(found.order_by("waiting_since", "id")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    further = cursor_text((last.waiting_since, last.pk)) if last and last.waiting_since else ""
    return [_shown(row, None, now) for row in rows[:PAGE]], further


def _decided(after: str, now: datetime) -> tuple[list[Shown], str]:
    found, cursor = Judgement.objects.exclude(verdict=Verdict.UNSURE).select_related("by"), read_cursor(after)
    if cursor is not None:
        found = found.filter(Q(at__lt=cursor[0]) | Q(at=cursor[0], id__lt=cursor[1]))
    said = list(found.order_by("-at", "-id")[: PAGE + 1])
    rated = reading.with_parts().in_bulk([one.rating_id for one in said])
    further = cursor_text((said[PAGE - 1].at, said[PAGE - 1].pk)) if len(said) > PAGE else ""
    return [_shown(rated[one.rating_id], one, now) for one in said[:PAGE]], further


def _shown(row: OrderRating, said: Judgement | None, now: datetime) -> Shown:
    """Of an edition that is no more, nothing of the comment is shown beside what was said of it."""
    current = said is None or said.version == row.version
    return Shown(
        row=row,
        products=", ".join(line.offer_name for line in row.order.lines.all()),
        words=about_service(row.comment).why if row.comment and current else (),
        said=said,
        open=current and to_judge(row.as_rules_see(), now),
    )


def _in_queue(now: datetime) -> QuerySet[OrderRating]:
    """What began to wait longer ago than a request is possible for needs no look: the index leaves it out."""
    since = now - timedelta(days=WINDOW_DAYS + 1)
    return reading.with_parts().filter(waiting_since__gte=since, possible_until__gte=now)


def _segments(now: datetime, *, decided: bool) -> list[dict[str, object]]:
    return [
        {"label": _("Waiting"), "href": "?", "current": not decided, "count": _in_queue(now).count()},
        {"label": _("Decided"), "href": "?show=decided", "current": decided, "count": None},
    ]
