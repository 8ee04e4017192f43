"""Handing a Discussion to the other party (S1-51…S1-53; P-15, P-16; T-11, T-12; C-19, C-33, C-34).

Any number of times, each with a note (C-34). S1-64, E.3 invariant 5: no clock moves and no forward is an answer.
"""

from datetime import datetime

from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import ForwardToSeller, ForwardToWarehouse, Text
from zgoda.domain.decide.guards import Decision, Guard, admitted, first, may_speak, status_allows, written
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import Forwarded
from zgoda.domain.evolve import FORWARDED
from zgoda.domain.law import Law
from zgoda.domain.messages import reference
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.routing import is_fulfilled

OFTEN = 3
"""C-34: from this many forwards on, a case stands in the report of those that go back and forth."""


def may_forward_to_warehouse(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-15, S1-51: the seller while it is responsible, before the end; for orders that the platform fulfils (C-33)."""
    return first(
        admitted(case, by, Role.SELLER),
        status_allows(case, ForwardToWarehouse, law),
        None if is_fulfilled(case.purchase) else Refused(Why.NOT_FULFILLED),
        may_speak(case, by),
    )


def forward_to_warehouse(case: Discussion, command: ForwardToWarehouse, now: datetime, law: Law) -> Decision:
    """T-11, S1-52: the seller only reads from now on (S1-55)."""
    return may_forward_to_warehouse(case, command.by, now, law) or _to(Role.WAREHOUSE, command.note)


def may_forward_to_seller(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-16, S1-53: the Warehouse while it is responsible, before the end; never a case that sellers must not see."""
    return first(
        admitted(case, by, Role.WAREHOUSE),
        status_allows(case, ForwardToSeller, law),
        Refused(Why.HIDDEN_FROM_SELLERS) if case.hidden else None,
        may_speak(case, by),
    )


def forward_to_seller(case: Discussion, command: ForwardToSeller, now: datetime, law: Law) -> Decision:
    """T-12: the seller answers from now on and is told by e-mail (S1-53)."""
    return may_forward_to_seller(case, command.by, now, law) or _to(Role.SELLER, command.note)


def times_forwarded(case: Discussion) -> int:
    """C-34: how often the case went from one party to the other, over all its rounds."""
    return sum(entry.cause == FORWARDED for entry in case.responsibilities)


def _to(party: Role, note: Text | None) -> Decision:
    refused = written(note, Why.NOTE_MISSING)
    if refused is not None or note is None:
        return refused or Refused(Why.NOTE_MISSING)
    return [Forwarded(to=party, note=reference(note))]
