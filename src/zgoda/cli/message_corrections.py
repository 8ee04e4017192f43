"""`zgoda message-corrections`: what people made of messages that were read wrongly or not surely."""

import argparse
import json
import sys

NAME = "message-corrections"
HELP = "print messages whose topic people put right, as examples for scripts/train_text.py"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", default="", metavar="DATE", help="only those made on or after this day, 2026-03-01")
    parser.add_argument("--json", action="store_true", help="print JSON, one object a line, in the examples' shape")


def run(args: argparse.Namespace) -> int:
    """Texts are people's words: keep the output as private as the database. Exit code 2 for a date nobody can mean."""
    from datetime import UTC, date, datetime, time

    from zgoda.centre.messaging.corrections import examples

    try:
        since = datetime.combine(date.fromisoformat(args.since), time.min, UTC) if args.since else None
    except ValueError:
        print(f"zgoda {NAME}: {args.since} is no date such as 2026-03-01", file=sys.stderr)
        return 2
    count = 0
    for one in examples(since):
        count += 1
        if args.json:
            print(json.dumps(one, ensure_ascii=False))
        else:
            print(f"{one['lang'] or '??'}  {one['readAs']:<22} -> {one['topic']:<22} {one['text'][:80]!r}")
    if not args.json:
        print(f"{count} corrections.")
    return 0
