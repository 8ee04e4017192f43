"""E-mails that ask a buyer to remove a rating: the seller's, which bring none of its words, and the platform's."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from zgoda.centre.partners.mail.letters import deliver
from zgoda.centre.ratings.models import OrderRating
from zgoda.domain.markets import market
from zgoda.engine.jobs import durable, once
from zgoda.look.words.times import when_long


def post_sellers_request(row: OrderRating) -> None:
    """Enqueue the letter about the seller's request, in the caller's transaction."""
    send_sellers_request.enqueue(row.pk, f"mail:rating:{row.pk}:SELLER")


@durable(attempts=12)
def send_sellers_request(rating_id: str, key: str) -> None:
    """Send it, once; a rating that is gone by then needs no letter."""
    once(key, lambda: _sellers_request(rating_id, key))


def _sellers_request(rating_id: str, key: str) -> bool:
    row = OrderRating.objects.select_related("buyer", "seller", "order").filter(pk=rating_id, removed_at=None).first()
    if row is None:
        return False
    with translation.override(row.buyer.language or market(row.order.market).language):
        names = {"seller": row.seller.username, "day": when_long(row.possible_until, market(row.order.market).zone)}
        what = _("%(seller)s asks you to remove your rating. Read the request and decide; you need not do anything.")
        until = _("You can change or remove the rating until %(day)s.")
        address = settings.CENTRE_URL + reverse("rating", args=[row.pk])
        subject = _("%(seller)s asks you to remove a rating") % names
        return deliver(row.buyer, subject, [what % names, until % names, address], key)
