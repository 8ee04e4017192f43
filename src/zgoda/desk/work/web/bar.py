"""The bar over a conversation: whose the case is, until when it is put aside, and who else has it open.

It is fetched by itself, so that the case's page pays nothing for it; without scripts it is a page of its own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zgoda.desk.cases import case_page, reading
from zgoda.desk.store.models import DeskCase, Member, MemberRole
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.list_pane import asked
from zgoda.desk.web.membership import member_required, writer_required
from zgoda.desk.work import arranging, colleagues, tagging
from zgoda.desk.work.arranging import Why
from zgoda.desk.work.models import Team, Work
from zgoda.desk.work.web import pauses
from zgoda.domain.snooze import back_at, is_asleep
from zgoda.engine.clock import real_now
from zgoda.look.words.times import when

_REFUSALS = {
    Why.NO_SUCH_PERSON: gettext_lazy("Choose a colleague who may write, or a team."),
    Why.IN_THE_PAST: gettext_lazy("Choose a time that is still ahead."),
    Why.CLOCK_TOO_NEAR: gettext_lazy("A clock of this case ends soon, so it stays on the list."),
    Why.ENDED: gettext_lazy("The case has ended; there is nothing to put aside."),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """``people`` and ``teams``: (value, name, whether it is theirs). ``back`` says when a case put aside comes back."""

    assigned: str
    people: list[tuple[str, str, bool]]
    teams: list[tuple[str, str, bool]]
    back: str
    pauses: list[tuple[str, str]]
    earliest: str
    is_mine: bool
    labels: str
    tags: list[str]


@require_safe
@member_required
def bar(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """The bar alone for the case's page, else a page around it."""
    case = _case(member, case_id)
    values = {
        "case": case,
        "bar": _bar(case, member),
        "query": request.GET.urlencode(),
        "may_write": member.may_write,
    }
    if "HX-Request" in request.headers:
        return rendering.part(request, "work/_bar.html", values)
    filters, _after = asked(request)
    return rendering.page(request, "work/bar.html", frame(member, filters.view.value, real_now()), values)


@require_POST
@member_required
def here(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """The page is open, perhaps typed in, so what the case holds is not new any more; told back is who else is there.
    Read-only members are seen looking. Without
    scripts it is a button, after which the case is read and nobody is told."""
    case, now = _case(member, case_id), real_now()
    reading.look(member.pk, case)
    if "HX-Request" not in request.headers:
        return _back(request, case_id, None)
    colleagues.here(member.pk, case.pk, now, typing=member.may_write and request.POST.get("typing") == "1")
    others = colleagues.others_at(colleagues.of_shop(member.shop_id).values(), member.pk, now).get(case.pk, [])
    typing = ", ".join(one.name for one in others if one.types(now))
    looking = ", ".join(one.name for one in others if not one.types(now))
    return rendering.part(request, "work/_here.html", {"typing": typing, "looking": looking})


@require_POST
@writer_required
def assign(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """Give the case to a person, a team or nobody."""
    who = request.POST.get("who", "")
    why = arranging.assign([_case(member, case_id)], f"m{member.pk}" if who == "me" else who, member.user)
    return _back(request, case_id, why)


@require_POST
@writer_required
def tags(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """Mark the case with the tags that were typed, instead of those it had."""
    tagging.put(_case(member, case_id), tagging.read(request.POST.get("tags", "")), member.user)
    return _back(request, case_id, None)


@require_POST
@writer_required
def snooze(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """Put the case aside until a time, or bring it back."""
    case = _case(member, case_id)
    if request.POST.get("until") == "now":
        arranging.wake(case, member.user)
        return _back(request, case_id, None)
    now = case.connection.server_now(real_now())
    until = pauses.until(request.POST.get("until", ""), request.POST.get("at", ""), now)
    why = Why.IN_THE_PAST if until is None else arranging.snooze(case, until, now, member.user)
    return _back(request, case_id, why)


def _bar(case: DeskCase, member: Member) -> Bar:
    work = Work.objects.filter(pk=case.pk).first() or Work(case=case)
    people = [one for one in colleagues.of_shop(member.shop_id).values() if one.role != MemberRole.READONLY]
    teams = list(Team.objects.filter(shop_id=member.shop_id))
    names = [one.name for one in people if one.pk == work.assignee_id]
    names += [one.name for one in teams if one.pk == work.team_id]
    now = case.connection.server_now(real_now())
    return Bar(
        assigned=" · ".join(names),
        people=[(f"m{one.pk}", one.name, one.pk == work.assignee_id) for one in people],
        teams=[(f"t{one.pk}", one.name, one.pk == work.team_id) for one in teams],
        back=_back_words(work, case, now),
        pauses=[] if case.ended else pauses.choices(now, case.next_due),
        earliest=f"{now.astimezone(timezone.get_current_timezone()):%Y-%m-%dT%H:%M}",
        is_mine=work.assignee_id == member.pk,
        labels=work.labels,
        tags=[name for _pk, name in tagging.of_shop(member.shop_id)],
    )


def _back_words(work: Work, case: DeskCase, now: datetime) -> str:
    heard = None if case.last_message_role == "SELLER" else case.last_message_at
    if not is_asleep(work.snoozed_until, work.snoozed_at, case.next_due, heard, now) or work.snoozed_until is None:
        return ""
    return when(back_at(work.snoozed_until, case.next_due).astimezone(UTC))


def _case(member: Member, case_id: int) -> DeskCase:
    case = case_page.case_of(member.shop_id, case_id)
    if case is None:
        raise Http404
    return case


def _back(request: HttpRequest, case_id: int, why: Why | None) -> HttpResponse:
    if why is not None:
        messages.warning(request, _REFUSALS[why])
    query = request.POST.get("query", "")[:500]
    return redirect(f"/cases/{case_id}{'?' + query if query else ''}")
