"""The shop's house rules at a glance, and the form of the shop's or of one team's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.desk.house import changing, words
from zgoda.desk.house.hours import is_working_time, plan_of
from zgoda.desk.house.models import Change, ChangeState, House
from zgoda.desk.house.web import forms
from zgoda.desk.store.models import Connection, Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import connector_required
from zgoda.desk.work.models import Team
from zgoda.engine.clock import real_now
from zgoda.look.words.markets import country_name, market_codes

HERE = "administration"


@require_safe
@connector_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """The shop's rules, its teams' own, and what is on its way."""
    now = real_now()
    plan = plan_of(member.shop_id)
    shop = plan.by_team.get(None)
    teams = Team.objects.filter(shop_id=member.shop_id)
    values = {
        "of_shop": words.facts(shop) if shop else [],
        "is_open": is_working_time(member.shop, now),
        "teams": [(team, words.facts(plan.by_team[team.pk]) if team.pk in plan.by_team else []) for team in teams],
        "pending": _pending(member.shop_id),
        "stale": plan.has_targets and not changing.is_reckoned_by_this_calendar(member.shop_id),
        "has_targets": plan.has_targets,
    }
    return rendering.page(request, "house/index.html", frame(member, HERE, now), values)


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def of_shop(request: HttpRequest, member: Member) -> HttpResponse:
    row = House.objects.filter(shop_id=member.shop_id, team=None).first()
    return _form(request, member, row or House(shop=member.shop, market=_market_of(member.shop_id)), None)


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def of_team(request: HttpRequest, member: Member, team_id: int) -> HttpResponse:
    """A team's own rules; it begins with the shop's."""
    team = get_object_or_404(Team, shop_id=member.shop_id, pk=team_id)
    rows = {row.team_id: row for row in House.objects.filter(shop_id=member.shop_id, team__in=[team])}
    shop = House.objects.filter(shop_id=member.shop_id, team=None).first()
    fresh = House(market=shop.market, week=shop.week, free_days=shop.free_days) if shop else House()
    return _form(request, member, rows.get(team.pk) or fresh, team)


def _form(request: HttpRequest, member: Member, row: House, team: Team | None) -> HttpResponse:
    form = forms.typed(request.POST) if request.method == "POST" else forms.shown(row)
    if request.method == "POST":
        team_id = team.pk if team else None
        is_gone = request.POST.get("what") == "gone" and team is not None
        gone: dict[str, object] = {"team": team_id, "gone": True}
        proposal = gone if is_gone else form.proposal(team_id)
        if not form.errors:
            return _proposed(request, member, proposal)
    values = {
        "team": team,
        "is_own": row.pk is not None,
        "values": form.values,
        "errors": form.errors,
        "said": dict(form.errors),
        "days": words.weekdays(),
        "markets": [(code, country_name(code)) for code in market_codes()],
    }
    return rendering.page(
        request, "house/form.html", frame(member, HERE, real_now()), values, 422 if form.errors else 200
    )


def _proposed(request: HttpRequest, member: Member, proposal: dict[str, object]) -> HttpResponse:
    change = changing.propose(member.shop_id, member.user, proposal)
    if change is None:
        messages.error(request, _("An earlier change is still moving cases. Try again when it is done."))
        return redirect("desk-house")
    return redirect("desk-house-change", change_id=change.pk)


def _pending(shop_id: int) -> Change | None:
    states = (ChangeState.CHECKING, ChangeState.CHECKED, ChangeState.APPLYING)
    return Change.objects.filter(shop_id=shop_id, state__in=states).order_by("-pk").first()


def _market_of(shop_id: int) -> str:
    """The market of the shop's first connection."""
    return Connection.objects.filter(shop_id=shop_id).order_by("pk").values_list("market", flat=True).first() or "pl"
