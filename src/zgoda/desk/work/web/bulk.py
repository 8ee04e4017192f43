"""One thing done to many cases: chosen on a page of the list, shown case by case, done after a second yes."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from zgoda.desk.cases import case_page, listing
from zgoda.desk.store.models import DeskCase, Member, MemberRole
from zgoda.desk.web import rendering, words
from zgoda.desk.web.frame import frame
from zgoda.desk.web.list_pane import asked
from zgoda.desk.web.membership import writer_required
from zgoda.desk.work import arranging, colleagues, drafts, tagging
from zgoda.desk.work.filtering import query_of
from zgoda.desk.work.models import Macro, Team, Work
from zgoda.desk.work.web import filling, pauses, views
from zgoda.desk.work.web.macros import of_member
from zgoda.domain import macros
from zgoda.domain.snooze import back_at
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole
from zgoda.look.words.times import when


@dataclass(frozen=True, slots=True)
class Planned:
    """What would happen to one case; ``text`` is a macro's, filled. What is refused says why in ``what``."""

    case: DeskCase
    about: str
    what: str
    text: str = ""
    refused: bool = False
    until: datetime | None = None


class Step(NamedTuple):
    """What was chosen: an action's kind and value, its words, the macro it names, and the tags typed."""

    kind: str
    value: str
    named: str
    macro: Macro | None
    tags: list[str]


@require_http_methods(["GET", "POST"])
@writer_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """Choose cases and what to do; see it case by case; do it."""
    filters, after = asked(request)
    page = listing.page(member.shop_id, filters, real_now(), after, member_id=member.pk)
    chosen = {pk for one in request.POST.getlist("case") if (pk := whole(one)) is not None}
    action, tag = request.POST.get("action", ""), request.POST.get("tag", "")[:200]
    planned = _plan(member, chosen, action, tag) if request.method == "POST" else []
    if planned and request.POST.get("step") == "do":
        done = sum(_do(member, one, action, tag) for one in planned)
        views.forget()
        said = ngettext("Done for %(count)d case.", "Done for %(count)d cases.", done) % {"count": done}
        messages.success(request, said)
        return redirect(f"/?{query_of(filters, after)}")
    values = {
        "rows": [
            (row.case, words.about(row.case.reason, row.case.subject), row.case.pk in chosen) for row in page.rows
        ],
        "actions": _actions(member),
        "action": action,
        "tag": tag,
        "planned": planned,
        "possible": sum(not one.refused for one in planned),
        "query": query_of(filters, after),
    }
    return rendering.page(request, "work/bulk.html", frame(member, filters.view.value, real_now()), values)


def _actions(member: Member) -> list[tuple[str, str]]:
    """Value and words."""
    people = [one for one in colleagues.of_shop(member.shop_id).values() if one.role != MemberRole.READONLY]
    assigned = [(f"assign:m{one.pk}", one.name) for one in people]
    assigned += [(f"assign:t{pk}", name) for pk, name in _teams(member)]
    return [
        *((value, _("Assign to %(who)s") % {"who": name}) for value, name in assigned),
        ("tag", _("Add the tags typed below")),
        ("snooze:tomorrow", _("Put aside until tomorrow morning")),
        ("snooze:monday", _("Put aside until Monday morning")),
        *(
            (f"macro:{pk}", _("Prepare a draft from “%(macro)s”") % {"macro": name})
            for pk, name in of_member(member).values_list("pk", "name")
        ),
    ]


def _teams(member: Member) -> list[tuple[int, str]]:
    return list(Team.objects.filter(shop_id=member.shop_id).values_list("pk", "name"))


def _plan(member: Member, chosen: set[int], action: str, tag: str) -> list[Planned]:
    """In the order of the list's own ids; an action that is none of the offered plans nothing."""
    named = dict(_actions(member)).get(action)
    kind, _colon, value = action.partition(":")
    if named is None or (kind == "tag" and not tagging.read(tag)):
        return []
    macro = of_member(member).filter(pk=whole(value) or 0).first() if kind == "macro" else None
    step = Step(kind, value, named, macro, tagging.read(tag))
    cases = DeskCase.objects.filter(shop_id=member.shop_id, pk__in=chosen).select_related("connection").order_by("pk")
    return [_planned(member, case, step) for case in cases[: listing.PAGE]]


def _planned(member: Member, case: DeskCase, step: Step) -> Planned:
    about = words.about(case.reason, case.subject)
    if step.kind == "tag":
        return Planned(case, about, ", ".join(step.tags))
    if step.kind == "snooze":
        now = case.connection.server_now(real_now())
        until = pauses.until(step.value, "", now)
        if case.ended or until is None or back_at(until, case.next_due) <= now:
            return Planned(case, about, _("A clock of this case ends soon, so it stays on the list."), refused=True)
        return Planned(case, about, when(back_at(until, case.next_due)), until=until)
    if step.macro is not None:
        return _drafted(member, case, step.macro, about)
    return Planned(case, about, step.named)


def _drafted(member: Member, case: DeskCase, macro: Macro, about: str) -> Planned:
    """A draft, never a message: each is looked at before it is sent. What somebody typed already is kept."""
    if drafts.kept(member.pk, case.pk, "reply"):
        return Planned(case, about, _("You have a draft here already; it is kept."), refused=True)
    page = case_page.read(member.shop_id, case.pk, real_now())
    known = filling.values(page, member.user.username, member.shop.name) if page else {}
    text = macros.fill(macro.text, known)
    holes = ", ".join(f"{{{name}}}" for name in macros.missing(text))
    return Planned(case, about, _("missing: %(holes)s") % {"holes": holes} if holes else macro.name, text)


def _do(member: Member, one: Planned, action: str, tag: str) -> bool:
    kind, _colon, value = action.partition(":")
    if one.refused:
        return False
    if kind == "assign":
        return arranging.assign([one.case], value, member.user) is None
    if kind == "snooze" and one.until is not None:
        now = one.case.connection.server_now(real_now())
        return arranging.snooze(one.case, one.until, now, member.user) is None
    if kind == "tag":
        known = Work.objects.filter(pk=one.case.pk).values_list("labels", flat=True).first() or ""
        tagging.put(one.case, tagging.read(f"{known},{tag}"), member.user)
        return True
    drafts.keep(member.pk, one.case.pk, "reply", one.text)
    return True
