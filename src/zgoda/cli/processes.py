"""The processes of a deployment under one parent: start, watch, stop together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE_SECONDS = 10


@dataclass(frozen=True)
class Program:
    """A child: its name in the output, its command line, what it adds to the environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def python(name: str, *arguments: str, **environment: str) -> Program:
    return Program(name, (sys.executable, *arguments), environment)


def web(half: str, host: str, port: int, workers: int) -> Program:
    """One half's web server. Few threads: SQLite has one writer and every thread holds a connection, for which reason
    idle ones live for as long as the server lets them."""
    return python(
        half,
        *("-m", "granian", "--interface", "wsgi", "zgoda.wsgi:application"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4"),
        *("--blocking-threads-idle-timeout", "600"),
        *("--no-ws", "--log-level", "warning", "--respawn-failed-workers"),
        ZGODA_HALF=half,
    )


class Supervisor:
    """Runs programs until told to stop or until one of them ends; then stops all and says which ended.

    Being told (Ctrl+C, SIGTERM) counts from the beginning: who stops while programs still start leaves none behind.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)

    def start(self, program: Program) -> None:
        environment = {**os.environ, **self._environment, **program.environment}
        self._running[program.name] = subprocess.Popen(program.command, env=environment, start_new_session=True)  # noqa: S603

    def watch(self) -> int:
        """Blocks; 0 when asked to stop, 1 when a program ended by itself."""
        ended = None
        while not self._stopping and ended is None:
            ended = self._ended()
            time.sleep(0.3)
        self.stop()
        if ended is None:
            return 0
        print(f"{ended} ended unexpectedly; everything was stopped.", file=sys.stderr)
        return 1

    def stop(self) -> None:
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self._running.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()

    def _ended(self) -> str | None:
        return next((name for name, child in self._running.items() if child.poll() is not None), None)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True


def wait_until_answers(host: str, port: int, seconds: float = 120) -> bool:
    """Whether something accepts connections there within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((host, port), timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False
