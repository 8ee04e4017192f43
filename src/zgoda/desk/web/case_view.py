"""The page of one case: conversation with the composer, what stands beside it, and a place for the list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zgoda.desk.cases import case_page, listing
from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.store.models import MESSAGES, Connection, Kind, Member, Outgoing
from zgoda.desk.web import (
    answerer,
    clock_board,
    composer,
    conversation,
    facts,
    permitted,
    rendering,
    ticket_panel,
    words,
)
from zgoda.desk.web.frame import frame
from zgoda.desk.web.list_pane import place
from zgoda.desk.web.membership import member_required
from zgoda.engine.clock import real_now
from zgoda.look.words import times


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form held and what was wrong with it, (field, sentence); empty for a fresh form. ``mode`` is empty where
    nobody asked for one."""

    mode: str
    values: dict[str, str] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()


@require_safe
@member_required
def case(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """A case of another shop answers 404, like one that does not exist."""
    return show(request, member, case_id, _asked(request, case_id))


@require_safe
@member_required
def live(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """The conversation and the side alone; 204 while nothing visible has changed."""
    page = _read(member, case_id)
    seen = version(page)
    if seen == request.GET.get("v"):
        return HttpResponse(status=204)
    values = _moving(page, member, request.GET.urlencode(), seen)
    return rendering.part(request, "desk/_live.html", values)


def show(request: HttpRequest, member: Member, case_id: int, typed: Typed, status: int = 200) -> HttpResponse:
    """The whole page, perhaps with a form to correct. The list beside it is fetched by itself where there is room for
    it: on a narrow screen never, and elsewhere the conversation need not wait for it."""
    now = real_now()
    known = listing.connections_of(member.shop_id)
    page = _read(member, case_id, known)
    here = place(request)
    around = frame(member, here.here, now, known)
    state = words.status(page.case)
    values = {
        **_moving(page, member, here.query, version(page)),
        "pane": here,
        "title": words.about(page.case.reason, page.case.subject),
        "status_words": state[0],
        "status_kind": state[1],
        "answers": answerer.badge(page.case),
        "composer": composer.composer(page, typed.mode, typed.values, may_write=member.may_write),
        "errors": typed.errors,
        "form_token": typed.values.get("form_token") or uuid4().hex,
    }
    return rendering.page(request, "desk/case.html", around, values, status)


def version(page: CasePage) -> str:
    """Changes when anything in the conversation or beside it may have."""
    rows = page.pending + page.done
    parts = [
        page.case.fingerprint,
        str(len(page.messages)),
        page.chat_seen,
        str(page.case.ended),
        str(page.case.answers_since),
    ]
    parts += [f"{row.number}{row.state}{row.send_not_before.timestamp():.0f}" for row in rows]
    parts += [page.ticket.status, str(len(page.comments))] if page.ticket else []
    parts += [f"{clock.kind}{clock.due.timestamp():.0f}" for clock in page.clocks]
    return rendering.digest("|".join(parts))


def _moving(page: CasePage, member: Member, query: str, seen: str) -> dict[str, object]:
    """What both the page and its refresh draw."""
    may_write = member.may_write
    return {
        "page": page,
        "case": page.case,
        "version": seen,
        "query": query,
        "entries": conversation.thread(page, may_write=may_write),
        "clock_items": clock_board.board(page),
        "acts": rendering.actions(permitted.items(page, may_write=may_write, query=query)),
        "hints": facts.hints(page),
        "panels": facts.panels(page),
        "ticket": ticket_panel.panel(page, may_write=may_write),
    }


def _asked(request: HttpRequest, case_id: int) -> Typed:
    mode = request.GET.get("do", "")[:20]
    values = {name: request.GET[name] for name in ("message", "kind") if name in request.GET}
    kept = request.GET.get("from", "")
    if kept:
        values |= _kept(case_id, kept)
    return Typed(mode if mode in permitted.MODES else "", values)


def _kept(case_id: int, outgoing: str) -> dict[str, str]:
    """What a message held that was taken back to be edited."""
    try:
        wanted = UUID(outgoing)
    except ValueError:
        return {}
    rows = Outgoing.objects.filter(case_id=case_id, pk=wanted, kind__in=(*MESSAGES, Kind.VERDICT, Kind.TO_WAREHOUSE))
    row = rows.only("text", "payload").first()
    if row is None:
        return {}
    chosen = {name: str(row.payload[name]) for name in ("decision", "verdict", "withdrawn_in") if name in row.payload}
    minor = row.payload.get("minor")
    return {"text": row.text, **chosen, **({"amount": times.amount(minor)} if isinstance(minor, int) else {})}


def _read(member: Member, case_id: int, known: Mapping[int, Connection] | None = None) -> CasePage:
    page = case_page.read(member.shop_id, case_id, real_now(), known)
    if page is None:
        raise Http404
    return page
