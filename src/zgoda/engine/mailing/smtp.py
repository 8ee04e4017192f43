"""Handing a mail to the mail server so that it is always known how far that came.

Where no server is set, mails go into files or wherever Django's backend leads, which counts as one step.
"""

import smtplib
from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email

_REASON = 300


class NotTaken(Exception):
    """The server has certainly not taken it. ``for_good``: asking again is of no use."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.reason, self.for_good = reason[:_REASON], for_good


class Doubtful(Exception):
    """The letter left and no answer came: the server may have taken it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason[:_REASON]


def hand_over(mail: EmailMessage, leaving: Callable[[], None]) -> None:
    """Give the mail to the server. ``leaving`` is called when all but the letter itself was said and agreed; what it
    raises stops the letter. Raises `NotTaken` and `Doubtful`."""
    address = mail.to[0]
    try:
        validate_email(address)
    except ValidationError:
        raise NotTaken("not an address", for_good=True) from None
    backend = get_connection()
    if not isinstance(backend, EmailBackend):
        leaving()
        backend.send_messages([mail])
        return
    _converse(_called(backend), mail, address, leaving)


def _called(backend: EmailBackend) -> smtplib.SMTP:
    """A server that does not answer, or does not let us in, may do so later."""
    try:
        backend.open()
    except (smtplib.SMTPException, OSError) as error:
        raise NotTaken(f"no connection: {_said(error)}", for_good=False) from error
    server = backend.connection
    assert isinstance(server, smtplib.SMTP)  # noqa: S101 -- `open` made it
    return server


def _converse(server: smtplib.SMTP, mail: EmailMessage, address: str, leaving: Callable[[], None]) -> None:
    try:
        _agree(server, mail, address)
        leaving()
        _give(server, mail.message().as_bytes())
    except BaseException:
        server.close()
        raise
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def _agree(server: smtplib.SMTP, mail: EmailMessage, address: str) -> None:
    """A sender that is not let in is our setting, which may be mended; a recipient that is refused stays so."""
    sender = mail.from_email.rpartition("<")[2].rstrip(">")
    try:
        server.ehlo_or_helo_if_needed()
        _expect(server.mail(sender), 250, mendable=True)
        _expect(server.rcpt(_in_ascii(address)), 250, 251)
        _expect(server.docmd("DATA"), 354)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        for_good = isinstance(error, UnicodeError)
        raise NotTaken(_said(error), for_good=for_good) from error


def _in_ascii(address: str) -> str:
    """A domain's name in the letters that servers speak; a mailbox's name cannot be told otherwise."""
    mailbox, _at, domain = address.rpartition("@")
    return f"{mailbox}@{domain.encode('idna').decode()}"


def _give(server: smtplib.SMTP, words: bytes) -> None:
    lines = (b"." + line if line.startswith(b".") else line for line in words.splitlines())
    try:
        server.send(b"\r\n".join((*lines, b".", b"")))
        answer = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Doubtful(_said(error)) from error
    _expect(answer, 250)


def _expect(answer: tuple[int, bytes], *codes: int, mendable: bool = False) -> None:
    code, words = answer
    if code not in codes:
        said = f"{code} {words.decode(errors='replace')}"
        raise NotTaken(said, for_good=500 <= code < 600 and not mendable)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
