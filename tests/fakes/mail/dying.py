"""A process that dies with SIGKILL while it sends a letter: ``python -m tests.fakes.mail.dying POINT``."""

import os
import signal
import smtplib
import socket
import sys
from typing import Any

POINTS = ("written", "agreed", "leaving", "half", "unanswered", "given", "noted")
"""Before the server is called; when it agreed to take the letter; when that the letter leaves is noted; when half of it
has left; when all of it has, and no answer came; when the server took it; when that is noted too, and the job is not."""


def main(point: str) -> None:
    import django

    django.setup()
    from zgoda.engine import jobs

    _dies_at(point)
    jobs.run_one()


def _dies_at(point: str) -> None:
    from zgoda.engine import jobs
    from zgoda.engine.mailing import sending, smtp

    if point == "written":
        sending.hand_over = _die
    elif point == "agreed":
        smtp._agree = _then_die(smtp._agree)
    elif point == "leaving":
        smtp._give = _die
    elif point == "half":
        smtplib.SMTP.send = _half_sent
    elif point == "unanswered":
        _dies_before_the_last_answer()
    elif point == "given":
        smtp._give = _then_die(smtp._give)
    else:
        jobs._finish = _die


def _half_sent(server: smtplib.SMTP, words: Any) -> None:
    """What is longer than a command is the letter."""
    raw = words if isinstance(words, bytes) else words.encode()
    if len(raw) < 1000:
        server.sock.sendall(raw)
        return
    server.sock.sendall(raw[: len(raw) // 2])
    _die()


def _dies_before_the_last_answer() -> None:
    """The server has answered as soon as its first bytes are there to be read; nobody reads them."""
    from zgoda.engine.mailing import smtp

    give = smtp._give

    def unread(server: smtplib.SMTP, words: bytes) -> None:
        server.getreply = lambda: _die(server.sock.recv(1, socket.MSG_PEEK))
        give(server, words)

    smtp._give = unread


def _then_die(act: Any) -> Any:
    def died(*args: object) -> None:
        act(*args)
        _die()

    return died


def _die(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
