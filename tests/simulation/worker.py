"""The desk's worker in a process of its own: ``python -m tests.simulation.worker FOLDER``.

The parent loads the product once; each child is one worker's life, so that SIGKILL costs no time. The worker's real
time runs ahead of the machine's as ``FOLDER/ahead`` says (seconds), and so does the centre's sandbox clock. Pauses are
left out; everything else is the product's own.
"""

import importlib
import os
import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path

LOOKS = 30
"""Of the sender in one round at most; it stops asking a server that does not answer, so one look may send little."""


class Turned(datetime):
    """The machine's time and the turned part."""

    ahead = Path()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz or UTC) + timedelta(seconds=float(cls.ahead.read_text() or 0))


def main(folder: Path) -> None:
    import django

    django.setup()
    _turn(folder)
    importlib.import_module("zgoda.desk.cases.schedule")  # before the first life, so that the next begin at once
    for number in count(1):
        life = os.fork()
        if life == 0:
            _live(folder)
        (folder / "life.pid").write_text(str(life))
        os.waitpid(life, 0)
        (folder / "deaths").write_text(str(number))


def _turn(folder: Path) -> None:
    """Real time is turned, so the sandbox's own lead counts no more in this process."""
    import stamina

    from tests.fakes.pace import Unhurried
    from zgoda.desk.allegro import opening, tokens
    from zgoda.engine import clock

    Turned.ahead = folder / "ahead"
    clock.datetime = Turned  # type: ignore[attr-defined]
    clock.offset = timedelta
    stamina.set_testing(True, attempts=3)
    opening.pace_of = lambda _connection: Unhurried()
    tokens.LEASE, tokens.LONGEST_WAIT = timedelta(seconds=1), 1.5  # a minute, in a time in which pauses are left out


def _live(folder: Path) -> None:
    """As many rounds as are asked for: every connection is due, then what is due to be sent, then jobs, then what was
    given up by the dead. A round stands for hours, in which the product's sender would have looked thousands of times."""
    from zgoda.desk.cases import outbox, schedule
    from zgoda.desk.store.models import Connection
    from zgoda.engine import clock, jobs

    with (folder / "worker.log").open("a") as log:
        for number in count(1):
            _wait_until_asked(folder)
            with (folder / "begun").open("a") as begun:
                begun.write(".")
            try:
                Connection.objects.update(next_sync_at=None)
                schedule.tick(clock.real_now())
                any(outbox.sweep() == 0 for _ in range(LOOKS))
                jobs.run_pending(20)
                jobs.requeue_abandoned()
            except Exception as error:
                print(f"round {number}: {type(error).__name__}: {error}", file=log, flush=True)
            with (folder / "rounds").open("a") as rounds:
                rounds.write(".")


def _wait_until_asked(folder: Path) -> None:
    """A worker that went round by itself would take the machine from the people while they act."""
    while (folder / "rounds").stat().st_size >= int((folder / "wanted").read_text()):
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
