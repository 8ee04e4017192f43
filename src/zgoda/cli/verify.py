"""`zgoda verify`: recompute every case's journal and compare it with its row, its words and the anchor."""

import argparse
import json

NAME = "verify"
HELP = "check that the journal was not changed and that every case follows from it"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object per finding")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when anything was found."""
    from zgoda.centre import verify

    count = 0
    for finding in verify.check():
        count += 1
        stream = str(finding.stream) if finding.stream else None
        if args.json:
            print(json.dumps({"case": stream, "entry": finding.seq, "finding": finding.what}))
        else:
            print(f"{stream or 'anchor'}{f' #{finding.seq}' if finding.seq else ''}: {finding.what}")
    if not args.json:
        print("Everything agrees." if count == 0 else f"{count} findings.")
    return 1 if count else 0
