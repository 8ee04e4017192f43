"""The data set: built once into a file of its own, used again until its builder or a table changes."""

import random
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation

from bench import desk_rooms, histories, people, words
from bench.centre_rows import CentreRows
from bench.desk_rows import DeskRows
from bench.rows import new_id
from zgoda.desk.store.models import Connection
from zgoda.engine.clock import real_now

OPEN = 0.3
HISTORIES = 2000
_QUICK = (
    "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-1000000", "PRAGMA foreign_keys=OFF",
)  # fmt: skip


def build(cases: int, what: str = "cases") -> None:
    """Fill the empty database that Django is connected to: with both halves' rows, or with those of ``what`` alone. In
    the centre's alone the Warehouse sends half of the orders."""
    began = time.monotonic()
    print(f"Building {cases:,} cases (once; some minutes and up to 26 KB of disk each)…", file=sys.stderr)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.ensure_connection()
    for pragma in _QUICK:
        connection.connection.execute(pragma)
    with translation.override("pl"):
        now = real_now()
        _fill(cases, now, _KINDS[what], fulfilled=0.5 if what == "centre" else 0.0)
        if DeskRows in _KINDS[what]:
            desk_rooms.fill(now)
    print(f"Built in {time.monotonic() - began:.0f} s.", file=sys.stderr)
    connection.close()


def built_at() -> datetime:
    """The instant all histories end at."""
    at = Connection.objects.order_by("pk").values_list("import_finished_at", flat=True)[0]
    assert at is not None
    return at


_KINDS: Mapping[str, Sequence[type[DeskRows | CentreRows]]] = {
    "cases": (DeskRows, CentreRows),
    "desk": (DeskRows,),
    "centre": (CentreRows,),
}


def _fill(cases: int, now: datetime, kinds: Sequence[type[DeskRows | CentreRows]], *, fulfilled: float) -> None:
    rng = random.Random(20260101)
    played = [
        [
            histories.play(rng, now, is_open=is_open, fulfilled=number < HISTORIES * share * fulfilled)
            for number in range(round(HISTORIES * share))
        ]
        for is_open, share in ((False, 1 - OPEN), (True, OPEN))
    ]
    everything = [*played[0], *played[1]]
    with transaction.atomic():
        cast, texts = people.cast(now), words.pool(rng)
        tables = [kind(everything, cast, texts, now, rng) for kind in kinds]
        for number in range(1, cases + 1):
            history = rng.choice(played[rng.random() < OPEN])
            case_id, order_id = new_id(rng), new_id(rng)
            for table in tables:
                table.add(number, history, case_id, order_id)
        for table in tables:
            table.close()
