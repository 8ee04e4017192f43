"""Reading a connection's ratings beside its cases, within the same pace.

The list stands by the last change of the buyer's, which neither a removal nor a request of the marketplace moves. So
each turn reads what changed since the last one, then a part of what lies deeper, and looks singly at some of those that
can still change in other ways.
"""

from datetime import datetime, timedelta

import structlog

from zgoda.desk.allegro import ratings as endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, ConsentNeeded, Stopped
from zgoda.desk.cases import chat
from zgoda.desk.ratings import folding, writing
from zgoda.desk.ratings.models import DeskRating, RatingsRead
from zgoda.desk.store.models import Connection, SyncRun
from zgoda.engine.clock import real_now
from zgoda.wire.limits import RATINGS_MAX

_log = structlog.get_logger(__name__)

STEP = timedelta(minutes=10)
KEPT = timedelta(days=365)
"""How far back ratings are read."""

OVERLAP = timedelta(minutes=10)
PAGES = 5
"""Of a hundred ratings, at the top and again of what lies deeper, in one turn."""

SINGLY = 5
REREAD = timedelta(hours=6)
"""Ratings looked at one by one in one turn, each so often: not recommended and, as far as we know, still removable.
Who asks for a reading gets that of all of a page."""


def follow(connection: Connection, client: Client) -> None:
    """A turn after the cases' own, at its step; and what waits to be sent is taken up."""
    writing.take_up(connection)
    place, _ = RatingsRead.objects.get_or_create(connection=connection)
    if not place.read_again and place.read_at is not None and real_now() - place.read_at < STEP:
        return
    entry, before, known = SyncRun(connection=connection, kind="ratings", started_at=real_now()), client.requests, ""
    try:
        entry.cases_seen, entry.cases_changed, entry.quarantined = _read(connection, client, place)
        place.trouble = place.trace_id = ""
    except (ConsentNeeded, Stopped):
        return
    except CallFailed as problem:
        entry.error, entry.trouble, entry.trace_id = str(problem), problem.kind[:20], problem.trace_id
        known, place.trouble, place.trace_id = place.trouble, problem.kind[:20], problem.trace_id
        _log.warning("desk_ratings_unread", connection=connection.pk, error=str(problem))
    place.read_at, place.read_again = real_now(), False
    place.save()
    entry.requests, entry.finished_at = client.requests - before, real_now()
    if entry.cases_changed or entry.quarantined or entry.trouble != known:
        entry.save()


def ask_again(connection: Connection) -> None:
    """Somebody asked: read at the next turn, which is now."""
    RatingsRead.objects.update_or_create(connection=connection, defaults={"read_again": True})


def _read(connection: Connection, client: Client, place: RatingsRead) -> tuple[int, int, int]:
    """Seen, changed, kept aside."""
    floor = connection.server_now(real_now()) - KEPT
    since = place.cursor - OVERLAP if place.cursor else floor
    newest, oldest, is_done, tally = _stretch(connection, client, since, None)
    if not is_done and oldest is not None:
        place.deep_from = min(since, place.deep_from) if place.deep_from else since
        place.deep_to = oldest
    elif place.deep_from is not None and place.deep_to is not None:
        _newest, oldest, is_done, more = _stretch(connection, client, place.deep_from, place.deep_to)
        tally = [one + other for one, other in zip(tally, more, strict=True)]
        stuck = oldest is None or oldest >= place.deep_to
        place.deep_to = None if is_done or stuck else oldest
        place.deep_from = place.deep_from if place.deep_to else None
    place.cursor = max(newest, place.cursor) if newest and place.cursor else newest or place.cursor
    place.save()
    tally[1] += _singly(connection, client, is_asked=place.read_again)
    return tally[0], tally[1], tally[2]


def _stretch(
    connection: Connection, client: Client, since: datetime, until: datetime | None
) -> tuple[datetime | None, datetime | None, bool, list[int]]:
    """The newest and the oldest change seen, whether the stretch came to its end, and the tally."""
    seen = changed = aside = number = last = 0
    moments: list[datetime] = []
    for page, raw in endpoints.pages(client, since, until, PAGES):
        number, last = number + 1, page.size
        aside += chat.set_aside(connection, page.unreadable, real_now(), "rating")
        records = _by_id(raw)
        for one in page.records:
            seen += 1
            changed += folding.fold(connection, one, records.get(one.id))
            moments += [one.last_changed_at] if one.last_changed_at else []
    is_done = number < PAGES or last < RATINGS_MAX
    return max(moments, default=None), min(moments, default=None), is_done, [seen, changed, aside]


def _singly(connection: Connection, client: Client, *, is_asked: bool) -> int:
    """Those read longest ago first; one that cannot be read costs the others nothing."""
    now = real_now()
    rows = DeskRating.objects.filter(
        connection=connection,
        recommended=False,
        gone_at=None,
        erased_at=None,
        possible_to__gte=connection.server_now(now),
        read_at__lt=now if is_asked else now - REREAD,
    )
    moved = 0
    for row in rows.order_by("read_at")[: RATINGS_MAX if is_asked else SINGLY]:
        row.connection = connection
        try:
            moved += folding.reread(row, client)
        except (ConsentNeeded, Stopped):
            raise
        except CallFailed as problem:
            _log.info("desk_rating_unread", rating=row.remote_id, error=str(problem))
    return moved


def _by_id(raw: object) -> dict[str, object]:
    listed = raw.get("ratings") if isinstance(raw, dict) else None
    return {str(one.get("id")): one for one in listed or () if isinstance(one, dict)}
