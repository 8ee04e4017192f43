"""How a call to the server can go wrong, sorted by what the caller must know: did it perhaps take effect?

An answer that refuses is definite. No answer, or a server's own fault, is *uncertain* for a write: it may have taken
effect. Every failure keeps the trace id, without which the platform's support refuses to look.
"""

from dataclasses import dataclass, field

import msgspec


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
    if status >= 500:
        return ServerFault(what, status, told, trace_id)
    return _BY_STATUS.get(status, Refusal)(what, status, told, trace_id)


def read_told(body: bytes) -> Told:
    """Allegro's envelope, the OAuth form, or the first words of whatever else came (a gateway's HTML)."""
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Told(for_developers=body[:200].decode("utf-8", "replace"))
    if not isinstance(document, dict):
        return Told(for_developers=body[:200].decode("utf-8", "replace"))
    if isinstance(document.get("error"), str):
        return Told((document["error"],), for_developers=str(document.get("error_description") or ""))
    entries = [entry for entry in document.get("errors") or () if isinstance(entry, dict)]
    return Told(
        tuple(str(entry["code"]) for entry in entries if entry.get("code")),
        " ".join(str(entry["userMessage"]) for entry in entries if entry.get("userMessage")),
        " ".join(str(entry["message"]) for entry in entries if entry.get("message")),
    )


def _seconds(text: str | None) -> float | None:
    try:
        return max(0.0, float(text)) if text else None
    except ValueError:
        return None
