"""`zgoda recompute`: after a change of rest days, show which running clocks would move; with a reason, move them."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zgoda.centre.recompute import Move

NAME = "recompute"
HELP = "show which running clocks a changed calendar would move; with --why and --by move them all"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("market", help="pl, cz, sk or hu")
    parser.add_argument("--why", default="", help="move them, for this reason: the law or decree; the journal keeps it")
    parser.add_argument("--by", default="", metavar="LOGIN", help="the administrator who asks for it")
    parser.add_argument("--json", action="store_true", help="print JSON, one object a line")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when a case refused meanwhile, 2 when it cannot be done as asked."""
    from zgoda.domain.markets import UnknownMarket, market

    try:
        where = market(args.market).code
    except UnknownMarket:
        return _complain(f"there is no marketplace {args.market}")
    if bool(args.why.strip()) != bool(args.by):
        return _complain("moving clocks needs both --why and --by")
    return _apply(where, args) if args.by else _preview(where, args)


def _preview(where: str, args: argparse.Namespace) -> int:
    from zgoda.centre import recompute
    from zgoda.engine import clock

    count = 0
    for move in recompute.preview(where, clock.now()):
        count += 1
        _print(move, as_json=args.json)
    if not args.json:
        print(f"{count} clocks would move; nothing was changed." if count else "Nothing would move.")
    return 0


def _apply(where: str, args: argparse.Namespace) -> int:
    from zgoda.accounts.models import Role, User
    from zgoda.centre import recompute
    from zgoda.domain.refusals import Refused
    from zgoda.engine import clock

    person = User.objects.filter(username=args.by, role=Role.ADMIN, is_active=True).first()
    if person is None:
        return _complain(f"{args.by} is no administrator")
    done = recompute.apply(where, by=person.pk, why=args.why, now=clock.now())
    if isinstance(done, Refused):
        return _complain(done.why)
    if args.json:
        print(json.dumps({"lookedAt": done.looked_at, "moved": done.moved, "refused": done.refused}))
    else:
        print(f"{done.moved} of {done.looked_at} open cases moved, {done.refused} refused")
    return 1 if done.refused else 0


def _print(move: "Move", *, as_json: bool) -> None:
    from zgoda.engine.instants import iso_ms

    old, new = iso_ms(move.old), iso_ms(move.new)
    if as_json:
        told = {"case": str(move.case_id), "clock": move.clock, "old": old, "new": new, "provisional": move.provisional}
        print(json.dumps(told))
    else:
        print(f"{move.case_id}  {move.clock:<20}  {old} -> {new}{'  provisional' if move.provisional else ''}")


def _complain(words: str) -> int:
    print(f"zgoda recompute: {words}", file=sys.stderr)
    return 2
