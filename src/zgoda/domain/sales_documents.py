"""Sales documents of an order: who adds one, what it may be, how many there are, and when the buyer is told.

A document is announced and its file follows, as the protocol has it (allegro-api.md §7.2), or is given by its address
as a link. Numbers of invoices are the seller's own and nobody compares them.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from zgoda.domain.actors import Role

LARGEST_BYTES = 3 * 1024 * 1024
PDF = "application/pdf"
MOST, MOST_LATE_PAID, MOST_LINKS = 10, 1, 10
"""Documents of an order with a file, of one paid on extended terms, and links of an order."""
LATE_PAID = "EXTENDED_TERM"
NUMBER_LENGTH, LINK_LENGTH = 100, 2000
"""Characters of an invoice's number and of a link. The protocol names no bound; these are ours."""

NEXT_AFTER = timedelta(seconds=5)
"""The few seconds after which another document is announced while the last one still has no file."""

FILE_UNTIL = timedelta(hours=24)
"""How long an announced document waits for its file."""

_HOST = re.compile(r"[a-z0-9._-]+")


class DocumentState(StrEnum):
    """ANNOUNCED: no file yet. WAITING: its file is being looked at for harm. Buyers are shown what is ACCEPTED."""

    ANNOUNCED = "ANNOUNCED"
    WAITING = "WAITING"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


class DocumentWhy(StrEnum):
    NOT_YOUR_ORDER = "NOT_YOUR_ORDER"  # P-33
    ORDER_CANCELLED = "ORDER_CANCELLED"
    ENOUGH = "ENOUGH"
    LAST_IS_LOOKED_AT = "LAST_IS_LOOKED_AT"
    TOO_FAST = "TOO_FAST"
    NO_PDF_NAME = "NO_PDF_NAME"
    NUMBER_TOO_LONG = "NUMBER_TOO_LONG"
    HAS_A_FILE = "HAS_A_FILE"
    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    NO_PDF = "NO_PDF"
    NO_LINK = "NO_LINK"
    LINK_KNOWN = "LINK_KNOWN"
    LINKS_ENOUGH = "LINKS_ENOUGH"
    COMMAND_REUSED = "COMMAND_REUSED"


@dataclass(frozen=True, slots=True)
class DocumentRefused:
    """``limit`` is a number of documents, characters or bytes; ``wait`` how long until the same is accepted."""

    why: DocumentWhy
    limit: int | None = None
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A document that the order has."""

    state: DocumentState
    announced_at: datetime


def may_add(by: Role, *, sold_by: bool, fulfilled: bool) -> DocumentRefused | None:
    """P-33: the seller to its own order, and the Warehouse to an order that it fulfils; nobody else.

    ``sold_by``: the actor is the order's seller.
    """
    may = sold_by if by is Role.SELLER else fulfilled if by is Role.WAREHOUSE else False
    return None if may else DocumentRefused(DocumentWhy.NOT_YOUR_ORDER)


def may_announce(
    known: Sequence[Known], now: datetime, *, payment: str = "", cancelled: bool = False
) -> DocumentRefused | None:
    """The protocol's order of things: up to ten documents, one where the order is paid on extended terms; none while
    the last file is looked at, and none for some seconds while the last announcement has no file.

    What was found harmful, and an announcement whose file never came, take no place.
    """
    if cancelled:
        return DocumentRefused(DocumentWhy.ORDER_CANCELLED)
    standing = [one for one in known if counts(one, now)]
    most = MOST_LATE_PAID if payment == LATE_PAID else MOST
    if len(standing) >= most:
        return DocumentRefused(DocumentWhy.ENOUGH, most)
    if any(one.state is DocumentState.WAITING for one in standing):
        return DocumentRefused(DocumentWhy.LAST_IS_LOOKED_AT)
    waits = [one.announced_at + NEXT_AFTER - now for one in standing if one.state is DocumentState.ANNOUNCED]
    longest = max(waits, default=timedelta())
    return DocumentRefused(DocumentWhy.TOO_FAST, wait=longest) if longest > timedelta() else None


def counts(known: Known, now: datetime) -> bool:
    """Whether it takes one of the order's places."""
    if known.state is DocumentState.ANNOUNCED:
        return now - known.announced_at < FILE_UNTIL
    return known.state is not DocumentState.REJECTED


def may_be_called(name: str | None, number: str) -> DocumentRefused | None:
    """A document's file is called as a PDF is; ``name`` is None where it cannot be the name of a file."""
    if name is None or not name.lower().endswith(".pdf"):
        return DocumentRefused(DocumentWhy.NO_PDF_NAME)
    return DocumentRefused(DocumentWhy.NUMBER_TOO_LONG, NUMBER_LENGTH) if len(number) > NUMBER_LENGTH else None


def may_be_filed(size: int, kind: str | None, state: DocumentState = DocumentState.ANNOUNCED) -> DocumentRefused | None:
    """One file to a document, a PDF by its content, of 1 byte to 3 MB."""
    if state is not DocumentState.ANNOUNCED:
        return DocumentRefused(DocumentWhy.HAS_A_FILE)
    if not size:
        return DocumentRefused(DocumentWhy.EMPTY)
    if size > LARGEST_BYTES:
        return DocumentRefused(DocumentWhy.TOO_LARGE, LARGEST_BYTES)
    return None if kind == PDF else DocumentRefused(DocumentWhy.NO_PDF)


def may_link(url: str, known: Collection[str]) -> DocumentRefused | None:
    """Up to ten different links, each a whole address with https and a name: the buyer is led there by a click."""
    if not is_link(url):
        return DocumentRefused(DocumentWhy.NO_LINK)
    if url in known:
        return DocumentRefused(DocumentWhy.LINK_KNOWN)
    return DocumentRefused(DocumentWhy.LINKS_ENOUGH, MOST_LINKS) if len(known) >= MOST_LINKS else None


def is_link(url: str) -> bool:
    """Whether a browser and a person read the same place in it: ASCII alone, no blanks, no sign-in before the host, and
    in the host nothing that a browser reads as another sign (``%E3%80%82`` is a dot to it)."""
    if len(url) > LINK_LENGTH or not url.isascii() or not all("!" <= char <= "~" for char in url) or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises where it is no number
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and "." in host and _HOST.fullmatch(host) is not None and "@" not in parts.netloc


def is_shown_to_buyer(state: DocumentState) -> bool:
    """S4-09: the buyer is told and finds the document once its file is known to be harmless, and not before."""
    return state is DocumentState.ACCEPTED
