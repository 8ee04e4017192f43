"""What a seller reads of a call: the letter that goes with a transfer, and the words of a thread opened for a buyer.

The summary reaches the seller by letter as soon as a transfer is tried, so that it is there also where nobody answers;
a thread brings the questions themselves. Neither tells the caller's number, nor anything of a Discussion.
"""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zgoda.centre.hotline.models import Call, Transfer
from zgoda.centre.mailing.models import Letter
from zgoda.domain.markets import market
from zgoda.engine.mailing.content import Content
from zgoda.look.words.hotline import call_topic


def handed_over(letter: Letter) -> Content:
    """S1-30: what the buyer wants, and the request to handle it; once for each attempt."""
    row = Transfer.objects.select_related("call__buyer").get(pk=letter.about)
    reached = _(
        "The hotline is trying to put the call through to %(number)s. Please handle the question. If you are not "
        "reached, the buyer gets your number, or the question comes to you in the Message Center."
    )
    paragraphs = (
        _("A buyer called the marketplace's hotline with a question that only you can answer."),
        _("In short: %(summary)s") % {"summary": row.summary},
        reached % {"number": row.number},
    )
    return Content(_("A buyer's question by telephone: please take it over"), paragraphs, _facts(row.call))


def thread_words(call: Call, questions: str) -> str:
    """S1-31 (b): the buyer's message, which says who wrote it and asks for the reply; in the market's language."""
    with translation.override(market(call.market).language):
        opening = _("The marketplace's hotline wrote this for %(buyer)s after a telephone call. The buyer asks:")
        closing = _("Please reply here. The buyer is told of your reply.")
        return f"{opening % {'buyer': call.buyer.username if call.buyer else ''}}\n\n{questions}\n\n{closing}"


def _facts(call: Call) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Topic"), call_topic(call.topic)),
        (_("Buyer"), call.buyer.username if call.buyer else ""),
        (_("Order"), str(call.order_id or "")),
        (pgettext("what is sold", "Offer"), call.offer_id),
    )
    return tuple(fact for fact in facts if fact[1])
