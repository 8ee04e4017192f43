"""`zgoda work`: the loops that no page waits for. Any number of these may run against one database."""

import argparse
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

NAME = "work"
HELP = "run the worker: due timers, jobs, the desk's sync, the journal's anchor"
NEEDS_DJANGO = True
KEEP_FINISHED_JOBS = timedelta(days=7)


@dataclass(frozen=True)
class Loop:
    """Something done again and again. ``turn`` returns whether there may be more to do at once."""

    name: str
    pause_seconds: float
    turn: Callable[[], bool]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=("centre", "desk"), help="work for one half only")
    parser.add_argument(
        "--readers", type=int, default=2, metavar="N", help="connections of the desk read at the same time (2)"
    )
    parser.add_argument("--once", action="store_true", help="do what is due now and end")


def run(args: argparse.Namespace) -> int:
    loops = _loops(args.only, args.readers)
    if args.once:
        for loop in loops:
            while loop.turn():
                pass
        return 0
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    threads = [threading.Thread(target=_go_round, args=(loop, stop), name=loop.name) for loop in loops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 0


def _loops(only: str | None, readers: int) -> list[Loop]:
    loops = [Loop("jobs", 0.5, _run_jobs), Loop("housekeeping", 30, _keep_house)]
    if only != "desk":
        loops.append(Loop("timers", 1, _sweep_timers))
        loops.append(Loop("figures", 1, _follow_figures))
    if only != "centre":
        loops += [Loop(f"reader {number}", 1, _read_desks) for number in range(1, readers + 1)]
        loops.append(Loop("sender", 1, _send))
        loops.append(Loop("notices", 20, _tell_members))
        loops.append(Loop("rules", 2, _ask_rules))
    return loops


def _go_round(loop: Loop, stop: threading.Event) -> None:
    """Turns until told to stop. An error is logged and the loop goes on: a worker outlives a bad minute."""
    import structlog
    from django.db import close_old_connections

    log = structlog.get_logger(__name__)
    while not stop.is_set():
        more = False
        try:
            close_old_connections()
            more = loop.turn()
        except Exception:
            log.exception("worker_loop_failed", loop=loop.name)
        if not more:
            stop.wait(loop.pause_seconds)


def _run_jobs() -> bool:
    from zgoda.engine import jobs

    return jobs.run_one()


def _sweep_timers() -> bool:
    from zgoda.centre import ticking

    ticking.sweep()
    return False


def _follow_figures() -> bool:
    from zgoda.centre.quality import keeping
    from zgoda.engine import clock

    keeping.sweep(clock.now())
    return False


def _read_desks() -> bool:
    from zgoda.desk.cases import schedule
    from zgoda.engine import clock

    return schedule.read_next(clock.real_now())


def _send() -> bool:
    """Beside the readers, so that an answer does not wait for what they read."""
    from zgoda.desk.cases import outbox

    outbox.sweep()
    return False


def _tell_members() -> bool:
    from zgoda.desk.people import noticing
    from zgoda.engine import clock

    noticing.sweep(clock.real_now())
    return False


def _ask_rules() -> bool:
    from zgoda.desk.automation import looking
    from zgoda.engine import clock

    return looking.sweep(clock.real_now()) > 0


def _keep_house() -> bool:
    from django.core.cache import cache

    from zgoda.centre.hotline import retention
    from zgoda.centre.incidents import choosing
    from zgoda.centre.mailing import sending
    from zgoda.centre.oauth import tokens
    from zgoda.desk.automation import looking
    from zgoda.desk.people import letters
    from zgoda.engine import anchor, clock, jobs
    from zgoda.files import using

    jobs.requeue_abandoned()
    tokens.sweep(clock.real_now())
    using.expire_unused(clock.real_now())
    jobs.prune_finished(clock.real_now() - KEEP_FINISHED_JOBS)
    looking.prune(clock.real_now())
    sending.forget_words()
    retention.sweep(clock.now())
    choosing.forget(clock.now())
    letters.forget()
    anchor.append_changes()
    cache.set("worker_seen_at", clock.real_now().isoformat(), timeout=None)
    return False
