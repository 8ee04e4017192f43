"""What is run by hand: deadlines for a file of openings."""

import contextlib
import io
import random
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from bench.measure import Thunk, Work
from zgoda.cli import deadlines

LINES = 1000


def works() -> Iterator[Work]:
    """A thousand lines at a time, so that the milliseconds are microseconds a line."""
    yield Work(f"zgoda deadlines --batch, {LINES:,} lines", _batch, _answered)


def _batch() -> Thunk:
    rng, begin = random.Random(), datetime(2025, 1, 1, tzinfo=UTC)
    with NamedTemporaryFile("w", delete=False, suffix=".jsonl") as file:
        for _ in range(LINES):
            opened = begin + timedelta(seconds=rng.randrange(3 * 365 * 86400))
            file.write(f'{{"market":"{rng.choice(("pl", "cz", "sk", "hu"))}","opened":"{opened.isoformat()}"}}\n')
    arguments = Namespace(batch=file.name, market=None, opened=None, purchased=None)

    def run() -> tuple[int, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = deadlines.run(arguments)
        Path(file.name).unlink()
        return code, out.getvalue()

    return run


def _answered(result: tuple[int, str]) -> None:
    code, out = result
    assert code == 0, out[:500]
    assert out.count("answer_due") == LINES
