"""Rows into SQLite by the thousand, with the values that the models' own fields would store."""

import random
from collections.abc import Mapping
from types import TracebackType
from uuid import UUID

from django.db import connection, models

Row = Mapping[str, object]
BATCH = 5000


def stored(instance: models.Model) -> dict[str, object]:
    """Column → value as the database holds it; the automatic key is left out where it is not set."""
    values = {}
    for field in instance._meta.local_concrete_fields:
        value = getattr(instance, field.attname)
        if value is None and field.primary_key:
            continue
        values[field.column] = field.get_db_prep_save(value, connection)
    return values


class Bulk:
    """Collects rows of one table and writes them in batches; all rows have the columns of the first."""

    def __init__(self, model: type[models.Model]) -> None:
        self.table = model._meta.db_table
        self.columns: tuple[str, ...] = ()
        self.rows: list[tuple[object, ...]] = []

    def __enter__(self) -> "Bulk":
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if kind is None:
            self.write()

    def add(self, row: Row) -> None:
        self.columns = self.columns or tuple(row)
        self.rows.append(tuple(row[name] for name in self.columns))
        if len(self.rows) >= BATCH:
            self.write()

    def write(self) -> None:
        """What was collected so far."""
        if not self.rows:
            return
        names, marks = ", ".join(f'"{name}"' for name in self.columns), ", ".join("?" * len(self.columns))
        connection.ensure_connection()
        connection.connection.executemany(f'INSERT INTO "{self.table}" ({names}) VALUES ({marks})', self.rows)
        self.rows.clear()


def new_id(rng: random.Random) -> UUID:
    """A random UUID that a seed repeats."""
    return UUID(int=rng.getrandbits(128), version=4)
