"""What the buyer's letters about an order say: after the purchase whom to call with which question (N-07, S1-29), and
that a sales document was added (N-09, S4-09)."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from zgoda.centre.hotline.contacts import Contact, after_purchase
from zgoda.centre.hotline.lines import Line
from zgoda.centre.mailing.models import Letter
from zgoda.centre.store.models import DocumentLink, Order, SalesDocument
from zgoda.domain.actors import Role
from zgoda.domain.sales_documents import DocumentState, is_shown_to_buyer
from zgoda.engine.mailing.content import Content
from zgoda.look.words.hotline import span_words


def purchase_made(letter: Letter) -> Content:
    """S1-29: the seller's contact details, and the hotline's number where the platform packs and sends."""
    order = Order.objects.select_related("seller").defer("form").get(pk=letter.about)
    told = after_purchase(order)
    names = {
        "product": ", ".join(order.lines.order_by("position", "id").values_list("offer_name", flat=True)),
        "seller": told.seller.company or told.seller.login,
    }
    paragraphs = [
        _("You bought from %(seller)s: %(product)s.") % names,
        *([_hotline(told.hotline)] if told.hotline is not None and told.hotline.number else []),
        _("With a question about the product, turn to the seller. You can also write in “My messages”."),
    ]
    page = settings.CENTRE_URL.rstrip("/") + reverse("purchases", "zgoda.centre.urls")
    subject = _("Your purchase: %(product)s") % names
    return Content(subject, tuple(paragraphs), _facts(order, told.hotline, told.seller), (_("My purchases"), page))


def document_added(letter: Letter) -> Content | None:
    """N-09, S4-09: who added what, and where it is found. The letter brings neither the file nor a seller's link: both
    are opened from the order's own place."""
    document, link = _added(letter)
    if link is None and (document is None or not is_shown_to_buyer(DocumentState(document.state))):
        return None
    order = Order.objects.select_related("seller").defer("form").get(pk=letter.about)
    names = {
        "product": ", ".join(order.lines.order_by("position", "id").values_list("offer_name", flat=True)),
        "seller": order.seller.username,
    }
    what = _("%(seller)s added a sales document to your order: %(product)s.")
    if document is not None and document.by == Role.WAREHOUSE:
        what = _("The Warehouse added a sales document to your order from %(seller)s: %(product)s.")
    where = _("You find it in “My purchases”, under the order. From there you can download it at any time.")
    if link is not None:
        where = _("It is kept outside of the marketplace. You find the link in “My purchases”, under the order.")
    facts = (
        (_("Order"), str(order.pk)),
        (_("Document number"), document.number if document is not None else ""),
        (_("File"), document.name if document is not None else ""),
    )
    page = f"{settings.CENTRE_URL.rstrip('/')}{reverse('purchases', 'zgoda.centre.urls')}?q={order.pk}"
    return Content(
        _("A document for your order: %(product)s") % names,
        (what % names, where),
        tuple(fact for fact in facts if fact[1]),
        (_("My purchases"), page),
    )


def _added(letter: Letter) -> tuple[SalesDocument | None, DocumentLink | None]:
    """What the letter's key names. Raises ``ObjectDoesNotExist`` where it is gone."""
    what, number, *_rest = letter.key.split(":")
    if what == "documentlink":
        return None, DocumentLink.objects.get(pk=number)
    return SalesDocument.objects.get(pk=number), None


def _hotline(line: Line) -> str:
    said = _(
        "With a question about dispatch, delivery, cancellation or return, call the hotline: %(number)s, Monday to "
        "Sunday, %(hours)s."
    )
    return said % {"number": line.number, "hours": span_words(line.hours.opens, line.hours.closes)}


def _facts(order: Order, line: Line | None, seller: Contact) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Order"), str(order.pk)),
        (_("Hotline"), line.number if line is not None else ""),
        (_("Seller"), f"{seller.company} ({seller.login})" if seller.company else seller.login),
        (_("Seller's telephone"), seller.phone),
        (_("Seller's e-mail"), seller.email),
    )
    return tuple(fact for fact in facts if fact[1])
