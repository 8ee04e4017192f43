"""Files on their way into a message, and the end of those that never got there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.storage import default_storage

from zgoda.files.models import State, StoredFile

UNSENT_HOURS = 24
"""How long an announcement waits for its bytes."""

UNUSED_DAYS = 7
"""How long a file waits for the message that carries it."""


def unusable(owner_id: int, ids: Sequence[UUID]) -> list[UUID]:
    """Those of the ids that the owner cannot attach: unknown, someone else's, without bytes, infected, used."""
    rows = StoredFile.objects.filter(
        pk__in=ids, owner_id=owner_id, state__in=(State.UPLOADED, State.SAFE), used_at=None
    )
    usable = set(rows.values_list("pk", flat=True))
    return [file_id for file_id in ids if file_id not in usable]


def mark_used(ids: Sequence[UUID], now: datetime) -> bool:
    """A message carries them: they stay, and no other message can. False, and none is marked, when another message
    was quicker with any of them. Inside the caller's transaction, which waits for whoever is at the same files."""
    free = StoredFile.objects.select_for_update().filter(pk__in=ids, used_at=None).order_by("pk")
    if len(free) < len(ids):
        return False
    StoredFile.objects.filter(pk__in=ids).update(used_at=now)
    return True


def expire_unused(now: datetime, at_most: int = 500) -> int:
    """Give up announcements without bytes and files without a message; how many. Repeat until 0."""
    unsent = StoredFile.objects.filter(
        used_at=None, state=State.DECLARED, created_at__lte=now - timedelta(hours=UNSENT_HOURS)
    )
    unused = StoredFile.objects.filter(
        used_at=None,
        state__in=(State.UPLOADED, State.SAFE, State.UNSAFE),
        created_at__lte=now - timedelta(days=UNUSED_DAYS),
    )
    count = 0
    for row in [*unsent[:at_most], *unused[:at_most]]:
        gone = StoredFile.objects.filter(pk=row.pk, used_at=None).exclude(state=State.EXPIRED)
        if gone.update(state=State.EXPIRED):
            count += 1
            if row.path and row.state != State.UNSAFE:
                default_storage.delete(row.path)
    return count
