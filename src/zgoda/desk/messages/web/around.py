"""What stands around a case: the returns of its order, cases that belong to it, and what may be done about both.

It is fetched by itself, so that the case's page pays nothing for it; without scripts it is a page of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zgoda.desk.cases import case_page
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.refusals import Refused
from zgoda.desk.messages import acts, ties
from zgoda.desk.messages import words as own_words
from zgoda.desk.messages.models import Returned, Thread
from zgoda.desk.messages.sources import COMMON, RETURN_FAMILY
from zgoda.desk.sending import gate
from zgoda.desk.store.models import DeskCase, Member
from zgoda.desk.web import rendering, words
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required, writer_required
from zgoda.domain.money import Money
from zgoda.domain.writers import Writer
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole
from zgoda.look.words.times import money
from zgoda.wire.tolerant import Unreadable
from zgoda.wire.tolerant_returns import ReturnItemSeen, read_return


@dataclass(frozen=True, slots=True)
class Near:
    """Another case in words, and what may be done with it: ``tie``, ``untie``, ``merge`` or ``part``."""

    pk: int
    kind: str
    about: str
    state: str
    may: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Back:
    """A customer return in words. ``may_reject`` where nobody has decided about it yet."""

    pk: int
    reference: str
    state: str
    tag: str
    items: tuple[str, ...]
    parcels: tuple[str, ...]
    rejected: str
    may_reject: bool


@dataclass(frozen=True, slots=True)
class Around:
    """``shown_in`` is the case that shows this one's thread. ``buttons`` are about the case's own thread."""

    shown_in: Near | None
    merged: tuple[Near, ...]
    tied: tuple[Near, ...]
    near: tuple[Near, ...]
    returns: tuple[Back, ...]
    buttons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A rejection as it was typed, for which return, and what was wrong with it."""

    case_id: int = 0
    values: dict[str, str] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()


