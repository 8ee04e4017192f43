"""What the buyer's letter after a purchase says (N-07, S1-29): whom to call with which question."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from zgoda.centre.hotline.contacts import Contact, after_purchase
from zgoda.centre.hotline.lines import Line
from zgoda.centre.mailing.models import Letter
from zgoda.centre.store.models import Order
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
