"""``python -m tests.fakes.mail.server FOLDER``: prints its port and keeps every letter in the folder until it is killed.

The protocol is aiosmtpd's. ``refusing.json`` in the folder says which answers it gives instead: by the name of a
command (``RCPT``, ``DATA``), an answer, ``silence`` to say nothing more, or ``drop`` to hang up; ``DATA`` is answered
when the letter has arrived, and ``drop`` keeps it before hanging up.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session


class Keeping:
    """What aiosmtpd asks at each step of a conversation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._instead("RCPT"):
            return await self._misbehaving(server, answer)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self._instead("DATA")
        if answer and answer != "drop":
            return await self._misbehaving(server, answer)
        (self.folder / f"{uuid4().hex}.part").write_bytes(envelope.original_content or b"")
        for part in self.folder.glob("*.part"):
            part.rename(part.with_suffix(".eml"))
        return await self._misbehaving(server, answer) if answer else "250 OK"

    def _instead(self, command: str) -> str:
        told = self.folder / "refusing.json"
        return str(json.loads(told.read_text()).get(command, "")) if told.exists() else ""

    async def _misbehaving(self, server: SMTP, answer: str) -> str:
        if answer == "drop":
            assert server.transport is not None
            server.transport.abort()
        if answer in {"drop", "silence"}:
            await asyncio.Event().wait()
        return answer


async def serve(folder: Path) -> None:
    loop = asyncio.get_running_loop()

    def conversation() -> Any:
        return SMTP(Keeping(folder), hostname="mail.example", loop=loop)

    listening = await loop.create_server(conversation, "127.0.0.1", 0)
    sys.stdout.write(f"{listening.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
