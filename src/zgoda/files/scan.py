"""The scan hook: a command given the file's path. 0 is clean, 1 is infected, anything else is tried again.

Without a command every file is shown as soon as it is here. A file that waits for its scan is not shown.
"""

import subprocess

from django.conf import settings
from django.core.files.storage import default_storage

from zgoda.engine.jobs import durable
from zgoda.files.models import State, StoredFile

TIMEOUT_SECONDS = 120


class ScanFailed(Exception):
    """The command could not say; the job tries again."""


def is_wanted() -> bool:
    """Whether files have to pass a scan here."""
    return bool(settings.SCAN_COMMAND)


@durable(attempts=10)
def scan_file(file_id: str) -> None:
    """Scan one uploaded file and record the verdict."""
    judge(file_id)


def judge(file_id: str) -> None:
    """Scan an uploaded file and record the verdict, once. An infected file's bytes are removed. Raises `ScanFailed`."""
    row = StoredFile.objects.filter(pk=file_id, state=State.UPLOADED).first()
    if row is None:
        return
    clean = not is_wanted() or _passes(default_storage.path(row.path))
    verdict = State.SAFE if clean else State.UNSAFE
    changed = StoredFile.objects.filter(pk=row.pk, state=State.UPLOADED).update(state=verdict)
    if changed and not clean:
        default_storage.delete(row.path)


def _passes(path: str) -> bool:
    done = subprocess.run(  # noqa: S603  the command is the operator's, the path is ours
        [*settings.SCAN_COMMAND, path], capture_output=True, timeout=TIMEOUT_SECONDS, check=False
    )
    if done.returncode not in (0, 1):
        raise ScanFailed(f"exit {done.returncode}: {done.stderr[-200:].decode(errors='replace')}")
    return done.returncode == 0
