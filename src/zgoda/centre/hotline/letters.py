"""What a seller reads of a call: the letter that goes with a transfer, and the words of a thread opened for a buyer.

The summary reaches the seller by letter as soon as a transfer is tried, so that it is there also where nobody answers;
a thread brings the questions themselves. Neither tells the caller's number, nor anything of a Discussion.
"""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from zgoda.centre.hotline.models import Call, Transfer
from zgoda.centre.partners.mail.letters import deliver
from zgoda.domain.markets import market
from zgoda.engine.jobs import durable, once
from zgoda.look.words.hotline import call_topic


@durable(attempts=12)
def tell_seller(transfer_id: str) -> None:
    """S1-30: what the buyer wants, and the request to handle it; once for each attempt."""
    key = f"mail:{transfer_id}:HOTLINE"
    once(key, lambda: _deliver(UUID(transfer_id), key))


def thread_words(call: Call, questions: str) -> str:
    """S1-31 (b): the buyer's message, which says who wrote it and asks for the reply; in the market's language."""
    with translation.override(market(call.market).language):
        opening = _("The marketplace's hotline wrote this for %(buyer)s after a telephone call. The buyer asks:")
        closing = _("Please reply here. The buyer is told of your reply.")
        return f"{opening % {'buyer': call.buyer.username if call.buyer else ''}}\n\n{questions}\n\n{closing}"


def _deliver(transfer_id: UUID, key: str) -> bool:
    row = Transfer.objects.select_related("call__seller", "call__buyer").get(pk=transfer_id)
    seller = row.call.seller
    if seller is None:
        return False
    with translation.override(seller.language or market(seller.market).language):
        return deliver(seller, _("A buyer's question by telephone: please take it over"), _paragraphs(row), key)


def _paragraphs(row: Transfer) -> list[str]:
    call = row.call
    about = [_("Topic: %(topic)s") % {"topic": call_topic(call.topic)}]
    if call.buyer is not None:
        about.append(_("Buyer: %(login)s") % {"login": call.buyer.username})
    if call.order_id is not None:
        about.append(_("Order: %(id)s") % {"id": call.order_id})
    if call.offer_id:
        about.append(_("Offer: %(id)s") % {"id": call.offer_id})
    return [
        _("A buyer called the marketplace's hotline with a question that only you can answer."),
        "\n".join(about),
        _("In short: %(summary)s") % {"summary": row.summary},
        _(
            "The hotline is trying to put the call through to %(number)s. Please handle the question. If you are not "
            "reached, the buyer gets your number, or the question comes to you in the Message Center."
        )
        % {"number": row.number},
    ]
