"""E-mails that ask a buyer to remove a rating: the seller's, which bring none of its words, and the platform's."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from zgoda.centre.partners.mail.letters import deliver
from zgoda.centre.ratings.link import token_of
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.domain.markets import market
from zgoda.domain.ratings import Source
from zgoda.engine import clock
from zgoda.engine.jobs import durable, once
from zgoda.look.words.times import when_long


def post_sellers_request(row: OrderRating) -> None:
    """Enqueue the letter about the seller's request, in the caller's transaction."""
    send_sellers_request.enqueue(row.pk, f"mail:rating:{row.pk}:SELLER")


@durable(attempts=12)
def send_sellers_request(rating_id: str, key: str) -> None:
    """Send it, once; a rating that is gone by then needs no letter."""
    once(key, lambda: _sellers_request(rating_id, key))


def post_platforms_request(row: OrderRating) -> None:
    """N-06: enqueue the letter with explanation and link, in the caller's transaction."""
    send_platforms_request.enqueue(row.pk, f"mail:rating:{row.pk}:ADMIN")


@durable(attempts=12)
def send_platforms_request(rating_id: str, key: str) -> None:
    """S1-36: send it, once, and never after the final date."""
    once(key, lambda: _platforms_request(rating_id, key))


def _platforms_request(rating_id: str, key: str) -> bool:
    found = RemovalRequest.objects.select_related("rating__buyer", "rating__seller", "rating__order")
    asked = found.filter(rating_id=rating_id, source=Source.ADMIN, rating__removed_at=None).first()
    if asked is None or clock.now() > asked.rating.possible_until:
        return False
    row = asked.rating
    with translation.override(row.buyer.language or market(row.order.market).language):
        names = {
            "seller": row.seller.username,
            "product": ", ".join(line.offer_name for line in row.order.lines.all()),
            "day": when_long(row.possible_until, market(row.order.market).zone),
        }
        subject = _("Your rating of %(seller)s is about our service") % names
        paragraphs = (
            _("You do not recommend %(seller)s, from whom you bought: %(product)s.") % names,
            _(
                "Your comment seems to be about packing, dispatch or delivery. These were ours and not the seller's: "
                "the order was packed and sent by One Fulfillment."
            ),
            _("If you agree, you can remove the rating here. You are asked once more before anything is removed:"),
            settings.CENTRE_URL + reverse("rating_link", args=[token_of(asked)]),
            _("The link needs no sign-in, works once, and until %(day)s.") % names,
            _("You decide. If you do nothing, the rating stays."),
        )
        return deliver(row.buyer, subject, paragraphs, key)


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
