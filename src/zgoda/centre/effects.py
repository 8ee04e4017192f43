"""What follows outside the case from what happened in it: the one table from events to jobs.

An effect only enqueues, inside the case's transaction; the work is done by a durable job under an effect key
made of the case and the entry's number, so that it counts once. To add an effect, write a function that takes
a `Happening` and put it beside its event.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zgoda.centre.mailing import posting
from zgoda.domain import events as e
from zgoda.domain import notifications
from zgoda.domain.discussion import ClosureReason, Discussion
from zgoda.domain.notifications import Kind


@dataclass(frozen=True, slots=True)
class Happening:
    """An event just recorded: the case as it stands after the whole command, and the entry's number."""

    case: Discussion
    recorded: e.Recorded
    seq: int

    @property
    def key(self) -> str:
        """The same for the same entry for ever."""
        return f"{self.case.id}:{self.seq}"


Effect = Callable[[Happening], None]


def enqueue(case: Discussion, recorded: Sequence[e.Recorded], last_seq: int) -> None:
    """Enqueue all effects of the events; ``last_seq`` is the number of the entry before them."""
    for seq, one in enumerate(recorded, start=last_seq + 1):
        for effect in TABLE.get(type(one.event), ()):
            effect(Happening(case, one, seq))


def _tell_seller_of_opening(happening: Happening) -> None:
    """T-01, T-02, S1-65: always, whoever answers it. T-03, S1-57: a hidden one, to each seller of what it is about."""
    if happening.case.hidden:
        posting.hidden_opening(happening.case, happening.key)
    else:
        _tell_seller(happening, notifications.of_opening(hidden=False))


def _tell_seller_of_forward(happening: Happening) -> None:
    """T-12: by `notifications.of_forward`."""
    event = happening.recorded.event
    kind = notifications.of_forward(event.to) if isinstance(event, e.Forwarded) else None
    if kind is not None:
        _tell_seller(happening, kind)


def _tell_seller_of_reopening(happening: Happening) -> None:
    """T-25, T-26."""
    _tell_seller(happening, Kind.REOPENED)


def _tell_seller_of_end(happening: Happening) -> None:
    """T-17; endings by a clock are told in the thread (T-19, T-23)."""
    event = happening.recorded.event
    if isinstance(event, e.Resolved) and event.closure_reason is ClosureReason.BUYER_MARKED:
        _tell_seller(happening, Kind.RESOLVED)


def _tell_seller_of_unresolved(happening: Happening) -> None:
    """T-22."""
    _tell_seller(happening, Kind.UNRESOLVED)


def _tell_seller_of_warning(happening: Happening) -> None:
    """S0-15, T-10."""
    _tell_seller(happening, Kind.WARNED)


def _tell_seller_of_block(happening: Happening) -> None:
    """P-26: with the reason, and how to appeal."""
    _tell_seller(happening, Kind.BLOCKED)


def _tell_seller(happening: Happening, kind: Kind) -> None:
    posting.about_case(kind, happening.case, happening.case.purchase.seller_id, happening.key)


TABLE: Mapping[type[e.Event], tuple[Effect, ...]] = {
    e.DiscussionOpened: (_tell_seller_of_opening,),
    e.Reopened: (_tell_seller_of_reopening,),
    e.Resolved: (_tell_seller_of_end,),
    e.MarkedUnresolved: (_tell_seller_of_unresolved,),
    e.SellerWarned: (_tell_seller_of_warning,),
    e.SellerBlocked: (_tell_seller_of_block,),
    e.Forwarded: (_tell_seller_of_forward,),
}
