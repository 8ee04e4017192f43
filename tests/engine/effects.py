"""Jobs that tests enqueue; the queue finds them by their path."""

from collections.abc import Callable
from datetime import timedelta

from zgoda.engine.jobs import durable, once

ran: list[str] = []
during: list[Callable[[], None]] = []


@durable()
def note(word: str) -> None:
    ran.append(word)


@durable(attempts=3, base=timedelta(seconds=10))
def fail(word: str) -> None:
    ran.append(word)
    raise ConnectionError("the other side is away")


@durable(attempts=2)
def count_once(key: str) -> None:
    once(key, lambda: {"paid": True}, lambda result: ran.append(key))


@durable()
def interrupted(key: str) -> None:
    """While the remote call runs, something happens to the world."""

    def act() -> str:
        for happening in list(during):
            happening()
        return "called"

    once(key, act, lambda result: ran.append(key))
