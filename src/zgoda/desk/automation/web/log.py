"""The log of the rules: what each did, would have done or left out, in which case, and why."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zgoda.desk.automation.gathering import TOKENS
from zgoda.desk.automation.models import Outcome, RuleRow, Run
from zgoda.desk.automation.web import words
from zgoda.desk.automation.web.views import HERE
from zgoda.desk.store.models import Member, Outgoing, SendState
from zgoda.desk.web import rendering
from zgoda.desk.web import words as desk_words
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required
from zgoda.domain.automation.breaker import Why
from zgoda.domain.automation.rule import Trigger
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole

PAGE = 50


@require_safe
@member_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """The latest first, by rule, case and outcome. That a rule did not fit is shown where it is asked for."""
    given = {name: request.GET.get(name, "") for name in ("rule", "case", "outcome")}
    rows = _rows(member.shop_id, given)
    before = whole(request.GET.get("before", ""))
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    names, dropped = words.names_of(member.shop_id), _dropped(found)
    kept = "&".join(f"{name}={value}" for name, value in given.items() if value.isalnum())
    values = {
        "lines": [
            (
                run,
                desk_words.about(run.case.reason, run.case.subject),
                words.TRIGGERS[Trigger(run.trigger)],
                Outcome(run.outcome).label,
                words.log_lines(run, names, dropped.get(run.case_id, {})),
            )
            for run in found[:PAGE]
        ],
        "rules": [("", "–"), *_named(member.shop_id)],
        "outcomes": [("", _("all but those that did not fit")), *Outcome.choices],
        "given": given,
        "older": f"?{kept}&before={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "newest": f"?{kept}" if before else "",
    }
    return rendering.page(request, "automation/log.html", frame(member, HERE, real_now()), values)


def _rows(shop_id: int, given: dict[str, str]) -> QuerySet[Run]:
    rows = Run.objects.filter(shop_id=shop_id).select_related("rule", "case").order_by("-pk")
    rows = rows.defer("case__remote", "case__own")
    if given["outcome"] in Outcome.values:
        rows = rows.filter(outcome=given["outcome"])
    else:
        rows = rows.exclude(outcome=Outcome.UNMET)
    if whole(given["rule"]):
        rows = rows.filter(rule_id=whole(given["rule"]))
    return rows.filter(case_id=whole(given["case"])) if whole(given["case"]) else rows


def _dropped(runs: Iterable[Run]) -> dict[int, dict[str, str]]:
    """Case → deed → why the outbox did not send the message any more. There is one of each in a case, ever."""
    deeds = {token: deed.value for deed, token in TOKENS.items()}
    rows = Outgoing.objects.filter(case__in={run.case_id for run in runs}, form_token__in=deeds, last_error__in=Why)
    found: dict[int, dict[str, str]] = {}
    for row in rows.filter(state=SendState.CANCELLED).only("case_id", "form_token", "last_error"):
        found.setdefault(row.case_id, {})[deeds[row.form_token]] = row.last_error
    return found


def _named(shop_id: int) -> list[tuple[str, str]]:
    """Removed ones too: their log stays."""
    rows = RuleRow.objects.filter(shop_id=shop_id).values_list("pk", "name", "removed_at")
    return [
        (str(pk), name if removed is None else _("%(name)s (removed)") % {"name": name}) for pk, name, removed in rows
    ]
