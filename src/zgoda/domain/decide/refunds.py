"""Money back through the payment service (P-23, S0-41): who may ask for it, and how much there is to ask for."""

from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide.guards import Guard, admitted, first, may_speak
from zgoda.domain.discussion import Discussion
from zgoda.domain.money import Money


def may_refund(case: Discussion, by: Actor) -> Guard:
    """P-23: of seller and Warehouse the responsible one, whatever the case's status."""
    return first(admitted(case, by, Role.SELLER, Role.WAREHOUSE), may_speak(case, by))


def left_of_order(paid: Money, asked_back: Money) -> Money:
    """P-23, S0-41: what can still be asked back of an order. ``asked_back`` is everything the payment service confirmed
    or has not decided on; what it refused is free again. Never less than nothing."""
    return _at_least_nothing(paid - asked_back)


def left_of_line(price: Money, asked_back: Money, order_left: Money) -> Money:
    """P-23, S0-41: what goes back where a line's price is refunded. ``price`` is quantity × unit price (G-10), and
    ``asked_back`` what was asked for in every case about the line, whoever asked: over all of them a line is refunded
    once. Never more than is left of its order, never less than nothing."""
    return min(_at_least_nothing(price - asked_back), order_left)


def is_refundable(amount: Money, order_left: Money) -> bool:
    """P-23: more than nothing, and at most what is left of the order."""
    return 0 < amount.minor <= order_left.minor


def _at_least_nothing(amount: Money) -> Money:
    return max(amount, Money(0, amount.currency))
