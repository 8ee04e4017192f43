"""Every refusal of the rules as a sentence: why not, and what to do or from when it will be possible."""

from datetime import tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.domain.refusals import Refused, Why
from zgoda.look.words import times

_SENTENCES = {
    Why.TOO_EARLY_TO_OPEN: gettext_lazy("A Discussion can be opened one hour after the purchase at the earliest."),
    Why.TOO_LATE_TO_OPEN: gettext_lazy("More than two years have passed since the purchase."),
    Why.REASON_MISSING: gettext_lazy("Choose a reason."),
    Why.REASON_UNKNOWN: gettext_lazy("Choose one of the reasons on the list."),
    Why.PRODUCT_MISSING: gettext_lazy("Choose the product it is about."),
    Why.NOT_YOUR_ORDER: gettext_lazy("This is not one of your orders."),
    Why.ALREADY_PENDING: gettext_lazy("There is already an open Discussion about this product. Write there."),
    Why.OPEN_FOR_PURCHASE: gettext_lazy(
        "There is already an open Discussion about the delivery of this purchase. Write there, also about this product."
    ),
    Why.SOLUTION_MISSING: gettext_lazy("Choose the solution you expect."),
    Why.SOLUTION_NOT_ASKED: gettext_lazy("For this reason no solution is chosen. Describe what you need."),
    Why.PART_MISSING: gettext_lazy("Say how much you want back: an amount or a fraction of the price."),
    Why.PART_TWICE: gettext_lazy("Give either an amount or a fraction, not both."),
    Why.PART_OUT_OF_RANGE: gettext_lazy("Part of the price must be more than nothing and less than the whole price."),
    Why.WRONG_CURRENCY: gettext_lazy("Use the currency of the order."),
    Why.TOO_MANY_ATTACHMENTS: gettext_lazy("Too many files. Send the others in further messages."),
    Why.FILE_SENT_ALREADY: gettext_lazy("This file went with another message already. Attach it again."),
    Why.MESSAGE_EMPTY: gettext_lazy("Write something or attach a file."),
    Why.MESSAGE_TOO_LONG: gettext_lazy("The message is too long. Shorten it or send it in parts."),
    Why.ENDED: gettext_lazy("The Discussion is closed. To write again, the buyer can re-open it."),
    Why.NOT_ENDED: gettext_lazy("The Discussion is still open. Write there."),
    Why.NOT_RESPONSIBLE: gettext_lazy("Somebody else answers in this Discussion now."),
    Why.NOT_A_PARTY: gettext_lazy("This is not your Discussion."),
    Why.NOT_ALLOWED: gettext_lazy("This is for others to do."),
    Why.NOT_JOINED: gettext_lazy("Join the Discussion first."),
    Why.ALREADY_JOINED: gettext_lazy("The marketplace has already joined."),
    Why.NOTHING_TO_JOIN: gettext_lazy(
        "Nobody has asked the marketplace to join, and the Discussion is not unresolved."
    ),
    Why.RESOLVE_ALREADY_ASKED: gettext_lazy("The buyer has already been asked to confirm. Wait for the answer."),
    Why.TOO_EARLY_FOR_UNRESOLVED: gettext_lazy("It is too early to mark the Discussion as unresolved."),
    Why.ALREADY_UNRESOLVED: gettext_lazy("The Discussion is already marked as unresolved."),
    Why.ENDED_REOPEN_FIRST: gettext_lazy("The Discussion is closed. Re-open it first."),
    Why.REOPENED_ALREADY: gettext_lazy("You have already re-opened this Discussion once. Contact the marketplace."),
    Why.TOO_LATE_TO_REOPEN: gettext_lazy("More than two years have passed since the purchase."),
    Why.JUSTIFICATION_MISSING: gettext_lazy("Write down why it is justified."),
    Why.BUYER_REQUEST_MISSING: gettext_lazy("Write down what the buyer asked for."),
    Why.ANSWER_NOT_OVERDUE: gettext_lazy("The time to answer has not passed yet."),
    Why.JOIN_ALREADY_ASKED: gettext_lazy("The marketplace has already been asked to join. A consultant will come."),
    Why.NOT_PENDING: gettext_lazy("This is possible only while the Discussion is pending."),
    Why.NO_OFFER_OPEN: gettext_lazy("This offer is no longer open."),
    Why.OFFER_NOT_FOR_THIS_REASON: gettext_lazy("Solutions are offered only for a problem with the product."),
    Why.NOT_A_DELIVERY_PROBLEM: gettext_lazy("This is for Discussions about a product that was not received."),
    Why.NOT_CLOSING_AFTER_DELIVERY: gettext_lazy("The Discussion is not about to close after a delivery."),
    Why.NOTHING_AGREED: gettext_lazy("Nothing has been agreed yet. Offer a solution first."),
    Why.OWN_MESSAGE: gettext_lazy("This is your own message."),
    Why.CATEGORY_UNKNOWN: gettext_lazy("Choose what is wrong with the message."),
    Why.NO_SUCH_MESSAGE: gettext_lazy("There is no such message in this Discussion."),
    Why.NO_OPEN_REPORT: gettext_lazy("This report has already been handled."),
    Why.SELLER_ANSWERED: gettext_lazy("The seller has answered since the marketplace joined."),
    Why.REMINDER_NOT_EXPIRED: gettext_lazy("The time set for the seller has not passed yet."),
    Why.SELLER_NOT_WARNED: gettext_lazy("Warn the seller first."),
    Why.WRITTEN_REASON_MISSING: gettext_lazy("Write down the reason."),
    Why.REFUND_OUT_OF_RANGE: gettext_lazy("The refund must be more than nothing and at most what is still refundable."),
    Why.ALREADY_BLOCKED: gettext_lazy("The seller's account is already blocked."),
    Why.PART_NOT_ASKED: gettext_lazy("An amount or a fraction belongs to a partial refund only."),
    Why.PART_NOT_WHOLE: gettext_lazy("Use whole units of this currency, without a fraction."),
    Why.STAFF_REOPENED_ENOUGH: gettext_lazy("The marketplace has re-opened this Discussion as often as is allowed."),
    Why.ALREADY_CARRIED_OUT: gettext_lazy("The agreed solution is already marked as carried out."),
    Why.NOT_FULFILLED: gettext_lazy("You send this order yourself, so the Warehouse cannot answer for it."),
    Why.NOTE_MISSING: gettext_lazy("Write a note for whoever answers next."),
    Why.HIDDEN_FROM_SELLERS: gettext_lazy(
        "This Discussion concerns several sellers, so it stays with the Warehouse. None of them can see it."
    ),
    Why.WAREHOUSE_ANSWERS: gettext_lazy("The Warehouse answers this Discussion, not the seller."),
    Why.CLAIMS_OFF: gettext_lazy("Claims cannot be made on this marketplace now. Open a Discussion."),
    Why.NOT_CLAIMABLE: gettext_lazy("For this reason open a Discussion; it is not a matter for a claim."),
    Why.CLAIM_OPEN_ALREADY: gettext_lazy("Another claim about this order waits for its decision. Write there."),
    Why.GROUND_MISSING: gettext_lazy("Choose what the claim is based on."),
    Why.NO_WARRANTY: gettext_lazy("This offer came without a warranty. Choose the statutory complaint."),
    Why.RETURN_NOT_DECIDED: gettext_lazy("Say first whether the product has to be returned."),
    Why.RETURN_DECIDED_ALREADY: gettext_lazy("Whether the product has to be returned is decided already."),
    Why.CLAIM_DECIDED: gettext_lazy("The claim is decided already."),
    Why.DECISION_NOT_POSSIBLE: gettext_lazy("From the decision in force the claim cannot be decided like this."),
    Why.DECISION_NOT_IN_FORCE: gettext_lazy("Under the rules of this claim there is no such decision."),
    Why.WITHDRAWAL_NOT_STATED: gettext_lazy("The buyer has not said that the claim is withdrawn."),
    Why.WITHDRAWAL_STATED_ALREADY: gettext_lazy("The claim is marked as withdrawn already."),
    Why.TALK_ENDED_ALREADY: gettext_lazy("The conversation is ended already. To resume it, write a message."),
    Why.CHAT_CLOSED: gettext_lazy("Nobody can write in this claim any more."),
    Why.COMMAND_REUSED: gettext_lazy("This was already sent with other content. Load the page again."),
}


def refusal(refused: Refused, zone: tzinfo | None = None) -> str:
    """The whole sentence, with the limit that was passed or the date from which it becomes possible.

    The limit of money is left out: minor units mean nothing to a reader, and the price stands on the page.
    """
    sentence = str(_SENTENCES[refused.why])
    if refused.possible_from is not None:
        return f"{sentence} {possible_from(refused, zone)}"
    if refused.limit is not None and refused.why is not Why.PART_OUT_OF_RANGE:
        limit = _("The limit is %(limit)s.") % {"limit": times.number(refused.limit)}
        return f"{sentence} {limit}"
    return sentence


def possible_from(refused: Refused, zone: tzinfo | None = None) -> str:
    """``Possible from Thu 4 Dec, 15:12.``; empty where time alone does not decide."""
    if refused.possible_from is None:
        return ""
    return _("Possible from %(at)s.") % {"at": times.when(refused.possible_from, zone)}
