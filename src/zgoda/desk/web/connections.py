"""Connections: which accounts the desk speaks for, how they are, and everything one may do to them."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zgoda.accounts import recent
from zgoda.desk.allegro import oauth, roots
from zgoda.desk.allegro.own import SELLER_CONTACT, features
from zgoda.desk.allegro.reach import may_be_typed
from zgoda.desk.allegro.roots import Roots
from zgoda.desk.cases import connecting, schedule
from zgoda.desk.crm import integrations
from zgoda.desk.first_run import steps
from zgoda.desk.messages.web.said import lacking
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.sending.web import switches
from zgoda.desk.store.models import Connection, ConnectionState, Member, Shop, SyncRun
from zgoda.desk.web import rendering, words
from zgoda.desk.web.frame import Health, frame, health, writing_words
from zgoda.desk.web.membership import connector_required, member_required
from zgoda.domain.writers import Mode, every
from zgoda.engine.clock import real_now
from zgoda.look.words.times import ago, number

RETURN_PATH = "/connections/return"
RUNS = 8
_BEGUN_IN = ("integration", "first-run")
"""Where the first step may have been begun, to go on there."""
_KNOWN = {"allegro": roots.PRODUCTION, "sandbox": roots.ALLEGRO_SANDBOX}


@require_safe
@member_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """All connections of the shop with their health."""
    now = real_now()
    around = frame(member, "connections", now)
    shown = [
        (
            row,
            health(row, now),
            _host(row),
            words.trouble(row.trouble, row.trace_id),
            writing_words(row),
        )
        for row in around.connections
    ]
    return rendering.page(request, "desk/connections.html", around, {"shown": shown, "other_shops": _others(member)})


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def new(request: HttpRequest, member: Member) -> HttpResponse:
    """First step: which server and which registered application. POST makes the connection and asks for consent."""
    values = {name: request.POST.get(name, "").strip() for name in ("server", "address", "client_id", "name")}
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        secret = request.POST.get("client_secret", "").strip()
        aimed = _aimed(values)
        errors = _wrong(values, secret, aimed)
        if aimed is not None and not errors:
            row = connecting.draft(
                member.shop,
                name=values["name"][:80] or urlsplit(aimed.api).netloc,
                roots=aimed,
                client_id=values["client_id"][:200],
                client_secret=secret,
                redirect_uri=f"{settings.DESK_URL}{RETURN_PATH}",
            )
            audit.note(member.shop_id, member.user, What.CONNECTION_ADDED, row.name)
            if request.POST.get("first-run"):
                steps.choose(member.shop_id, row)
                return redirect("desk-first-run")
            if request.POST.get("integration"):
                return redirect("desk-integration", integrations.begin(row).pk)
            return redirect("desk-connection", row.pk)
    around = frame(member, "connections", real_now())
    context = {
        "begun_in": next((one for one in _BEGUN_IN if one in request.GET or one in request.POST), ""),
        "values": values,
        "errors": errors,
        "return_address": f"{settings.DESK_URL}{RETURN_PATH}",
    }
    return rendering.page(request, "desk/connection_new.html", around, context, 422 if errors else 200)


@require_safe
@member_required
def one(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """One connection: state, scopes, progress of the import, latest runs, switches."""
    row = row_of(member, connection_id)
    around = frame(member, "connections", real_now())
    answer = rendering.page(request, "desk/connection.html", around, _context(row, member))
    # Browsers hold the policy's form-action against the redirect to the server's consent page as well.
    server = urlsplit(row.auth_url)
    answer._csp_update = {"form-action": [f"{server.scheme}://{server.netloc}"]}  # type: ignore[attr-defined]
    return answer


@require_safe
@member_required
def progress(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """The part of the page that moves, for its own refresh."""
    return rendering.part(request, "desk/_progress.html", _context(row_of(member, connection_id), member))


@require_POST
@connector_required
def change(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """Pause, resume, arm, disarm, read now, disconnect. Turning sending on or off asks for the password again; pausing
    stops everything at once and asks nothing."""
    row, what = row_of(member, connection_id), request.POST.get("what", "")
    change_it = _CHANGES.get(what)
    if change_it is None:
        raise Http404
    if what in _SWITCHES:
        recent.demand(request)
    with transaction.atomic():
        told = change_it(row)
        if what != "read":
            audit.note(member.shop_id, member.user, _SWITCHES.get(what, What.CONNECTION_CHANGED), row.name, act=what)
    messages.success(request, told)
    return redirect("desk-connection", row.pk)


def row_of(member: Member, connection_id: int) -> Connection:
    """The shop's own connection, or 404."""
    return get_object_or_404(Connection, pk=connection_id, shop_id=member.shop_id)


