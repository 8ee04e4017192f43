"""Writing into a case, and a comment for colleagues: one pair of views for every side that has a page about a case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.cases import acts, staff_acts, thread
from zgoda.centre.cases.files import stage
from zgoda.centre.cases.reading import Reading
from zgoda.centre.web.staff.about import Files, existing
from zgoda.centre.web.staff.frame import person, reader, token_of, uuid_or_none
from zgoda.domain.refusals import Refused
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal

View = Callable[[HttpRequest, UUID], HttpResponseBase]


class Shown(Protocol):
    """The page about a case; after a refusal with what was typed and the sentence that says why not."""

    def __call__(
        self,
        request: HttpRequest,
        reading: Reading,
        *,
        words: str = "",
        comment: str = "",
        files: Files = (),
        error: str = "",
        status: int = 200,
    ) -> HttpResponse: ...


@dataclass(frozen=True, slots=True)
class CasePage:
    """A side's page about a case: who may open it, its address, the case as that side reads it (404 where there is
    none), and the page itself."""

    roles: tuple[Role, ...]
    address: str
    reading_of: Callable[[HttpRequest, UUID], Reading]
    shown: Shown


def write(page: CasePage) -> View:
    """P-05, P-06: words, a file or both. The Warehouse's first are its answer (S1-07, C-19)."""

    @never_cache
    @require_POST
    @role_required(*page.roles)
    def view(request: HttpRequest, case_id: UUID) -> HttpResponse:
        words, token = request.POST.get("words", ""), token_of(request)
        by, now = reader(request), clock.now()
        kept = [one for one in map(uuid_or_none, request.POST.getlist("file")) if one is not None]
        staged = stage(person(request).pk, request.FILES.getlist("files"), kept, token, now)
        error = " ".join(staged.errors)
        if not error:
            outcome = existing(lambda: acts.write(case_id, by, words, staged.ids, now=now, command_id=token))
            if not isinstance(outcome, Refused):
                messages.success(request, _("Sent: the buyer can read it now."))
                return redirect(page.address, case_id)
            error = refusal(outcome)
        files = [(row.id, thread.shown_file(row)) for row in staged.files]
        return page.shown(request, page.reading_of(request, case_id), words=words, files=files, error=error, status=422)

    return view


def comment(page: CasePage) -> View:
    """P-07: for colleagues, in any status; neither the buyer nor the other side ever reads it."""

    @never_cache
    @require_POST
    @role_required(*page.roles)
    def view(request: HttpRequest, case_id: UUID) -> HttpResponse:
        words = request.POST.get("comment", "")
        by, token = reader(request), token_of(request)
        outcome = existing(lambda: staff_acts.comment(case_id, by, words, now=clock.now(), command_id=token))
        if not isinstance(outcome, Refused):
            messages.success(request, _("The comment is kept."))
            return redirect(page.address, case_id)
        return page.shown(request, page.reading_of(request, case_id), comment=words, error=refusal(outcome), status=422)

    return view
