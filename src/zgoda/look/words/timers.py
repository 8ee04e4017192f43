"""The clocks of a Discussion: their names, what follows when nobody acts, and whose rule they are."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.domain.deadlines import TimerKind

_NAMES = {
    TimerKind.ANSWER: gettext_lazy("Answer"),
    TimerKind.ACTION: gettext_lazy("Do something about the delivery"),
    TimerKind.UNRESOLVED_AVAILABLE: gettext_lazy("The buyer may mark it as unresolved"),
    TimerKind.AUTO_RESOLVE: gettext_lazy("Closes by itself as resolved"),
    TimerKind.CLOSE_AFTER_DELIVERY: gettext_lazy("Closes after the delivery"),
    TimerKind.FOLLOW_UP: gettext_lazy("The consultant looks again"),
}
_THEN = {
    TimerKind.ANSWER: gettext_lazy(
        "If nobody answers by then, the answer counts as missed and the buyer may ask the marketplace to join."
    ),
    TimerKind.ACTION: gettext_lazy(
        "If none of the four things happens by then (tracking number, handing over, delivery, refund), it counts as "
        "missed."
    ),
    TimerKind.UNRESOLVED_AVAILABLE: gettext_lazy(
        "From then on the buyer may mark the Discussion as unresolved; a consultant of the marketplace then helps."
    ),
    TimerKind.AUTO_RESOLVE: gettext_lazy(
        "If the buyer marks nothing until then, the marketplace closes the Discussion as resolved."
    ),
    TimerKind.CLOSE_AFTER_DELIVERY: gettext_lazy(
        "If the buyer writes nothing until then, the marketplace closes the Discussion as resolved."
    ),
    TimerKind.FOLLOW_UP: gettext_lazy(
        "If there is still no answer by then, the seller may be warned and the account blocked."
    ),
}
_RULES = {
    TimerKind.ANSWER: gettext_lazy("24 hours without Saturdays, Sundays and holidays"),
    TimerKind.ACTION: gettext_lazy("24 hours without Saturdays, Sundays and holidays"),
    TimerKind.UNRESOLVED_AVAILABLE: gettext_lazy("7 days if not delivered, else 14 days"),
    TimerKind.AUTO_RESOLVE: gettext_lazy("30 days from the opening"),
    TimerKind.CLOSE_AFTER_DELIVERY: gettext_lazy("24 hours from the message about the delivery"),
    TimerKind.FOLLOW_UP: gettext_lazy("set when the consultant joined"),
}
OPENS = frozenset({TimerKind.UNRESOLVED_AVAILABLE})
"""Clocks at whose end something becomes possible; they are drawn as ``opens``, never as late."""

DUTIES = frozenset({TimerKind.ANSWER, TimerKind.ACTION})
"""Clocks that someone can miss."""


def timer_name(kind: str) -> str:
    return str(_NAMES[TimerKind(kind)])


def timer_then(kind: str) -> str:
    """What follows if nobody acts."""
    return str(_THEN[TimerKind(kind)])


def timer_rule(kind: str) -> str:
    """The rule in one line, as it stands under a clock."""
    return str(_RULES[TimerKind(kind)])


def origin_name(origin: str) -> str:
    """Whose rule a clock is: ``law``, ``platform`` or ``house`` (a seller's own)."""
    return {"law": _("the law"), "platform": _("the marketplace's rule"), "house": _("your own rule")}[origin]
