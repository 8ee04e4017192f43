"""Acts that change much: each on a page of its own that says what follows before it asks for the words it needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required
from zgoda.centre.cases import staff_acts
from zgoda.centre.cases.acts import Outcome
from zgoda.centre.cases.reading import Reading
from zgoda.centre.cases.steps import label_of
from zgoda.centre.cases.texts import written
from zgoda.centre.web.consultant.case import reading_of
from zgoda.centre.web.staff.frame import STAFF, reader, token_of
from zgoda.domain.actors import Actor
from zgoda.domain.limits import too_long
from zgoda.domain.permissions import Action
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal

Words = Mapping[str, str]
Run = Callable[[UUID, Actor, Words, datetime, UUID], Outcome]


@dataclass(frozen=True, slots=True)
class Paper:
    """Words that must be written, and the refusals that are about them."""

    name: str
    label: str | Promise
    hint: str | Promise
    about: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One page: ``follows`` are the consequences in plain sentences, ``done`` is said afterwards."""

    action: Action
    title: str | Promise
    follows: tuple[str | Promise, ...]
    papers: tuple[Paper, ...]
    kind: str
    done: str | Promise
    run: Run


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def act(request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
    """What follows; then, on POST, the act itself."""
    chosen = ACTS.get(name)
    if chosen is None:
        raise Http404
    reading = reading_of(request, case_id)
    refused = next(one.refusal for one in reading.permissions() if one.action is chosen.action)
    if refused is not None and refused.why is Why.NOT_ALLOWED:
        raise Http404
    words = {paper.name: request.POST.get(paper.name, "") for paper in chosen.papers}
    if request.method == "POST":
        outcome = chosen.run(case_id, reader(request), words, clock.now(), token_of(request))
        if not isinstance(outcome, Refused):
            messages.success(request, str(chosen.done))
            return redirect("staff_case", case_id)
        return _page(request, reading, chosen, words, outcome, status=422)
    return _page(request, reading, chosen, words, refused)


def _page(
    request: HttpRequest, reading: Reading, chosen: Act, words: Words, refused: Refused | None, *, status: int = 200
) -> HttpResponse:
    objections = () if refused is None else (refused, *refused.also)
    at_field = _at_fields(chosen, words, objections)
    blocked = any(one not in at_field.values() for one in objections)
    with timezone.override(reading.law.market.zone):
        fields = [
            {
                "name": paper.name,
                "label": paper.label,
                "hint": paper.hint,
                "value": words[paper.name],
                "error": refusal(at_field[paper.name]) if paper.name in at_field else "",
            }
            for paper in chosen.papers
        ]
        context = {
            "row": reading.row,
            "act": chosen,
            "button_label": label_of(chosen.action),
            "fields": fields,
            "errors": [] if blocked else [(name, refusal(found)) for name, found in at_field.items()],
            "refusal": " ".join(refusal(one) for one in objections) if blocked else "",
            "token": token_of(request),
        }
        return render(request, "consultant/act.html", context, status=status)


def _at_fields(chosen: Act, words: Words, objections: Sequence[Refused]) -> dict[str, Refused]:
    """The objection to show at each paper, by its name; one about length belongs to the words that are too long."""
    found = {}
    for paper in chosen.papers:
        long = too_long(written(words[paper.name])) is not None
        about = (one for one in objections if one.why in paper.about and (long or one.why is not Why.MESSAGE_TOO_LONG))
        for one in islice(about, 1):
            found[paper.name] = one
    return found


_REASON = Paper(
    "reason",
    _("Reason"),
    _("Say what the seller did not do and since when. The seller reads these words."),
    (Why.WRITTEN_REASON_MISSING, Why.MESSAGE_TOO_LONG),
)
ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "join": Act(
            Action.JOIN,
            _("Join this Discussion?"),
            (
                _("Buyer and seller are told that a consultant joined."),
                _("You can write in the thread and propose a solution. You are impartial: you support both sides."),
                _("The seller's time does not start anew. After 24 working hours you are reminded to look again."),
            ),
            (),
            "primary",
            _("You have joined. Buyer and seller have been told."),
            lambda case_id, by, _words, now, token: staff_acts.join(case_id, by, now=now, command_id=token),
        ),
        "reopen": Act(
            Action.REOPEN_BY_STAFF,
            _("Re-open this Discussion?"),
            (
                _("It is pending again, and all its clocks start anew."),
                _("The buyer keeps the right to re-open it once."),
                _("The platform has joined; buyer and seller are told."),
            ),
            (
                Paper(
                    "buyer_request",
                    _("What the buyer asked for"),
                    _("When and how the buyer reported that the problem is still there. Kept for the record."),
                    (Why.BUYER_REQUEST_MISSING, Why.MESSAGE_TOO_LONG),
                ),
                Paper(
                    "justification",
                    _("Why it is justified"),
                    _("Only the platform's people read this."),
                    (Why.JUSTIFICATION_MISSING, Why.MESSAGE_TOO_LONG),
                ),
            ),
            "primary",
            _("The Discussion is open again."),
            lambda case_id, by, words, now, token: staff_acts.reopen(
                case_id,
                by,
                buyer_request=words["buyer_request"],
                justification=words["justification"],
                now=now,
                command_id=token,
            ),
        ),
        "warn": Act(
            Action.WARN_SELLER,
            _("Warn the seller?"),
            (
                _("The thread says that the seller still has not answered and that the account may be blocked."),
                _("The seller gets 24 more working hours. After that a moderator may block the account."),
            ),
            (_REASON,),
            "danger",
            _("The seller has been warned."),
            lambda case_id, by, words, now, token: staff_acts.warn(
                case_id, by, words["reason"], now=now, command_id=token
            ),
        ),
        "block": Act(
            Action.BLOCK_SELLER,
            _("Block the seller's account?"),
            (
                _("The account is blocked at once; the reason stands beside it and in this case."),
                _("The seller may appeal by answering to the marketplace's message; an appeal is read by a person."),
                _("This Discussion stays open, and the buyer can go on in it."),
            ),
            (_REASON,),
            "danger",
            _("The seller's account is blocked."),
            lambda case_id, by, words, now, token: staff_acts.block(
                case_id, by, words["reason"], now=now, command_id=token
            ),
        ),
    }
)
