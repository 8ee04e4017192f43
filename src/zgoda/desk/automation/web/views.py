"""The shop's rules: all of them in their order, one written or changed, switched, moved, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zgoda.desk.automation import hours, keeping, starting
from zgoda.desk.automation.models import Outcome, RuleRow, Run, State
from zgoda.desk.automation.web import typed, words
from zgoda.desk.automation.web.words import Names
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import connector_required, member_required
from zgoda.desk.work.web import filling
from zgoda.domain.automation.rule import Hours, If, Rule, Then, When
from zgoda.domain.automation.written import NOBODYS, from_plain, strange_variables, wrong
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole

HERE = "automation"
COUNTED_DAYS = 7
MOST_RULES = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One rule in words. ``done`` and ``would``: how often within `COUNTED_DAYS`."""

    row: RuleRow
    state: str
    kind: str
    when: str
    conditions: list[str]
    deeds: list[str]
    stops: bool
    asks_hours: bool
    done: int
    would: int


class Filled(NamedTuple):
    """What stands in the form, and the shop's names to choose from; ``seen``: the version it was written from."""

    names: Names
    name: str
    rule: Rule
    seen: int = 0


@require_safe
@member_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """Everyone reads them; owners and administrators write them."""
    names, counts = words.names_of(member.shop_id), _counts(member.shop_id)
    listed = [_listed(row, names, counts) for row in keeping.of_shop(member.shop_id)]
    values = {
        "rules": listed,
        "may_write": member.may_connect,
        "may_try": member.may_write,
        "days": COUNTED_DAYS,
        "lacks_hours": any(one.asks_hours for one in listed) and not hours.are_kept(member.shop_id),
    }
    return rendering.page(request, "automation/index.html", frame(member, HERE, real_now()), values)


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def new(request: HttpRequest, member: Member) -> HttpResponse:
    """A rule begins by watching: it writes down what it would do."""
    names = words.names_of(member.shop_id)
    if request.method != "POST":
        return _form(request, member, None, Filled(names, "", Rule(0, When(), If(), Then())))
    name, rule = typed.name_of(request.POST), typed.rule_of(request.POST, names)
    errors = _wrong(name, rule)
    if not errors and len(keeping.of_shop(member.shop_id)) >= MOST_RULES:
        errors = [("", _("A shop has at most %(most)s rules. Remove one first.") % {"most": MOST_RULES})]
    if errors:
        return _form(request, member, None, Filled(names, name, rule), errors)
    row = keeping.add(member, name, rule)
    messages.success(
        request, _("The rule “%(name)s” is there and only watches. Try it on the past days.") % {"name": name}
    )
    return redirect("desk-rule-dry-run", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def one(request: HttpRequest, member: Member, rule_id: int) -> HttpResponse:
    """The rule in words for whoever only reads, else its form."""
    row = row_of(member, rule_id)
    names = words.names_of(member.shop_id)
    if not member.may_connect:
        if request.method == "POST":
            raise Http404
        values = {"rule": _listed(row, names, {}), "may_try": member.may_write}
        return rendering.page(request, "automation/one.html", frame(member, HERE, real_now()), values)
    if request.method != "POST":
        return _form(request, member, row, Filled(names, row.name, from_plain(row.pk, row.definition), row.version))
    name, rule = typed.name_of(request.POST), typed.rule_of(request.POST, names)
    errors, seen = _wrong(name, rule), _seen(request)
    if errors:
        return _form(request, member, row, Filled(names, name, rule, seen), errors)
    was_armed, changed = row.state == State.ARMED, keeping.change(member, row, name, rule, seen)
    if changed is None:
        return _changed_meanwhile(request, member, row_of(member, rule_id), Filled(names, name, rule))
    if was_armed and changed.state != State.ARMED:
        messages.warning(
            request, _("Saved. The rule says something else now, so it only watches until you arm it again.")
        )
    else:
        messages.success(request, _("Saved."))
    return redirect("desk-rules")


@require_POST
@connector_required
def switch(request: HttpRequest, member: Member, rule_id: int) -> HttpResponse:
    """Off, watching or armed: one rule at a time."""
    state = request.POST.get("state", "")
    if state in State.values:
        row = row_of(member, rule_id)
        if not keeping.switch(member, row, State(state), _seen(request)):
            messages.warning(
                request,
                _("The rule “%(name)s” was changed meanwhile, so it was not armed. Read it below, and arm it then.")
                % {"name": row.name},
            )
    return redirect("desk-rules")


@require_POST
@connector_required
def move(request: HttpRequest, member: Member, rule_id: int) -> HttpResponse:
    """One place up or down."""
    keeping.move(member, row_of(member, rule_id), up=request.POST.get("to") == "up")
    return redirect("desk-rules")


@require_POST
@connector_required
def remove(request: HttpRequest, member: Member, rule_id: int) -> HttpResponse:
    row = row_of(member, rule_id)
    keeping.remove(member, row)
    messages.success(request, _("The rule “%(name)s” is removed; its log stays.") % {"name": row.name})
    return redirect("desk-rules")


@require_POST
@connector_required
def begin(request: HttpRequest, member: Member) -> HttpResponse:
    """Three usual ones, where the shop has none."""
    if not keeping.of_shop(member.shop_id):
        starting.begin(member)
    return redirect("desk-rules")


def row_of(member: Member, rule_id: int) -> RuleRow:
    return get_object_or_404(RuleRow, shop_id=member.shop_id, pk=rule_id, removed_at=None)


def _seen(request: HttpRequest) -> int:
    """The version that the form was made from; none has number 0."""
    return whole(request.POST.get("version", "")) or 0


def _changed_meanwhile(request: HttpRequest, member: Member, row: RuleRow, filled: Filled) -> HttpResponse:
    """What was typed, and above it the rule as it is now: saving once more is an answer to that one."""
    told = _("Somebody changed this rule while you wrote. Above it stands as it is now; saving replaces it by yours.")
    return _form(request, member, row, filled._replace(seen=row.version), [("", told)], is_new=True)


def _form(
    request: HttpRequest,
    member: Member,
    row: RuleRow | None,
    filled: Filled,
    errors: Sequence[tuple[str, str]] = (),
    *,
    is_new: bool = False,
) -> HttpResponse:
    """``is_new``: the row is not what was filled in from."""
    values = {
        "row": row,
        "version": filled.seen,
        "now": _listed(row, filled.names, {}) if row and is_new else None,
        "is_armed": row is not None and row.state == State.ARMED,
        "form": typed.shown(filled.name, filled.rule),
        "options": words.options(filled.names),
        "reasons": words.reasons(),
        "legend": [(hole, what) for hole, what in filling.legend() if hole.strip("{}") not in NOBODYS],
        "errors": errors,
    }
    around = frame(member, HERE, real_now())
    return rendering.page(request, "automation/form.html", around, values, 422 if errors else 200)


def _wrong(name: str, rule: Rule) -> list[tuple[str, str]]:
    errors = [] if name else [("name", _("Give the rule a name."))]
    errors += words.wrong(wrong(rule))
    strange = strange_variables(rule.then.texts())
    if strange:
        named = ", ".join(f"{{{one}}}" for one in strange)
        errors.append(("", _("There is no variable %(names)s. Choose from the list below.") % {"names": named}))
    return errors


def _listed(row: RuleRow, names: Names, counts: dict[tuple[int, str], int]) -> Listed:
    rule = from_plain(row.pk, row.definition)
    state, kind = words.state(row)
    return Listed(
        row=row,
        state=state,
        kind=kind,
        when=words.when(rule.when),
        conditions=words.conditions(rule.only_if, names),
        deeds=words.deeds(rule.then, names),
        stops=rule.stops,
        asks_hours=rule.only_if.hours is not Hours.ANY,
        done=counts.get((row.pk, Outcome.DONE), 0),
        would=counts.get((row.pk, Outcome.WOULD), 0),
    )


def _counts(shop_id: int) -> dict[tuple[int, str], int]:
    since = real_now() - timedelta(days=COUNTED_DAYS)
    rows = Run.objects.filter(rule__shop_id=shop_id, rule__removed_at=None, at__gte=since)
    acted = rows.filter(outcome__in=[Outcome.DONE, Outcome.WOULD]).order_by()
    return {
        (rule, outcome): times for rule, outcome, times in acted.values_list("rule_id", "outcome").annotate(Count("pk"))
    }
