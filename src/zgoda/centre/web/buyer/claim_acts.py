"""The buyer's two acts on a claim, each asked on a page that says what follows: the withdrawal (K-07) and ending the
talk (K-06). Neither decides anything."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zgoda.accounts.models import User
from zgoda.centre.claims import acts
from zgoda.centre.claims.reading import ClaimReading
from zgoda.centre.web.buyer.claims import own_claim
from zgoda.centre.web.buyer.person import as_actor, buyers_only, form_token
from zgoda.domain.claims.permissions import ClaimAction
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.refusals import Refused
from zgoda.look.words.refusals import refusal
from zgoda.look.words.times import when

WITHDRAW, END = "withdraw", "end-talk"


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def act(request: HttpRequest, user: User, claim_id: UUID, name: str) -> HttpResponse:
    """GET asks, POST does."""
    if name not in (WITHDRAW, END):
        raise Http404
    reading = own_claim(user, claim_id)
    if request.method != "POST":
        return _ask(request, reading, name)
    token, words, by = form_token(request), request.POST.get("text", ""), as_actor(user)
    if name == WITHDRAW:
        outcome = acts.say_withdrawn(claim_id, by, words, now=reading.now, command_id=token)
        done = _("The seller was told that you withdraw the claim. The seller still has to decide it.")
    else:
        outcome = acts.end_talk(claim_id, by, now=reading.now, command_id=token)
        done = _("The conversation is ended. The claim's status stays the same.")
    if not isinstance(outcome, Refused):
        messages.success(request, done)
        return redirect("claim", claim_id)
    return _ask(request, reading, name, refusal(outcome), words)


def _ask(request: HttpRequest, reading: ClaimReading, name: str, error: str = "", words: str = "") -> HttpResponse:
    withdraw = name == WITHDRAW
    possible = reading.may(ClaimAction.SAY_WITHDRAWN if withdraw else ClaimAction.END_TALK)
    context = {
        "row": reading.row,
        "withdraw": withdraw,
        "possible": possible,
        "follows": _after_withdrawal(reading) if withdraw else _after_end(reading),
        "error": error,
        "words": words,
        "most_words": TEXT_LENGTH,
        "token": uuid4(),
    }
    return render(request, "buyer/claim_ask.html", context, status=422 if error else 200)


def _after_withdrawal(reading: ClaimReading) -> list[str]:
    return [
        _("The seller is told by e-mail and in the claim."),
        _("The claim's status does not change by this: the seller still has to decide it."),
        *_clock(reading),
        _("This cannot be taken back; you can still write in the claim."),
    ]


def _after_end(reading: ClaimReading) -> list[str]:
    return [
        _("The claim's status does not change by this: the seller still has to decide it."),
        *_clock(reading),
        _("To resume the conversation, write a message."),
    ]


def _clock(reading: ClaimReading) -> list[str]:
    due = reading.claim.decision_due
    return [_("The seller's time to decide runs on until %(at)s.") % {"at": when(due)}] if due else []
