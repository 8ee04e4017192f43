"""`zgoda buyer`: what the hotline, letters and ratings of the centre hold of a buyer, handed out or erased."""

import argparse
import getpass
import os
import sys

NAME = "buyer"
HELP = "print or erase what hotline, letters and ratings hold of a buyer"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login")
    parser.add_argument("--erase", action="store_true", help="erase it for good; counts stay")
    parser.add_argument("--why", default="", help="what the administrators' log says of it, such as a request's number")


def run(args: argparse.Namespace) -> int:
    """JSON lines, as private as the database; both acts stand in the administrators' log, under the caller's name.

    Exit code 2 where nobody has this login, or where the reason is longer than the log holds.
    """
    from zgoda.accounts.models import Role, User
    from zgoda.centre import buyers
    from zgoda.centre.store.models import BuyerDataAct
    from zgoda.engine import clock

    buyer = User.objects.filter(username=args.login, role=Role.BUYER).first()
    if buyer is None:
        print(f"zgoda {NAME}: there is no buyer {args.login}", file=sys.stderr)
        return 2
    longest = BuyerDataAct._meta.get_field("why").max_length or 0
    if len(args.why) > longest:
        print(f"zgoda {NAME}: --why takes {longest} characters, these are {len(args.why)}", file=sys.stderr)
        return 2
    by_whom = f"zgoda {NAME} ({_caller()})"
    if args.erase:
        for kind, count in buyers.erase(buyer, clock.now(), by_whom=by_whom, why=args.why).items():
            print(f"{kind}: {count}")
        return 0
    for line in buyers.export(buyer, clock.now(), by_whom=by_whom, why=args.why):
        print(line)
    return 0


def _caller() -> str:
    """The login at this machine; its number where it has no name, as in many containers."""
    try:
        return getpass.getuser()[:100]
    except (KeyError, OSError):
        return str(os.getuid())
