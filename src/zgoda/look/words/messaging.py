"""The Message Center in words: what a problem is about, and why a message cannot be sent."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.domain.messaging import MessagingRefused, MessagingWhy, Topic

_TOPICS = {
    Topic.NO_REFUND: gettext_lazy("No payment refund"),
    Topic.SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN: gettext_lazy("The seller does not want to accept the return"),
    Topic.PROBLEM_WITH_SENDING_PRODUCT_BACK: gettext_lazy("I have a problem returning the product"),
    Topic.NO_DOCUMENTATIONS: gettext_lazy("No proof of purchase, manual or warranty"),
    Topic.PRODUCT_INCONSISTENT_WITH_THE_OFFER: gettext_lazy("Does not match the description"),
    Topic.PRODUCT_ARRIVED_DAMAGED: gettext_lazy("The product is damaged"),
    Topic.DEFECT_DETECTED_DURING_USE: gettext_lazy("Defects emerged during use"),
    Topic.NO_PRODUCT_IN_THE_SHIPMENT: gettext_lazy("No product in the parcel"),
    Topic.MISSING_PRODUCT_ELEMENTS: gettext_lazy("Missing product element"),
    Topic.OTHER: gettext_lazy("My reason is not on the list"),
}
_SENTENCES = {
    MessagingWhy.MESSAGE_EMPTY: gettext_lazy("Write something or attach a file."),
    MessagingWhy.MESSAGE_TOO_LONG: gettext_lazy("The message is too long. Shorten it or send it in parts."),
    MessagingWhy.TOO_MANY_FILES: gettext_lazy("Too many files. Send the others in further messages."),
    MessagingWhy.FILE_UNUSABLE: gettext_lazy("This attachment does not exist, was not sent yet, or was used already."),
    MessagingWhy.NO_ORDER_BETWEEN_YOU: gettext_lazy("A message begins with an order between the two of you."),
    MessagingWhy.THREAD_CLOSED: gettext_lazy("This problem was closed. Write to the seller in your conversation."),
    MessagingWhy.PROBLEMS_NOT_OFFERED: gettext_lazy("Problems with a purchase are not reported this way here."),
    MessagingWhy.TOPIC_MISSING: gettext_lazy("Choose a reason."),
    MessagingWhy.PRODUCT_MISSING: gettext_lazy("Choose the product it is about."),
    MessagingWhy.PROBLEM_REPORTED: gettext_lazy("You have reported this problem already. Write there."),
    MessagingWhy.NOT_THE_BUYER: gettext_lazy("This is for others to do."),
    MessagingWhy.COMMAND_REUSED: gettext_lazy("This was already sent with other content. Load the page again."),
}


def topic_name(topic: str) -> str:
    """A topic we do not know stands for itself."""
    return str(_TOPICS[Topic(topic)]) if topic in Topic.__members__ else topic


def messaging_refusal(refused: MessagingRefused) -> str:
    """The sentence, with the bound that was passed."""
    sentence = str(_SENTENCES[refused.why])
    if refused.why is MessagingWhy.MESSAGE_TOO_LONG and refused.limit:
        return f"{sentence} " + _("At most %(count)d characters.") % {"count": refused.limit}
    return sentence
