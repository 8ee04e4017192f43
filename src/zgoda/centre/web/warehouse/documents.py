"""The Warehouse adds a sales document to an order that it sends: a PDF with its number, from the page of a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.orders import documents
from zgoda.centre.orders.documents import Paper
from zgoda.centre.orders.papers import of_order
from zgoda.centre.web.staff.frame import reader, token_of
from zgoda.centre.web.warehouse.case import reading_of
from zgoda.domain.sales_documents import LARGEST_BYTES, NUMBER_LENGTH, DocumentRefused, DocumentWhy
from zgoda.engine import clock
from zgoda.look.words.documents import document_refusal

_AT_NUMBER = {DocumentWhy.NUMBER_TOO_LONG}
_AT_FILE = {DocumentWhy.NO_PDF_NAME, DocumentWhy.EMPTY, DocumentWhy.TOO_LARGE, DocumentWhy.NO_PDF}


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.WAREHOUSE)
def document(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """P-33: the buyer is told once the file was found harmless (S4-09). The form counts once."""
    reading, token = reading_of(request, case_id), token_of(request)
    number, errors = request.POST.get("number", ""), {}
    if request.method == "POST":
        paper = _paper(request, number)
        made = (
            DocumentRefused(DocumentWhy.EMPTY)
            if paper is None
            else documents.add(reading.row.order_id, reader(request), paper, token, now=clock.now())
        )
        if not isinstance(made, DocumentRefused):
            messages.success(request, _("The document is added. The buyer is told once its file has been checked."))
            return redirect("warehouse_case", case_id)
        field = "number" if made.why in _AT_NUMBER else "file" if made.why in _AT_FILE else ""
        errors = {field: _("Choose the file.") if paper is None else document_refusal(made)}
    context = {
        "row": reading.row,
        "number": number,
        "most": NUMBER_LENGTH,
        "errors": errors,
        "papers": of_order(reading.row.order_id, reading.now),
        "token": token,
    }
    with timezone.override(reading.law.market.zone):
        return render(request, "warehouse/document.html", context, status=422 if errors else 200)


def _paper(request: HttpRequest, number: str) -> Paper | None:
    """What was chosen, one byte more than may be, so that the rules say what is too large; None where nothing was."""
    upload = request.FILES.get("file")
    return Paper(upload.name or "", number, upload.read(LARGEST_BYTES + 1)) if upload is not None else None
