"""``python -m bench.sellers``: requests a minute and the age of news, for one big shop and for a whole application."""

import argparse
import random
import statistics
import time
from collections.abc import Sequence

from bench.sellers.shops import Shop, marketplace, speak

ALLOWED = 9000
"""Allegro's limit of requests a minute for one client id."""


def main() -> int:
    """0; 1 where a limit of the specification is missed."""
    args = _arguments()
    _settings()
    big = Shop(1, args.open)
    good = _tell(f"one shop with {args.open:,} open cases", [big], args, processes=1, readers=2)
    shops = marketplace(args.sellers, random.Random(args.seed))
    good &= _tell(f"{args.sellers:,} sellers, a busy hour", shops, args, processes=4, readers=args.readers)
    shops = marketplace(args.sellers, random.Random(args.seed))
    title = f"{args.sellers:,} sellers after an outage: everything is due at once"
    good &= _tell(title, shops, args, processes=4, readers=args.readers, all_due=True)
    return int(not good)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.sellers", description="Polling in virtual time.")
    parser.add_argument("--sellers", type=int, default=1000)
    parser.add_argument("--open", type=int, default=2000, help="open cases of the single shop")
    parser.add_argument("--minutes", type=int, default=20, help="of virtual time")
    parser.add_argument("--readers", type=int, default=6, help="of each of four workers")
    parser.add_argument("--latency", type=float, default=0.15, help="seconds an answer takes, by half more or less")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _settings() -> None:
    import django
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "zgoda.accounts", "zgoda.desk"],
        AUTH_USER_MODEL="accounts.User",
    )
    django.setup()


def _tell(
    title: str, shops: list[Shop], args: argparse.Namespace, *, processes: int, readers: int, all_due: bool = False
) -> bool:
    from bench.sellers.running import World

    rng = random.Random(args.seed)
    seconds = args.minutes * 60.0
    for shop in shops:
        speak(shop, seconds, rng)
        shop.next_turn = 0.0 if all_due else rng.uniform(0, 40)
        shop.next_sweep = 0.0 if all_due else rng.uniform(0, 1800)
    began = time.monotonic()
    world = World(shops, processes=processes, readers=readers, per_minute=6000, latency=args.latency, rng=rng)
    found = world.run(seconds)
    share = found.worst / ALLOWED
    lags = [lag for _, lag in found.lags]
    print(f"\n{title} ({args.minutes} virtual minutes in {time.monotonic() - began:.1f} s)")
    print(f"  open cases {sum(shop.open_cases for shop in shops):,}, messages that came {len(lags):,}")
    print(
        f"  requests a minute {found.requests / args.minutes:,.0f}; "
        f"worst minute {found.worst:,} = {share:.0%} of {ALLOWED}"
    )
    print(f"  by lane {found.by_lane}")
    print(f"  writes for budgets {found.writes / max(1, found.requests):.2f} a request")
    print(f"  message to desk: {_spread(lags)}")
    print(f"  an answer waits for its budget: {_spread(found.waited)}")
    median, late = statistics.median(lags), _late(lags)
    return share < 0.8 and (all_due or (median < 30 and late < 90))


def _spread(values: Sequence[float]) -> str:
    if not values:
        return "none"
    return f"median {statistics.median(values):.1f} s, p99 {_late(values):.1f} s, longest {max(values):.1f} s"


def _late(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


if __name__ == "__main__":
    raise SystemExit(main())
