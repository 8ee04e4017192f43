"""Sales documents of a case's order: a part of the case's page, fetched by itself, and a page with the form to add one.

Only the part asks the server, so that the case's own page waits for nobody.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zgoda.desk.cases import case_page
from zgoda.desk.documents import reading, writing
from zgoda.desk.documents.models import DocumentWrite, OrderDocuments
from zgoda.desk.documents.web import words
from zgoda.desk.documents.writing import NotWritten
from zgoda.desk.sending import gate
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import DeskCase, Member
from zgoda.desk.web import rendering
from zgoda.desk.web import words as desk_words
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required, writer_required
from zgoda.domain.sales_documents import LARGEST_BYTES, NUMBER_LENGTH, is_link
from zgoda.domain.writers import Writer
from zgoda.engine.clock import real_now
from zgoda.files.models import StoredFile
from zgoda.files.receive import receive_upload
from zgoda.files.refusals import FileRefused, FileWhy

_AT_NUMBER = {"NUMBER_TOO_LONG"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form held and what was wrong with it, (field, sentence)."""

    number: str = ""
    token: str = ""
    errors: tuple[tuple[str, str], ...] = field(default=())


@require_safe
@member_required
def documents(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """The part for the case's page, else a page around it, with the form for those who write."""
    case = _case(member, case_id)
    if "HX-Request" in request.headers:
        return rendering.part(request, "documents/_list.html", _values(case, member, Typed()))
    return _page(request, member, case, Typed())


@require_POST
@writer_required
def add(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """P-33: the number and the file; what is wrong comes back with what was typed."""
    case, token = _case(member, case_id), request.POST.get("token", "")
    number = request.POST.get("number", "")
    try:
        writing.add(case, number, _file(request, member), member.user, _uuid(token))
    except NotWritten as problem:
        why = str(problem.args[0])
        at = "number" if why in _AT_NUMBER else "file"
        typed = Typed(number, token, ((at, words.refused(why)),))
        return _page(request, member, case, typed, status=422)
    messages.success(request, _("The document is on its way. The buyer is told when the marketplace has checked it."))
    return redirect("desk-documents", case_id)


@require_POST
@writer_required
def decide(request: HttpRequest, member: Member, case_id: int, write_id: UUID) -> HttpResponse:
    """Send what waits for a person, or drop it."""
    case = _case(member, case_id)
    row = DocumentWrite.objects.filter(pk=write_id, connection_id=case.connection_id, order_id=case.order_id).first()
    if row is None:
        raise Http404
    what = request.POST.get("what", "")
    done = writing.release(row, member.user) if what == "send" else what == "cancel" and writing.cancel(row)
    if not done:
        messages.warning(request, _("Nothing was chosen, or somebody else was quicker."))
    return redirect("desk-documents", case_id)


def _file(request: HttpRequest, member: Member) -> StoredFile:
    """Taken in before anything refers to it. Raises `NotWritten`."""
    upload = request.FILES.get("file")
    if upload is None:
        raise NotWritten("NO_FILE")
    file = receive_upload(member.user.pk, upload, limit=LARGEST_BYTES, now=real_now())
    if isinstance(file, FileRefused):
        raise NotWritten(_FILE_WHY.get(file.why, "NO_PDF"))
    return file


_FILE_WHY = {FileWhy.TOO_LARGE: "TOO_LARGE", FileWhy.EMPTY: "EMPTY", FileWhy.NAME: "NO_PDF_NAME"}


def _page(request: HttpRequest, member: Member, case: DeskCase, typed: Typed, status: int = 200) -> HttpResponse:
    framed = frame(member, "open", real_now())
    return rendering.page(request, "documents/page.html", framed, _values(case, member, typed), status)


def _values(case: DeskCase, member: Member, typed: Typed) -> dict[str, object]:
    connection = gate.of(case.connection_id)
    row = reading.documents_of(connection, case.order_id)
    seen, is_off = reading.seen_of(row), gate.is_off(connection, Writer.DISCUSSIONS)
    writes = DocumentWrite.objects.filter(connection=connection, order_id=case.order_id)
    waiting = writes.exclude(state__in=[WriteState.SENT, WriteState.CANCELLED]).select_related("by")
    return {
        "case": case,
        "title": desk_words.about(case.reason, case.subject),
        "documents": [(one, *words.standing(one)) for one in seen.invoices],
        "links": [(one, urlsplit(one.url).hostname) for one in seen.links if is_link(one.url)],
        "is_read": row.read_at is not None,
        "trouble": words.trouble(row.trouble, row.trace_id),
        "waiting": [_shown(one, is_off=is_off) for one in waiting],
        "may_write": member.may_write,
        "may_add": member.may_write and _is_offered(row),
        "typed": typed,
        "token": typed.token or uuid4(),
        "most": NUMBER_LENGTH,
    }


def _is_offered(row: OrderDocuments) -> bool:
    """A server that has no sales documents takes none, and a consent that hides them adds none."""
    return row.trouble not in words.TROUBLE


def _shown(row: DocumentWrite, *, is_off: bool) -> dict[str, object]:
    return {
        "row": row,
        "state": words.state_words(row, is_off=is_off),
        "may_send": row.state in (WriteState.SHADOW, WriteState.FAILED),
    }


def _case(member: Member, case_id: int) -> DeskCase:
    """Another shop's case is not found, and neither are documents of a case without an order."""
    case = case_page.case_of(member.shop_id, case_id)
    if case is None or not case.order_id:
        raise Http404
    return case


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
