"""Does the journal still tell what happened? Chain, numbers, order, heads and the anchor, streamed.

Knows nothing of cases: the owner of the streams passes the heads that its rows claim, and a function that
refolds one stream and compares it with the row.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from uuid import UUID

from zgoda.engine import anchor
from zgoda.engine.journal import GENESIS, Head, JournalEntry, all_streams, canonical_bytes, chain_hash

T = TypeVar("T")

Refold = Callable[[UUID, list[JournalEntry]], Iterable[str]]

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written. ``seq`` is None where no single entry is to blame."""

    stream: UUID | None
    seq: int | None
    what: str


def check(heads: Iterable[tuple[UUID, Head]], refold: Refold) -> Iterator[Finding]:
    """All findings: streams against their ``heads`` (ordered by stream id), then the anchor's lines."""
    yield from check_streams(heads, refold)
    yield from check_anchor()


def check_streams(
    heads: Iterable[tuple[UUID, Head]],
    refold: Refold,
    streams: Iterable[tuple[UUID, list[JournalEntry]]] | None = None,
) -> Iterator[Finding]:
    """Walks heads and ``streams`` (the whole journal, unless given) side by side; memory holds one stream."""
    claimed = iter(heads)
    head = next(claimed, None)
    for stream, entries in streams if streams is not None else all_streams():
        while head is not None and head[0] < stream:
            yield Finding(head[0], None, "the row is there, its journal is gone")
            head = next(claimed, None)
        if head is None or head[0] != stream:
            yield Finding(stream, None, "the journal is there, its row is gone")
            yield from check_chain(stream, entries)
            continue
        yield from _check_stream(stream, entries, head[1], refold)
        head = next(claimed, None)
    while head is not None:
        yield Finding(head[0], None, "the row is there, its journal is gone")
        head = next(claimed, None)


def check_chain(stream: UUID, entries: list[JournalEntry]) -> Iterator[Finding]:
    """Numbers without gap, ids in the same order, every hash recomputed."""
    previous, last_id = GENESIS, 0
    for expected, entry in enumerate(entries, start=1):
        if entry.seq != expected:
            yield Finding(stream, expected, f"entry {expected} is missing, {entry.seq} follows")
            return
        if entry.id <= last_id:
            yield Finding(stream, entry.seq, "written before the entry it follows")
        if entry.prev_hash != previous:
            yield Finding(stream, entry.seq, "does not continue the entry before it")
        if chain_hash(entry.prev_hash, canonical_bytes(entry)) != entry.hash:
            yield Finding(stream, entry.seq, "its content was changed")
        previous, last_id = entry.hash, entry.id


def check_anchor() -> Iterator[Finding]:
    """Every anchored (stream, seq) still exists with its hash, and the anchor's own lines are chained."""
    chain, expected = GENESIS, 0
    for lines in _batches(anchor.read_lines(), _BATCH):
        whole = [line for line in lines if line is not None]
        kept = _hashes(whole)
        for line in lines:
            expected += 1
            if line is None:
                yield Finding(None, None, f"anchor line {expected} cannot be read")
                continue
            if line.number != expected or not line.follows(chain):
                yield Finding(None, None, f"anchor line {expected} does not continue the line before it")
            chain, expected = line.chain, line.number
            found = kept.get((line.stream, line.seq))
            if found is None:
                yield Finding(line.stream, line.seq, "anchored, but no longer in the journal")
            elif found != line.hash:
                yield Finding(line.stream, line.seq, "differs from the anchor")


def _check_stream(stream: UUID, entries: list[JournalEntry], head: Head, refold: Refold) -> Iterator[Finding]:
    broken = list(check_chain(stream, entries))
    yield from broken
    last = entries[-1]
    if (last.seq, last.hash) != (head.seq, head.hash):
        yield Finding(stream, last.seq, f"ends at {last.seq}, but its row stands at {head.seq}")
    if not broken:
        yield from (Finding(stream, None, what) for what in refold(stream, entries))


def _hashes(lines: list[anchor.Anchored]) -> dict[tuple[UUID, int], str]:
    rows = JournalEntry.objects.filter(stream__in={line.stream for line in lines})
    rows = rows.filter(seq__in={line.seq for line in lines})
    return {(stream, seq): found for stream, seq, found in rows.values_list("stream", "seq", "hash")}


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
