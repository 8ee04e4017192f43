"""Ratings in words: the choice, the reasons to remove one, who asked for it, and why something was refused."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zgoda.domain.ratings import RatingRefused, RatingWhy, RemovalReason, Source
from zgoda.look.words.times import day_long

_REASONS = {
    RemovalReason.MISTAKE: gettext_lazy("I gave it by mistake"),
    RemovalReason.SOLVED: gettext_lazy("The seller solved the problem"),
    RemovalReason.CHANGED_MIND: gettext_lazy("I changed my mind"),
    RemovalReason.COMPENSATION: gettext_lazy("The seller gave me compensation"),
    RemovalReason.NOT_SAID: gettext_lazy("I prefer not to say"),
    RemovalReason.OTHER: gettext_lazy("Another reason"),
}
_SENTENCES = {
    RatingWhy.NOT_YOUR_ORDER: gettext_lazy("This is not one of your orders."),
    RatingWhy.ORDER_CANCELLED: gettext_lazy("The order was cancelled, so it cannot be rated."),
    RatingWhy.RATED_ALREADY: gettext_lazy("You rated this order before. An order has one rating."),
    RatingWhy.CHOICE_MISSING: gettext_lazy("Choose whether you recommend the seller."),
    RatingWhy.REMOVED: gettext_lazy("This rating was removed."),
    RatingWhy.REASON_MISSING: gettext_lazy("Choose a reason."),
    RatingWhy.TEXT_EMPTY: gettext_lazy("Write something."),
    RatingWhy.BENEFIT_OFFERED: gettext_lazy(
        "Nothing may be offered for a rating or its removal. Leave the offer out and send again."
    ),
    RatingWhy.RECOMMENDED: gettext_lazy("The buyer recommends the seller. There is nothing to ask for."),
    RatingWhy.ASKED_ALREADY: gettext_lazy("The buyer was asked before. A rating has one request."),
    RatingWhy.PLATFORM_ASKS: gettext_lazy(
        "The comment is about One Fulfillment, so the marketplace asks the buyer itself."
    ),
    RatingWhy.SELLER_ASKS: gettext_lazy("The comment is not about One Fulfillment, so the seller asks the buyer."),
    RatingWhy.CHANGED_MEANWHILE: gettext_lazy("The buyer changed the comment meanwhile. Read it again."),
    RatingWhy.NOTHING_TO_JUDGE: gettext_lazy("There is nothing to decide about this rating any more."),
    RatingWhy.LINK_USED: gettext_lazy("The rating was removed with this link before."),
}


def choice_name(*, recommended: bool) -> str:
    return _("I recommend") if recommended else _("I do not recommend")


def removal_reasons() -> list[tuple[str, str]]:
    """Codes and names for the form."""
    return [(code.value, str(name)) for code, name in _REASONS.items()]


def request_words(source: str, message: str) -> str:
    """What the buyer was asked: the seller's words, or the platform's sentence, which is the same for all (S1-36)."""
    if source != Source.ADMIN:
        return message
    return _(
        "The comment seems to be about One Fulfillment: packing and dispatch were ours, not the seller's. "
        "We ask you to consider removing the rating."
    )


def rating_refusal(refused: RatingRefused) -> str:
    """The sentence, with the day that has passed or the number of characters."""
    if refused.why is RatingWhy.TOO_LATE and refused.until is not None:
        return _("This was possible until %(day)s.") % {"day": day_long(refused.until)}
    if refused.limit is not None:
        return ngettext(
            "Shorten the text to %(count)d character.", "Shorten the text to %(count)d characters.", refused.limit
        ) % {"count": refused.limit}
    return str(_SENTENCES[refused.why])
