"""The anchor: an append-only file beside the database that vouches for how far each stream had come.

Whoever deletes a case with its whole journal, or cuts a journal's end and mends the row, still contradicts
the anchor. One line per stream that changed since the last run, each chained to the line before it. Keep a
copy of the file on another machine.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from zgoda.engine.clock import real_now
from zgoda.engine.instants import iso_ms
from zgoda.engine.journal import GENESIS, JournalEntry

FILE_NAME = "anchor.log"
SETTLED = timedelta(seconds=10)

_TAIL_BYTES = 4096


class AnchorBroken(Exception):
    """The file's last line is not one of ours; `zgoda verify` says more."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """One line: the stream had this many entries, the last with this hash; ``upto`` is the journal id reached."""

    number: int
    at: str
    upto: int
    stream: UUID
    seq: int
    hash: str
    chain: str

    @property
    def content(self) -> str:
        return f"{self.number} {self.at} {self.upto} {self.stream} {self.seq} {self.hash}"

    def follows(self, previous_chain: str) -> bool:
        return self.chain == _chain(previous_chain, self.content)


def path() -> Path:
    return Path(settings.DATA_DIR) / FILE_NAME


def append_changes(settled: timedelta = SETTLED) -> int:
    """Write a line for every stream that changed since the last run; how many lines.

    Entries younger than ``settled`` wait for the next run, because a transaction still open may hold a
    smaller id. The file is locked, so two workers do not write the same lines.
    """
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _drop_torn_line(file)
        last = _last_line(file)
        lines = list(_new_lines(last, settled))
        file.write("".join(f"{line.content} {line.chain}\n" for line in lines).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    return len(lines)


def read_lines() -> Iterator[Anchored | None]:
    """The file's lines in order; None stands for one that cannot be read."""
    if not path().exists():
        return
    with path().open("r", encoding="ascii", errors="replace") as file:
        for line in file:
            yield _parse(line)


def _new_lines(last: Anchored | None, settled: timedelta) -> Iterator[Anchored]:
    number, chain, after = (last.number, last.chain, last.upto) if last else (0, GENESIS, 0)
    fresh = JournalEntry.objects.filter(id__gt=after, recorded_at__lte=real_now() - settled)
    heads = fresh.values("stream").annotate(seq=Max("seq"), last_id=Max("id"))
    reached, at = after, iso_ms(real_now())
    for head in heads.order_by("last_id").iterator(chunk_size=1000):
        number, reached = number + 1, max(reached, head["last_id"])
        entry_hash = JournalEntry.objects.values_list("hash", flat=True).get(pk=head["last_id"])
        line = Anchored(number, at, reached, head["stream"], head["seq"], entry_hash, "")
        chain = _chain(chain, line.content)
        yield Anchored(number, at, reached, head["stream"], head["seq"], entry_hash, chain)


def _chain(previous: str, content: str) -> str:
    return hashlib.sha256(f"{previous}\n{content}".encode("ascii")).hexdigest()


def _last_line(file: BinaryIO) -> Anchored | None:
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        return None
    file.seek(max(0, size - _TAIL_BYTES))
    last = _parse(file.read().splitlines()[-1].decode("ascii", errors="replace"))
    if last is None:
        raise AnchorBroken(str(path()))
    return last


def _drop_torn_line(file: BinaryIO) -> None:
    """A line without its end was never flushed whole, so nobody relies on it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read()
    if tail and not tail.endswith(b"\n"):
        file.truncate(size - len(tail) + tail.rfind(b"\n") + 1)


def _parse(line: str) -> Anchored | None:
    parts = line.split()
    if len(parts) != 7 or not line.isascii():
        return None
    try:
        return Anchored(int(parts[0]), parts[1], int(parts[2]), UUID(parts[3]), int(parts[4]), parts[5], parts[6])
    except ValueError:
        return None
