"""The Warehouse's own part of everybody's sales quality (P-42: its own queue; S1-32, S1-33)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.quality import summing
from zgoda.centre.quality.figuring import day_of, grown
from zgoda.domain.quality.figures import Column, Fact, reckon, window_before
from zgoda.engine import clock
from zgoda.look import quality as shown
from zgoda.look.words import times

SHOWN = 4
"""The metrics of answers; the rates are of a seller's transactions and mean nothing for all of them together."""


@never_cache
@require_safe
@role_required(Role.WAREHOUSE, Role.MODERATOR, Role.ADMIN)
def warehouse(request: HttpRequest) -> HttpResponse:
    """Over all sellers, hidden cases of combined orders among them, for these are on its account (T-03)."""
    window = window_before(day_of(clock.now()))
    sums = summing.warehouses(window)
    figures = reckon(sums, window, 0, grown)
    part = figures.warehouse
    context = {
        "window": window,
        "rows": shown.table_of(figures, (Column.WAREHOUSE,))[:SHOWN],
        "is_empty": part.is_empty,
        "opened": times.number(part.opened),
        "unresolved": times.number(part.unresolved),
        "days": shown.days_of(sums, window, Fact.DISCUSSION_ANSWERS),
        "messages": shown.days_of(sums, window, Fact.MESSAGE_ANSWERS),
    }
    return render(request, "quality/warehouse.html", context)
