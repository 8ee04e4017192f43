"""What stands around every page of the desk: views with counts, state of the connections, the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zgoda.desk.cases import listing
from zgoda.desk.cases.listing import View
from zgoda.desk.store.models import Connection, ConnectionState, Member, Shop
from zgoda.domain.writers import Mode, Writer, are_all, mode_of
from zgoda.look.words import times

QUIET = timedelta(minutes=10)
"""A connection that has not answered for so long is said to be behind."""


@dataclass(frozen=True, slots=True)
class Health:
    """One connection at a glance. ``kind``: ok, late, stopped."""

    name: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Frame:
    """``here`` names the place: a view of the list, ``connections``, ``record``,
    ``customers`` or ``administration``."""

    member: Member
    shop: Shop
    here: str
    overdue: int
    connections: tuple[Connection, ...]
    health: tuple[Health, ...]
    server_now: datetime

    @property
    def lapsed(self) -> tuple[Connection, ...]:
        """Accounts that were connected once and whose consent has ended: nothing is read or sent for them."""
        return tuple(row for row in self.connections if row.user_id and row.state == ConnectionState.NEEDS_CONSENT)

    @property
    def overdue_words(self) -> str:
        return "99+" if self.overdue > 99 else str(self.overdue or "")


def frame(member: Member, here: str, now: datetime, known: Mapping[int, Connection] | None = None) -> Frame:
    """One query, and one more where the connections are not known yet. Each count is kept for some seconds."""
    rows = tuple((listing.connections_of(member.shop_id) if known is None else known).values())
    server_now = max((row.server_now(now) for row in rows), default=now)
    late = (
        _overdue(member.shop_id, server_now.replace(second=server_now.second // 10 * 10, microsecond=0)) if rows else 0
    )
    return Frame(member, member.shop, here, late, rows, tuple(health(row, now) for row in rows), server_now)


@lru_cache(maxsize=1024)
def _overdue(shop_id: int, by: datetime) -> int:
    """Ten seconds old at most: enough for a figure that only calls attention."""
    return listing.overdue(shop_id, by)


def forget() -> None:
    """Count anew, for tests whose databases come and go."""
    _overdue.cache_clear()


def health(row: Connection, now: datetime) -> Health:
    """The connection's state in one line: what a person must do, or how fresh the desk is."""
    name = row.login or row.name
    if row.state == ConnectionState.NEEDS_CONSENT:
        return Health(name, _("needs your consent"), "stopped")
    if row.state == ConnectionState.PAUSED:
        return Health(name, _("paused"), "stopped")
    if row.import_finished_at is None:
        return Health(name, _("first import: %(count)s cases") % {"count": times.number(row.import_cases)}, "ok")
    if row.last_sync_ok_at is None:
        return Health(name, _("not read yet"), "late")
    said = _("in step %(ago)s") % {"ago": times.ago(row.last_sync_ok_at, now)}
    if row.last_error or now - row.last_sync_ok_at > QUIET:
        return Health(name, _("behind; last read %(ago)s") % {"ago": times.ago(row.last_sync_ok_at, now)}, "late")
    return Health(name, said if are_all(row.writers, Mode.ARMED) else f"{said} · {writing_words(row)}", "ok")


def writing_words(row: Connection) -> str:
    """What of the account's writing goes out."""
    if row.is_sending:
        return _("sending is on") if are_all(row.writers, Mode.ARMED) else _("sending is on in part")
    modes = {mode_of(row.writers, writer) for writer in Writer}
    return _("shadow mode, nothing is sent") if Mode.SHADOW in modes else _("sending is off")


def views(here: str) -> tuple[tuple[str, str, bool], ...]:
    """The views of the list: name, address, whether it is the present one."""
    return _views(get_language(), here)


@lru_cache(maxsize=64)
def _views(_language: str | None, here: str) -> tuple[tuple[str, str, bool], ...]:
    named = (
        (View.OPEN, _("Next")),
        (View.OURS, _("For us to act")),
        (View.WAITING, _("Waiting")),
        (View.ENDED, _("Ended")),
    )
    return tuple((name, "/" if view == View.OPEN else f"/?view={view}", here == view) for view, name in named)
