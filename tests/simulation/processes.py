"""The processes of the simulation: the centre's web server and the desk's worker; both can be killed at any moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings

from tests.centre.test_killed import address
from zgoda.cli import ports
from zgoda.cli.processes import web

ROOT = Path(__file__).parents[2]
PATIENCE = 600
"""Real seconds in which a server must answer, and a round of the worker must come to its end."""


class Centre:
    """The marketplace's web server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = ports.take("127.0.0.1", 8700, span=200)
        self.url = f"http://127.0.0.1:{self.port}"
        self.kills = 0
        self._start()

    def kill(self) -> None:
        """SIGKILL for the server and all its workers; the next one answers on the same address."""
        self.kills += 1
        self.stop()
        self._start()

    def stop(self) -> None:
        """Until nobody listens any more: a dying child may hold the address for a moment."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        _until(lambda: not self._answers(), self._folder / "centre.log")

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/zgoda/v1/capabilities", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _start(self) -> None:
        program = web("centre", "127.0.0.1", self.port, 1)
        self._process = subprocess.Popen(
            program.command,
            env=environment(self._folder, self.url) | dict(program.environment),
            stdout=subprocess.DEVNULL,
            stderr=(self._folder / "centre.log").open("a"),
            start_new_session=True,
        )
        _until(self._answers, self._folder / "centre.log")


class Worker:
    """The desk's worker: a parent that never works, and its child that can be killed."""

    def __init__(self, folder: Path, centre_url: str) -> None:
        self._folder = folder
        self.kills = 0
        (folder / "rounds").write_text("")
        (folder / "begun").write_text("")
        _put(folder / "wanted", "1")
        (folder / "life.pid").unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.simulation.worker", str(folder)],
            env=environment(folder, centre_url),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=(folder / "worker.err").open("a"),
            start_new_session=True,
        )
        self.go_round(1)

    @property
    def rounds(self) -> int:
        return self._size("rounds")

    def begin_round(self) -> None:
        """One more round, beside what the people do meanwhile."""
        self._want(1)

    def go_round(self, times: int) -> None:
        """Until so many more rounds have come to their end."""
        wanted = self._want(times)
        _until(lambda: self.rounds >= wanted, self._folder / "worker.err")

    def kill(self, requests: Callable[[], int], after: int) -> None:
        """SIGKILL inside a round, after so many more ``requests`` to the marketplace if the round makes as many;
        its parent begins another life."""
        begun = self._size("begun")
        wanted = self._want(2)
        _until(lambda: self._size("begun") > begun, self._folder / "worker.err")
        strikes = requests() + after
        _until(lambda: requests() >= strikes or self.rounds >= wanted, self._folder / "worker.err")
        self.kills += 1
        os.kill(int((self._folder / "life.pid").read_text()), signal.SIGKILL)

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _want(self, times: int) -> int:
        wanted = self.rounds + times
        _put(self._folder / "wanted", str(wanted))
        return wanted

    def _size(self, name: str) -> int:
        return (self._folder / name).stat().st_size


def _until(is_so: Callable[[], bool], log: Path) -> None:
    """Wait for another process, and show its log where it takes too long."""
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, log.read_text()[-5000:]
        time.sleep(0.01)


def turn(folder: Path, lead: timedelta) -> None:
    """How far the worker's time runs ahead."""
    _put(folder / "ahead", str(lead.total_seconds()))


def _put(file: Path, text: str) -> None:
    """Replaced at once, never half written."""
    file.with_suffix(".new").write_text(text)
    file.with_suffix(".new").rename(file)


def environment(folder: Path, centre_url: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ZGODA_")}
    return kept | {
        "ZGODA_DATA": str(folder),
        "ZGODA_DATABASE_URL": address(),
        "ZGODA_SECRET_KEY": settings.SECRET_KEY,
        "ZGODA_TOKEN_KEYS": ",".join(settings.TOKEN_KEYS),
        "ZGODA_CENTRE_URL": centre_url,
        "ZGODA_SANDBOX": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
