"""Ports for the programs of a deployment, each held by one deployment only.

A web server shares its port with its own workers (``SO_REUSEPORT``), so a second server of the same person on the
same port is no error: the machine would give half of the requests to either. Whoever takes a port here holds a lock
on it until this process ends, however it ends; asking whether somebody listens would leave the moment until then open.
"""

import fcntl
import os
import socket
import tempfile
from pathlib import Path
from typing import IO

_held: dict[int, IO[str]] = {}


def take(host: str, wanted: int, span: int = 50) -> int:
    """The wanted port or the next free one; this process holds it from now on.

    :raises OSError: all ``span`` ports are taken.
    """
    for port in range(wanted, wanted + span):
        lock = None if port in _held else _locked(port)
        if lock is None:
            continue
        if _is_free(host, port):
            _held[port] = lock
            return port
        lock.close()
    raise OSError(f"no free port between {wanted} and {wanted + span - 1}")


def _locked(port: int) -> IO[str] | None:
    """The lock of this person's programs on a port, or None where another holds it."""
    path = Path(tempfile.gettempdir()) / f"zgoda-{os.getuid()}-port-{port}.lock"
    try:
        # Everybody may write in this folder: a link that somebody laid there is not followed.
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+")
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
