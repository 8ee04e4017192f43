"""Corrections as examples: the message's words under the topic that a person gave them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from zgoda.centre.messaging.models import Correction
from zgoda.domain.languages import language_of

PAGE = 500


def examples(since: datetime | None = None) -> Iterator[dict[str, str]]:
    """Oldest first, a page at a time; of several about one message the last word counts. The shape of the examples that
    the readers learn from, with what had been read."""
    rows = Correction.objects.select_related("message").order_by("at", "id")
    rows = rows.filter(at__gte=since) if since is not None else rows
    place: tuple[datetime, int] | None = None
    while True:
        page = list((rows if place is None else _behind(rows, place))[:PAGE])
        latest = _latest([row.message_id for row in page])
        for row in page:
            if latest[row.message_id] == row.pk and row.message.text.strip():
                yield _example(row)
        if len(page) < PAGE:
            return
        place = page[-1].at, page[-1].pk


def _behind(rows: QuerySet[Correction], place: tuple[datetime, int]) -> QuerySet[Correction]:
    at, last = place
    return rows.filter(Q(at__gt=at) | Q(at=at, pk__gt=last))


def _latest(message_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Of each message the number of its last correction: they are made one after the other."""
    found = Correction.objects.filter(message_id__in=message_ids).values_list("message_id")
    return dict(found.annotate(Max("pk")))


def _example(row: Correction) -> dict[str, str]:
    return {
        "id": str(row.message_id),
        "text": row.message.text,
        "lang": language_of(row.message.text),
        "topic": row.topic,
        "party": row.party,
        "note": "",
        "readAs": row.read_as,
        "by": row.by_role,
        "at": row.at.isoformat(),
    }
