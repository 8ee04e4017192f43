"""My Discussions: newest first, filtered by status, each with what happens next."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zgoda.accounts.models import User
from zgoda.centre.store import current
from zgoda.centre.store.cases import discussion
from zgoda.centre.store.models import Case
from zgoda.centre.web.buyer.keyset import Cursor, cursor_text, read_cursor
from zgoda.centre.web.buyer.person import buyers_only
from zgoda.centre.web.buyer.standing import Standing, standing
from zgoda.domain.discussion import Status
from zgoda.engine import clock
from zgoda.look.words.statuses import status_of_several

PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    case: Case
    status: Status
    standing: Standing


@require_safe
@buyers_only
def discussions(request: HttpRequest, user: User) -> HttpResponse:
    """Three queries: the page and its products and sellers in one, and the person."""
    asked = request.GET.get("status", "")
    status = Status(asked) if asked in Status.__members__ else None
    rows = _page(user.pk, status, read_cursor(request.GET.get("after", "")))
    shown, now = rows[:PAGE], clock.now()
    older = (shown[-1].opened_at, shown[-1].id) if len(rows) > PAGE else None
    context = {
        "rows": [_row(case, now) for case in shown],
        "filters": _filters(status),
        "status": status,
        "older": "?" + urlencode({"status": asked, "after": cursor_text(older)}) if older else "",
        "paged": "after" in request.GET,
    }
    return render(request, "buyer/discussions.html", context)


def _page(buyer_id: int, status: Status | None, after: Cursor | None) -> list[Case]:
    found = Case.objects.filter(buyer_id=buyer_id).select_related("line", "seller")
    if status is not None:
        found = found.filter(status=status)
    if after is not None:
        instant, case_id = after
        found = found.filter(Q(opened_at__lt=instant) | Q(opened_at=instant, id__lt=case_id))
    return list(found.order_by("-opened_at", "-id")[: PAGE + 1])


def _row(row: Case, now: datetime) -> Row:
    case = current.as_of(discussion(row), now)
    return Row(row, case.status, standing(case, now))


def _filters(status: Status | None) -> list[dict[str, object]]:
    here = reverse("discussions")
    every = {"label": _("All"), "href": here, "current": status is None, "count": None}
    return [every] + [
        {"label": status_of_several(one), "href": f"{here}?status={one}", "current": status is one, "count": None}
        for one in Status
    ]
