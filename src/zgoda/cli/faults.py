"""`zgoda faults`: make the sandbox show Allegro's documented faults to a seller's programs, and end it."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zgoda.accounts.models import User
    from zgoda.centre.faults.catalogue import Fault
    from zgoda.centre.faults.plans import Standing

NAME = "faults"
HELP = "make the sandbox misbehave for a seller's programs as the real platform was seen to (same seed, same faults)"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login", nargs="?", help="the seller's account; nobody: who is affected at present")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--on", action="store_true", help="switch on with --seed, --all and --rate; counts anew")
    what.add_argument("--off", action="store_true", help="switch off; what struck stays readable")
    what.add_argument("--known", action="store_true", help="the faults there are, in words")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same faults (default: 1)")
    parser.add_argument(
        "--all",
        nargs="?",
        type=_percent,
        const=-1,
        metavar="PERCENT",
        help="every fault, in this share of requests; without a number at rates a client can live with",
    )
    parser.add_argument(
        "--rate", action="append", type=_rate, default=[], metavar="FAULT=PERCENT", help="one fault; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Exit code 2 outside of a sandbox, for an unknown account or fault."""
    from django.conf import settings

    from zgoda.centre.faults import plans
    from zgoda.centre.faults.catalogue import Fault

    if args.known:
        return _known(as_json=args.json)
    if not settings.SANDBOX:
        print("zgoda faults: faults can be switched on in a sandbox only (ZGODA_SANDBOX=1)", file=sys.stderr)
        return 2
    if args.login is None:
        return _affected(plans.accounts_on(), as_json=args.json)
    account = _account(args.login)
    if account is None:
        print(f"zgoda faults: there is no account {args.login!r}", file=sys.stderr)
        return 2
    if args.on:
        unknown = [name for name, _share in args.rate if name not in set(Fault)]
        if unknown:
            print(f"zgoda faults: {unknown[0]!r} is no fault; see `zgoda faults --known`", file=sys.stderr)
            return 2
        plans.switch(account, on=True, seed=args.seed, rates=_rates(args), by="zgoda faults")
    elif args.off:
        plans.switch_off(account, "zgoda faults")
    _print(plans.standing(account), as_json=args.json)
    return 0


def _account(login: str) -> "User | None":
    from zgoda.accounts.models import User

    return User.objects.filter(username=login).first()


def _rates(args: argparse.Namespace) -> "dict[Fault, int]":
    from zgoda.centre.faults.catalogue import ORDINARY, Fault

    rates: dict[Fault, int] = {}
    if args.all is not None:
        rates = dict(ORDINARY) if args.all < 0 else dict.fromkeys(Fault, args.all)
    return rates | {Fault(name): share for name, share in args.rate}


def _percent(text: str) -> int:
    if not text.isdecimal() or int(text) > 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share from 0 to 100")
    return int(text)


def _rate(text: str) -> tuple[str, int]:
    name, _, share = text.partition("=")
    return name, _percent(share)


def _known(*, as_json: bool) -> int:
    from django.utils import translation

    from zgoda.centre.faults.catalogue import WORDS

    with translation.override("en"):
        words = {fault.value: str(said) for fault, said in WORDS.items()}
    if as_json:
        print(json.dumps(words))
    else:
        print("\n".join(f"{name:18}  {said}" for name, said in words.items()))
    return 0


def _affected(logins: list[str], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"on": logins}))
    else:
        print("\n".join(logins) if logins else "No account's answers are spoilt.")
    return 0


def _print(standing: "Standing", *, as_json: bool) -> None:
    if as_json:
        shown = {name: getattr(standing, name) for name in ("login", "on", "seed", "rates", "requests", "struck")}
        print(json.dumps(shown))
        return
    print(f"{standing.login}: faults are {'on' if standing.on else 'off'}, seed {standing.seed}")
    print(f"{standing.requests} requests counted")
    for name in sorted(standing.rates | standing.struck):
        print(f"{name:18}  {standing.rates.get(name, 0):3} %  struck {standing.struck.get(name, 0)} times")
