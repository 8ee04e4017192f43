"""The people of a shop, and which case each of them has open just now: one query for both."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from zgoda.desk.store.models import Member
from zgoda.desk.work.models import Presence
from zgoda.engine.prepared import Prepared

LOOKS = timedelta(seconds=30)
"""A page says each few seconds that it is open; after this it is taken as closed."""
TYPES = timedelta(seconds=20)


class Colleague(NamedTuple):
    """A member and the case that the member's page last showed, under the columns' names."""

    pk: int
    user__username: str
    role: str
    presence__case_id: int | None
    presence__seen_at: datetime | None
    presence__typing_at: datetime | None

    @property
    def name(self) -> str:
        return self.user__username

    def looks(self, now: datetime) -> int:
        """The case this person has open, or 0."""
        at, case_id = self.presence__seen_at, self.presence__case_id
        return case_id if at is not None and case_id is not None and now - at < LOOKS else 0

    def types(self, now: datetime) -> bool:
        at = self.presence__typing_at
        return at is not None and now - at < TYPES


def of_shop(shop_id: int) -> dict[int, Colleague]:
    """By member, in the order of their names."""
    return {row[0]: Colleague._make(row) for row in _COLLEAGUES(shop_id)}


def others_at(people: Iterable[Colleague], member_id: int, now: datetime) -> dict[int, list[Colleague]]:
    """By case: who but this member has it open."""
    found: dict[int, list[Colleague]] = {}
    for one in people:
        place = one.looks(now)
        if place and one.pk != member_id:
            found.setdefault(place, []).append(one)
    return found


def here(member_id: int, case_id: int, now: datetime, *, typing: bool) -> None:
    """The member's page shows this case now, and perhaps the member is typing there."""
    values = {"case_id": case_id, "seen_at": now, "typing_at": now if typing else None}
    Presence.objects.update_or_create(member_id=member_id, defaults=values)


_COLLEAGUES: Prepared[tuple[int, str, str, int | None, datetime | None, datetime | None]] = Prepared(
    lambda shop_id: Member.objects.filter(shop_id=shop_id).order_by("user__username").values_list(*Colleague._fields),
    int,
)
