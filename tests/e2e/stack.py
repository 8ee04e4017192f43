"""The whole product as a person starts it: `zgoda up --sample`, real servers, real HTTP."""

import os
import re
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from zgoda.domain.calendar import frozen_calendar
from zgoda.domain.markets import market

ADDRESS = re.compile(r"^\s+(centre|desk|carrier)\s+(http\S+)", re.MULTILINE)
READY = "Stop with Ctrl+C."
START_SECONDS = 600


@dataclass
class Stack:
    """A running product: its addresses and the environment for further commands."""

    process: subprocess.Popen[str]
    centre: str
    desk: str
    carrier: str
    environment: dict[str, str]

    def zgoda(self, *arguments: str, said: str = "") -> str:
        """Run a command of the product against this deployment and return what it printed."""
        return self.python("-m", "zgoda", *arguments, said=said)

    def python(self, *arguments: str, said: str = "") -> str:
        """Run Python in this deployment's environment, with ``said`` on its standard input."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def advance(self, by: str) -> None:
        """Turn the sandbox clock forward; everything due fires before this returns."""
        self.zgoda("clock", "--advance", by)

    def now(self) -> datetime:
        """The centre's time, as it states it to every program."""
        try:
            with urlopen(Request(f"{self.centre}/me"), timeout=20) as answer:
                stated = answer.headers["zgoda-time"]
        except HTTPError as refused:  # nobody is signed in; the time is stated all the same
            stated = refused.headers["zgoda-time"]
        return datetime.fromisoformat(stated)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def start(folder: Path) -> Stack:
    """Start the product with its data in ``folder`` and wait until it says that it is running."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZGODA_")}
    environment |= {"ZGODA_DATA": str(folder), "ZGODA_SANDBOX": "1", "PYTHONUNBUFFERED": "1"}
    log = (folder / "up.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "zgoda", "up", "--sample"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    said = _read_until_ready(process, folder / "up.log")
    addresses = dict(ADDRESS.findall(said))
    environment |= {"ZGODA_CENTRE_URL": addresses["centre"], "ZGODA_DESK_URL": addresses["desk"]}
    return Stack(process, addresses["centre"], addresses["desk"], addresses["carrier"], environment)


def _read_until_ready(process: subprocess.Popen[str], log: Path) -> str:
    """Bytes as they come: a reader of lines would keep the rest of a chunk to itself, and ``select`` not see it."""
    assert process.stdout is not None
    told = b""
    deadline = time.monotonic() + START_SECONDS
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while time.monotonic() < deadline and process.poll() is None:
            if selector.select(timeout=1):
                told += os.read(process.stdout.fileno(), 65536)
                ready = told.find(READY.encode())
                if ready >= 0 and b"\n" in told[ready:]:
                    return told.decode()
    said = [told.decode(errors="replace")]
    process.terminate()
    raise AssertionError("the product did not start:\n" + "".join(said) + log.read_text(encoding="utf-8"))


def turn_to(stack: Stack, hour: int) -> None:
    """The next such hour of a working day in Poland."""
    zone, calendar = market("pl").zone, frozen_calendar("PL")
    now = stack.now().astimezone(zone)
    target = datetime(now.year, now.month, now.day, hour, tzinfo=zone)
    while target <= now or not calendar.is_business_day(target.date()):
        target += timedelta(days=1)
    stack.advance(f"{int((target - now).total_seconds() // 60) + 1}m")
