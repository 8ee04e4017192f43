"""The mail server from outside: starting it, what arrived, and how it is to misbehave."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

ROOT = Path(__file__).parents[3]


@dataclass
class MailServer:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def arrived(self) -> list[EmailMessage]:
        """Every letter that arrived, in no order."""
        return [cast(EmailMessage, message_from_bytes(one, policy=policy.default)) for one in self.raw()]

    def raw(self) -> list[bytes]:
        """The same letters, in the same order, as they came over the wire."""
        return [one.read_bytes() for one in sorted(self.folder.glob("*.eml"))]

    def refuse(self, **answers: str) -> None:
        """From now on, by the name of a command; nothing means that it behaves again."""
        (self.folder / "refusing.json").write_text(json.dumps(answers))

    def empty(self) -> None:
        for kept in self.folder.iterdir():
            kept.unlink()


@contextmanager
def running(folder: Path) -> Iterator[MailServer]:
    command = [sys.executable, "-m", "tests.fakes.mail.server", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield MailServer(folder, int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
