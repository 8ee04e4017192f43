"""The order in which what waits leaves: the nearest deadline first, as fast as the marketplace takes messages."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from zgoda.desk.allegro.pace import MESSAGES_PER_SECOND
from zgoda.desk.store.models import Outgoing, SendState
from zgoda.domain import writers


def most_urgent(outgoing_id: UUID, now: datetime) -> UUID | None:
    """Of what waits for the same account and may leave now, that whose deadline is nearest; None where that is the
    row itself, or nothing waits."""
    mine = Outgoing.objects.select_related("case").defer("case__remote", "case__own").get(pk=outgoing_id)
    ready = _waiting(mine.case.connection_id).filter(send_not_before__lte=now, attempted_at=None)
    first = ready.order_by(F("due").asc(nulls_last=True), "number").values_list("pk", flat=True).first()
    return None if first == outgoing_id else first


def leaves_at(row: Outgoing, connection_id: int, now: datetime) -> datetime:
    """When this queued row is sent at the earliest. One query."""
    sooner = Q(due__isnull=False) if row.due is None else Q(due__lt=row.due)
    written_before = Q(case_id=row.case_id, number__lt=row.number)
    ready = Q(send_not_before__lte=max(now, row.send_not_before))
    ahead = _waiting(connection_id).filter(ready & sooner | written_before).exclude(pk=row.pk)
    return writers.leaves_at(now, row.send_not_before, ahead.count(), MESSAGES_PER_SECOND)


def _waiting(connection_id: int) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(state=SendState.QUEUED, case__connection_id=connection_id)
