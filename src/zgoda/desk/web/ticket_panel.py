"""The ticket beside a case: where it came from, how it stands, whose it is, and the products it is about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zgoda.desk.allegro.roots import listing_link
from zgoda.desk.allegro.tokens import roots_of
from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.crm.models import Ticket
from zgoda.desk.crm.web import words as crm_words
from zgoda.desk.web import words

Link = tuple[str, str]
"""Words, and an address or nothing."""


@dataclass(frozen=True, slots=True)
class TicketPanel:
    """``add`` is where a customer can be added; empty where there is one or the reader may not."""

    reason: Link
    status: str
    pairs: list[tuple[str, str]]
    customer: Link
    is_unlinked: bool
    add: str
    products: list[Link]


def panel(page: CasePage, *, may_write: bool) -> TicketPanel:
    """S3-08, S3-33…S3-35: reason with its link, status, products with theirs; S3-06: the way to add a customer."""
    case, ticket = page.case, page.ticket
    unlinked = is_unlinked(ticket)
    return TicketPanel(
        reason=(words.about(case.reason, case.subject), page.platform_link),
        status=words.status(case)[0],
        pairs=_pairs(ticket),
        customer=_customer(page),
        is_unlinked=unlinked,
        add=f"/cases/{case.pk}/customer" if unlinked and may_write and case.buyer_login else "",
        products=_products(page),
    )


def is_unlinked(ticket: Ticket | None) -> bool:
    """S3-28: the ticket stands at the bare login. Without an integration there is nothing to be linked."""
    return ticket is not None and ticket.integration_id is not None and ticket.customer_id is None


def _pairs(ticket: Ticket | None) -> list[tuple[str, str]]:
    if ticket is None or ticket.integration is None:
        return []
    return [
        (_("Source"), crm_words.source(ticket.source)),
        (_("Ticket's status"), crm_words.ticket_status(ticket.status)),
        *([(_("Queue"), ticket.queue.name)] if ticket.queue else []),
        *([(_("Category"), ticket.category.name)] if ticket.category else []),
    ]


def _customer(page: CasePage) -> Link:
    customer = page.ticket.customer if page.ticket else None
    if customer is None:
        return page.case.buyer_login, ""
    return customer.name or page.case.buyer_login, f"/customers/{customer.pk}"


def _products(page: CasePage) -> list[Link]:
    """S3-35: the product that the case names, else all of the order."""
    lines = page.order.lines if page.order else ()
    wanted = page.ticket.offer_id if page.ticket else ""
    concerned = [line for line in lines if line.offer_id == wanted] if wanted else []
    roots, market = roots_of(page.case.connection), page.case.market
    return [
        (line.offer_name or _("Product"), listing_link(roots, line.offer_id or "", market))
        for line in concerned or lines
    ]
