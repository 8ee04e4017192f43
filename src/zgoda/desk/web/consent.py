"""The owner's consent: by the browser and back with a code, or by a code typed at the server's page."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zgoda.accounts.access import current_user
from zgoda.desk.allegro.failures import CallFailed, TooMany
from zgoda.desk.allegro.oauth import DeviceCode
from zgoda.desk.cases import connecting
from zgoda.desk.cases.connecting import WrongAccount
from zgoda.desk.crm.models import Integration
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.store.models import Connection, ConnectionState, Member
from zgoda.desk.store.secret import seal, unseal
from zgoda.desk.web import rendering
from zgoda.desk.web.connections import row_of
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import connector_required
from zgoda.engine.clock import real_now

CODE, DEVICE = "desk_consent", "desk_device"
"""Keys of the session for a consent under way. What is secret in it is sealed."""
INTEGRATION, FIRST_RUN = "integration", "first-run"
"""In the form that asks for consent: come back to the set-up that it was begun in (S3-13), or to the first run."""


@require_POST
@connector_required
def ask(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """S3-13: send the browser to the server's consent page; state and PKCE verifier wait in the session."""
    row = row_of(member, connection_id)
    consent = connecting.begin(row)
    request.session[CODE] = {
        "connection": row.pk,
        "state": consent.state,
        "verifier": seal(consent.verifier),
        "to": request.POST.get("to", "")[:20],
    }
    return redirect(consent.url)


@require_safe
@connector_required
def come_back(request: HttpRequest, member: Member) -> HttpResponse:
    """The person returns with a code. A state we did not give, or a refusal, ends it with a sentence."""
    waiting = request.session.pop(CODE, None)
    if not waiting or not constant_time_compare(waiting["state"], request.GET.get("state", "")):
        messages.error(request, _("This return does not belong to a consent begun here. Begin again."))
        return redirect("desk-connections")
    row, to = row_of(member, waiting["connection"]), str(waiting.get("to", ""))
    if "code" not in request.GET:
        messages.warning(request, _("Consent was not given, so nothing was connected."))
        return redirect(_page(row.pk, to))
    verifier = unseal(waiting["verifier"]).reveal()
    complete = lambda: connecting.complete(row, request.GET["code"], verifier, real_now())  # noqa: E731
    finished = _finished(request, row, complete, to)
    return finished or redirect(_page(row.pk, to))


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def device(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """POST asks for a code; the page shows it and looks again until somebody agreed at the server."""
    row = row_of(member, connection_id)
    if request.method == "POST":
        try:
            request.session[DEVICE] = _kept(row, connecting.start_device(row)) | {"to": request.POST.get("to", "")[:20]}
        except CallFailed as problem:
            messages.error(request, words_of(problem))
            return redirect("desk-connection", row.pk)
        return redirect("desk-device", row.pk)
    waiting = request.session.get(DEVICE)
    if not waiting or waiting["connection"] != row.pk:
        return redirect("desk-connection", row.pk)
    started = _code(waiting)
    if "look" in request.GET:
        done = _finished(request, row, lambda: connecting.finish_device(row, started), str(waiting.get("to", "")))
        if done is not None:
            request.session.pop(DEVICE, None)
            return done
        if "HX-Request" in request.headers:
            return HttpResponse(status=204)
    around = frame(member, "connections", real_now())
    context = {"row": row, "code": started, "still_waiting": "look" in request.GET}
    return rendering.page(request, "desk/device.html", around, context)


def words_of(problem: CallFailed) -> str:
    """A failed call in words, with the trace id that support asks for."""
    if "access_denied" in problem.told.codes:
        return _("Consent was not given, so nothing was connected.")
    if "expired_token" in problem.told.codes:
        return _("The code has expired. Ask for a new one.")
    if isinstance(problem, TooMany):
        return _("The server wants fewer requests for a while. Agree once more a little later.")
    said = problem.told.for_people or problem.told.for_developers or ", ".join(problem.told.codes)
    words = _("The server did not agree: %(said)s") % {"said": said or problem.status or _("no answer")}
    return f"{words} ({problem.trace_id})" if problem.trace_id else words


def _finished(
    request: HttpRequest, row: Connection, finish: Callable[[], Connection | None], to: str = ""
) -> HttpResponse | None:
    """None while the person has not decided; else on with a sentence, to the connection or back to the set-up."""
    there = row.pk
    try:
        done = finish()
        if done is None:
            return None
        there = done.pk
    except WrongAccount as wrong:
        messages.error(
            request, _("This connection belongs to another account than %(login)s.") % {"login": wrong.args[0]}
        )
    except CallFailed as problem:
        messages.error(request, words_of(problem))
    else:
        person = current_user(request)
        audit.note(done.shop_id, person, What.CONNECTION_AUTHORISED, done.name, account=done.login)
        messages.success(request, _authorised(done) if to == INTEGRATION else _connected(done, row))
    return _go(request, _page(there, to))


def _authorised(done: Connection) -> str:
    """S3-14, N-12."""
    return _("Authorised: %(login)s has approved access.") % {"login": done.login or done.name}


def _connected(done: Connection, row: Connection) -> str:
    if done.pk != row.pk:
        return _("This account was connected already; its connection here was renewed and keeps its cases.")
    if done.state == ConnectionState.PAUSED:
        return _("Connected. Nothing is read until the integration is started.")
    if done.import_finished_at is not None:
        return _("Connected again; reading goes on.")
    return _("Connected. The first import has begun; sending stays off until you turn it on.")


def _page(connection_id: int, to: str) -> str:
    """Where a person goes on: where the consent was asked for, the integration's set-up or the first run, else at the
    connection."""
    if to == FIRST_RUN:
        return "/first-run"
    begun = Integration.objects.filter(connection_id=connection_id).first() if to == INTEGRATION else None
    return reverse("desk-integration", args=[begun.pk]) if begun else reverse("desk-connection", args=[connection_id])


def _go(request: HttpRequest, page: str) -> HttpResponse:
    """A poll from the page is told where to go by htmx's header; a redirect would be followed in silence."""
    return HttpResponse(headers={"HX-Redirect": page}) if "HX-Request" in request.headers else redirect(page)


def _kept(row: Connection, started: DeviceCode) -> dict[str, object]:
    return {
        "connection": row.pk,
        "device_code": seal(started.device_code.reveal()),
        "user_code": started.user_code,
        "address": started.address,
        "address_with_code": started.address_with_code,
        "interval": started.interval,
        "expires_at": started.expires_at.timestamp(),
    }


def _code(waiting: dict[str, object]) -> DeviceCode:
    return DeviceCode(
        device_code=unseal(str(waiting["device_code"])),
        user_code=str(waiting["user_code"]),
        address=str(waiting["address"]),
        address_with_code=str(waiting["address_with_code"]),
        interval=int(str(waiting["interval"])),
        expires_at=datetime.fromtimestamp(float(str(waiting["expires_at"])), UTC),
    )
