"""What is new to whom: each member of a shop has seen each case up to some message."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from zgoda.desk.store.models import CaseSeen, DeskCase
from zgoda.engine.prepared import Prepared

MOST = 40
"""Cases asked about at once: a page of the list."""


def marks(member_id: int, case_ids: Sequence[int]) -> Mapping[int, datetime]:
    """By case: the instant of the latest message this member has seen. Cases never opened are missing."""
    found: dict[int, datetime] = {}
    for begin in range(0, len(case_ids), MOST):
        some = case_ids[begin : begin + MOST]
        found |= dict(_MARKS(member_id, *some, *[0] * (MOST - len(some))))
    return found


def is_new(at: datetime | None, role: str, mark: datetime | None) -> bool:
    """Somebody else wrote after this member last looked. Our own colleagues' answers are no news."""
    return at is not None and role != "SELLER" and (mark is None or mark < at)


def look(member_id: int, case: DeskCase) -> None:
    """The member has the case open: what it holds now is not new any more. Writes only when something was."""
    at = case.last_message_at
    known = _MARK(member_id, case.pk) if at else []
    if at is None or (known and known[0][0] >= at):
        return
    stored = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [member_id, case.pk, stored])


_REMEMBER = """
    INSERT INTO desk_caseseen (member_id, case_id, up_to) VALUES (%s, %s, %s)
    ON CONFLICT (member_id, case_id) DO UPDATE SET up_to = excluded.up_to
    WHERE desk_caseseen.up_to < excluded.up_to
"""
_MARK: Prepared[tuple[datetime]] = Prepared(
    lambda member_id, case_id: CaseSeen.objects.filter(member_id=member_id, case_id=case_id).values_list("up_to"),
    int,
    int,
)
_MARKS: Prepared[tuple[int, datetime]] = Prepared(
    lambda member_id, *ids: (
        CaseSeen.objects.filter(member_id=member_id, case_id__in=ids).order_by().values_list("case_id", "up_to")
    ),
    *[int] * (MOST + 1),
)
