"""The journal: append-only facts, numbered per stream, each carrying the hash of the one before it.

An entry's hash covers every column that means something, so that an edit, a swap or a removal breaks the
chain. The database refuses UPDATE and DELETE by triggers (``append_only.py``); the model refuses them first.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.db import models

from zgoda.engine.instants import iso_ms, whole_ms

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: number and hash of its last entry; the default is an empty stream."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Fact:
    """One event on its way into the journal. ``at`` is the instant it takes effect (a timer's due instant)."""

    type: str
    version: int
    payload: str
    actor: str
    at: datetime
    rule_set: str


class JournalEntry(models.Model):
    id = models.BigAutoField(primary_key=True)
    stream = models.UUIDField()
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    payload = models.TextField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    rule_set = models.CharField(max_length=1000)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="engine_journal_stream_seq")]

    def save(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("the journal is written by journal.append")

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("the journal is append-only")


def chain_hash(prev: str, canonical: bytes) -> str:
    """SHA-256 over the previous hash and the entry's canonical bytes, in hex."""
    return hashlib.sha256(prev.encode("ascii") + b"\n" + canonical).hexdigest()


def canonical_bytes(entry: JournalEntry) -> bytes:
    """All meaning of an entry in one spelling: a JSON list without spaces, instants in milliseconds."""
    parts = [
        str(entry.stream),
        entry.seq,
        entry.type,
        entry.version,
        entry.payload,
        entry.actor,
        iso_ms(entry.at),
        iso_ms(entry.recorded_at),
        entry.rule_set,
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def append(stream: UUID, head: Head, facts: Iterable[Fact], *, recorded_at: datetime) -> Head:
    """Add the facts after ``head`` and return the new head.

    The caller holds the stream's lock; where it does not, the unique (stream, seq) refuses the second writer
    with ``IntegrityError``.
    """
    entries: list[JournalEntry] = []
    for fact in facts:
        entry = _entry(stream, head, fact, recorded_at)
        entries.append(entry)
        head = Head(entry.seq, entry.hash)
    if entries:
        JournalEntry.objects.bulk_create(entries)
    return head


def read(stream: UUID, after: int = 0) -> Sequence[JournalEntry]:
    """The stream's entries in order, those after number ``after``."""
    return list(JournalEntry.objects.filter(stream=stream, seq__gt=after).order_by("seq"))


def all_streams() -> Iterator[tuple[UUID, list[JournalEntry]]]:
    """Every stream with its entries, by stream id; memory holds one stream at a time."""
    current: list[JournalEntry] = []
    for entry in JournalEntry.objects.order_by("stream", "seq").iterator(chunk_size=1000):
        if current and current[0].stream != entry.stream:
            yield current[0].stream, current
            current = []
        current.append(entry)
    if current:
        yield current[0].stream, current


def _entry(stream: UUID, head: Head, fact: Fact, recorded_at: datetime) -> JournalEntry:
    entry = JournalEntry(
        stream=stream,
        seq=head.seq + 1,
        type=fact.type,
        version=fact.version,
        payload=fact.payload,
        actor=fact.actor,
        at=whole_ms(fact.at),
        recorded_at=whole_ms(recorded_at),
        rule_set=fact.rule_set,
        prev_hash=head.hash,
    )
    entry.hash = chain_hash(head.hash, canonical_bytes(entry))
    return entry
