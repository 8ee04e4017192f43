"""The first run on one page: each step with what it needs, what is done ticked, and its way back."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts import recent
from zgoda.desk.allegro.pace import REQUESTS_PER_MINUTE, Lane
from zgoda.desk.cases import schedule
from zgoda.desk.cases.clocks import market_of
from zgoda.desk.first_run import removal, sample, steps
from zgoda.desk.first_run.models import FirstRun, Removal
from zgoda.desk.first_run.steps import BY_HAND, Course, Step
from zgoda.desk.first_run.web import words
from zgoda.desk.first_run.web.removing import HERE
from zgoda.desk.sending import modes
from zgoda.desk.sending.web import switches
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase, Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame, health
from zgoda.desk.web.membership import connector_required
from zgoda.domain.calendar import frozen_calendar
from zgoda.domain.writers import Mode, Writer
from zgoda.engine.clock import real_now
from zgoda.look.words.markets import country_name, market_codes, market_name
from zgoda.look.words.times import number

REST_DAYS = 4


@require_safe
@connector_required
def page(request: HttpRequest, member: Member) -> HttpResponse:
    course = steps.of(member.shop_id)
    row = course.connection
    context = {**_moving(course, member), **_context(course, member), "own": row}
    answer = rendering.page(request, "first_run/page.html", frame(member, HERE, real_now()), context)
    if row is not None:
        # Browsers hold the policy's form-action against the redirect to the server's consent page as well.
        server = urlsplit(row.auth_url)
        answer._csp_update = {"form-action": [f"{server.scheme}://{server.netloc}"]}  # type: ignore[attr-defined]
    return answer


@require_safe
@connector_required
def moving(request: HttpRequest, member: Member) -> HttpResponse:
    """What changes by itself: the steps that are done, the import, a removal."""
    return rendering.part(request, "first_run/_moving.html", _moving(steps.of(member.shop_id), member))


@require_POST
@connector_required
def change(request: HttpRequest, member: Member, step: str) -> HttpResponse:
    """Do a step (``what=do``) or take it back (``what=undo``)."""
    if step not in set(Step):
        raise Http404
    what, course = request.POST.get("what", ""), steps.of(member.shop_id)
    act = _ACTS.get((Step(step), what))
    if act is not None and course.connection is not None:
        if act in _GRAVE:
            recent.demand(request)
        act(request, member, course.connection)
    elif Step(step) in BY_HAND and what in {"tick", "undo"}:
        _tick(member, Step(step), what)
    return redirect(f"/first-run#{step}")


def _tick(member: Member, step: Step, what: str) -> None:
    if what == "tick":
        steps.tick(member.shop_id, step, member.user)
    else:
        steps.untick(member.shop_id, step)


def _forget_draft(_request: HttpRequest, _member: Member, row: Connection) -> None:
    """An account that never agreed leaves nothing behind."""
    Connection.objects.filter(pk=row.pk, user_id="", state=ConnectionState.NEEDS_CONSENT).delete()


def _pause(_request: HttpRequest, _member: Member, row: Connection) -> None:
    Connection.objects.filter(pk=row.pk, state=ConnectionState.CONNECTED).update(state=ConnectionState.PAUSED)


def _read(_request: HttpRequest, _member: Member, row: Connection) -> None:
    paused = Connection.objects.filter(pk=row.pk, state=ConnectionState.PAUSED).exclude(access_token="")
    paused.update(state=ConnectionState.CONNECTED)
    schedule.sync_now(row)


def _market(request: HttpRequest, member: Member, row: Connection) -> None:
    if steps.set_market(row, request.POST.get("market", "")):
        steps.tick(member.shop_id, Step.CALENDAR, member.user)
        messages.success(request, _("Saved. Open cases are read again with this calendar."))


def _rules_in_shadow(_request: HttpRequest, member: Member, row: Connection) -> None:
    modes.put(row.pk, {Writer.AUTOMATIC: Mode.SHADOW}, member.user)


def _no_rules(_request: HttpRequest, member: Member, row: Connection) -> None:
    modes.put(row.pk, {Writer.AUTOMATIC: Mode.OFF}, member.user)
    steps.untick(member.shop_id, Step.RULES)


def _disarm(_request: HttpRequest, member: Member, row: Connection) -> None:
    modes.put(row.pk, dict.fromkeys(Writer, Mode.OFF), member.user)


Act = Callable[[HttpRequest, Member, Connection], None]
_ACTS: dict[tuple[Step, str], Act] = {
    (Step.CONNECT, "undo"): _forget_draft,
    (Step.IMPORT, "do"): _read,
    (Step.IMPORT, "undo"): _pause,
    (Step.CALENDAR, "do"): _market,
    (Step.RULES, "do"): _rules_in_shadow,
    (Step.RULES, "undo"): _no_rules,
    (Step.ARM, "undo"): _disarm,
}
_GRAVE = {_rules_in_shadow, _no_rules, _disarm}


def _moving(course: Course, member: Member) -> dict[str, object]:
    row, now = course.connection, real_now()
    removing = Removal.objects.filter(connection__shop_id=member.shop_id).select_related("connection").first()
    left = DeskCase.objects.filter(connection=removing.connection).count() if removing else 0
    reading = row is not None and row.state == ConnectionState.CONNECTED and row.import_finished_at is None
    return {
        "bar": [{"label": words.TITLES[step], "at": step.value, "state": _state(course, step)} for step in Step],
        "reading": reading,
        "moves": reading or removing is not None,
        "imported": number(row.import_cases) if row else "0",
        "finished": row is not None and row.import_finished_at is not None,
        "health": health(row, now) if row else None,
        "requests": number(course.requests),
        "budget": number(REQUESTS_PER_MINUTE),
        "share": number(REQUESTS_PER_MINUTE * (100 - Lane.IMPORT) // 100),
        "removing": removing,
        "removed": max(0, removing.cases - left) if removing else 0,
    }


def _state(course: Course, step: Step) -> str:
    return "done" if step in course.done else "now" if step is course.next else "ahead"


def _context(course: Course, member: Member) -> dict[str, object]:
    row, here = course.connection, market_of(course.connection.market if course.connection else "pl")
    of_sample = sample.of(member.shop_id)
    return {
        "done": {step.value for step in course.done},
        "next": course.next,
        "titles": {step.value: words.TITLES[step] for step in Step},
        "ticked": course.row.ticked,
        "missing": course.missing,
        "is_draft": row is not None and not row.user_id,
        "is_agreed": row is not None and bool(row.user_id) and row.state != ConnectionState.NEEDS_CONSENT,
        "is_paused": row is not None and row.state == ConnectionState.PAUSED,
        "may_remove": row is not None and removal.may_remove(row),
        "markets": [(code, f"{market_name(code)} · {country_name(code)}") for code in market_codes()],
        "market": here.code,
        "rest_days": _rest_days(here.country, real_now().date()),
        "switches": switches.switches(row) if row else [],
        "sample": of_sample,
        "sample_gone": FirstRun.objects.filter(pk=member.shop_id).exclude(sample_removed_at=None).exists(),
    }


def _rest_days(country: str, today: date) -> list[tuple[date, str]]:
    """The next ones that the calendar knows."""
    ahead = sorted((day, name) for day, name in frozen_calendar(country).rest_days.items() if day >= today)
    return ahead[:REST_DAYS]
