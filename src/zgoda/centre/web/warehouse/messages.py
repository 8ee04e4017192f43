"""The Warehouse's messages: what waits, what was answered, one conversation with its reply (S1-07, P-32)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role as AccountRole
from zgoda.centre.cases.files import stage
from zgoda.centre.cases.thread import PAGE as MESSAGES_PAGE
from zgoda.centre.cases.thread import ShownFile, shown_file
from zgoda.centre.incidents.texts import Prepared, prepared
from zgoda.centre.messaging import acts, reading, warehouse
from zgoda.centre.messaging.acts import NoSuchThread, Words
from zgoda.centre.messaging.models import Thread, Turn, is_thread_id
from zgoda.centre.messaging.reading import Entry
from zgoda.centre.messaging.warehouse import Asked, Cursor
from zgoda.centre.store import laws
from zgoda.centre.store.counting import MOST
from zgoda.centre.store.models import Order
from zgoda.centre.web.staff.frame import person, token_of, uuid_or_none
from zgoda.domain.actors import Role
from zgoda.domain.deadlines import business_due
from zgoda.domain.message_routing import may_forward_message, may_reply
from zgoda.domain.messaging import TEXT_LENGTH, MessagingRefused, MessagingWhy
from zgoda.engine import clock
from zgoda.files.models import State, StoredFile
from zgoda.files.serve import serve
from zgoda.look.numbers import whole
from zgoda.look.words import clocks, times
from zgoda.look.words.messaging import message_topic_name, messaging_refusal, topic_name
from zgoda.look.words.roles import author_name, role_name
from zgoda.wire.times import from_wire, to_wire

PAGE = 25
Seen = Mapping[str, object]


@never_cache
@require_safe
@role_required(AccountRole.WAREHOUSE)
def inbox(request: HttpRequest) -> HttpResponse:
    """S1-07: what waits, the oldest first; with ``show=answered`` the rest, the newest first. A query for the rows
    and one for their products."""
    done = request.GET.get("show") == "answered"
    after, now = _read_cursor(request.GET.get("after", "")), clock.now()
    found = list((warehouse.answered if done else warehouse.waiting)(after)[: PAGE + 1])
    shown, end = found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None
    at = (end.warehouse_at if done else end.warehouse_since) if end else None
    further = {**({"show": "answered"} if done else {}), "after": f"{to_wire(at)}_{end.id}" if end and at else ""}
    products = warehouse.products_of(shown)
    context = {
        "rows": [_row(row, products[row.id], now) for row in shown],
        "done": done,
        "older": "?" + urlencode(further) if end else "",
        "paged": after is not None,
        "views": [
            {"label": _("Waiting"), "href": "?", "current": not done, "count": _waiting()},
            {"label": _("Answered"), "href": "?show=answered", "current": done, "count": None},
        ],
    }
    return render(request, "warehouse/messages.html", context)


def _waiting() -> str:
    return times.counted(warehouse.waiting_count(), MOST)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(AccountRole.WAREHOUSE)
def thread(request: HttpRequest, thread_id: str) -> HttpResponse:
    """A conversation; a reply that is refused comes back with all that was typed."""
    row = own_thread(thread_id)
    if request.method != "POST":
        return render(request, "warehouse/thread.html", _context(row, whole(request.GET.get("before", ""))))
    agent, token, now = person(request), token_of(request), clock.now()
    kept = [one for one in map(uuid_or_none, request.POST.getlist("file")) if one is not None]
    staged = stage(agent.pk, request.FILES.getlist("files"), kept, token, now, was_sent=acts.was_sent)
    errors, text = list(staged.errors), request.POST.get("text", "")
    if not errors:
        try:
            outcome = acts.answer_for_warehouse(row.id, agent.pk, Words(text, staged.ids), now=now, token=token)
        except NoSuchThread:
            raise Http404 from None
        if not isinstance(outcome, MessagingRefused):
            notices.success(request, _("The answer is sent."))
            return redirect("warehouse_messages")
        errors.append(messaging_refusal(outcome))
    files = [(file.id, shown_file(file)) for file in staged.files]
    context = _context(own_thread(thread_id), None, words=text, errors=errors, files=files)
    return render(request, "warehouse/thread.html", context, status=422)


@require_safe
@role_required(AccountRole.WAREHOUSE)
def file(request: HttpRequest, thread_id: str, file_id: UUID) -> HttpResponseBase:
    """A file of a message in one of the Warehouse's threads, once it passed the scan."""
    found = warehouse.file_of(own_thread(thread_id), file_id)
    if found is None or found.state != State.SAFE:
        raise Http404
    try:
        return serve(found)
    except FileNotFoundError:
        raise Http404 from None


def own_thread(thread_id: str) -> Thread:
    """P-49: where the Warehouse was never asked, nothing is found."""
    row = warehouse.thread_of(thread_id)
    if row is None:
        raise Http404
    return row


