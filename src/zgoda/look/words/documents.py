"""Sales documents in words: where each stands, and each "no"."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zgoda.domain.sales_documents import LARGEST_BYTES, DocumentRefused, DocumentState, DocumentWhy

_MEGABYTE = 1024 * 1024
_STATES = {
    DocumentState.ANNOUNCED: gettext_lazy("waits for its file"),
    DocumentState.WAITING: gettext_lazy("the file is being checked"),
    DocumentState.ACCEPTED: gettext_lazy("the buyer can see it"),
    DocumentState.REJECTED: gettext_lazy("the check found it harmful; nobody sees it"),
}
_TAGS = {
    DocumentState.ANNOUNCED: "outline",
    DocumentState.WAITING: "open",
    DocumentState.ACCEPTED: "done",
    DocumentState.REJECTED: "stopped",
}
_SENTENCES = {
    DocumentWhy.NOT_YOUR_ORDER: gettext_lazy("You cannot add a document to this order."),
    DocumentWhy.ORDER_CANCELLED: gettext_lazy("The order was cancelled. No document can be added to it."),
    DocumentWhy.LAST_IS_LOOKED_AT: gettext_lazy(
        "The file that came before is still being checked. Try again in a minute."
    ),
    DocumentWhy.TOO_FAST: gettext_lazy(
        "The document that was announced before has no file yet. Send its file, or wait a few seconds."
    ),
    DocumentWhy.NO_PDF_NAME: gettext_lazy("The file's name must end in .pdf and be at most 255 characters long."),
    DocumentWhy.HAS_A_FILE: gettext_lazy("This document has its file already."),
    DocumentWhy.EMPTY: gettext_lazy("The file is empty."),
    DocumentWhy.NO_PDF: gettext_lazy("The file is no PDF. Save the document as a PDF and try again."),
    DocumentWhy.NO_LINK: gettext_lazy("The link must be a whole address that begins with https://."),
    DocumentWhy.LINK_KNOWN: gettext_lazy("The order has this link already."),
    DocumentWhy.COMMAND_REUSED: gettext_lazy("This was already sent with other content. Load the page again."),
}


def document_state_name(state: str) -> str:
    return str(_STATES[DocumentState(state)])


def document_state_tag(state: str) -> str:
    return _TAGS[DocumentState(state)]


def document_refusal(refused: DocumentRefused) -> str:
    """The sentence, in the reader's language, with the limit that was passed."""
    limit = refused.limit or 0
    if refused.why is DocumentWhy.TOO_LARGE:
        return _("The file is too large. A document has at most %(count)d MB.") % {"count": LARGEST_BYTES // _MEGABYTE}
    if refused.why is DocumentWhy.NUMBER_TOO_LONG:
        return _("The number is too long. It has at most %(count)d characters.") % {"count": limit}
    if refused.why in (DocumentWhy.ENOUGH, DocumentWhy.LINKS_ENOUGH):
        return ngettext(
            "The order has a document already; more cannot be added.",
            "The order has %(count)d documents already; more cannot be added.",
            limit,
        ) % {"count": limit}
    return str(_SENTENCES[refused.why])
