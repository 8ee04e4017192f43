"""CPU time of one thing done again and again: all of the process, so Python, SQLite and its reading of pages."""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

Thunk = Callable[[], Any]
WARM_UP = 8


@dataclass(frozen=True)
class Work:
    """``prepare`` makes the next thing to do, outside the measured time; ``check`` refuses a wrong result.

    ``target`` is the limit in milliseconds, where the specification sets one.
    """

    name: str
    prepare: Callable[[], Thunk]
    check: Callable[[Any], None]
    target: float | None = None


@dataclass
class Cost:
    """Milliseconds of CPU. ``first`` was the first of this process, with every cache cold. ``pages`` are those that
    SQLite read from its file with no page in its own memory, so what grows with the data shows there first."""

    name: str
    target: float | None
    median: float
    quiet: float
    first: float
    pages: int
    queries: list[tuple[str, Any]] = field(default_factory=list)


def measure(work: Work, times: int) -> Cost:
    """The median of ``times`` samples; ``quiet`` is the tenth that other programs disturbed least."""
    first = _once(work)
    for _ in range(WARM_UP):
        _once(work)
    thunk = work.prepare()
    with _listening() as heard:
        result = thunk()
    work.check(result)
    samples = sorted(_once(work) for _ in range(times))
    pages = round(statistics.median(_pages(work) for _ in range(9)))
    return Cost(work.name, work.target, statistics.median(samples), samples[times // 10], first, pages, heard)


def yardstick() -> float:
    """Milliseconds for a fixed piece of plain Python: a busy or slow machine shows here as in every other figure."""

    def piece() -> float:
        began = time.process_time_ns()
        for _ in range(10):
            "".join(sorted({str(number): (number, number) for number in range(2000)}))
        return (time.process_time_ns() - began) / 1e6

    return statistics.median(piece() for _ in range(15))


def _once(work: Work) -> float:
    thunk = work.prepare()
    began = time.process_time_ns()
    result = thunk()
    spent = (time.process_time_ns() - began) / 1e6
    work.check(result)
    return spent


def _pages(work: Work) -> float:
    thunk = work.prepare()
    connection.ensure_connection()
    (size,) = connection.connection.execute("PRAGMA page_size").fetchone()
    (mapped,) = connection.connection.execute("PRAGMA mmap_size").fetchone()
    connection.connection.execute("PRAGMA mmap_size=0")
    connection.connection.execute("PRAGMA shrink_memory")
    before = _bytes_read()
    thunk()
    read = _bytes_read() - before
    connection.connection.execute(f"PRAGMA mmap_size={mapped}")
    return read / size


def _bytes_read() -> int:
    """By this process, from files that may well be in the system's memory (Linux; elsewhere 0)."""
    told = Path("/proc/self/io")
    return int(told.read_text().split()[1]) if told.exists() else 0


@contextmanager
def _listening() -> Any:
    """Every statement that Django sends meanwhile, with its parameters."""
    heard: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield heard