def _row(row: Thread, products: Sequence[str], now: datetime) -> Seen:
    about, last = getattr(row, "about", "") or "", getattr(row, "last", "") or ""
    return {
        "row": row,
        "product": _product(products),
        "topic": message_topic_name(about) if about else topic_name(row.topic),
        "last": " ".join(last.split())[:160],
        "clock": _clock(row, now),
    }


def _product(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    further = len(names) - 1
    others = ngettext("and %(count)d more", "and %(count)d more", further) % {"count": further}
    return f"{names[0]} {others}"


def _clock(row: Thread, now: datetime) -> Seen | None:
    """C.2: 24 business hours from the oldest message that waits; a measure, not a duty."""
    since = row.warehouse_since
    if since is None:
        return None
    due = business_due(since, laws.law_now(row.seller.market, now)).at
    gone, state = clocks.gone(since, due, now), clocks.state(since, due, now)
    return {"state": state, "words": times.left(due, now), "gone": gone, "due": due}


def _context(row: Thread, before: int | None, **composed: object) -> Seen:
    rows = warehouse.messages_of(row)
    if before is not None:
        rows = rows.filter(number__lt=before)
    newest = list(rows[: MESSAGES_PAGE + 1])
    shown = reading.with_files(newest[:MESSAGES_PAGE][::-1])
    asked = warehouse.asked_in([entry.row for entry in shown])
    refused, orders = may_reply(Role.WAREHOUSE, row.waiting), warehouse.orders_of(row)
    return {
        "row": row,
        "said": [_said(row, entry, asked.get(entry.row.id)) for entry in shown],
        "older": shown[0].row.number if len(newest) > MESSAGES_PAGE else None,
        "before": before,
        "problem": topic_name(row.topic) if row.topic else "",
        "clock": _clock(row, clock.now()),
        "may_write": refused is None and not row.closed_at and before is None,
        "why_not": _why_not(refused) if refused else "",
        "orders": orders,
        "texts": _texts(row, orders),
        "token": uuid4(),
        "most_words": TEXT_LENGTH,
        "words": "",
        "errors": [],
        "files": [],
        **composed,
    }


def _texts(thread: Thread, orders: Sequence[Order]) -> list[Prepared]:
    """Filled in by the order that was named last; a conversation that names none leaves their holes to be seen."""
    order = orders[0] if orders else None
    return prepared(
        thread.buyer.username,
        str(order.id) if order else "",
        [line.offer_name for line in order.lines.all()] if order else [],
        [shipment.waybill for shipment in order.shipments.all()] if order else [],
    )


def _why_not(refused: MessagingRefused) -> str:
    """S1-54: the other party of the Warehouse is always the seller, so it is named."""
    if refused.why is MessagingWhy.NOT_ASSIGNED:
        return _("The seller answers this message now.")
    return messaging_refusal(refused)


def _said(thread: Thread, entry: Entry, asked: Asked | None) -> Seen:
    row = entry.row
    role = Role.BUYER if row.author_id == thread.buyer_id else Role.SELLER if row.agent_id is None else Role.WAREHOUSE
    who = row.agent.username if row.agent else row.author.username
    return {
        "id": row.id,
        "voice": {Role.BUYER: "buyer", Role.SELLER: "seller"}.get(role, "us"),
        "by": author_name(role, who),
        "extra": row.subject or (role_name(role) if role is not Role.BUYER else ""),
        "text": row.text,
        "at": row.created_at,
        "files": [_file(thread, file) for file in entry.files],
        "asked": _asked(thread, asked) if asked else None,
    }


def _asked(thread: Thread, asked: Asked) -> Seen:
    row = asked.row
    closed = thread.closed_at is not None
    refused = may_forward_message(Role.WAREHOUSE, Role(row.party), fulfilled=row.fulfilled, closed=closed)
    return {
        "party": role_name(row.party),
        "topic": message_topic_name(row.topic) if row.topic else topic_name(thread.topic),
        "chosen": row.chosen,
        "unsure": row.unsure,
        "waits": row.answered_at is None,
        "forward": reverse("warehouse_forward", args=[thread.id, row.message_id]) if refused is None else "",
        "notes": [_note(turn) for turn in asked.turns if turn.note],
    }


def _note(turn: Turn) -> Seen:
    by = turn.by.username if turn.by else ""
    return {"to": role_name(turn.party), "by": by, "text": turn.note, "at": turn.since}


def _file(thread: Thread, row: StoredFile) -> ShownFile:
    safe = row.state == State.SAFE
    return ShownFile(
        name=row.name,
        size=row.size,
        url=reverse("warehouse_thread_file", args=[thread.id, row.id]) if safe else "",
        image=row.content_type.startswith("image/"),
        stopped="" if safe else _("being checked") if row.state == State.UPLOADED else _("stopped by the check"),
    )


def _read_cursor(text: str) -> Cursor | None:
    instant, _sign, thread_id = text.partition("_")
    at = from_wire(instant) if instant else None
    return (at, thread_id) if at is not None and is_thread_id(thread_id) else None
