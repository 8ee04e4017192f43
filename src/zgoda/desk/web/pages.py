"""The list of cases: the desk's first page, and the pane's own refresh."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts import factors
from zgoda.accounts.access import signed_in
from zgoda.accounts.models import Role, User
from zgoda.desk.cases import listing
from zgoda.desk.store.models import Member
from zgoda.desk.web import membership, rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.list_pane import list_pane
from zgoda.desk.web.membership import member_required
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole


@require_safe
@signed_in
def home(request: HttpRequest, user: User) -> HttpResponseBase:
    """S0-02: every Discussion the shop's customers opened, by what is due next. Without a shop: how to begin."""
    member = membership.member_of(request, user)
    if member is None:
        return render(request, "desk/no_shop.html", {"is_of_centre": user.role != Role.NONE, "login": user.username})
    if membership.lacks_factor(member):
        return factors.lead_to_set_up(request)
    now = real_now()
    known = listing.connections_of(member.shop_id)
    pane = list_pane(request, member, now, known=known)
    around = frame(member, pane.here, now, known)
    return rendering.page(request, "desk/list.html", around, {"pane": pane, "first": pane.first})


@require_safe
@member_required
def list_part(request: HttpRequest, member: Member) -> HttpResponse:
    """The list's pane alone; 204 while nothing visible has changed."""
    case = request.GET.get("case", "")
    pane = list_pane(request, member, real_now(), whole(case) or 0)
    if pane.version == request.GET.get("v"):
        return HttpResponse(status=204)
    return rendering.part(request, "desk/_list.html", {"pane": pane})


@require_POST
@member_required
def choose_shop(request: HttpRequest, member: Member) -> HttpResponse:
    """Somebody who works for several shops goes to another one of them."""
    chosen = whole(request.POST.get("shop", ""))
    if chosen is not None and Member.objects.filter(user=member.user, shop_id=chosen).exists():
        request.session[membership.SHOP] = chosen
    return redirect("/")
