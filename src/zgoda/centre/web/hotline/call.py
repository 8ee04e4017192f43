"""One call: what it is about, the order beside it, handing over to the seller, the two ways out, how it ended."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts.access import current_user, role_required
from zgoda.centre.hotline import attempts, calls, reading
from zgoda.centre.hotline.contacts import Contact
from zgoda.centre.hotline.models import Call, Transfer
from zgoda.centre.web.hotline.frame import AGENTS, existing, topic_of, topics, typed
from zgoda.centre.web.staff.frame import person, token_of
from zgoda.domain import hotline as rules
from zgoda.domain.hotline import LIVE, HotlineRefused, Outcome, TransferState
from zgoda.domain.markets import market
from zgoda.engine import clock
from zgoda.look.words.hotline import STATE_TAGS, hotline_refusal, outcome_name, transfer_state_name, week_words

Seen = dict[str, object]
Wrong = tuple[str, str]
"""A field's name and the sentence about it."""

BY_HAND = (TransferState.CONNECTED, TransferState.NO_ANSWER, TransferState.BUSY)
"""What an agent who dialled may tick."""


@never_cache
@require_safe
@role_required(*AGENTS)
def call(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """The order beside it is looked at, which is logged."""
    return _page(request, _row(call_id))


@never_cache
@require_safe
def live(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """The part about handing over, which moves while a telephone rings."""
    user = current_user(request)
    if user is None:
        return HttpResponse(status=401)
    if user.role not in AGENTS:
        raise Http404
    row = _row(call_id)
    with timezone.override(market(row.market).zone):
        return render(request, "hotline/_handing.html", _handing(row, clock.now()))


@never_cache
@require_POST
@role_required(*AGENTS)
def note(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """What the call is about, as it turns out."""
    notes, seller_only = typed(request, "notes"), "seller_only" in request.POST
    done = existing(lambda: calls.note(call_id, topic_of(request), notes, seller_only=seller_only, now=clock.now()))
    return _after(request, call_id, done, "notes", _("Noted."), value=notes)


@never_cache
@require_POST
@role_required(*AGENTS)
def transfer(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """S1-30, P-40: hand the call over with a summary."""
    summary = typed(request, "summary")
    done = existing(lambda: calls.transfer(call_id, summary, now=clock.now(), token=token_of(request)))
    return _after(request, call_id, done, "summary", "", value=summary)


@never_cache
@require_POST
@role_required(*AGENTS)
def settle(request: HttpRequest, call_id: UUID, transfer_id: UUID) -> HttpResponse:
    """The agent dialled, or heard it: how the attempt went. The first end counts."""
    told = request.POST.get("state", "")
    if told not in BY_HAND or not Transfer.objects.filter(pk=transfer_id, call_id=call_id).exists():
        raise Http404
    attempts.settle(transfer_id, TransferState(told), now=clock.now())
    return redirect("hotline_call", call_id)


@never_cache
@require_POST
@role_required(*AGENTS)
def number(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """S1-31 (a): the seller's number was read out."""
    done = existing(lambda: calls.give_number(call_id, now=clock.now()))
    return _after(request, call_id, done, "", _("Noted: the buyer has the seller's number."))


@never_cache
@require_POST
@role_required(*AGENTS)
def thread(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """S1-31 (b), P-41: the buyer's questions go to the seller."""
    questions = typed(request, "questions")
    done = existing(lambda: calls.open_thread(call_id, questions, now=clock.now(), token=token_of(request)))
    return _after(request, call_id, done, "questions", _("The seller has the buyer's questions."), value=questions)


@never_cache
@require_POST
@role_required(*AGENTS)
def end(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """How it went."""
    told = request.POST.get("outcome", "")
    outcome = Outcome(told) if told in Outcome.__members__ else None
    done = existing(lambda: calls.end(call_id, outcome, now=clock.now()))
    return _after(request, call_id, done, "outcome", _("The call is over."))


def _after(request: HttpRequest, call_id: UUID, done: object, name: str, said: str, *, value: str = "") -> HttpResponse:
    """Back to the call; after a refusal the page with what was typed and the sentence at its field."""
    if not isinstance(done, HotlineRefused):
        if said:
            messages.success(request, said)
        return redirect("hotline_call", call_id)
    row = _row(call_id)
    with timezone.override(market(row.market).zone):
        wrong = (name, hotline_refusal(done))
    return _page(request, row, wrong, {name: value} if name else {}, status=422)


def _row(call_id: UUID) -> Call:
    row = reading.call_named(call_id)
    if row is None:
        raise Http404
    return row


def _page(
    request: HttpRequest, row: Call, wrong: Wrong | None = None, values: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    with timezone.override(market(row.market).zone):
        context = {
            "notes": (values or {}).get("notes", row.notes),
            "topics": topics(),
            "errors": [wrong] if wrong else [],
            "facts": reading.facts_for(row.order, person(request).pk, now) if row.order else None,
            **_handing(row, now, values or {}, wrong),
        }
        return render(request, "hotline/call.html", context, status=status)


def _handing(row: Call, now: datetime, values: dict[str, str] | None = None, wrong: Wrong | None = None) -> Seen:
    """The seller, the attempts, and what may be done now or why not."""
    seller = calls.seller_of(row)
    facts, hours = calls.facts_of(row, seller), seller.hours
    attempted = list(row.transfers.order_by("asked_at", "id"))
    return {
        "call": row,
        "seller": _seller(row, seller, now),
        "attempts": [_attempt(one) for one in attempted],
        "live": next((one for one in attempted if one.state in LIVE), None),
        "by_hand": [(state.value, transfer_state_name(state)) for state in BY_HAND],
        "may_transfer": _why(lambda: rules.may_try(facts, now, hours)),
        "may_give": _why(lambda: rules.may_give_number(facts, now, hours)),
        "may_thread": _why(lambda: rules.may_begin_thread(facts, now, hours)),
        "falls_back": rules.may_fall_back(facts, now, hours) is None,
        "outcomes": [] if facts.ended else _outcomes(facts),
        "token": uuid4(),
        "values": {"summary": "", "questions": "", **(values or {})},
        "said": dict([wrong]) if wrong else {},
    }


def _why(ask: Callable[[], HotlineRefused | None]) -> str:
    """Empty where it may be done; otherwise the sentence that says why not and from when."""
    refused = ask()
    return hotline_refusal(refused) if refused else ""


def _seller(row: Call, seller: Contact, now: datetime) -> Seen | None:
    if row.seller is None:
        return None
    return {
        "login": seller.login,
        "company": seller.company,
        "phone": seller.phone,
        "dial": "".join(char for char in seller.phone if char in "+0123456789"),
        "week": week_words(seller.week),
        "open": seller.hours.is_open(now),
    }


def _attempt(one: Transfer) -> Seen:
    return {
        "number": one.number,
        "at": one.asked_at,
        "summary": one.summary,
        "by_hand": one.by_hand,
        "words": transfer_state_name(one.state),
        "tag": STATE_TAGS[TransferState(one.state)],
    }


def _outcomes(facts: rules.Call) -> list[Seen]:
    """How the call may be said to have ended."""
    return [{"value": outcome.value, "label": outcome_name(outcome)} for outcome in rules.outcomes_of(facts)]
