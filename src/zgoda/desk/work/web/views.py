"""The views of one's own day in the pane of views: mine, unassigned, each of my teams, put aside; with counts."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from zgoda.desk.cases import listing
from zgoda.desk.cases.listing import Filters, View
from zgoda.desk.store.models import Member
from zgoda.desk.work.conditions import ME, NOBODY
from zgoda.desk.work.models import Team
from zgoda.engine.prepared import Prepared

MOST = 99


class Entry(NamedTuple):
    """``number`` of cases in words; empty for none."""

    name: str
    href: str
    number: str
    current: bool


def entries(member: Member, here: str, now: datetime) -> list[Entry]:
    """``here`` is the place shown, by the address's words. Teams and counts are some seconds old at most."""
    by = now.replace(second=now.second // 10 * 10, microsecond=0)
    named = [
        (_("Mine"), f"who={ME}", ME),
        (_("Unassigned"), f"who={NOBODY}", NOBODY),
        *((name, f"who=t{pk}", f"t{pk}") for pk, name in _teams(member.pk, by)),
        (_("Put aside"), f"view={View.SNOOZED}", View.SNOOZED.value),
    ]
    counts = _counts(member.shop_id, member.pk, by)
    return [Entry(name, f"/?{query}", _shown(counts[place]), here == place) for name, query, place in named]


@lru_cache(maxsize=512)
def _teams(member_id: int, _by: datetime) -> Sequence[tuple[int, str]]:
    return _TEAMS(member_id)


@lru_cache(maxsize=512)
def _counts(shop_id: int, member_id: int, by: datetime) -> dict[str, int]:
    """Each counted to ``MOST`` and one more at the furthest, so that a large shop pays no more than a small one."""
    filters = {
        ME: Filters(who=ME),
        NOBODY: Filters(who=NOBODY),
        View.SNOOZED.value: Filters(View.SNOOZED),
        **{f"t{pk}": Filters(who=f"t{pk}") for pk, _name in _teams(member_id, by)},
    }
    return {place: listing.count(shop_id, one, by, member_id, MOST) for place, one in filters.items()}


def forget() -> None:
    """Count anew, after a change of teams and for tests whose databases come and go."""
    _teams.cache_clear()
    _counts.cache_clear()


def _shown(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count or "")


_TEAMS: Prepared[tuple[int, str]] = Prepared(
    lambda member_id: Team.objects.filter(members=member_id).order_by("name").values_list("pk", "name"), int
)
