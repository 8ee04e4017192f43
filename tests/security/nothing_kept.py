"""A knock that changes nothing for the next visitor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Inside a transaction: what is written in here is rolled back.

    The savepoint is made before the first statement that is more than a question: most knocks only ask.
    """
    made: list[str | None] = []

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not made and not sql.startswith("SELECT "):
            made.append(None)
            made[0] = connection.savepoint()
        return execute(sql, params, many, context)

    waiting = list(connection.run_on_commit)
    with connection.execute_wrapper(look):
        yield
    for savepoint in made:
        connection.savepoint_rollback(savepoint)
        connection.savepoint_commit(savepoint)
    connection.run_on_commit = waiting
