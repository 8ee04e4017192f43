"""Sellers by a figure, those who stand worst first (P-42)."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role, User
from zgoda.centre.quality.figuring import MILLION
from zgoda.centre.quality.models import Standing
from zgoda.domain.discussion import Status
from zgoda.domain.quality.scoring import Metric
from zgoda.look.words import times
from zgoda.look.words.quality import figure
from zgoda.look.words.statuses import status_of_several

PAGE = 50
READERS = (Role.MODERATOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class By:
    """A figure to sort by: the column, and whether less of it is worse."""

    column: str
    ascending: bool


ORDERS = {
    "timely": By("timely", ascending=True),
    "average": By("average", ascending=False),
    "opened": By("opened_rate", ascending=False),
    "unresolved": By("unresolved_rate", ascending=False),
    "points": By("score_share", ascending=True),
}


@never_cache
@require_safe
@role_required(*READERS)
def sellers(request: HttpRequest) -> HttpResponse:
    """Together, as it is scored. Sellers without the figure are not in its list."""
    chosen = request.GET.get("by", "timely")
    chosen = chosen if chosen in ORDERS else "timely"
    rows = _page(ORDERS[chosen], request.GET.get("after", ""))
    people = {user.pk: user for user in User.objects.filter(pk__in=[row.account for row in rows])}
    more = len(rows) > PAGE
    context = {
        "rows": [(people.get(row.account), row, _cells(row)) for row in rows[:PAGE]],
        "heads": [order_name(name) for name in ORDERS],
        "orders": [
            {"label": order_name(name), "href": f"?by={name}", "current": name == chosen, "count": None}
            for name in ORDERS
        ],
        "older": f"?{urlencode({'by': chosen, 'after': _cursor(rows[PAGE - 1], ORDERS[chosen])})}" if more else "",
    }
    return render(request, "quality/sellers.html", context)


def order_name(name: str) -> str:
    """The rules' own names, short, for heads and the choice of the order."""
    return {
        "timely": _("Timely responses"),
        "average": _("Average response time"),
        "opened": _("Discussions"),
        "unresolved": status_of_several(Status.UNRESOLVED),
        "points": _("Points"),
    }[name]


def _page(by: By, after: str) -> list[Standing]:
    found = Standing.objects.filter(**{f"{by.column}__isnull": False})
    value, _sign, account = after.partition("_")
    if _is_number(value) and _is_number(account):
        beyond = "gt" if by.ascending else "lt"
        found = found.filter(
            Q(**{f"{by.column}__{beyond}": int(value)}) | Q(**{by.column: int(value)}, account__gt=int(account))
        )
    return list(found.order_by(by.column if by.ascending else f"-{by.column}", "account")[: PAGE + 1])


def _cursor(row: Standing, by: By) -> str:
    return f"{getattr(row, by.column)}_{row.account}"


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and len(digits) <= 18


def _cells(row: Standing) -> list[str]:
    average = None if row.average is None else times.hours(timedelta(seconds=row.average))
    shares = {
        "timely": row.timely,
        "opened": row.opened_rate,
        "unresolved": row.unresolved_rate,
        "points": row.score_share,
    }
    nothing = figure(Metric.TIMELY_DISCUSSIONS, None)
    written = {
        name: nothing if value is None else times.percent_exact(Fraction(value, MILLION))
        for name, value in shares.items()
    }
    return [(average or nothing) if name == "average" else written[name] for name in ORDERS]
