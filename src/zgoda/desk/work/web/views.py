"""The views of one's own day in the pane of views: mine, unassigned, where one is mentioned, my teams, saved ones, put
aside; with counts."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from zgoda.desk.cases import listing
from zgoda.desk.cases.listing import View
from zgoda.desk.store.models import Member
from zgoda.desk.work.conditions import ME, MENTIONED, NOBODY
from zgoda.desk.work.filtering import filters_of
from zgoda.desk.work.models import SavedView, Team
from zgoda.engine.prepared import Prepared

MOST = 99


class Entry(NamedTuple):
    """``number`` of cases in words; empty for none."""

    name: str
    href: str
    number: str
    current: bool


def entries(member: Member, here: str, now: datetime) -> tuple[Entry, ...]:
    """``here`` is the place shown, by the address's words. Views and counts are some seconds old at most."""
    by = now.replace(second=now.second // 10 * 10, microsecond=0)
    return _entries(get_language(), member.shop_id, member.pk, here, by)


@lru_cache(maxsize=512)
def _entries(_language: str | None, shop_id: int, member_id: int, here: str, by: datetime) -> tuple[Entry, ...]:
    own = (_("Mine"), f"who={ME}"), (_("Unassigned"), f"who={NOBODY}"), (_("I am mentioned"), f"who={MENTIONED}")
    mine = _teams(member_id, by)
    teams = ((name, f"who=t{pk}") for pk, name in mine)
    named = [
        *own,
        *teams,
        *_saved(shop_id, member_id, frozenset(pk for pk, _name in mine), by),
        (pgettext("view", "Put aside"), f"view={View.SNOOZED}"),
    ]
    return tuple(
        Entry(name, f"/?{query}", _shown(_count(shop_id, member_id, query, by)), here in {query, _word(query)})
        for name, query in named
    )


@lru_cache(maxsize=512)
def _teams(member_id: int, _by: datetime) -> Sequence[tuple[int, str]]:
    return _TEAMS(member_id)


@lru_cache(maxsize=512)
def _saved(shop_id: int, member_id: int, teams: frozenset[int], _by: datetime) -> Sequence[tuple[str, str]]:
    rows = _SAVED(shop_id)
    return [(name, query) for name, query, owner, team in rows if owner in {None, member_id} and team in {None, *teams}]


@lru_cache(maxsize=4096)
def _count(shop_id: int, member_id: int, query: str, by: datetime) -> int:
    """Counted to ``MOST`` and one more at the furthest, so that a large shop pays no more than a small one. What is
    searched for is not counted."""
    filters = filters_of(dict(parse_qsl(query)))
    return 0 if filters.query else listing.count(shop_id, filters, by, member_id, MOST)


def forget() -> None:
    """Count anew, after a change of teams and for tests whose databases come and go."""
    _entries.cache_clear()
    _teams.cache_clear()
    _saved.cache_clear()
    _count.cache_clear()


def _word(query: str) -> str:
    return query.removeprefix("view=")


def _shown(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count or "")


_TEAMS: Prepared[tuple[int, str]] = Prepared(
    lambda member_id: Team.objects.filter(members=member_id).order_by("name").values_list("pk", "name"), int
)
_SAVED: Prepared[tuple[str, str, int | None, int | None]] = Prepared(
    lambda shop_id: (
        SavedView.objects.filter(shop_id=shop_id)
        .order_by("name", "id")
        .values_list("name", "query", "owner_id", "team_id")
    ),
    int,
)
