"""How a call to the server can go wrong, sorted by what the caller must know: did it perhaps take effect?

An answer that refuses is definite. No answer, or a server's own fault, is *uncertain* for a write: it may have taken
effect. Every failure keeps the trace id, without which the platform's support refuses to look.
"""

import math
from dataclasses import dataclass, field

import msgspec

LONGEST_WORDS = 2000
"""Characters kept of what a server says about a failure."""

LONGEST_TRACE = 64
LONGEST_WAIT = 3600.0
"""Seconds: a server that asks for more is asked again after this."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the server said: codes, the text for people, the text for developers."""

    codes: tuple[str, ...] = ()
    for_people: str = ""
    for_developers: str = ""


@dataclass(eq=False)
class CallFailed(Exception):
    """A call without a usable answer. ``status`` 0 means that none came. The message holds no header and no token."""

    what: str
    status: int = 0
    told: Told = field(default_factory=Told)
    trace_id: str = ""

    uncertain = False
    retryable = False

    def __str__(self) -> str:
        codes = ", ".join(self.told.codes)
        detail = self.told.for_people or self.told.for_developers
        return f"{self.what}: {self.status or 'no answer'} {codes} {detail}".strip()

    @property
    def kind(self) -> str:
        """Which of the classes below it is, for whoever has words of their own for it."""
        return type(self).__name__

    @property
    def in_words(self) -> str:
        """What the server says to people, else everything there is for developers."""
        return self.told.for_people or str(self)


class NotReached(CallFailed):
    """The request never left: certainly without effect."""

    retryable = True


class NoAnswer(CallFailed):
    """The request left and no answer came."""

    uncertain = True
    retryable = True


class ServerFault(CallFailed):
    """5xx, or a page of HTML where JSON was due. A write may have taken effect all the same."""

    uncertain = True
    retryable = True


@dataclass(eq=False)
class TooMany(CallFailed):
    """429: certainly without effect; ``after`` seconds until the next try, where the server said."""

    after: float | None = None

    retryable = True

    __str__ = CallFailed.__str__


class Stopped(CallFailed):
    """The connection is paused: the desk itself lets nothing leave."""


class ConsentNeeded(CallFailed):
    """The tokens are dead: a person must connect the account again."""


class Forbidden(CallFailed):
    """403: the consent lacks a scope, or the server does not offer it."""


class NotFound(CallFailed):
    """404: gone, never there, or hidden."""


class Conflict(CallFailed):
    """409: the state of the case forbids it."""


class Refusal(CallFailed):
    """Any other 4xx: the server read the request and said no."""


_BY_STATUS: dict[int, type[CallFailed]] = {
    401: ConsentNeeded,
    403: Forbidden,
    404: NotFound,
    408: NoAnswer,
    409: Conflict,
}


def failure(what: str, status: int, body: bytes, trace_id: str, retry_after: str | None) -> CallFailed:
    """The failure an answer of ``status`` outside 2xx means."""
    told = read_told(body)
    if status == 429:
        return TooMany(what, status, told, trace_id, after=_seconds(retry_after))
    if status >= 500 or (status == 404 and _is_page(body)):
        return ServerFault(what, status, told, trace_id)
    return _BY_STATUS.get(status, Refusal)(what, status, told, trace_id)


def _is_page(body: bytes) -> bool:
    """A gateway that finds no server behind it says 404 in HTML; that tells nothing about a record."""
    return body.lstrip()[:1] == b"<"


def readable_trace(header: str) -> str:
    """A trace id as it can be kept; it is the server's, so it may be anything."""
    return header[:LONGEST_TRACE]


def read_told(body: bytes) -> Told:
    """Allegro's envelope, the OAuth form, or the first words of whatever else came (a gateway's HTML)."""
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Told(for_developers=_kept(body[:200].decode("utf-8", "replace")))
    if not isinstance(document, dict):
        return Told(for_developers=_kept(body[:200].decode("utf-8", "replace")))
    if isinstance(document.get("error"), str):
        described = str(document.get("error_description") or "")
        return Told((_kept(document["error"]),), for_developers=_kept(described))
    listed = document.get("errors")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    return Told(
        tuple(_kept(str(entry["code"])) for entry in entries if entry.get("code")),
        _kept(" ".join(str(entry["userMessage"]) for entry in entries if entry.get("userMessage"))),
        _kept(" ".join(str(entry["message"]) for entry in entries if entry.get("message"))),
    )


def _kept(text: str) -> str:
    """As much as is worth keeping, without what a database cannot keep."""
    return text[:LONGEST_WORDS].replace("\x00", "")


def _seconds(text: str | None) -> float | None:
    try:
        seconds = float(text) if text else math.nan
    except ValueError:
        return None
    return None if math.isnan(seconds) else min(max(0.0, seconds), LONGEST_WAIT)
