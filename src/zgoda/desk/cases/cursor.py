"""A place in the list as an address carries it, and the cases behind that place."""

import base64
import binascii
from datetime import datetime

import msgspec
from django.db.models import Q, QuerySet

from zgoda.desk.store.models import DeskCase


def behind(rows: QuerySet[DeskCase], after: str, *, ended: bool) -> list[QuerySet[DeskCase]]:
    """What comes after a place, in stretches that an index begins at: the rest of its lane, then the lanes behind."""
    try:
        lane, instant, pk = msgspec.json.decode(base64.urlsafe_b64decode(after), type=tuple[int, datetime, int])
    except (msgspec.MsgspecError, binascii.Error, ValueError):
        return [rows]
    if ended:
        earlier = Q(last_message_at__lt=instant) | Q(id__lt=pk)
        return [rows.filter(earlier, last_message_at__lte=instant)]
    later = Q(next_due__gt=instant) | Q(id__gt=pk)
    return [rows.filter(later, lane=lane, next_due__gte=instant), rows.filter(lane__gt=lane)]


def cursor(lane: int, instant: datetime, case_id: int) -> str:
    """The place of a case: its lane, the instant that its view goes by, its number."""
    return base64.urlsafe_b64encode(msgspec.json.encode((lane, instant, case_id))).decode()