def _others(member: Member) -> list[Shop]:
    """Shops this person works for besides the present one."""
    return list(Shop.objects.filter(members__user=member.user).exclude(pk=member.shop_id).order_by("name"))


def _context(row: Connection, member: Member) -> dict[str, object]:
    now = real_now()
    granted = set(row.scopes.split())
    said: Health = health(row, now)
    return {
        "row": row,
        "health": said,
        "host": _host(row),
        "may_connect": member.may_connect,
        "switches": switches.switches(row),
        "is_plain": row.writers in ({}, every(Mode.ARMED)),
        "is_connected": row.state == ConnectionState.CONNECTED,
        "is_paused": row.state == ConnectionState.PAUSED,
        "importing": row.state == ConnectionState.CONNECTED and row.import_finished_at is None,
        "imported": number(row.import_cases),
        "scopes": [(scope.value, scope.value in granted) for scope in oauth.SCOPES],
        "lacking": lacking(row) if row.user_id else "",
        "last_read": ago(row.last_sync_ok_at, now) if row.last_sync_ok_at else _("never"),
        "additions": sorted(features(row.capabilities)),
        "may_set_contact": member.may_connect and SELLER_CONTACT in features(row.capabilities),
        "trouble": words.trouble(row.trouble, row.trace_id),
        "runs": [
            (run, words.trouble(run.trouble, run.trace_id))
            for run in SyncRun.objects.filter(connection=row).order_by("-started_at")[:RUNS]
        ],
    }


def _pause(row: Connection) -> str:
    Connection.objects.filter(pk=row.pk, state=ConnectionState.CONNECTED).update(state=ConnectionState.PAUSED)
    return _("Paused: nothing is read and nothing is sent until you resume.")


def _resume(row: Connection) -> str:
    paused = Connection.objects.filter(pk=row.pk, state=ConnectionState.PAUSED)
    paused.exclude(access_token="").update(state=ConnectionState.CONNECTED, next_sync_at=None)
    return _("Resumed: reading begins in a moment.")


def _arm(row: Connection) -> str:
    connecting.arm(row)
    return _("Sending is on: answers written here reach the buyers.")


def _disarm(row: Connection) -> str:
    connecting.disarm(row)
    return _("Sending is off: what you write waits here.")


def _read_now(row: Connection) -> str:
    schedule.sync_now(row)
    return _("It will be read in a moment.")


def _disconnect(row: Connection) -> str:
    connecting.disconnect(row)
    return _("Disconnected: the desk has forgotten its tokens. The cases read so far stay here.")


_SWITCHES = {"arm": What.SENDING_ON, "disarm": What.SENDING_OFF}
_CHANGES: dict[str, Callable[[Connection], str]] = {
    "pause": _pause,
    "resume": _resume,
    "arm": _arm,
    "disarm": _disarm,
    "read": _read_now,
    "disconnect": _disconnect,
}


def _aimed(values: dict[str, str]) -> Roots | None:
    """The server that was chosen; None where the address is none."""
    if values["server"] in _KNOWN:
        return _KNOWN[values["server"]]
    if values["server"] != "other" or not may_be_typed(values["address"]):
        return None
    parts = urlsplit(values["address"])
    return roots.single_host(f"{parts.scheme}://{parts.netloc}")


def _wrong(values: dict[str, str], secret: str, aimed: Roots | None) -> list[tuple[str, str]]:
    if values["server"] not in {*_KNOWN, "other"}:
        return [("server", _("Choose where the shop's account is."))]
    if aimed is None:
        return [("address", _("Give the server's public address, such as https://example.com."))]
    missing = (
        [("client_id", _("Copy the client id from the server's page of applications."))]
        if not values["client_id"]
        else []
    )
    return missing + ([] if secret else [("client_secret", _("Copy the client secret too; it is kept encrypted."))])


def _host(row: Connection) -> str:
    return urlsplit(row.api_url).netloc
