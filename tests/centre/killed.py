"""A process that dies with SIGKILL in the middle of its work: ``python -m tests.centre.killed sweep|job|call INSTANT``."""

import os
import signal
import sys
from datetime import datetime


def main(what: str, instant: str) -> None:
    import django

    django.setup()
    if what == "sweep":
        _die_in_a_sweep(datetime.fromisoformat(instant))
    elif what == "call":
        _die_on_the_telephone()
    else:
        _die_in_a_job()


def _die_in_a_sweep(now: datetime) -> None:
    """After journal, row and messages are written, before the timers are."""
    from zgoda.centre.handle import fire_due
    from zgoda.engine import timers

    timers.reconcile = _die
    timers.sweep(now, lambda case_id: fire_due(case_id, now=now))


def _die_in_a_job() -> None:
    """In the middle of its work."""
    from zgoda.centre.mailing import words
    from zgoda.engine import jobs

    words.written = _die
    jobs.run_one()


def _die_on_the_telephone() -> None:
    """When the exchange has taken the attempt, before its answer is written down."""
    from zgoda.centre.partners.telephony import client
    from zgoda.engine import jobs

    client._hear = _die
    jobs.run_one()


def _die(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
