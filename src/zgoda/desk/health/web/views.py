"""A connection's health: how fresh, what it costs, what could not be read, and where the two sides differ."""

import json
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zgoda.desk.health import report, state
from zgoda.desk.health.state import State
from zgoda.desk.store.models import Connection, Member, Outgoing, Quarantine
from zgoda.desk.web import rendering, words
from zgoda.desk.web.connections import row_of
from zgoda.desk.web.frame import frame, health
from zgoda.desk.web.membership import connector_required, member_required
from zgoda.engine.clock import real_now
from zgoda.look.words import times


@require_safe
@member_required
def page(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    now = real_now()
    found = state.of(row_of(member, connection_id), now)
    values = {
        "row": found.connection,
        "health": health(found.connection, now),
        "trouble": words.trouble(found.connection.trouble, found.connection.trace_id),
        "figures": _figures(found, now),
        "apart": [_apart(one) for one in found.apart],
        "quarantined": [(one, json.dumps(one.raw, ensure_ascii=False, indent=2)) for one in found.quarantined],
        "oddities": found.oddities,
        "may_connect": member.may_connect,
    }
    return rendering.page(request, "desk/health.html", frame(member, "connections", now), values)


@require_safe
@connector_required
def download(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """The report as a file: raw records may hold buyers' words, so it is for those who manage connections."""
    now = real_now()
    told = report.of(state.of(row_of(member, connection_id), now), now)
    answer = HttpResponse(json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="zgoda-connection-{connection_id}.json"'
    return answer


@require_POST
@connector_required
def forget(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """Drop a record that was set aside, or all; one that still cannot be read comes back with the next reading."""
    rows = Quarantine.objects.filter(connection=row_of(member, connection_id))
    chosen = request.POST.get("record", "")
    gone = rows.filter(pk=int(chosen)) if chosen.isdecimal() and len(chosen) < 19 else rows if chosen == "all" else None
    if gone is not None:
        gone.delete()
        messages.success(request, _("Dropped. What still cannot be read comes back with the next reading."))
    return redirect("desk-health", connection_id)


def _figures(found: State, now: datetime) -> list[tuple[str, str, str]]:
    """Name, value, and what it means; a meaning only where something should be done or waited for."""
    row = found.connection
    share = found.requests / (found.budget * 2)
    return [
        (_("Last good reading"), times.ago(row.last_sync_ok_at, now) if row.last_sync_ok_at else _("none yet"), ""),
        (_("Requests of readings, this hour and the last"), times.number(found.requests), times.percent(share)),
        (_("Readings that failed, this hour and the last"), times.number(found.failures), ""),
        (_("Access token"), _left(row.access_expires_at, now), _("renewed by itself")),
        (_("Consent"), _left(row.refresh_expires_at, now), _uncertain(row)),
        (_("Open cases whose chat is behind"), times.number(found.unread), _soon(found.unread)),
        (
            _("Open cases with missing messages"),
            times.number(found.incomplete),
            _("the server counts more than it shows") if found.incomplete else "",
        ),
        (_("Open cases the server no longer shows"), times.number(found.gone), ""),
    ]


def _left(at: datetime | None, now: datetime) -> str:
    return times.left(at, now) if at else _("none")


def _uncertain(row: Connection) -> str:
    return _("the last renewal is being checked") if row.refresh_uncertain_at else ""


def _soon(count: int) -> str:
    return _("read with the next reading") if count else ""


def _apart(one: Outgoing) -> tuple[Outgoing, str, str]:
    return one, words.kind_name(one.kind), words.state_words(one)
