"""The page of a dry run: who would have got what in the past days. Nothing of it is sent or written."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zgoda.desk.automation import doing, dry_run
from zgoda.desk.automation.web import words
from zgoda.desk.automation.web.views import HERE, row_of
from zgoda.desk.automation.web.words import Names
from zgoda.desk.store.models import DeskCase, Member
from zgoda.desk.web import rendering
from zgoda.desk.web import words as desk_words
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import writer_required
from zgoda.domain import macros
from zgoda.domain.automation.deciding import Act
from zgoda.domain.automation.replaying import Replayed
from zgoda.domain.automation.rule import MESSAGES
from zgoda.domain.automation.written import from_plain
from zgoda.engine.clock import real_now

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One event: ``messages`` as the buyer would have read them, ``done`` and ``left`` a line for each deed."""

    case: DeskCase
    about: str
    at: datetime
    messages: tuple[str, ...]
    done: tuple[str, ...]
    left: tuple[str, ...]


@require_safe
@writer_required
def dry_run_page(request: HttpRequest, member: Member, rule_id: int) -> HttpResponse:
    """The rule as it stands, over the shop's latest cases. It reads much, so who only reads does not call it."""
    row = row_of(member, rule_id)
    now = max((one.server_now(real_now()) for one in member.shop.connections.all()), default=real_now())
    rule = from_plain(row.pk, row.definition)
    found = dry_run.run(member.shop_id, rule, now)
    names, shown = words.names_of(member.shop_id), found.fitting[:SHOWN]
    cases = DeskCase.objects.filter(pk__in={one.case for one in shown}).select_related("connection")
    known = cases.defer("remote", "own").in_bulk()
    values = {
        "row": row,
        "state": words.state(row),
        "when": words.when(rule.when),
        "conditions": words.conditions(rule.only_if, names),
        "lines": [_line(one, known[one.case], names, member.shop.name) for one in shown if one.case in known],
        "more": max(0, len(found.fitting) - SHOWN),
        "figures": [(str(words.DEEDS[deed]), times) for deed, times in sorted(found.deeds.items())],
        "events": found.events,
        "fitting": len(found.fitting),
        "cases": found.cases,
        "is_cut": found.is_cut,
        "days": dry_run.DAYS,
        "most": dry_run.MOST,
        "may_write": member.may_connect,
    }
    return rendering.page(request, "automation/dry_run.html", frame(member, HERE, real_now()), values)


def _line(one: Replayed, case: DeskCase, names: Names, shop: str) -> Line:
    texts, done, left = [], [], []
    for act in one.decision.acts:
        name = str(words.DEEDS[act.deed])
        text = doing.filled(act.text, case, shop) if act.deed in MESSAGES else ""
        holes = ", ".join(f"{{{hole}}}" for hole in macros.missing(text))
        if holes:
            why = words.why(doing.MISSING, holes)
            left.append(_("%(deed)s left out: %(why)s") % {"deed": name, "why": why})
        elif text:
            texts.append(text)
            done.append(name)
        else:
            done.append(_with(name, act, names))
    for deed, why_left in one.decision.left:
        named = {"deed": words.DEEDS[deed], "why": words.why(why_left)}
        left.append(_("%(deed)s left out: %(why)s") % named)
    about = desk_words.about(case.reason, case.subject)
    return Line(case, about, one.event.at, tuple(texts), tuple(done), tuple(left))


def _with(name: str, act: Act, names: Names) -> str:
    parts = [*act.tags, names.whom(act.whom) if act.whom else ""]
    if act.tell:
        people = ", ".join(names.members.get(pk, "?") for pk in sorted(act.tell))
        parts.append(_("tells %(people)s") % {"people": people})
    what = " · ".join(part for part in parts if part)
    return f"{name}: {what}" if what else name
