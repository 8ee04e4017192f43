"""A stream of toy facts, for tests that need a journal and no case."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from zgoda.engine import append_only
from zgoda.engine.journal import Fact, Head, append

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
A = UUID("00000000-0000-4000-8000-00000000000a")
B = UUID("00000000-0000-4000-8000-00000000000b")


def fact(n: int) -> Fact:
    return Fact("Counted", 1, f'{{"n":{n}}}', "SYSTEM", NOON, "seed")


def write(stream: UUID, count: int, head: Head | None = None) -> Head:
    head = head or Head()
    return append(stream, head, [fact(head.seq + n) for n in range(1, count + 1)], recorded_at=NOON)


def tamper(sql: str, *params: object) -> None:
    """Change the journal behind the product's back, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        for statement in append_only.lift_statements(connection.vendor):
            cursor.execute(statement)
        cursor.execute(sql, params)
        for statement in append_only.guard_statements(connection.vendor):
            cursor.execute(statement)


def key(stream: UUID) -> str:
    """A uuid as the database keeps it, for raw SQL."""
    return stream.hex if connection.vendor == "sqlite" else str(stream)
