"""What letters say that ask a buyer to remove a rating: the seller's, which brings none of its words, and the
platform's. A rating that is gone needs none."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from zgoda.centre.mailing.models import Letter
from zgoda.centre.ratings.link import token_of
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.domain.markets import market
from zgoda.domain.ratings import Source
from zgoda.engine import clock
from zgoda.engine.mailing.content import Content
from zgoda.look.words.times import when_long


def platforms_request(letter: Letter) -> Content | None:
    """N-06, S1-36: an explanation, and the link that removes it; none after the final date, and none about words that
    the buyer has changed since they were judged (S1-35)."""
    asked = _asked(letter, Source.ADMIN)
    if asked is None or clock.now() > asked.rating.possible_until:
        return None
    row = asked.rating
    if not row.judgements.filter(asked=True, version=row.version).exists():
        return None
    names = {
        "seller": row.seller.username,
        "product": ", ".join(line.offer_name for line in row.order.lines.all()),
        "day": _final_day(row),
    }
    ours = _(
        "Your comment seems to be about packing, dispatch or delivery. These were ours and not the seller's: "
        "the order was packed and sent by One Fulfillment."
    )
    return Content(
        _("Your rating of %(seller)s is about our service") % names,
        (
            _("You do not recommend %(seller)s, from whom you bought: %(product)s.") % names,
            ours,
            _("If you agree, you can remove the rating here. You are asked once more before anything is removed."),
            _("The link needs no sign-in, works once, and until %(day)s.") % names,
            _("You decide. If you do nothing, the rating stays."),
        ),
        link=(_("Remove the rating"), _page("rating_link", token_of(asked))),
    )


def sellers_request(letter: Letter) -> Content | None:
    """P-27, S1-37."""
    asked = _asked(letter, Source.SELLER)
    if asked is None:
        return None
    row = asked.rating
    names = {"seller": row.seller.username, "day": _final_day(row)}
    what = _("%(seller)s asks you to remove your rating. Read the request and decide; you need not do anything.")
    until = _("You can change or remove the rating until %(day)s.")
    return Content(
        _("%(seller)s asks you to remove a rating") % names,
        (what % names, until % names),
        link=(_("Read the request"), _page("rating", row.pk)),
    )


def _asked(letter: Letter, source: Source) -> RemovalRequest | None:
    found = RemovalRequest.objects.select_related("rating__buyer", "rating__seller", "rating__order")
    return found.filter(rating_id=letter.about, source=source, rating__removed_at=None).first()


def _final_day(row: OrderRating) -> str:
    return when_long(row.possible_until, market(row.order.market).zone)


def _page(name: str, part: str) -> str:
    return settings.CENTRE_URL.rstrip("/") + reverse(name, "zgoda.centre.urls", args=[part])
