"""Who answers a case, told from outside: for servers that do not say it themselves.

What shows is the order's fulfilment provider, the case's reason, who of the two parties wrote, and what a person noted
after handing the case over on the marketplace's own page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zgoda.domain.actors import Role
from zgoda.domain.purchase import Provider
from zgoda.domain.reasons import find, is_known


class Cause(StrEnum):
    """Why a party answers: by its reason, routed anew at a re-opening, handed over, or because it wrote."""

    ROUTED = "ROUTED"
    REOPENED = "REOPENED"
    FORWARDED = "FORWARDED"
    WROTE = "WROTE"


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of the history; ``note`` came with a forward and is never the buyer's to read."""

    party: Role
    since: datetime
    cause: str
    note: str = ""


def is_fulfilled(provider: str | None) -> bool:
    """C-15: by the order's own provider. A word nobody knows is the seller's own dispatch."""
    return provider == Provider.ALLEGRO


def told(reason: str, opened_at: datetime, heard: Iterable[Turn]) -> tuple[Turn, ...]:
    """S1-54, S1-38: of a fulfilled order's case, oldest first; the last one answers now.

    It begins with the reason's route, with the seller where the reason is not known: nobody may be kept from answering
    by a guess. From then on whoever wrote or was handed the case since the opening answers, since only one can.
    """
    first = find(reason).route if is_known(reason) else Role.SELLER
    turns = [Turn(first, opened_at, Cause.ROUTED)]
    for one in sorted(heard, key=lambda one: one.since):
        if one.since >= opened_at and one.party is not turns[-1].party:
            turns.append(one)
    return tuple(turns)
