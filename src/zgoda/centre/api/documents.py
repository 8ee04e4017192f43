"""Sales documents of an order: ``/order/checkout-forms/{id}/invoices`` and the links (allegro-api.md §7.2)."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.framework import Call, endpoint, parse_uuid
from zgoda.centre.orders import documents
from zgoda.centre.orders.documents import NoSuchDocument
from zgoda.centre.store.models import DocumentLink, Order, SalesDocument
from zgoda.domain.actors import Actor, Role
from zgoda.domain.sales_documents import DocumentRefused, DocumentState, DocumentWhy
from zgoda.look.words.documents import document_refusal
from zgoda.wire import errors, invoices, limits, media
from zgoda.wire.enums import OrderMode, SecurityStatus
from zgoda.wire.scopes import Scope
from zgoda.wire.times import to_wire

_NEVER_WAS = UUID(int=0)
_SECOND = timedelta(seconds=1)
_CONFLICTS = {DocumentWhy.ENOUGH, DocumentWhy.HAS_A_FILE, DocumentWhy.LINK_KNOWN}
_FIELDS = {
    DocumentWhy.NO_PDF_NAME: "file.name",
    DocumentWhy.NUMBER_TOO_LONG: "invoiceNumber",
    DocumentWhy.NO_LINK: "url",
}


@endpoint(scope=Scope.ORDERS_READ)
def list_invoices(call: Call, form_id: str) -> HttpResponse:
    """Documents by whomever, with what the check of their files said, and links."""
    order_id = _own_order(call, form_id)
    links = DocumentLink.objects.filter(order_id=order_id).order_by("created_at", "id")
    told = invoices.Invoices(
        order_mode=OrderMode.REGULAR,
        invoices=[_invoice(row) for row in documents.listed(order_id, call.now)],
        links=[invoices.Link(id=str(row.pk), url=row.url, created_at=to_wire(row.created_at)) for row in links],
    )
    return call.answer(told)


@endpoint(scope=Scope.ORDERS_WRITE, body=Body.JSON)
def add_invoice(call: Call, form_id: str) -> HttpResponse:
    """201 with the id; the bytes go to the address that ends in it. 429 while the last one has no file yet."""
    order_id = _own_order(call, form_id)
    asked = call.read(invoices.NewInvoice)
    number = asked.invoice_number or ""
    made = documents.announce(order_id, _seller(call), asked.file.name, number, now=call.now)
    if isinstance(made, DocumentRefused):
        raise _problem(made)
    return call.answer(invoices.InvoiceId(str(made.pk)), status=201)


@endpoint(scope=Scope.ORDERS_WRITE, body=Body.FILE, largest=limits.INVOICE_BYTES)
def send_file(call: Call, form_id: str, invoice_id: str) -> HttpResponse:
    """200 without a body; the document is there for the buyer once its file was found harmless."""
    order_id, document_id = _own_order(call, form_id), parse_uuid(invoice_id)
    if media.upload_type(call.request.headers.get("Content-Type"), limits.INVOICE_TYPES) is None:
        raise problems.unsupported_media()
    try:
        made = (
            documents.take_file(order_id, document_id, _seller(call), call.raw, now=call.now) if document_id else None
        )
    except NoSuchDocument:
        made = None
    if made is None:
        raise problems.not_found(_("There is no such document."), errors.INVOICE_NOT_FOUND)
    if isinstance(made, DocumentRefused):
        raise _problem(made)
    return call.empty(200)


@endpoint(scope=Scope.ORDERS_WRITE, body=Body.JSON)
def add_link(call: Call, order_id: str) -> HttpResponse:
    """201 without a body, as the document has it; 409 where the order has the link."""
    own, asked = _own_order(call, order_id), call.read(invoices.NewLink)
    made = documents.add_link(own, _seller(call), asked.url, now=call.now)
    if isinstance(made, DocumentRefused):
        raise _problem(made)
    return call.empty(201)


def _own_order(call: Call, form_id: str) -> UUID:
    """P-49: 404 for an order that is not there, one that belongs to somebody else, and what is no id."""
    order_id = parse_uuid(form_id) or _NEVER_WAS
    found = Order.objects.filter(pk=order_id, seller_id=call.user_id).values_list("pk", flat=True).first()
    if found is None:
        raise problems.not_found(_("There is no such order."), errors.ORDER_NOT_FOUND)
    return found


def _seller(call: Call) -> Actor:
    return Actor(Role.SELLER, call.user_id)


def _invoice(row: SalesDocument) -> invoices.Invoice:
    file = invoices.InvoiceFile(name=row.name)
    if row.state != DocumentState.ANNOUNCED:
        file = invoices.InvoiceFile(
            name=row.name,
            uploaded_at=to_wire(row.uploaded_at) if row.uploaded_at else None,
            security_verification=invoices.SecurityVerification(
                status=SecurityStatus(row.state),
                verified_at=to_wire(row.verified_at) if row.verified_at else None,
            ),
            verification=invoices.Verification(),
        )
    return invoices.Invoice(
        id=str(row.pk), created_at=to_wire(row.created_at), file=file, invoice_number=row.number or None
    )


def _problem(refused: DocumentRefused) -> problems.Problem:
    """The statuses of the document; it has none for an eleventh link, which is 422 like a link that cannot be."""
    words = document_refusal(refused)
    if refused.why is DocumentWhy.NOT_YOUR_ORDER:
        return problems.not_found(_("There is no such order."), errors.ORDER_NOT_FOUND)
    if refused.why in _CONFLICTS:
        return problems.conflict(words, f"Refused: {refused.why}")
    if refused.why is DocumentWhy.TOO_LARGE:
        return problems.too_large(limits.INVOICE_BYTES)
    if refused.why is DocumentWhy.TOO_FAST and refused.wait is not None:
        later = problems.too_many_requests(max(1, -(-refused.wait // _SECOND)))
        return problems.Problem(429, later.code, words, later.message, headers=later.headers)
    return problems.invalid(_FIELDS.get(refused.why), words)
