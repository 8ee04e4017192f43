"""``python -m bench``: builds the data set where it is missing, measures every hot path, says which limits are kept."""

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.boot import boot
from bench.dataset_file import clear, path_for

if TYPE_CHECKING:
    from bench.measure import Work

FOLDER = Path(__file__).parents[1] / "var" / "bench"


def main() -> int:
    """0; 1 where a path costs more than its limit."""
    args = _arguments()
    boot(ready(args.cases))
    from bench import report
    from bench.measure import measure, yardstick

    set_clocks_back()
    costs = []
    for work in _works(args):
        costs.append(measure(work, args.times))
        print(f"  {work.name}: {costs[-1].median:.2f} ms", file=sys.stderr, flush=True)
    if args.json:
        facts = {"cases": args.cases, "samples": args.times, "yardstick_ms": round(yardstick(), 2)}
        print(report.as_json(costs, facts))
    else:
        print(f"\nCPU milliseconds at {args.cases:,} cases, {args.times} samples\n\n{report.table(costs)}")
        print(f"\nyardstick (a fixed piece of plain Python, to compare machines): {yardstick():.2f} ms")
        if args.plans:
            print(report.with_plans(costs))
    return int(any(cost.target is not None and cost.median > cost.target for cost in costs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="CPU cost of the hot paths on SQLite.")
    parser.add_argument("--cases", type=int, default=100_000, metavar="N", help="size of the data set")
    parser.add_argument("--only", default="", metavar="WORDS", help="paths whose name contains this")
    parser.add_argument("--times", type=int, default=40, metavar="N", help="samples of each path (at least 30)")
    parser.add_argument("--plans", action="store_true", help="print every statement with its query plan")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return parser.parse_args()


def ready(cases: int, what: str = "cases") -> Path:
    """The data set's file, built in a process of its own where there is none yet."""
    path = path_for(FOLDER, cases, what)
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        clear(FOLDER, path)
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        told = [sys.executable, "-m", "bench.building", str(part), str(cases), what]
        if os.spawnv(os.P_WAIT, sys.executable, told):
            raise SystemExit("the data set could not be built")
        part.rename(path)
    return path


def set_clocks_back() -> None:
    """The data set's present is the moment it was built: both halves judge its clocks by that."""
    from bench.dataset import built_at
    from zgoda.desk.store.models import Connection
    from zgoda.engine.clock import Clock, real_now

    behind = (built_at() - real_now()) // timedelta(milliseconds=1)
    Connection.objects.update(clock_offset_ms=behind, last_sync_ok_at=real_now())
    Clock.objects.update_or_create(pk=1, defaults={"offset_ms": behind})


def _works(args: argparse.Namespace) -> "Iterator[Work]":
    from bench import centre_paths, commands, desk_paths

    for work in (*desk_paths.works(args.cases), *centre_paths.works(), *commands.works()):
        if args.only in work.name:
            yield work


if __name__ == "__main__":
    raise SystemExit(main())
