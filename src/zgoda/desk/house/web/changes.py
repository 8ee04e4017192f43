"""A proposed change: what it would move, the second yes, and how far the cases are."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zgoda.desk.cases.listing import connections_of
from zgoda.desk.house import changing, words
from zgoda.desk.house.models import Change, ChangeState, Move
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web import words as desk_words
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import connector_required
from zgoda.engine.clock import real_now

HERE = "administration"
SHOWN = 100
"""Moves shown of the preview, those due first; all are counted."""


@require_POST
@connector_required
def check(request: HttpRequest, member: Member) -> HttpResponse:
    """Look what would move if all dates were reckoned anew, such as after new tables of rest days."""
    change = changing.propose(member.shop_id, member.user, {})
    if change is None:
        messages.error(request, _("An earlier change is still moving cases. Try again when it is done."))
        return redirect("desk-house")
    return redirect("desk-house-change", change_id=change.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def one(request: HttpRequest, member: Member, change_id: int) -> HttpResponse:
    change = _change(member, change_id)
    if request.method == "POST":
        return _answer(request, member, change)
    around = frame(member, HERE, real_now())
    return rendering.page(request, "house/change.html", around, _values(change))


@require_safe
@connector_required
def progress(request: HttpRequest, member: Member, change_id: int) -> HttpResponse:
    """The part of the page that moves."""
    return rendering.part(request, "house/_change.html", _values(_change(member, change_id)))


def _answer(request: HttpRequest, member: Member, change: Change) -> HttpResponse:
    if request.POST.get("what") == "yes":
        if not changing.accept(member.shop_id, change.pk, member.user):
            messages.error(request, _("This change has been decided about already."))
        return redirect("desk-house-change", change_id=change.pk)
    if changing.drop(member.shop_id, change.pk):
        messages.success(request, _("Nothing was changed."))
    return redirect("desk-house")


def _change(member: Member, change_id: int) -> Change:
    return get_object_or_404(Change, shop_id=member.shop_id, pk=change_id)


def _values(change: Change) -> dict[str, object]:
    is_checked = change.state == ChangeState.CHECKED
    moves = change.moves.select_related("case").defer("case__remote", "case__own").order_by("after", "pk")
    return {
        "change": change,
        "is_walking": change.state in {ChangeState.CHECKING, ChangeState.APPLYING},
        "is_checked": is_checked,
        "is_done": change.state == ChangeState.DONE,
        "is_dropped": change.state == ChangeState.DROPPED,
        "is_checking": change.state == ChangeState.CHECKING,
        "what": words.proposal(change.proposal),
        "moves": _rows(change.shop_id, moves[:SHOWN]) if is_checked else [],
        "count": change.moves.count() if is_checked else 0,
        "shown": SHOWN,
    }


def _rows(shop_id: int, moves: Iterable[Move]) -> list[dict[str, object]]:
    """Whether a date has passed already is judged by the case's server."""
    now, known = real_now(), connections_of(shop_id)
    return [_row(move, known[move.case.connection_id].server_now(now)) for move in moves]


def _row(move: Move, server_now: datetime) -> dict[str, object]:
    case = move.case
    return {
        "href": f"/cases/{case.pk}",
        "buyer": case.buyer_login or case.remote_id[:8],
        "about": desk_words.about(case.reason, case.subject),
        "clock": desk_words.clock_name(move.what),
        "before": move.before,
        "after": move.after,
        "by": words.by_how_much(move.before, move.after),
        "late": move.after is not None and move.after < server_now,
    }