@require_safe
@member_required
def around(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """The part for the case's page, else a page around it."""
    case = _case(member, case_id)
    if "HX-Request" in request.headers:
        return rendering.part(request, "messages/_around.html", _values(case, member, Typed()))
    return _page(request, member, case, Typed())


@require_POST
@writer_required
def together(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """Tie, merge, and undo both; mark as read; say that no answer is needed."""
    case, what = _case(member, case_id), request.POST.get("what", "")
    if what in _ALONE:
        if not _ALONE[what](case):
            messages.warning(request, _("That is not possible here now."))
        return redirect("desk-case", case_id)
    number = whole(request.POST.get("other", ""))
    other = case_page.case_of(member.shop_id, number) if number else None
    if other is None or what not in _PAIRS:
        raise Http404
    why = _PAIRS[what](case, other, member)
    if why is not None:
        messages.warning(request, own_words.objection(why))
    return redirect("desk-case", case_id)


@require_POST
@writer_required
def rejection(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """Reject a return: from its own page, or from the page of a case of its order (``back``)."""
    case = _case(member, case_id)
    token = request.POST.get("form_token", "")[:64]
    if case.family != RETURN_FAMILY or not token:
        raise Http404
    code, reason = request.POST.get("code", ""), request.POST.get("reason", "")
    done = acts.reject(case, code, reason, By(member.user, token))
    back = whole(request.POST.get("back", "")) or case_id
    if not isinstance(done, Refused):
        messages.success(request, _("The rejection is on its way; see how far it is at the return."))
        return redirect("desk-case", back)
    values = {"code": code, "reason": reason, "form_token": token}
    typed = Typed(case.pk, values, (("reason", words.refusal(done.why)),))
    return _page(request, member, _case(member, back), typed, status=422)


def _page(request: HttpRequest, member: Member, case: DeskCase, typed: Typed, status: int = 200) -> HttpResponse:
    framed = frame(member, "open", real_now())
    return rendering.page(request, "messages/around.html", framed, _values(case, member, typed), status)


def _values(case: DeskCase, member: Member, typed: Typed) -> dict[str, object]:
    return {
        "case": case,
        "title": words.about(case.reason, case.subject),
        "around": _around(case),
        "may_write": member.may_write,
        "codes": own_words.rejections(),
        "typed": typed,
        "form_token": typed.values.get("form_token") or uuid4().hex,
    }


def _around(case: DeskCase) -> Around:
    thread = Thread.objects.filter(pk=case.pk).select_related("merged_into").first()
    head = thread.merged_into if thread is not None else None
    merged, tied = ties.shown_in(case)[1:], ties.tied_to(case)
    known = {case.pk, *(one.pk for one in (*merged, *tied)), head.pk if head else 0}
    return Around(
        shown_in=_near(head, (("part", _("Show it alone again")),)) if head else None,
        merged=tuple(_near(one, (("part", _("Show it alone again")),)) for one in merged),
        tied=tuple(_near(one, (("untie", _("Undo the link")),)) for one in tied),
        near=tuple(_near(one, _may(case, one)) for one in ties.near(case) if one.pk not in known),
        returns=tuple(_back(one) for one in ties.returns_of(case)),
        buttons=_buttons(case, thread),
    )


def _near(case: DeskCase, may: tuple[tuple[str, str], ...]) -> Near:
    kind, state, _tag = words.status_parts(get_language(), case.type, case.status)
    return Near(case.pk, kind, words.about(case.reason, case.subject), state, may)


def _may(case: DeskCase, other: DeskCase) -> tuple[tuple[str, str], ...]:
    link = ("tie", _("Link"))
    return (link, ("merge", _("Show here"))) if ties.why_not_merge(case, other) is None else (link,)


def _buttons(case: DeskCase, thread: Thread | None) -> tuple[tuple[str, str], ...]:
    if thread is None:
        return ()
    may_mark = not thread.read and gate.may_write(case.connection, Writer.MESSAGES)
    found = [("read", _("Mark as read at the marketplace"))] if may_mark else []
    is_settled = bool(thread.settled) and thread.settled == case.last_message_remote_id
    if is_settled:
        return (*found, ("unsettle", _("It does need an answer")))
    asks = case.type == COMMON and not case.ended and case.last_message_role != "SELLER"
    return (*found, *([("settle", _("No answer needed"))] if asks else []))


def _back(one: Returned) -> Back:
    case = one.case
    _kind, state, tag = words.status_parts(get_language(), case.type, case.status)
    seen = read_return(case.remote)
    items: tuple[str, ...] = ()
    parcels: tuple[str, ...] = ()
    if not isinstance(seen, Unreadable):
        items = tuple(_item(item) for item in seen.items)
        parcels = tuple(parcel.waybill for parcel in seen.parcels if parcel.waybill)
    said = own_words.rejection(one.rejection_code) if one.rejection_code else ""
    rejected = f"{said}: {one.rejection_reason}" if said and one.rejection_reason else said
    is_open = acts.rejection_refused(case) is None
    return Back(case.pk, case.reference or case.remote_id[:8], state, tag, items, parcels, rejected, is_open)


def _item(item: ReturnItemSeen) -> str:
    name = item.name or _("Product")
    parts = (
        f"{item.quantity or 1} × {name}",
        money(Money(*item.price)) if item.price else "",
        own_words.return_reason(item.reason) if item.reason else "",
        f"„{item.comment}”" if item.comment else "",
    )
    return " · ".join(part for part in parts if part)


def _tie(case: DeskCase, other: DeskCase, member: Member) -> ties.Why | None:
    return ties.tie(case, other, member.user)


def _untie(case: DeskCase, other: DeskCase, _member: Member) -> ties.Why | None:
    ties.untie(case, other)
    return None


def _merge(case: DeskCase, other: DeskCase, member: Member) -> ties.Why | None:
    return ties.merge(case, other, member.user)


def _part(case: DeskCase, other: DeskCase, _member: Member) -> ties.Why | None:
    """Asked from either side of the two."""
    if not ties.part(other):
        ties.part(case)
    return None


_ALONE: dict[str, Callable[[DeskCase], bool]] = {
    "read": acts.ask_to_mark_read,
    "settle": acts.settle,
    "unsettle": acts.unsettle,
}
_PAIRS: dict[str, Callable[[DeskCase, DeskCase, Member], ties.Why | None]] = {
    "tie": _tie,
    "untie": _untie,
    "merge": _merge,
    "part": _part,
}


def _case(member: Member, case_id: int) -> DeskCase:
    case = case_page.case_of(member.shop_id, case_id)
    if case is None:
        raise Http404
    return case
