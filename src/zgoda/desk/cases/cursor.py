"""A place in the list as an address carries it, and the cases behind that place."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from django.db.models import Q, QuerySet

from zgoda.desk.store.models import DeskCase

Instant = Annotated[datetime, msgspec.Meta(tz=True)]


def behind(rows: QuerySet[DeskCase], after: str, *, ended: bool) -> list[QuerySet[DeskCase]]:
    """What comes after a place, in stretches that an index begins at: the rest of its lane, then the lanes behind."""
    place = place_of(after)
    if place is None:
        return [rows]
    lane, instant, pk = place
    if ended:
        earlier = Q(last_message_at__lt=instant) | Q(id__lt=pk)
        return [rows.filter(earlier, last_message_at__lte=instant)]
    later = Q(next_due__gt=instant) | Q(id__gt=pk)
    return [rows.filter(later, lane=lane, next_due__gte=instant), rows.filter(lane__gt=lane)]


def place_of(after: str) -> tuple[int, datetime, int] | None:
    """Lane, instant and number behind which a page begins; none for the first and for what is no place."""
    try:
        lane, at, pk = msgspec.json.decode(base64.urlsafe_b64decode(after), type=tuple[int, Instant, int])
        return lane, at.astimezone(UTC), pk
    except (msgspec.MsgspecError, binascii.Error, ValueError, OverflowError):
        return None


def cursor(lane: int, instant: datetime, case_id: int) -> str:
    """The place of a case: its lane, the instant that its view goes by, its number."""
    return base64.urlsafe_b64encode(msgspec.json.encode((lane, instant, case_id))).decode()
