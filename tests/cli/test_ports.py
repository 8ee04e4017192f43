"""A port belongs to one deployment: two that start at the same moment must not serve each other's visitors."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from zgoda.cli import ports

HOST = "127.0.0.1"
FIRST = 8950
UNUSED = 9290
TAKES = "import sys; from zgoda.cli import ports; print(ports.take('127.0.0.1', 8950), flush=True); sys.stdin.read()"


def test_two_programs_of_one_deployment_get_two_ports() -> None:
    assert ports.take(HOST, FIRST) != ports.take(HOST, FIRST)


def test_a_neighbour_that_does_not_listen_yet_has_its_port() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", TAKES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as neighbour:
        assert neighbour.stdout is not None
        theirs = int(neighbour.stdout.readline())
        assert ports.take(HOST, theirs) != theirs
        neighbour.communicate("")
    assert ports.take(HOST, theirs) == theirs, "the lock did not go with its process"


def test_a_link_that_somebody_laid_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / f"zgoda-{os.getuid()}-port-{UNUSED}.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="no free port"):
        ports.take(HOST, UNUSED, span=1)
    assert not (tmp_path / "elsewhere").exists()


def test_a_port_that_somebody_else_listens_on_is_passed_over() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(OSError, match="no free port"):
            ports.take(HOST, taken, span=1)
