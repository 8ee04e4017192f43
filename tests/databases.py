"""The tests' database: migrated once for each state of the migrations, then copied for every process.

Carrying out all migrations costs a quarter of a minute of CPU, a copy next to nothing. SQLite's migrated file stays
in `.pytest_cache` for the next run; on PostgreSQL it is a template database, as old as its throw-away server.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from zgoda.engine import append_only

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".pytest_cache" / "databases"
TEMPLATE = "zgoda_migrated"


@contextmanager
def own() -> Iterator[None]:
    """The default connection stands on a migrated, empty database of this process's own, and on the former one after."""
    before, name = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    with _nobody_else():
        if connection.vendor == "sqlite":
            shutil.copyfile(_migrated_file(), name)
        else:
            _copy_on_the_server(name)
    _stand_on(name)
    yield
    connection.creation.destroy_test_db(before, verbosity=0)


def copy_to(file: Path) -> None:
    """Lay SQLite's migrated, empty database there, for a process of its own."""
    with _nobody_else():
        shutil.copyfile(_migrated_file(), file)


@contextmanager
def _nobody_else() -> Iterator[None]:
    """One process migrates, the others wait for it and copy."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrated_file() -> Path:
    file = KEPT / f"{_state_of_the_migrations()}.sqlite3"
    if not file.exists():
        for old in KEPT.glob("*.sqlite3*"):
            old.unlink()
        unfinished = file.with_suffix(".sqlite3-unfinished")
        _migrate(str(unfinished))
        unfinished.rename(file)
    return file


def _copy_on_the_server(name: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [TEMPLATE])
        is_there = cursor.fetchone()[0]
    if not is_there:
        _migrate(TEMPLATE)
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')


def _migrate(name: str) -> None:
    """Make the database ``name`` as Django makes one for tests, and leave it without connections."""
    asked = connection.settings_dict["TEST"]
    connection.settings_dict["TEST"] = {**asked, "NAME": name}
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    connection.settings_dict["TEST"] = asked


def _stand_on(name: str) -> None:
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


def _state_of_the_migrations() -> str:
    """Changes whenever a migrated database could come out differently."""
    ours = sorted((ROOT / "src").rglob("migrations/*.py"))
    digest = hashlib.sha256()
    for file in (*ours, Path(append_only.__file__), ROOT / "src/zgoda/settings.py", ROOT / "requirements.lock"):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
