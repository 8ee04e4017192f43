"""Which of several running timers goes first, and applying all that are due: the same for every kind of case (G-03)."""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from zgoda.domain.actors import STAFF, Role

FIRST_AT_THE_INSTANT = STAFF | {Role.BUYER}
"""D.2: what the buyer or staff do at a due instant goes before the timer."""

State = TypeVar("State")
Kind = TypeVar("Kind")
Event = TypeVar("Event")


class Entry(Protocol):
    """An event with its instant, as each kind of case records it."""

    @property
    def at(self) -> datetime: ...


Recorded = TypeVar("Recorded", bound=Entry)


def first_due(
    running: Mapping[Kind, datetime],
    now: datetime,
    *,
    order: Sequence[Kind],
    answerable: Container[Kind],
    command_by: Role | None,
) -> Kind | None:
    """The timer to fire before anything else at ``now``, None when there is none (G-03).

    Timers due earlier always go first, the earliest instant leading, at one instant in ``order``. At exactly ``now``
    a command of buyer or staff goes before them, and those ``answerable`` wait until the instant has passed (D.1 step
    4). ``command_by`` is None for a sweep.
    """
    waits = command_by in FIRST_AT_THE_INSTANT
    due = [
        (at, order.index(kind), kind)
        for kind, at in running.items()
        if now > at or (at == now and not waits and kind not in answerable)
    ]
    return min(due)[2] if due else None


def apply_due(
    state: State,
    *,
    first: Callable[[State], Kind | None],
    fire: Callable[[State, Kind], Sequence[Recorded]],
    evolve: Callable[[State, Recorded], State],
) -> tuple[State, list[Recorded]]:
    """G-03: fire what ``first`` names until nothing is due, each at its own instant.

    The result is the same as if a punctual sweep had run. Ends, because each firing stops its timer.
    """
    recorded: list[Recorded] = []
    while (kind := first(state)) is not None:
        for entry in fire(state, kind):
            recorded.append(entry)
            state = evolve(state, entry)
    return state, recorded
