"""``python -m bench.beside``: installs django-helpdesk, gives it the desk's cases, asks both, compares."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import venv
from pathlib import Path

from bench.__main__ import FOLDER, ready

PACKAGE = "django-helpdesk==2.6.1"
SITE = Path(__file__).parent / "site"
OURS = {
    "first page": "desk: list, first page by due date",
    "open case": "desk: case with its thread",
    "reply": "desk: reply",
    "order number": "desk: search by an order's number",
    "words": "desk: search in the words",
}
WANTED = {"first page": 100, "open case": 8, "reply": 4, "order number": 90}
"""How many times less CPU the desk should take."""

WORDS_MS = 15.0


def main() -> int:
    """0; 1 where the desk is not as far ahead as it should be."""
    args = _arguments()
    data = ready(args.cases)
    theirs_python, theirs_data = _installed(), _loaded(data)
    runs: list[tuple[dict[str, float], dict[str, float]]] = []
    for number in range(1, args.runs + 1):
        print(f"run {number} of {args.runs}", file=sys.stderr, flush=True)
        theirs = _ask_them(theirs_python, theirs_data, args.cases, args.times)
        runs.append((_ask_ours(args.cases), theirs))
    print(f"\nCPU milliseconds at {args.cases:,} cases, SQLite, medians of {args.runs} runs in turns\n")
    print(f"{'':14} {'desk':>8} {PACKAGE:>24} {'times':>8}  wanted")
    kept = [_line(name, runs) for name in OURS]
    return int(not all(kept))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.beside", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--times", type=int, default=8, help="samples of django-helpdesk in each run")
    return parser.parse_args()


def _line(name: str, runs: list[tuple[dict[str, float], dict[str, float]]]) -> bool:
    ours, theirs = (statistics.median(run[side][name] for run in runs) for side in (0, 1))
    wanted = WANTED.get(name)
    kept = theirs / ours >= wanted if wanted else ours <= WORDS_MS
    told = f"{wanted} times" if wanted else f"{WORDS_MS:.0f} ms"
    print(f"{name:14} {ours:8.1f} {theirs:24.1f} {theirs / ours:8.1f}  {told}: {'kept' if kept else 'MISSED'}")
    return kept


def _installed() -> Path:
    """A virtual environment of its own, beside the data."""
    folder = FOLDER / "helpdesk"
    python = folder / "venv" / "bin" / "python"
    if not (folder / "installed").exists():
        print(f"installing {PACKAGE}…", file=sys.stderr, flush=True)
        venv.create(folder / "venv", with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE, "setuptools<80"], check=True)
        (folder / "installed").touch()
    return python


def _loaded(data: Path) -> Path:
    """Their database with our cases, loaded once."""
    theirs = FOLDER / "helpdesk" / f"{data.stem}.sqlite3"
    if not theirs.exists():
        print("loading the cases into django-helpdesk (once; some minutes)…", file=sys.stderr, flush=True)
        part = theirs.with_suffix(".part")
        part.unlink(missing_ok=True)
        subprocess.run([_installed(), SITE / "seed.py", data], check=True, env=_environment(part))
        part.rename(theirs)
    return theirs


def _ask_them(python: Path, data: Path, cases: int, times: int) -> dict[str, float]:
    asked = [python, SITE / "ask.py", str(cases), str(times)]
    done = subprocess.run(asked, check=True, env=_environment(data), stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _ask_ours(cases: int) -> dict[str, float]:
    asked = [sys.executable, "-m", "bench", "--json", "--cases", str(cases), "--only", "desk: "]
    done = subprocess.run(asked, check=False, stdout=subprocess.PIPE)
    median = {path["name"]: path["median_ms"] for path in json.loads(done.stdout)["paths"]}
    return {name: median[path] for name, path in OURS.items()}


def _environment(database: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return {**kept, "BENCH_DB": str(database), "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(SITE)}


if __name__ == "__main__":
    raise SystemExit(main())
