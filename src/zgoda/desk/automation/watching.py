"""Which cases the rules have to look at. A case that was written is marked in the same transaction, where its shop
has rules that are switched on; so looking costs what changed, and a killed process loses nothing."""

from datetime import datetime, timedelta
from itertools import chain

from django.db import connection as database

from zgoda.desk.automation.models import RuleRow, State, Watch
from zgoda.desk.store.models import Connection, DeskCase

LIVE = (State.WATCHING, State.ARMED)


def moved(sender: object, instance: DeskCase, **_more: object) -> None:
    """After a case's row was written."""
    with database.cursor() as cursor:
        cursor.execute(_MARK_ONE, [instance.pk, instance.shop_id])


def all_open(shop_id: int) -> None:
    """A rule was switched on or changed: every open case may have a clock for it."""
    with database.cursor() as cursor:
        cursor.execute(_MARK_OPEN, [shop_id])


def waiting(now: datetime, limit: int) -> list[int]:
    """Cases to look at: those that moved, and those whose time has come by their own server's clock."""
    some = list(Watch.objects.filter(moved=True).order_by("pk").values_list("pk", flat=True)[:limit])
    if not RuleRow.objects.filter(removed_at=None, state__in=LIVE).exists():
        return some
    ahead = max(Connection.objects.values_list("clock_offset_ms", flat=True), default=0)
    rows = Watch.objects.filter(wake_at__lte=now + timedelta(milliseconds=ahead)).order_by("wake_at")
    due = (
        pk
        for pk, at, offset in rows.values_list("pk", "wake_at", "case__connection__clock_offset_ms").iterator()
        if at and at <= now + timedelta(milliseconds=offset)
    )
    return list(dict.fromkeys(chain(some, due)))[:limit]


_MARK = """
    ON CONFLICT (case_id) DO UPDATE SET moved = excluded.moved WHERE NOT automation_watch.moved
"""
_MARK_ONE = f"""
    INSERT INTO automation_watch (case_id, moved, was_open)
    SELECT %s, CAST(1 AS boolean), CAST(0 AS boolean) WHERE EXISTS (
        SELECT 1 FROM automation_rulerow
        WHERE shop_id = %s AND removed_at IS NULL AND state IN ('WATCHING', 'ARMED')
    )
    {_MARK}
"""  # noqa: S608 -- nothing of it comes from outside
_MARK_OPEN = f"""
    INSERT INTO automation_watch (case_id, moved, was_open)
    SELECT id, CAST(1 AS boolean), CAST(0 AS boolean) FROM desk_deskcase WHERE shop_id = %s AND NOT ended ORDER BY id
    {_MARK}
"""  # noqa: S608 -- nothing of it comes from outside
