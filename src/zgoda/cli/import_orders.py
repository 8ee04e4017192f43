"""`zgoda import-orders FILE`: Allegro's checkout forms into the centre, with a report record by record."""

import argparse
import json
import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

NAME = "import-orders"
HELP = "take orders from a file of checkout forms (JSON Lines, or an API answer with --seller)"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the file, or - for the standard input")
    parser.add_argument("--seller", default="", metavar="LOGIN", help="whose sales, where a record does not say")
    parser.add_argument("--json", action="store_true", help="one JSON object per record instead of text")
    parser.add_argument("--at", type=datetime.fromisoformat, metavar="INSTANT", help="judge as of this instant")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when every record was good, 1 when some were refused, 2 when the file cannot be read."""
    from zgoda.centre.orders.import_forms import Outcome, import_stream  # after Django is set up
    from zgoda.engine.clock import now

    if args.at is not None and args.at.tzinfo is None:
        print("--at needs a time zone, as in 2025-09-26T15:00:00+02:00", file=sys.stderr)
        return 2
    counts: Counter[str] = Counter()
    try:
        with _opened(args.file) as stream:
            for report in import_stream(stream, at=args.at or now(), seller=args.seller):
                counts[report.outcome] += 1
                if args.json:
                    print(json.dumps(asdict(report), ensure_ascii=False))
                elif report.outcome is Outcome.REFUSED or report.reason:
                    print(f"{report.line}: {report.outcome} {report.order} {report.reason}".replace("  ", " "))
    except OSError as error:
        print(f"{args.file}: {error.strerror or error}", file=sys.stderr)
        return 2
    summary = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome)
    print(summary, file=sys.stderr if args.json else sys.stdout)
    return 1 if counts[Outcome.REFUSED] else 0


def _opened(name: str) -> "nullcontext[BinaryIO] | BinaryIO":
    return nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")
