"""`zgoda rules`: the numbered rules, each with the function it lives in and the tests that hold it."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import zgoda
from zgoda.cli import rule_scan
from zgoda.domain.catalogue import catalogue, must_be_held

NAME = "rules"
HELP = "print each numbered rule with its home in the code and its tests"
PACKAGE = Path(zgoda.__file__).parent
TESTS = PACKAGE.parent.parent / "tests"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue; ``home`` is empty where no function names the rule."""

    id: str
    text: str
    home: str
    tests: list[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="*", metavar="ID", help="only these rules, as S0-04")
    parser.add_argument("--json", action="store_true", help='a list of {"id","text","home","tests"}')
    parser.add_argument("--check", action="store_true", help="fail when a finished rule has no home or no test")
    parser.add_argument("--tests", type=Path, default=TESTS, metavar="DIR", help="where the tests are")


def run(args: argparse.Namespace) -> int:
    """0; 1 when ``--check`` finds a rule of a finished capability without home or test; 2 for an unknown id."""
    unknown = set(args.ids) - {rule.id for rule in catalogue()}
    if unknown:
        print(f"zgoda rules: no such rule: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    listed = [entry for entry in entries(args.tests) if not args.ids or entry.id in args.ids]
    missing = [*missing_from(listed), *unknown_in(args.tests)] if args.check else []
    if args.json:
        print(json.dumps([asdict(entry) for entry in listed], ensure_ascii=False, indent=1))
    elif not args.check:
        print("\n".join(_as_text(entry) for entry in listed))
    if not args.check:
        return 0
    for line in missing:
        print(line, file=sys.stderr)
    if not args.json and not missing:
        print("Every rule of a finished capability has a home and a test.")
    return 1 if missing else 0


def entries(tests: Path, package: Path = PACKAGE) -> list[Entry]:
    """The whole catalogue, joined with what the sources say."""
    homes, held = rule_scan.homes(package), rule_scan.tests(tests)
    return [Entry(rule.id, rule.text, homes.get(rule.id, ""), held.get(rule.id, [])) for rule in catalogue()]


def missing_from(listed: Sequence[Entry]) -> list[str]:
    """One line for each home or test that a finished rule lacks."""
    due = {rule.id for rule in catalogue() if must_be_held(rule)}
    lines = []
    for entry in listed:
        if entry.id in due:
            lines += [] if entry.home else [f"{entry.id} has no home: no docstring names it. {entry.text}"]
            lines += [] if entry.tests else [f"{entry.id} has no test: none is marked with it. {entry.text}"]
    return lines


def unknown_in(tests: Path) -> list[str]:
    """One line for each test that carries an id which is no rule."""
    known = {rule.id for rule in catalogue()}
    held = rule_scan.tests(tests)
    return [f"{rule} is no rule, but {', '.join(held[rule])} carries it." for rule in sorted(set(held) - known)]


def _as_text(entry: Entry) -> str:
    tests = "\n".join(f"       test  {name}" for name in entry.tests) or "       test  –"
    return f"{entry.id}  {entry.text}\n       home  {entry.home or '–'}\n{tests}"
