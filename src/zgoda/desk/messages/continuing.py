"""A case survives a change of the addresses it is read at: a dispute that goes on as a problem thread is one case.

The platform tells of no such move. It is taken for one where the dispute is gone from ``/sale/issues`` and a problem of
the same order and buyer began at the same instant; the old id stays known as the case's alias.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q

from zgoda.desk.messages.sources import ISSUE, PROBLEM
from zgoda.desk.store.models import Alias, Connection, DeskCase, DeskMessage
from zgoda.wire.tolerant import MessageSeen
from zgoda.wire.tolerant_messaging import ThreadSeen

SAME_BEGINNING = timedelta(minutes=5)
SAME_INSTANT = timedelta(seconds=2)


def dispute_of(connection: Connection, seen: ThreadSeen) -> DeskCase | None:
    """The dispute that this thread continues, with its old id kept as an alias; None where it continues none. Call
    inside a transaction."""
    if seen.type != PROBLEM or seen.created_at is None or not seen.orders:
        return None
    near = (seen.created_at - SAME_BEGINNING, seen.created_at + SAME_BEGINNING)
    rows = DeskCase.objects.select_for_update().filter(
        connection=connection,
        family=ISSUE,
        type="DISPUTE",
        order_id__in=[one.id for one in seen.orders],
        opened_at__range=near,
        gone_at__isnull=False,
    )
    buyers = {(one.login or "").casefold() for one in seen.participants if one.role == "BUYER"}
    case = rows.filter(Q(buyer_key__in=buyers) | Q(buyer_key="")).first() if buyers else None
    if case is None:
        return None
    Alias.objects.get_or_create(case=case, family=case.family, remote_id=case.remote_id)
    return case


def moved_away(connection: Connection, remote_id: str) -> DeskCase | None:
    """The case that was once read under this id of ``/sale/issues``."""
    alias = Alias.objects.filter(case__connection=connection, family=ISSUE, remote_id=remote_id)
    found = alias.select_related("case").first()
    return found.case if found is not None else None


def take_over_messages(case: DeskCase, messages: Sequence[MessageSeen]) -> None:
    """Messages that were read under other ids before the move get the new ones, so that none stands twice."""
    if not Alias.objects.filter(case=case).exists():
        return
    known = {row.remote_id: row for row in DeskMessage.objects.filter(case=case)}
    new_ids = {one.id for one in messages}
    old = [row for row in known.values() if row.remote_id not in new_ids]
    for one in messages:
        if one.id is None or one.id in known or one.created_at is None:
            continue
        same = next((row for row in old if _is_same(row, one)), None)
        if same is not None:
            old.remove(same)
            same.remote_id = one.id[:100]
            same.save(update_fields=["remote_id"])


def _is_same(row: DeskMessage, one: MessageSeen) -> bool:
    if one.created_at is None or abs(row.created_at - one.created_at) > SAME_INSTANT:
        return False
    return (row.author_role, row.text.strip()) == (one.author_role, (one.text or "").strip())
