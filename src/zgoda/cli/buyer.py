"""`zgoda buyer`: what the hotline, letters and ratings of the centre hold of a buyer, handed out or erased."""

import argparse
import sys

NAME = "buyer"
HELP = "print or erase what hotline, letters and ratings hold of a buyer"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login")
    parser.add_argument("--erase", action="store_true", help="erase it for good; counts stay")


def run(args: argparse.Namespace) -> int:
    """JSON lines, as private as the database. Exit code 2 where nobody has this login."""
    from zgoda.accounts.models import Role, User
    from zgoda.centre import buyers
    from zgoda.engine import clock

    buyer = User.objects.filter(username=args.login, role=Role.BUYER).first()
    if buyer is None:
        print(f"zgoda {NAME}: there is no buyer {args.login}", file=sys.stderr)
        return 2
    if args.erase:
        for kind, count in buyers.erase(buyer, clock.now()).items():
            print(f"{kind}: {count}")
        return 0
    for line in buyers.export(buyer):
        print(line)
    return 0
