"""`zgoda quality`: make sales quality anew, or put step tables in force."""

import argparse
import json
import sys
from pathlib import Path

NAME = "quality"
HELP = "make sales quality anew from the cases, or put a set of step tables in force"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", metavar="WHAT", required=True)
    anew = ways.add_parser("recompute", help="make rows, daily sums and today's figures anew", allow_abbrev=False)
    anew.add_argument("--sums", action="store_true", help="only sums and figures, from the rows as they are")
    anew.add_argument("--json", action="store_true", help="print JSON")
    scoring = ways.add_parser("scoring", help="put a set of step tables in force (JSON)", allow_abbrev=False)
    scoring.add_argument("file", type=Path, help="the set: id, effective, metrics, grades (docs/operators.md)")
    scoring.add_argument("--why", required=True, help="the reason; it is kept with the set")
    scoring.add_argument("--by", required=True, metavar="LOGIN", help="the administrator who asks for it")


def run(args: argparse.Namespace) -> int:
    """Exit code 2 when it cannot be done as asked."""
    return _recompute(args) if args.way == "recompute" else _scoring(args)


def _recompute(args: argparse.Namespace) -> int:
    from zgoda.centre.quality import recompute
    from zgoda.engine import clock

    done = recompute.everything(clock.now(), from_cases=not args.sums)
    if args.json:
        print(json.dumps({"rows": done.rows, "accounts": done.accounts}))
    else:
        rows = "" if args.sums else f"{done.rows} cases and rounds of messages counted; "
        print(f"{rows}sums and figures of {done.accounts} sellers made.")
    return 0


def _scoring(args: argparse.Namespace) -> int:
    from zgoda.accounts.models import Role, User
    from zgoda.centre.quality import scorings
    from zgoda.domain.quality.scoring import BadScoring
    from zgoda.engine import clock

    person = User.objects.filter(username=args.by, role=Role.ADMIN, is_active=True).first()
    if person is None:
        return _complain(f"{args.by} is no administrator")
    if not args.why.strip():
        return _complain("a reason is needed")
    try:
        document = json.loads(args.file.read_text("utf-8"))
        scoring = scorings.put_in_force(document, by=person, why=args.why, at=clock.now())
    except (OSError, ValueError) as error:
        kind = "" if isinstance(error, BadScoring) else f"{args.file}: "
        return _complain(f"{kind}{error}")
    print(f"{scoring.id} counts from {scoring.effective.isoformat()}.")
    return 0


def _complain(words: str) -> int:
    print(f"zgoda quality: {words}", file=sys.stderr)
    return 2
