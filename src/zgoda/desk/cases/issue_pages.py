"""Pages of issues. One bad record on the server may spoil every page it stands on (peers saw 403 and 500); such a
page is cut in halves until the record stands alone and is left out with a note, so that the others are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zgoda.desk.allegro import endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, Forbidden, Refusal, ServerFault
from zgoda.engine.clock import real_now
from zgoda.wire.limits import ISSUES_MAX
from zgoda.wire.tolerant import IssueSeen, PageSeen, Unreadable

SPOILT = (Forbidden, ServerFault, Refusal)
"""How a server answers a page that holds a record it cannot show; silence or 429 say nothing about records."""

MOST_BAD = 10
"""More spoilt records than this on one page are a fault of the server, not of records."""

HOPELESS = 3
"""So many single records that fail before any is read: nothing can be read at all."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read, its raw records by id, and the instant before it was asked for."""

    seen: PageSeen[IssueSeen]
    raw: dict[str, object]
    asked_at: datetime


@dataclass(slots=True)
class _Pieces:
    """What the pieces of a spoilt page gave so far. ``at_end``: a piece came short, so nothing is behind it."""

    records: list[IssueSeen] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    raw: dict[str, object] = field(default_factory=dict)
    size: int = 0
    spoilt: int = 0
    at_end: bool = False


def pages(client: Client, offset: int, statuses: Sequence[str] = ()) -> Iterator[Page]:
    """From ``offset`` on; ends at a short page or a repetition."""
    known: set[str] = set()
    for _ in range(endpoints.MOST_PAGES):
        page = _read(client, offset, statuses)
        fresh = {seen.id for seen in page.seen.records} - known
        known |= fresh
        yield page
        if page.seen.size < ISSUES_MAX or not fresh:
            return
        offset += page.seen.size


def _read(client: Client, offset: int, statuses: Sequence[str]) -> Page:
    asked_at = real_now()
    try:
        page, raw = endpoints.issues(client, offset, statuses)
    except SPOILT:
        pieces = _Pieces()
        _halve(client, offset, ISSUES_MAX, statuses, pieces)
        page = PageSeen(tuple(pieces.records), tuple(pieces.unreadable), pieces.size)
        return Page(page, pieces.raw, asked_at)
    return Page(page, _by_id(raw), asked_at)


def _halve(client: Client, offset: int, size: int, statuses: Sequence[str], pieces: _Pieces) -> None:
    """Read ``size`` records that failed together in two pieces. Raises the failure where all fails alike."""
    half = size // 2
    for start, length in ((offset, half), (offset + half, size - half)):
        if pieces.at_end:
            return
        try:
            page, raw = endpoints.issues(client, start, statuses, limit=length)
        except SPOILT as problem:
            if length > 1:
                _halve(client, start, length, statuses, pieces)
            else:
                _leave_out(pieces, problem)
            continue
        pieces.records += page.records
        pieces.unreadable += page.unreadable
        pieces.raw |= _by_id(raw)
        pieces.size += page.size
        pieces.at_end = page.size < length


def _leave_out(pieces: _Pieces, problem: CallFailed) -> None:
    """The note says behind which record it stands; its number in the list changes with every new case."""
    pieces.spoilt += 1
    if pieces.spoilt > MOST_BAD or (pieces.spoilt >= HOPELESS and not pieces.records):
        raise problem
    before = pieces.records[-1].id if pieces.records else None
    why = f"{problem} {problem.trace_id}".strip()
    pieces.unreadable.append(Unreadable(why, {"behind": before, "spoilt": pieces.spoilt}))
    pieces.size += 1


def _by_id(raw: object) -> dict[str, object]:
    listed = raw.get("issues") if isinstance(raw, dict) else None
    return {str(one.get("id")): one for one in listed or () if isinstance(one, dict)}
