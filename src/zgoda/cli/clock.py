"""`zgoda clock`: show the centre's time, or move it forward in a sandbox."""

import argparse
import json
import re
import sys
from datetime import timedelta

NAME = "clock"
HELP = "show the centre's time; --advance moves it (sandbox only) and fires what is due"
NEEDS_DJANGO = True

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--advance", metavar="TIME", type=duration, help="how far to move: 90m, 24h, 14d, or joined: 1d12h"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Exit code 2 when the clock may not be moved, 1 when a due timer could not be fired."""
    from zgoda.centre import ticking
    from zgoda.engine import clock
    from zgoda.engine.instants import iso_ms

    shown: dict[str, object] = {}
    failed = 0
    if args.advance is not None:
        try:
            moved = ticking.advance(args.advance, "zgoda clock")
        except clock.ClockRefused as refusal:
            print(f"zgoda clock: {refusal}", file=sys.stderr)
            return 2
        failed = moved.failed
        shown = {"fired": moved.fired, "failed": failed}
    ahead = int(clock.offset().total_seconds())
    shown = {"now": iso_ms(clock.now()), "ahead_seconds": ahead, **shown}
    if args.json:
        print(json.dumps(shown))
    else:
        _print(shown)
    return 1 if failed else 0


def duration(text: str) -> timedelta:
    """``24h``, ``14d``, ``1d12h30m``: whole numbers with s, m, h, d or w."""
    if not re.fullmatch(r"(?:\d+[smhdw])+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 24h, 14d or 1d12h")
    parts = re.findall(r"(\d+)([smhdw])", text)
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())


def _print(shown: dict[str, object]) -> None:
    print(shown["now"])
    if shown["ahead_seconds"]:
        print(f"{shown['ahead_seconds']} seconds ahead of real time")
    if "fired" in shown:
        print(f"{shown['fired']} timers took effect, {shown['failed']} cases failed")
