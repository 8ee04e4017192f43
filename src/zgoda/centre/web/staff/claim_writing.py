"""Writing into a claim: one view for every side of the platform that has a page about a claim (K-08, P-06)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.cases.files import CLAIM_LARGEST, Staged, stage
from zgoda.centre.cases.thread import shown_file
from zgoda.centre.claims import acts
from zgoda.centre.claims.door import NoSuchClaim
from zgoda.centre.claims.reading import ClaimReading
from zgoda.centre.web.staff.about import Files
from zgoda.centre.web.staff.claims import claim_reading
from zgoda.centre.web.staff.frame import person, reader, token_of, uuid_or_none
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal


class Shown(Protocol):
    """The page about a claim; after a refusal with what was typed and the sentence that says why not."""

    def __call__(
        self, request: HttpRequest, reading: ClaimReading, *, typed: str, sent: Files, error: str
    ) -> HttpResponse: ...


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A side's page about a claim: who may open it, its address, and the page itself."""

    roles: tuple[Role, ...]
    address: str
    shown: Shown


def write(page: ClaimPage) -> Callable[[HttpRequest, UUID], HttpResponseBase]:
    """K-08: words, a file or both, in any status while the chat is open; it decides nothing."""

    @never_cache
    @require_POST
    @role_required(*page.roles)
    def view(request: HttpRequest, claim_id: UUID) -> HttpResponse:
        words, staged = request.POST.get("message", ""), staged_of(request)
        error = " ".join(staged.errors)
        if not error:
            outcome = existing(
                lambda: acts.write(
                    claim_id, reader(request), words, staged.ids, now=clock.now(), command_id=token_of(request)
                )
            )
            if not isinstance(outcome, Refused):
                return redirect(page.address, claim_id)
            error = refusal(outcome)
        return page.shown(request, claim_reading(request, claim_id), typed=words, sent=shown_files(staged), error=error)

    return view


def staged_of(request: HttpRequest) -> Staged:
    """The files of a claim's form, with those that an earlier attempt of it brought."""
    kept = [one for one in map(uuid_or_none, request.POST.getlist("file")) if one is not None]
    return stage(
        person(request).pk,
        request.FILES.getlist("files"),
        kept,
        token_of(request),
        clock.now(),
        was_sent=acts.was_sent,
        limit=CLAIM_LARGEST,
    )


def shown_files(staged: Staged) -> Files:
    return [(row.id, shown_file(row)) for row in staged.files]


def existing(act: Callable[[], acts.Outcome]) -> acts.Outcome:
    """404 where there is no such claim for this reader (P-49)."""
    try:
        outcome = act()
    except NoSuchClaim:
        raise Http404 from None
    if isinstance(outcome, Refused) and outcome.why is Why.NOT_A_PARTY:
        raise Http404
    return outcome
