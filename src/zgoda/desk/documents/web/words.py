"""Words for sales documents at the desk: where each stands, how far one to add is, and what speaks against it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.desk.documents.models import DocumentWrite
from zgoda.desk.sending.web.words import how_far
from zgoda.desk.web.words import TROUBLES
from zgoda.domain.sales_documents import NUMBER_LENGTH, DocumentRefused, DocumentState, DocumentWhy
from zgoda.look.words.documents import document_refusal, document_state_name, document_state_tag
from zgoda.wire.tolerant_invoices import InvoiceSeen

LONGEST_WORD = 30
"""Characters of a verdict that only the server knows."""

REFUSED = {
    "NO_FILE": gettext_lazy("Choose the file."),
    "NO_ORDER": gettext_lazy("This case names no order, so nothing can be added to one."),
    "SAME_FILE": gettext_lazy("This very file was added to the order already, or is on its way."),
    "FILE_GONE": gettext_lazy("Attach the file again."),
}
TROUBLE = {
    "Forbidden": gettext_lazy(
        "The consent does not cover the documents of orders. Agree once more under Connections, and they will be read."
    ),
    "NotFound": gettext_lazy(
        "This server offers no sales documents to programs. Look and add them on the marketplace's own pages."
    ),
}


def refused(why: str) -> str:
    known = REFUSED.get(why)
    return str(known) if known else document_refusal(DocumentRefused(DocumentWhy(why), NUMBER_LENGTH))


def standing(seen: InvoiceSeen) -> tuple[str, str]:
    """Words and kind of the tag; a verdict that nobody knows yet is told as it came."""
    state = seen.security or (DocumentState.WAITING if seen.has_file else DocumentState.ANNOUNCED)
    if state not in DocumentState.__members__:
        return state[:LONGEST_WORD], "outline"
    return document_state_name(state), document_state_tag(state)


def state_words(row: DocumentWrite, *, is_off: bool) -> str:
    return how_far(row.state, str(REFUSED.get(row.last_error, row.last_error)), row.trace_id, is_off=is_off)


def trouble(kind: str, trace_id: str) -> str:
    """Why the documents could not be read and what to do; what was read before stays shown."""
    if not kind:
        return ""
    words = str(TROUBLE.get(kind) or TROUBLES.get(kind) or _("The server did not take a request. Load the page again."))
    number = _("Number for support: %(number)s") % {"number": trace_id}
    return f"{words} {number}" if trace_id else words
