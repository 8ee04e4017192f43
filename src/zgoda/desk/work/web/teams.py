"""The shop's teams: who belongs to which."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zgoda.desk.house import changing
from zgoda.desk.house.models import House
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import connector_required
from zgoda.desk.work import colleagues
from zgoda.desk.work.models import Team
from zgoda.desk.work.web import views
from zgoda.engine.clock import real_now

_LONGEST = 60


@require_http_methods(["GET", "POST"])
@connector_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """All teams, and a form for one more."""
    errors: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:_LONGEST]
        if name and _made(member.shop_id, name, _chosen(request, member)):
            views.forget()
            return redirect("/teams")
        errors = (("name", _("There is a team of that name.") if name else _("Give the team a name.")),)
    teams = Team.objects.filter(shop_id=member.shop_id).prefetch_related("members")
    values = {
        "teams": [(team, {one.pk for one in team.members.all()}) for team in teams],
        "people": list(colleagues.of_shop(member.shop_id).values()),
        "errors": errors,
    }
    return rendering.page(request, "work/teams.html", frame(member, "administration", real_now()), values)


@require_POST
@connector_required
def one(request: HttpRequest, member: Member, team_id: int) -> HttpResponse:
    """Change who belongs to a team, or do away with it: its cases become nobody's, not lost."""
    team = get_object_or_404(Team, shop_id=member.shop_id, pk=team_id)
    if request.POST.get("what") == "delete":
        had_rules = House.objects.filter(team=team).exists()
        team.delete()
        if had_rules:
            changing.reapply(member.shop_id, member.user)
    else:
        team.members.set(_chosen(request, member))
    views.forget()
    return redirect("/teams")


def _made(shop_id: int, name: str, members: list[Member]) -> bool:
    try:
        with transaction.atomic():
            Team.objects.create(shop_id=shop_id, name=name).members.set(members)
    except IntegrityError:
        return False
    return True


def _chosen(request: HttpRequest, member: Member) -> list[Member]:
    wanted = [int(one) for one in request.POST.getlist("member") if one.isdecimal() and len(one) < 16]
    return list(Member.objects.filter(shop_id=member.shop_id, pk__in=wanted))
