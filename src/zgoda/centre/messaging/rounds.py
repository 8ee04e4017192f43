"""What quality reads of a thread: its messages with who was to answer each, and who replied (C.2; S1-09, S1-33).

Kept by ``acts`` and ``forwarding``: `ThreadMessage` (when, by whom; ``agent`` is set where the Warehouse wrote it) and
`Assigned` (the party that answers a buyer's message now). A round begins with the buyer's oldest unanswered question
and ends with the next reply (``domain.quality.rounds``); a forward changes the party, never the instant (S1-64).
"""

from collections.abc import Iterator

from zgoda.centre.messaging.models import ThreadMessage
from zgoda.domain.actors import Role
from zgoda.domain.messaging import SEEN
from zgoda.domain.quality.rounds import Said


def said_in(thread_id: str, since: int = 1) -> Iterator[Said]:
    """The thread's messages that reached the other side, from number ``since`` on; in one query."""
    rows = ThreadMessage.objects.filter(thread_id=thread_id, number__gte=since, status__in=SEEN).order_by("number")
    told = rows.values_list("number", "created_at", "author_id", "agent_id", "thread__buyer_id", "assigned__party")
    for number, at, author_id, agent_id, buyer_id, party in told:
        by_buyer = author_id == buyer_id
        replied = Role.SELLER if agent_id is None else Role.WAREHOUSE
        yield Said(number, at, by_buyer, Role(party or Role.SELLER) if by_buyer else replied, agent=agent_id)
