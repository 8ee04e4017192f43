"""What a person does to a case: each form becomes one call of ``desk.cases.actions``; nothing is sent here."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zgoda.desk.cases import actions, case_page, schedule
from zgoda.desk.cases.actions import By, Draft, ManualStep
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.crm.web import replying
from zgoda.desk.messages import acts as message_acts
from zgoda.desk.messages import writing
from zgoda.desk.messages.web import answers
from zgoda.desk.store.models import DeskCase, Kind, Member, Outgoing
from zgoda.desk.web import case_view, claim_acting, handing, permitted, uploads, words
from zgoda.desk.web.case_view import Typed
from zgoda.desk.web.membership import member_required, writer_required
from zgoda.desk.work import drafts
from zgoda.desk.work.web import filling
from zgoda.domain import undo
from zgoda.domain.discussion import ReportCategory
from zgoda.domain.expectation import Solution
from zgoda.domain.money import EXPONENTS, WHOLE_UNITS_ONLY, Money
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole
from zgoda.wire.money import minor_of

_FAR = timedelta(days=365)
"""A clock further away than this is as good as none; the server's may differ from ours by any amount."""

Wrong = tuple[str, str]
"""A field's name and the sentence about it."""

Result = Outgoing | Refused | ManualStep | Wrong | uploads.Offer
_FIELDS = {
    Why.BAD_WAYBILL: "waybill",
    Why.EMPTY: "text",
    Why.TOO_LONG: "text",
    Why.LABEL_MISSING: "file",
    Why.FILE_USED: "file",
    Why.AMOUNT_MISSING: "amount",
    Why.REFUND_BETWEEN: "amount",
    Why.REFUND_TOO_MUCH: "amount",
    Why.NOT_WITHDRAWN: "withdrawn_in",
    Why.NOTE_MISSING: "text",
    Why.NOTE_TOO_LONG: "text",
}
_EDITED_IN = {
    Kind.END_REQUEST: "confirm",
    Kind.RETURN: "return",
    Kind.VERDICT: "verdict",
    Kind.TO_WAREHOUSE: "warehouse",
}
"""In which form a message that was taken back is edited; others as a reply."""


