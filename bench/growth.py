"""``python -m bench.growth``: how much of its database one request reads, at 10,000 and at 1,000,000 cases.

Pages that SQLite reads from its file with none in its own memory: unlike time they are the same on every machine. The
data sets hold one half alone (11 KB of disk a case for the desk, 14 for the centre) and are built once.
"""

import argparse
import json
import subprocess
import sys

from bench.__main__ import ready, set_clocks_back
from bench.boot import boot

SIZES = (10_000, 1_000_000)
DEEPER = 2
"""So many times the pages of the smallest size still count as "does not grow": an index is some steps deeper."""

FILLS = {
    "desk: list of a buyer's cases": "desk: list, first page by due date",
    "warehouse: a buyer's cases": "warehouse: all it answers",
    "consultant: a buyer's cases": "warehouse: all it answers",
}
"""A page that is not full at the smallest size is compared with one that is."""

COUNTS = {"warehouse: its team"}
"""Pages that say exactly how much waits, and so read as much as waits; they are shown and not judged."""


def main() -> int:
    """0; 1 where a path reads more as the data grows."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="CASES")
    parser.add_argument("--half", choices=("desk", "centre"), default="desk")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(_pages(args.one, args.half)))
        return 0
    read = {size: _asked(size, args.half) for size in args.sizes}
    small, large = read[min(read)], read[max(read)]
    print(f"{'pages read for one request, at cases:':42}" + "".join(f"{size:>12,}" for size in read))
    for name in small:
        print(f"{name:42}" + "".join(f"{read[size][name]:>12}" for size in read))
    judged = [name for name in small if name not in COUNTS]
    grown = [name for name in judged if large[name] > small[FILLS.get(name, name)] * DEEPER]
    print(f"grown: {', '.join(grown) or 'none'}")
    return int(bool(grown))


def _asked(size: int, half: str) -> dict[str, int]:
    """In a process of its own: Django is connected to one database for as long as it lives."""
    command = [sys.executable, "-m", "bench.growth", "--half", half, "--one", str(size)]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(told.stdout)  # type: ignore[no-any-return]


def _pages(size: int, half: str) -> dict[str, int]:
    boot(ready(size, half))
    from bench import desk_paths, staff_paths
    from bench.measure import measure

    set_clocks_back()
    works = desk_paths.works(size) if half == "desk" else staff_paths.works()
    return {work.name: measure(work, 20).pages for work in works}


if __name__ == "__main__":
    raise SystemExit(main())
