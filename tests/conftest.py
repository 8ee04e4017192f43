"""What every test stands on: a database in a file (so that threads really compete), and a still clock cache."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.sqlite3.base import DatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as random_runs

from tests import databases
from zgoda.engine import append_only, clock

CHEAP_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"
"""A real password costs a fifth of a second of CPU by intention; `tests/accounts` looks at what the product chooses."""


def pytest_configure(config: pytest.Config) -> None:
    """Tests read English, the language of the message ids, unless they ask for another one.

    Generated examples are the same in each run and nothing times them, so that a change alone can turn a test red and a
    busy machine cannot; `make soak` looks further.
    """
    settings.LANGUAGE_CODE = "en"
    settings.WHITENOISE_AUTOREFRESH = True  # else each new test client looks through all static files once more
    settings.PASSWORD_HASHERS = [CHEAP_HASHER, *settings.PASSWORD_HASHERS]
    too_slow = [HealthCheck.too_slow]
    random_runs.register_profile(
        "steady", derandomize=True, database=None, deadline=None, suppress_health_check=too_slow
    )
    if config.getoption("-m") != "soak":
        random_runs.load_profile("steady")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite's test database is a file in WAL mode, as in production, but without waiting for the disk."""
    database: dict[str, Any] = settings.DATABASES["default"]
    if os.environ.get("ZGODA_TEST_DB") == "postgresql" and "postgresql" not in database["ENGINE"]:
        pytest.exit("ZGODA_TEST_DB=postgresql needs `-p tests.postgres`", returncode=4)
    if "sqlite3" not in database["ENGINE"]:
        return
    folder: Path = tmp_path_factory.mktemp("database")
    database["TEST"] = {**database.get("TEST", {}), "NAME": str(folder / "test.sqlite3")}
    database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """In the place of pytest-django's, which would carry out all migrations in each process."""
    with django_db_blocker.unblock(), databases.own(), django_db_blocker.block():
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptying_may_lift_the_journal_guard() -> Iterator[None]:
    """Django empties SQLite's tables with DELETE, which the triggers of the logs refuse; lift them just there."""
    original = DatabaseOperations.sql_flush
    guarded = (append_only.TABLE, "people_auditentry")

    def sql_flush(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        statements = original(self, *args, **kwargs)
        return [
            *(one for table in guarded for one in append_only.lift_statements("sqlite", table)),
            *statements,
            *(one for table in guarded for one in append_only.guard_statements("sqlite", table)),
        ]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    DatabaseOperations.sql_flush = original  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """No test sees the clock's offset or the law that another test's database held."""
    _forget()
    yield
    _forget()


@pytest.fixture
def nothing_grows_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """What processes keep for a moment they keep for the whole test, so that a slow machine counts the same queries."""
    from zgoda.centre.store import laws

    for kept in (clock, laws):
        monkeypatch.setattr(kept, "FRESH_SECONDS", 3600.0)


def _forget() -> None:
    from zgoda.centre.store import laws

    clock.forget()
    laws.forget()
