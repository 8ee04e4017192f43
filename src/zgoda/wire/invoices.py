"""``/order/checkout-forms/{id}/invoices`` and ``/order/{orderId}/billing-documents/links``: an order's sales documents.

As the server writes them; the document allows no null, so that what is not known is left out. Readers use
``tolerant_invoices``.
"""

import msgspec

from zgoda.wire.enums import OrderMode, SecurityStatus


class Struct(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Fields are camelCase on the wire; a field left at its default None is absent."""


class SecurityVerification(Struct, frozen=True):
    status: SecurityStatus
    verified_at: str | None = None


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """Of exports to Ukraine only; elsewhere there is nothing to verify."""

    status: str = "NOT_APPLICABLE"
    details: list[str] = []


class InvoiceFile(Struct, frozen=True):
    """``uploaded_at`` and what follows are there once the file came."""

    name: str
    uploaded_at: str | None = None
    security_verification: SecurityVerification | None = None
    verification: Verification | None = None


class Invoice(Struct, frozen=True):
    id: str
    created_at: str
    file: InvoiceFile
    invoice_number: str | None = None


class Link(Struct, frozen=True):
    id: str
    url: str
    created_at: str


class Invoices(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    order_mode: OrderMode
    invoices: list[Invoice]
    links: list[Link]
    has_external_invoices: bool = False


class NewInvoiceFile(msgspec.Struct, frozen=True, kw_only=True):
    name: str


class NewInvoice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    file: NewInvoiceFile
    invoice_number: str | None = None


class InvoiceId(msgspec.Struct, frozen=True):
    id: str


class NewLink(msgspec.Struct, frozen=True, kw_only=True):
    url: str
