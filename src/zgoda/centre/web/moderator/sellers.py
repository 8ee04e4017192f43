"""Sellers for moderators: who is blocked and why, and what a seller's Discussions add up to (S0-53, S0-54)."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role, User
from zgoda.centre.cases.records import record_of
from zgoda.centre.store.models import Case
from zgoda.domain.discussion import Status
from zgoda.engine import clock

PAGE = 50


@never_cache
@require_safe
@role_required(Role.MODERATOR)
def sellers(request: HttpRequest) -> HttpResponse:
    """The blocked ones, or those whose login begins with the words; with open and unresolved Discussions."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:150]
    found = User.objects.filter(role=Role.SELLER)
    found = (
        found.filter(username__istartswith=words)
        if words
        else found.filter(Q(blocked_at__isnull=False) | Q(cases_sold__status=Status.UNRESOLVED))
    )
    counted = found.annotate(
        open_cases=Count("cases_sold", filter=Q(cases_sold__status=Status.PENDING), distinct=True),
        unresolved_cases=Count("cases_sold", filter=Q(cases_sold__status=Status.UNRESOLVED), distinct=True),
    )
    rows = list(counted.order_by("username", "pk")[: PAGE + 1])
    context = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "words": words}
    return render(request, "moderator/sellers.html", context)


@never_cache
@require_safe
@role_required(Role.MODERATOR)
def seller(request: HttpRequest, seller_id: int) -> HttpResponse:
    """P-42: the counts of all the seller's Discussions, the block if there is one, and the newest cases."""
    person = User.objects.filter(pk=seller_id, role=Role.SELLER).first()
    if person is None:
        raise Http404
    newest = Case.objects.filter(seller_id=seller_id).select_related("buyer", "line").order_by("-opened_at", "-id")
    context = {"seller": person, "record": record_of(seller_id, clock.now()), "cases": list(newest[:20])}
    return render(request, "moderator/seller.html", context)
