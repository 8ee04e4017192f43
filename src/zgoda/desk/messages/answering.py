"""Who answers the messages of a thread, as a server with a Warehouse says; nothing where it says nothing.

The document lies in the case's ``own``, as it came.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from zgoda.desk.allegro import own
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed
from zgoda.desk.messages.sources import THREAD
from zgoda.desk.store.models import Connection, DeskCase

OURS, WAREHOUSE = "SELLER", "WAREHOUSE"


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers one message. ``topic`` is in words; ``note`` came with the last forward."""

    party: str
    topic: str
    unsure: bool
    waits: bool
    may_forward: bool
    note: str


def ask(connection: Connection, client: Client, thread_id: str) -> dict[str, object] | None:
    """What the server says of a thread; None where it has no such addition, or refuses it for this one."""
    if own.MESSAGE_ROUTING not in own.features(connection.capabilities):
        return None
    try:
        return own.thread_answers(client, thread_id)
    except CallFailed as problem:
        if problem.retryable:
            raise
        return None


def may_write(case: DeskCase) -> bool:
    """False while everything that waits is the Warehouse's."""
    return case.family != THREAD or case.own.get("mayWrite") is not False


def is_the_warehouses(case: DeskCase) -> bool:
    """Whether the next word is the Warehouse's."""
    return case.family == THREAD and bool(case.own.get("warehouseSince")) and not case.own.get("sellerSince")


def wrote(case: DeskCase) -> frozenset[str]:
    """Ids of the replies that came from the Warehouse; the protocol shows them as the seller's."""
    listed = case.own.get("warehouseWrote") if case.family == THREAD else None
    return frozenset(str(one) for one in listed) if isinstance(listed, list) else frozenset()


def of_message(case: DeskCase, message_id: str) -> Answerer | None:
    """None where nothing is told of this message."""
    return next((_answerer(one) for one in _listed(case) if one.get("id") == message_id), None)


def by_message(case: DeskCase) -> dict[str, Answerer]:
    """Every message that has somebody who answers it, by its id."""
    return {str(one.get("id")): _answerer(one) for one in _listed(case)}


def _listed(case: DeskCase) -> Iterator[dict[str, object]]:
    listed = case.own.get("messages") if case.family == THREAD else None
    yield from (one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else ()


def _answerer(told: dict[str, object]) -> Answerer:
    turns = told.get("turns")
    last = turns[-1] if isinstance(turns, list) and turns and isinstance(turns[-1], dict) else {}
    return Answerer(
        party=str(told.get("party") or ""),
        topic=str(told.get("topicWords") or ""),
        unsure=told.get("unsure") is True,
        waits=not told.get("answeredAt"),
        may_forward=told.get("mayForward") is True,
        note=str(last.get("note") or ""),
    )
