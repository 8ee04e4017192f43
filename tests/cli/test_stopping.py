"""Whoever stops the product while it still starts leaves none of its programs behind."""

import signal
import sys
from collections.abc import Iterator

import pytest

from zgoda.cli.processes import Program, Supervisor

TOLD = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in TOLD}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", TOLD)
def test_told_before_everything_runs_it_stops_what_does(number: signal.Signals) -> None:
    supervisor = Supervisor({})
    supervisor.start(Program("waits", (sys.executable, "-c", "import time; time.sleep(600)")))
    (child,) = supervisor._running.values()
    signal.raise_signal(number)
    assert supervisor.watch() == 0
    assert child.poll() is not None