@require_POST
@writer_required
def send(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """Any of the composer's forms. The same form sent twice counts once; a refused one comes back as it was typed."""
    case = _case(member, case_id)
    mode = request.POST.get("do", "reply")
    if mode not in _HANDLERS:
        raise Http404
    holes = filling.refusal(request.POST.get("text", ""))
    result = ("text", holes) if holes else _HANDLERS[mode](request, case, _by(request, member, case))
    query = request.POST.get("query", "")[:500]
    if isinstance(result, ManualStep):
        return redirect(_back(case_id, query, f"do={mode}"))
    if isinstance(result, Outgoing):
        drafts.forget(member.pk, case_id, mode)
        return redirect(f"{_back(case_id, query)}#o{result.number}")
    if isinstance(result, uploads.Offer):
        typed = Typed(mode, _typed(request) | result.values, (("shrunk", result.sentence),))
        return case_view.show(request, member, case_id, typed, status=422)
    wrong = (_FIELDS.get(result.why, ""), words.refusal(result.why)) if isinstance(result, Refused) else result
    shown = "reply" if mode == "keep" else mode
    return case_view.show(request, member, case_id, Typed(shown, _typed(request), (wrong,)), status=422)


@require_POST
@writer_required
def outgoing(request: HttpRequest, member: Member, case_id: int, outgoing_id: UUID) -> HttpResponse:
    """Decide about one message that waits: send it, again, anyway or out of shadow mode; edit it, take it back, or say
    that it is there."""
    _case(member, case_id)
    row = get_object_or_404(Outgoing, pk=outgoing_id, case_id=case_id)
    what, query = request.POST.get("what", ""), request.POST.get("query", "")[:500]
    decide = _decisions(member, request.POST.get("chat_seen", "")[:100]).get(what)
    if decide is None:
        raise Http404
    if not decide(outgoing_id):
        messages.warning(request, _("It has moved on meanwhile; see below how far it is."))
        return redirect(_back(case_id, query))
    mode = _EDITED_IN.get(Kind(row.kind), "reply")
    return redirect(_back(case_id, query, f"do={mode}&from={outgoing_id}" if what == "edit" else ""))


@require_POST
@writer_required
def by_hand(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """A step that was done at the marketplace by hand, so that colleagues see it in the thread."""
    case = _case(member, case_id)
    kind = request.POST.get("kind", "")
    if kind not in Kind.values:
        raise Http404
    by = _by(request, member, case)
    if kind == Kind.TO_WAREHOUSE:
        wrong = handing.note_by_hand(request, case, by)
        if wrong is not None:
            return case_view.show(request, member, case_id, Typed("warehouse", _typed(request), (wrong,)), status=422)
    else:
        actions.note_done_by_hand(case, Draft(Kind(kind)), by)
    schedule.sync_now(case.connection)
    return redirect(_back(case_id, request.POST.get("query", "")[:500]))


@require_POST
@member_required
def refresh(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """Ask the server now instead of at the next step."""
    schedule.sync_now(_case(member, case_id).connection)
    return redirect(_back(case_id, request.POST.get("query", "")[:500]))


def _reply(request: HttpRequest, case: DeskCase, by: By) -> Result:
    """P-05: text and at most one file (S3-38). The checkbox makes it the request to confirm (S3-39)."""
    text, files = request.POST.get("text", ""), uploads.taken(request, by, writing.limits_of(case).file)
    if not isinstance(files, list):
        return files
    if request.POST.get("confirm"):
        return actions.ask_to_confirm(case, replying.with_closure(case, text), by, files)
    return actions.reply(case, replying.with_footer(case, text), files, by)


def _confirm(request: HttpRequest, case: DeskCase, by: By) -> Result:
    return actions.ask_to_confirm(case, replying.with_footer(case, request.POST.get("text", "")), by)


def _return(request: HttpRequest, case: DeskCase, by: By) -> Result:
    return claim_acting.decide_return(request, case, by)


def _verdict(request: HttpRequest, case: DeskCase, by: By) -> Result:
    return claim_acting.give_verdict(request, case, by, _money(request))


def _offer(request: HttpRequest, case: DeskCase, by: By) -> Result:
    """S0-51: one of the four solutions; part of the price as an amount or a fraction."""
    solution, share = request.POST.get("solution", ""), request.POST.get("share", "")
    if solution not in Solution.__members__:
        return "solution", _("Choose the solution you offer.")
    if solution != Solution.PARTIAL_REFUND:
        return actions.offer(case, solution, by, text=request.POST.get("text", ""))
    money = None if share else _money(request)
    if not share and money is None:
        return "amount", _("Say how much of the price: an amount such as 30.00, or a fraction.")
    return actions.offer(case, solution, by, money=money, share=share, text=request.POST.get("text", ""))


def _tracking(request: HttpRequest, case: DeskCase, by: By) -> Result:
    post = request.POST
    if not post.get("carrier"):
        return "carrier", _("Choose the carrier.")
    named = post.get("carrier_name", "")
    if post["carrier"] == "OTHER" and not named.strip():
        return "carrier_name", _("Say which carrier it is.")
    return actions.give_tracking(case, post["carrier"][:60], post.get("waybill", ""), by, carrier_name=named)


def _handover(request: HttpRequest, case: DeskCase, by: By) -> Result:
    """S0-39. The time is read in the reader's zone and may not lie ahead of the server's."""
    try:
        local = datetime.fromisoformat(request.POST.get("at", ""))
        zone = timezone.get_current_timezone()
        at = (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return "at", _("Say when the parcel was handed over.")
    if at > case.connection.server_now(real_now()):
        return "at", _("That time has not come yet.")
    return actions.handover(case, at, by)


def _refund(request: HttpRequest, case: DeskCase, by: By) -> Result:
    """S0-41: an amount within what is left, agreed to by a tick; the server's payment service has the last word."""
    money = _money(request)
    if money is None or money.minor <= 0:
        return "amount", _("Give the amount, such as 30.00.")
    if money.minor > permitted.refundable(case):
        return "amount", _("That is more than what is left to refund.")
    if request.POST.get("sure") != "1":
        return "sure", _("Confirm that the money is to be paid back; this cannot be undone.")
    return actions.refund(case, money, by, whole(request.POST.get("left", "")))


def _report(request: HttpRequest, case: DeskCase, by: By) -> Result:
    """S0-25…S0-28: exactly two categories."""
    category, message = request.POST.get("category", ""), request.POST.get("message", "")
    if category not in ReportCategory.__members__:
        return "category", _("Choose what is wrong with the message.")
    return actions.report_violation(case, message, category, request.POST.get("text", ""), by)


def _forward(request: HttpRequest, case: DeskCase, by: By) -> Result:
    """S1-10, S1-11: a note, and what it is about as far as the agent says so."""
    post = request.POST
    return message_acts.forward(case, post.get("message", "")[:100], post.get("text", ""), answers.topic(post), by)


def _keep(request: HttpRequest, case: DeskCase, by: By) -> Result:
    """S1-18: one click, for a message whose topic was unsure."""
    return message_acts.keep(case, request.POST.get("message", "")[:100], "", by)


def _done(_request: HttpRequest, case: DeskCase, by: By) -> Result:
    return actions.carried_out(case, by)


def _decisions(member: Member, chat_seen: str) -> dict[str, Callable[[UUID], bool]]:
    """``chat_seen``: the last message that stood on the page on which was decided."""
    return {
        "anyway": lambda row: actions.send_anyway(row, chat_seen),
        "again": actions.try_again,
        "repeat": actions.send_once_more,
        "arrived": actions.it_arrived,
        "release": lambda row: actions.send_shown(row, member.user),
        "edit": actions.cancel,
        "cancel": actions.cancel,
    }


_HANDLERS: dict[str, Callable[[HttpRequest, DeskCase, By], Result]] = {
    "reply": _reply,
    "confirm": _confirm,
    "return": _return,
    "verdict": _verdict,
    "offer": _offer,
    "tracking": _tracking,
    "handover": _handover,
    "refund": _refund,
    "report": _report,
    "forward": _forward,
    "keep": _keep,
    "done": _done,
    "warehouse": handing.forward,
}


def _case(member: Member, case_id: int) -> DeskCase:
    case = case_page.case_of(member.shop_id, case_id)
    if case is None:
        raise Http404
    return case


def _by(request: HttpRequest, member: Member, case: DeskCase) -> By:
    """A form that offers to undo has its message wait some seconds, unless a clock needs it sooner."""
    token = request.POST.get("form_token", "")[:64]
    if not token:
        raise Http404
    now, seen = real_now(), request.POST.get("chat_seen", "")[:100]
    ahead = min(case.next_due - case.connection.server_now(now), _FAR)
    due = now + ahead
    return By(member.user, token, seen, undo.leaves_at(now, due) if request.POST.get("undo") == "1" else None)


def _money(request: HttpRequest) -> Money | None:
    """An amount as people type it, with a comma or a point; None where it is none."""
    typed, currency = request.POST.get("amount", ""), request.POST.get("currency", "")
    minor = minor_of("".join(typed.split()).replace(",", "."))
    if minor is None or minor <= 0 or currency not in EXPONENTS:
        return None
    return None if currency in WHOLE_UNITS_ONLY and minor % 100 else Money(minor, currency)


def _typed(request: HttpRequest) -> dict[str, str]:
    skipped = {"csrfmiddlewaretoken", "do", "query", "shrunk", "shrunk_answer"}
    return {name: str(value) for name, value in request.POST.items() if name not in skipped}


def _back(case_id: int, query: str, more: str = "") -> str:
    """The case's page, keeping the place in the list."""
    joined = "&".join(part for part in (query, more) if part)
    return f"/cases/{case_id}?{joined}" if joined else f"/cases/{case_id}"
