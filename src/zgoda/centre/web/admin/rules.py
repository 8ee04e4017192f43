"""Rule sets of each marketplace: layers by date, what an administrator forced, switches, and who is pinned to what."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.store import laws
from zgoda.centre.store.models import Case, LawChange, LawChangeKind
from zgoda.centre.web.staff.frame import person
from zgoda.domain.discussion import Status
from zgoda.domain.markets import MARKETS, Market, UnknownMarket, market
from zgoda.domain.rule_sets import LAYERS, SWITCHES, Layer, UnknownRuleSet
from zgoda.engine import clock
from zgoda.look.words.rule_sets import layer_words, switch_words, value_words
from zgoda.look.words.times import day_long

KINDS = {"base": LawChangeKind.BASE, "layer": LawChangeKind.LAYER, "switch": LawChangeKind.SWITCH}


@never_cache
@require_safe
@role_required(Role.ADMIN)
def rule_sets(request: HttpRequest, code: str = "pl") -> HttpResponse:
    """C.0: the layers in the order of their dates, which are in force here now, and how many cases each set holds."""
    where, now = _market(code), clock.now()
    rules = laws.law_now(where.code, now).rules
    last = _last_changes(where)
    chosen = laws.choices(where.code)
    context = {
        "where": where,
        "markets_of": [
            {"label": row.site, "href": f"/administration/rules/{row.code}", "current": row is where, "count": None}
            for row in MARKETS.values()
        ],
        "rules": rules,
        "base_words": {one["value"]: one["label"] for one in _options("base")}[
            chosen.get((LawChangeKind.BASE, "")) or "current"
        ],
        "base_change": last.get((LawChangeKind.BASE, "")),
        "layers": [_layer(layer, where, layer.id in rules.layers, last, chosen) for layer in LAYERS.values()],
        "timeline": _timeline(where, rules.layers),
        "switches": [
            (name, switch_words(name), value_words(getattr(rules, name)), last.get((LawChangeKind.SWITCH, name)))
            for name in SWITCHES
        ],
        "pinned": _pinned(where),
    }
    return render(request, "admin/rules.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def change(request: HttpRequest, code: str, kind: str, name: str = "") -> HttpResponse:
    """P-46, C.0 point 5: the choice with its reason; what follows is said before."""
    where = _market(code)
    known = {"base": ("",), "layer": tuple(LAYERS), "switch": SWITCHES}.get(kind, ())
    if name not in known:
        raise Http404
    value, why = request.POST.get("value", "").strip(), request.POST.get("why", "").strip()
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _choose(request, where, (kind, name), value, why)
        if not errors:
            messages.success(request, _("Changed. It applies to Discussions opened from now on."))
            return redirect("rule_sets_of", where.code)
    context = {
        "where": where,
        "kind": kind,
        "name": name,
        "title": _title(kind, name),
        "about": _about(kind, name),
        "options": _options(kind),
        "present": laws.choices(where.code).get((KINDS[kind], name), ""),
        "value": value,
        "why": why,
        "errors": errors,
        "summary": list(errors.items()),
    }
    return render(request, "admin/rules_change.html", context, status=422 if errors else 200)


def _choose(request: HttpRequest, where: Market, what: tuple[str, str], value: str, why: str) -> dict[str, str]:
    """The change, or the errors by field."""
    kind, name = what
    errors = {} if why else {"why": _("Write down the reason.")}
    allowed = {option["value"] for option in _options(kind)}
    if allowed and value not in allowed:
        errors["value"] = _("Choose one of these.")
    if errors:
        return errors
    kept = "" if value in {"default", "current"} else value
    try:
        laws.choose(where.code, KINDS[kind], name, kept, by=person(request), at=clock.now(), why=why)
    except UnknownRuleSet:
        return {"value": _("This switch has no such value.")}
    return {}


def _market(code: str) -> Market:
    try:
        return market(code)
    except UnknownMarket as unknown:
        raise Http404 from unknown


def _title(kind: str, name: str) -> str:
    titles = {
        "base": _("Choose the rule set"),
        "layer": _("Force the layer %(name)s on or off"),
        "switch": _("Set the switch %(name)s"),
    }
    return titles[kind] % {"name": name} if name else titles[kind]


def _about(kind: str, name: str) -> str:
    if kind == "layer":
        return f"{day_long(LAYERS[name].effective)} · {layer_words(name)}"
    return switch_words(name) if kind == "switch" else ""


def _options(kind: str) -> list[dict[str, str]]:
    """What may be chosen; a switch's value is typed."""
    if kind == "layer":
        return [
            {"value": "default", "label": _("By its date")},
            {"value": "on", "label": _("Forced on")},
            {"value": "off", "label": _("Forced off")},
        ]
    if kind == "base":
        return [
            {"value": "current", "label": _("current"), "hint": _("The seed and every layer whose date has passed.")},
            {"value": "seed", "label": _("seed"), "hint": _("The first rules and nothing else.")},
        ]
    return []


def _layer(
    layer: Layer,
    where: Market,
    in_force: bool,
    last: dict[tuple[str, str], LawChange],
    chosen: Mapping[tuple[str, str], str],
) -> dict[str, object]:
    here = not layer.markets or where.code in layer.markets
    forced = chosen.get((LawChangeKind.LAYER, layer.id), "")
    return {
        "layer": layer,
        "adds": layer_words(layer.id),
        "here": here,
        "in_force": in_force,
        "forced": forced,
        "change": last.get((LawChangeKind.LAYER, layer.id)) if forced else None,
    }


def _timeline(where: Market, in_force: frozenset[str]) -> list[dict[str, object]]:
    """For the ``timeline`` component: what came when, what is off, what is still to come."""
    shown = [layer for layer in LAYERS.values() if not layer.markets or where.code in layer.markets]
    return [
        {
            "at": _begins(layer, where),
            "text": layer_words(layer.id),
            "kind": "done" if layer.id in in_force else "ahead",
        }
        for layer in shown
    ]


def _begins(layer: Layer, where: Market) -> datetime:
    """00:00 of the market's local day (C.0)."""
    return datetime.combine(layer.effective, time(), where.zone).astimezone(UTC)


def _last_changes(where: Market) -> dict[tuple[str, str], LawChange]:
    rows = LawChange.objects.filter(market=where.id).select_related("by").order_by("id")
    return {(row.kind, row.name): row for row in rows}


def _pinned(where: Market) -> list[dict[str, object]]:
    """C.0 point 3: how many Discussions live under each rule set, and how many of them are open."""
    found = Case.objects.filter(market=where.code).values("rule_set")
    counted = found.annotate(number=Count("id"), still_open=Count("id", filter=~Q(status=Status.RESOLVED)))
    return [dict(row) for row in counted.order_by("-rule_set")[:200]]
