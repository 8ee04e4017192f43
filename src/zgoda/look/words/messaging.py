"""The Message Center in words: what a problem or a message is about, and why a message cannot be sent."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.domain.message_topics import MessageTopic
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
_MESSAGE_TOPICS = {
    MessageTopic.ORDER_PREPARATION: gettext_lazy("Preparing and dispatching the order"),
    MessageTopic.ORDER_CHANGE: gettext_lazy("A change in the order or its delivery"),
    MessageTopic.DELIVERY_PROBLEM: gettext_lazy("A problem with delivery"),
    MessageTopic.RETURN_REFUND: gettext_lazy("A return and the money for it"),
    MessageTopic.AVAILABILITY: gettext_lazy("Availability"),
    MessageTopic.EXPIRY_DATE: gettext_lazy("Expiry date"),
    MessageTopic.PRODUCT_QUESTION: gettext_lazy("A question about the product"),
    MessageTopic.PROOF_OF_PURCHASE: gettext_lazy("Invoice or receipt"),
    MessageTopic.COMPLAINT_WITHDRAWAL: gettext_lazy("A complaint or withdrawal from the agreement"),
    MessageTopic.PRICE_NEGOTIATION: gettext_lazy("A lower price"),
    MessageTopic.OTHER: gettext_lazy("Something else"),
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
    MessagingWhy.WAREHOUSE_ANSWERS: gettext_lazy("The Warehouse answers this. You can write again once it has."),
    MessagingWhy.NOT_ASSIGNED: gettext_lazy("The other party answers this message now."),
    MessagingWhy.NOT_FULFILLED: gettext_lazy("The seller sends this order itself; the Warehouse does not know it."),
    MessagingWhy.NOT_THE_BUYERS: gettext_lazy("Only a message of the buyer can be forwarded."),
    MessagingWhy.NOTE_MISSING: gettext_lazy("Write a note: it tells the other party what is to be done."),
    MessagingWhy.NOTE_TOO_LONG: gettext_lazy("The note is too long."),
    MessagingWhy.COMMAND_REUSED: gettext_lazy("This was already sent with other content. Load the page again."),
}


def topic_name(topic: str) -> str:
    """A topic we do not know stands for itself."""
    return str(_TOPICS[Topic(topic)]) if topic in Topic.__members__ else topic


def message_topic_name(topic: str) -> str:
    """What an ordinary message is about; a topic we do not know stands for itself."""
    known = {one.value: words for one, words in _MESSAGE_TOPICS.items()}
    return str(known.get(topic, topic))


def messaging_refusal(refused: MessagingRefused) -> str:
    """The sentence, with the bound that was passed."""
    sentence = str(_SENTENCES[refused.why])
    if refused.why in (MessagingWhy.MESSAGE_TOO_LONG, MessagingWhy.NOTE_TOO_LONG) and refused.limit:
        return f"{sentence} " + _("At most %(count)d characters.") % {"count": refused.limit}
    return sentence
