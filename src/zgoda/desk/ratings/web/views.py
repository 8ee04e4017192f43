"""The list of ratings, one of them with its answer and request, and what is sent about it."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID, uuid4

import msgspec
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zgoda.desk.cases import schedule
from zgoda.desk.ratings import sync, writing
from zgoda.desk.ratings.models import DeskRating, RatingsRead, RatingWrite, WriteKind
from zgoda.desk.ratings.web import words
from zgoda.desk.ratings.writing import NotWritten
from zgoda.desk.sending import gate
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.sending.web.words import how_far
from zgoda.desk.store.models import Connection, DeskCase, Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required, writer_required
from zgoda.domain.writers import Writer
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole
from zgoda.wire.limits import RATING_TEXT

HERE = "ratings"
PAGE = 40
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
_SHOWS = {
    "": Q(),
    "bad": Q(recommended=False),
    "open": Q(recommended=False, answer="", gone_at=None),
}


@require_safe
@member_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """The latest changes first; all of the shop's accounts, or one of them."""
    show, account = request.GET.get("show", ""), whole(request.GET.get("account", ""))
    show = show if show in _SHOWS else ""
    around = frame(member, HERE, real_now())
    found = DeskRating.objects.filter(_SHOWS[show], shop_id=member.shop_id).select_related("connection")
    found = found.filter(connection_id=account) if account else found
    place = _place(request.GET.get("after", ""))
    if place is not None:
        found = found.filter(Q(last_changed_at__lt=place[0]) | Q(last_changed_at=place[0], pk__lt=place[1]))
    rows = list(found.defer("remote").order_by("-last_changed_at", "-pk")[: PAGE + 1])
    kept = {key: value for key, value in (("show", show), ("account", account or "")) if value}
    context = {
        "rows": [(row, *words.choice(row), words.asked_by(row)) for row in rows[:PAGE]],
        "segments_of": words.shown(show),
        "accounts": [row for row in around.connections if row.user_id],
        "account": account or "",
        "show": show,
        "older": "?" + urlencode({**kept, "after": _after(rows[PAGE - 1])}) if len(rows) > PAGE else "",
        "newest": "?" + urlencode(kept) if "after" in request.GET else "",
        "troubles": _troubles(around.connections),
        "is_read": RatingsRead.objects.filter(connection__shop_id=member.shop_id).exclude(read_at=None).exists(),
    }
    return rendering.page(request, "ratings/index.html", around, context)


@require_POST
@member_required
def read_again(request: HttpRequest, member: Member) -> HttpResponse:
    """At the next turn of each account, which is now."""
    for row in Connection.objects.filter(shop_id=member.shop_id):
        sync.ask_again(row)
        schedule.sync_now(row)
    messages.success(request, _("The ratings are being read. Load the page again in a moment."))
    return redirect("desk-ratings")


@require_safe
@member_required
def one(request: HttpRequest, member: Member, rating_id: int) -> HttpResponse:
    return _page(request, member, _own(member, rating_id))


@require_POST
@writer_required
def write(request: HttpRequest, member: Member, rating_id: int) -> HttpResponse:
    """The answer, or the request to remove it; what is refused here comes back with what was typed."""
    row, kind = _own(member, rating_id), request.POST.get("kind", "")
    text = request.POST.get(f"text-{kind}", "")
    if kind not in WriteKind:
        return redirect("desk-rating", row.pk)
    try:
        writing.write(row, WriteKind(kind), text, member.user, _token(request))
    except NotWritten as problem:
        typed = {"kind": kind, "text": text, "error": words.refused(str(problem.args[0]))}
        return _page(request, member, row, typed)
    messages.success(request, _("It is on its way."))
    return redirect("desk-rating", row.pk)


@require_POST
@writer_required
def decide(request: HttpRequest, member: Member, rating_id: int, write_id: UUID) -> HttpResponse:
    """Send what waits for a person, or drop it."""
    row = RatingWrite.objects.filter(pk=write_id, rating=_own(member, rating_id)).first()
    if row is None:
        raise Http404
    what = request.POST.get("what", "")
    done = writing.release(row, member.user) if what == "send" else what == "cancel" and writing.cancel(row)
    if not done:
        messages.warning(request, _("Nothing was chosen, or somebody else was quicker."))
    return redirect("desk-rating", rating_id)


def _page(request: HttpRequest, member: Member, row: DeskRating, typed: dict[str, str] | None = None) -> HttpResponse:
    filled = {"kind": "", "text": "", "error": "", **(typed or {})}
    is_off = gate.is_off(gate.of(row.connection_id), Writer.RATINGS)
    sent = [
        {
            "row": one,
            "kind": words.kind_name(one),
            "state": how_far(one.state, one.last_error, one.trace_id, is_off=is_off),
            "may_send": one.state in (WriteState.SHADOW, WriteState.FAILED),
            "may_cancel": one.state in (WriteState.QUEUED, WriteState.SHADOW, WriteState.FAILED),
        }
        for one in row.writes.exclude(state=WriteState.SENT).select_related("by")
    ]
    case = DeskCase.objects.filter(connection_id=row.connection_id, order_id=row.order_id).exclude(order_id="").first()
    context = {
        "row": row,
        "choice": words.choice(row),
        "asked_by": words.asked_by(row),
        "may_write": member.may_write and row.gone_at is None,
        "may_ask": writing.may_ask(row) and row.recommended is False,
        "sent": sent,
        "case_id": case.pk if case else 0,
        "typed": filled,
        "errors": [(f"text-{filled['kind']}", filled["error"])] if filled["error"] else [],
        "most": RATING_TEXT,
        "token": uuid4(),
    }
    status = 422 if filled["error"] else 200
    return rendering.page(request, "ratings/one.html", frame(member, HERE, real_now()), context, status)


def _own(member: Member, rating_id: int) -> DeskRating:
    """Another shop's rating is not found."""
    row = DeskRating.objects.select_related("connection").filter(pk=rating_id, shop_id=member.shop_id).first()
    if row is None:
        raise Http404
    return row


def _troubles(connections: tuple[Connection, ...]) -> list[tuple[str, str]]:
    read = RatingsRead.objects.filter(connection__in=connections).exclude(trouble="").select_related("connection")
    return [(one.connection.login or one.connection.name, words.trouble(one.trouble, one.trace_id)) for one in read]


def _after(row: DeskRating) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode((row.last_changed_at, row.pk))).decode()


def _place(text: str) -> tuple[datetime, int] | None:
    """Behind which a page begins; none for the first and for what is no place."""
    try:
        at, pk = msgspec.json.decode(base64.urlsafe_b64decode(text), type=tuple[Instant, int])
        return at.astimezone(UTC), pk
    except (msgspec.MsgspecError, binascii.Error, ValueError, OverflowError):
        return None


def _token(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid4()
