"""The hotline in words: topics, whose number it is, how an attempt and a call ended, and every "no"."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from zgoda.domain.hotline import Choice, HotlineRefused, HotlineWhy, Outcome, Topic, TransferState
from zgoda.look.words.times import number, weekdays, when

_TOPICS = {
    Topic.ORDER_STATUS: gettext_lazy("Order status"),
    Topic.DELIVERY_TIME: gettext_lazy("Delivery time"),
    Topic.DISPATCH_OR_DELIVERY_PROBLEM: gettext_lazy("Problems with dispatch or delivery"),
    Topic.CANCELLATION_OR_RETURN: gettext_lazy("Order cancellation or return"),
    Topic.ADDRESS_CHANGE: gettext_lazy("Changes to the delivery address"),
    Topic.DAMAGED_OR_MISSING_PARCEL: gettext_lazy("Damaged and missing parcels"),
}
_CHOICES = {
    Choice.PRODUCT: gettext_lazy("Product"),
    Choice.FULFILMENT: gettext_lazy("Dispatch, delivery, cancelation, return"),
}
_STATES = {
    TransferState.ASKED: gettext_lazy("being dialled"),
    TransferState.RINGING: gettext_lazy("ringing"),
    TransferState.CONNECTED: gettext_lazy("put through"),
    TransferState.NO_ANSWER: gettext_lazy("no answer"),
    TransferState.BUSY: pgettext_lazy("telephone", "busy"),
    TransferState.FAILED: gettext_lazy("could not be dialled"),
}
STATE_TAGS = {
    TransferState.ASKED: "open",
    TransferState.RINGING: "open",
    TransferState.CONNECTED: "done",
    TransferState.NO_ANSWER: "stopped",
    TransferState.BUSY: "stopped",
    TransferState.FAILED: "stopped",
}
_OUTCOMES = {
    Outcome.ANSWERED: gettext_lazy("answered by the hotline"),
    Outcome.TRANSFERRED: gettext_lazy("put through to the seller"),
    Outcome.NUMBER_GIVEN: gettext_lazy("the seller's number given"),
    Outcome.THREAD_OPENED: gettext_lazy("thread opened for the buyer"),
    Outcome.CALLER_LEFT: gettext_lazy("the caller hung up"),
}
_SENTENCES = {
    HotlineWhy.HOTLINE_CLOSED: gettext_lazy("The hotline is closed."),
    HotlineWhy.CALL_ENDED: gettext_lazy("This call has ended."),
    HotlineWhy.NOT_FOR_THE_SELLER: gettext_lazy("Only what the seller alone can answer goes to the seller."),
    HotlineWhy.SELLER_UNKNOWN: gettext_lazy("The call names neither an order nor a seller."),
    HotlineWhy.SUMMARY_MISSING: gettext_lazy("Write in short what the buyer wants: the seller reads it."),
    HotlineWhy.TOO_LONG: gettext_lazy("This is too long."),
    HotlineWhy.SELLER_CLOSED: gettext_lazy("The seller does not work now."),
    HotlineWhy.SELLER_HAS_NO_NUMBER: gettext_lazy("The seller gave no telephone number."),
    HotlineWhy.UNDER_WAY: gettext_lazy("The seller's telephone is being rung. Wait for the end of that."),
    HotlineWhy.CONNECTED_ALREADY: gettext_lazy("The call has been put through to the seller."),
    HotlineWhy.TRY_THE_SELLER_FIRST: gettext_lazy("The seller works now: try to put the call through first."),
    HotlineWhy.QUESTIONS_MISSING: gettext_lazy("Write down what the buyer asks."),
    HotlineWhy.BUYER_UNKNOWN: gettext_lazy("A thread needs the buyer's login. Ask the caller for it."),
    HotlineWhy.THREAD_OPENED_ALREADY: gettext_lazy("The thread is open already."),
    HotlineWhy.OUTCOME_NOT_POSSIBLE: gettext_lazy("Choose how the call went."),
}


def hotline_topics() -> list[tuple[str, str]]:
    """S1-24: codes and names, in the order of the rule."""
    return [(topic.value, str(name)) for topic, name in _TOPICS.items()]


def call_topic(code: str) -> str:
    """The topic's name; a call that is about none of the six says so."""
    return str(_TOPICS[Topic(code)]) if code in Topic.__members__ else _("Another matter")


def choice_name(choice: str) -> str:
    """What a buyer picks on the offer page (S1-26…28)."""
    return str(_CHOICES[Choice(choice)])


def transfer_state_name(state: str) -> str:
    return str(_STATES[TransferState(state)])


def outcome_name(outcome: str) -> str:
    return str(_OUTCOMES[Outcome(outcome)])


def hotline_refusal(refused: HotlineRefused) -> str:
    """The sentence, and from when or how much; instants in the active zone."""
    sentence = str(_SENTENCES[refused.why])
    if refused.possible_from is not None:
        return f"{sentence} " + _("Again from %(when)s.") % {"when": when(refused.possible_from)}
    if refused.limit is not None:
        return f"{sentence} " + _("At most %(count)s characters.") % {"count": number(refused.limit)}
    return sentence


def hotline_hours(opens: int, closes: int) -> str:
    """S1-23: the hours of each day in one line."""
    return _("Monday to Sunday, %(hours)s") % {"hours": span_words(opens, closes)}


def week_words(week: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[str, str]]:
    """A week's open times as pairs (days, hours); days in a row that are alike stand together."""
    names = weekdays()
    said: list[tuple[str, str]] = []
    for hours, alike in groupby(zip(names, week, strict=True), key=lambda pair: tuple(pair[1])):
        days = [name for name, _hours in alike]
        words = ", ".join(span_words(begin, end) for begin, end in hours) or pgettext("hours", "closed")
        shown = f"{days[0]}–{days[-1]}" if len(days) > 1 else days[0]
        said.append((shown[:1].upper() + shown[1:], words))
    return said


def span_words(begin: int, end: int) -> str:
    """``8:00–16:00`` of minutes of the day."""
    return f"{minutes_words(begin)}–{minutes_words(end)}"


def minutes_words(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
