"""Whether a message is delivered (E.5): the one question that message rules answer, asked within the sending.

Until the rules on sellers' messages (B.6) are in force here, every message is delivered at once: in doubt a message
is never held back (S4-04, S4-05).
"""

from dataclasses import dataclass

from zgoda.domain.messaging import Delivery, Side


@dataclass(frozen=True, slots=True)
class Draft:
    """What is about to be sent. ``reply``: the buyer has written in this thread before (C-12)."""

    text: str
    by: Side
    reply: bool


def verdict(draft: Draft) -> Delivery:
    """VERIFYING and BLOCKED keep the message from the other side until that changes."""
    return Delivery.DELIVERED
