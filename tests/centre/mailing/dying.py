"""A process that dies with SIGKILL while it sends a letter: ``python -m tests.centre.mailing.dying POINT``."""

import os
import signal
import sys
from typing import Any

POINTS = ("written", "agreed", "leaving", "given", "noted")
"""Before the server is called; when it agreed to take the letter; when that the letter leaves is noted; when the server
took it; when that is noted too, and the job is not."""


def main(point: str) -> None:
    import django

    django.setup()
    from zgoda.engine import jobs

    _dies_at(point)
    jobs.run_one()


def _dies_at(point: str) -> None:
    from zgoda.centre.mailing import sending
    from zgoda.centre.partners.mail import smtp
    from zgoda.engine import jobs

    if point == "written":
        sending.hand_over = _die
    elif point == "agreed":
        smtp._agree = _then_die(smtp._agree)
    elif point == "leaving":
        smtp._give = _die
    elif point == "given":
        smtp._give = _then_die(smtp._give)
    else:
        jobs._finish = _die


def _then_die(act: Any) -> Any:
    def died(*args: object) -> None:
        act(*args)
        _die()

    return died


def _die(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
