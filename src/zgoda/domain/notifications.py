"""Who is told of what, on which way, and which letters nobody can switch off.

E.6 is the complete list of the seeds; the rows below it are what E.2, E.3 and E.4 name for single acts. A row that
waits for something that is not built says for what, and no letter of it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from zgoda.domain.actors import Role


class Way(StrEnum):
    EMAIL = "EMAIL"
    IN_DISCUSSION = "IN_DISCUSSION"
    ON_SCREEN = "ON_SCREEN"


class Kind(StrEnum):
    """What a letter tells."""

    DISCUSSION_OPENED = "DISCUSSION_OPENED"
    HIDDEN_OPENED = "HIDDEN_OPENED"
    FORWARDED = "FORWARDED"
    REOPENED = "REOPENED"
    RESOLVED = "RESOLVED"
    UNRESOLVED = "UNRESOLVED"
    REFUND_REFUSED = "REFUND_REFUSED"
    WARNED = "WARNED"
    BLOCKED = "BLOCKED"
    CLAIM_FILED = "CLAIM_FILED"
    CLAIM_RETURN_DECISION = "CLAIM_RETURN_DECISION"
    CLAIM_DECIDED = "CLAIM_DECIDED"
    CLAIM_DEEMED_ACCEPTED = "CLAIM_DEEMED_ACCEPTED"
    CLAIM_WITHDRAWN = "CLAIM_WITHDRAWN"
    PURCHASE_MADE = "PURCHASE_MADE"
    DOCUMENT_ADDED = "DOCUMENT_ADDED"
    RATING_REMOVAL = "RATING_REMOVAL"
    RATING_REQUEST = "RATING_REQUEST"
    CALL_HANDED_OVER = "CALL_HANDED_OVER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One row. ``id`` is the number of E.6, or the transition that names the notification; ``to`` who is told.

    ``duty``: it tells of something the reader has to do or has a right to know, so it cannot be switched off.
    ``bare``: it says nothing that leads to a case (C-44). ``waits_for``: what is to be built before it is sent.
    """

    id: str
    rules: tuple[str, ...]
    to: tuple[Role, ...]
    way: Way
    kind: Kind | None = None
    duty: bool = False
    bare: bool = False
    waits_for: str = ""


_SELLER, _BUYER = (Role.SELLER,), (Role.BUYER,)


def _letter(
    number: str, kind: Kind, to: tuple[Role, ...], *rules: str, duty: bool = False, bare: bool = False
) -> Notification:
    return Notification(id=number, rules=rules, to=to, way=Way.EMAIL, kind=kind, duty=duty, bare=bare)


TABLE: tuple[Notification, ...] = (
    _letter("N-01", Kind.DISCUSSION_OPENED, _SELLER, "S1-50", "S1-65", duty=True),
    _letter("N-02", Kind.HIDDEN_OPENED, _SELLER, "S1-57", "C-44", duty=True, bare=True),
    _letter("N-03", Kind.FORWARDED, _SELLER, "S1-53", "S1-66", duty=True),
    Notification(id="N-04", rules=("S0-42",), to=_BUYER, way=Way.IN_DISCUSSION),
    Notification(id="N-05", rules=("S0-44",), to=_BUYER, way=Way.IN_DISCUSSION),
    _letter("N-06", Kind.RATING_REMOVAL, _BUYER, "S1-36"),
    _letter("N-07", Kind.PURCHASE_MADE, _BUYER, "S1-29", duty=True),
    Notification(id="N-08", rules=("S0-16", "S3-22"), to=_BUYER, way=Way.IN_DISCUSSION),
    _letter("N-09", Kind.DOCUMENT_ADDED, _BUYER, "S4-09"),
    Notification(id="N-10", rules=("B6-03",), to=_SELLER, way=Way.EMAIL, waits_for="message policy"),
    Notification(id="N-11", rules=("S4-01",), to=_SELLER, way=Way.ON_SCREEN, waits_for="message policy"),
    Notification(id="N-12", rules=("S3-14",), to=_SELLER, way=Way.ON_SCREEN),
    _letter("T-10", Kind.WARNED, _SELLER, "S0-15", duty=True),
    _letter("T-17", Kind.RESOLVED, _SELLER),
    _letter("T-22", Kind.UNRESOLVED, _SELLER),
    _letter("T-25", Kind.REOPENED, _SELLER, duty=True),
    _letter("P-23", Kind.REFUND_REFUSED, _SELLER, "S0-41", duty=True),
    _letter("P-26", Kind.BLOCKED, _SELLER, "S0-15", duty=True),
    _letter("P-27", Kind.RATING_REQUEST, _BUYER, "S1-37"),
    _letter("P-40", Kind.CALL_HANDED_OVER, _SELLER, "S1-30", duty=True),
    _letter("K-01", Kind.CLAIM_FILED, _SELLER, duty=True),
    _letter("TM-8", Kind.CLAIM_RETURN_DECISION, _SELLER),
    _letter("K-03", Kind.CLAIM_DECIDED, _BUYER, duty=True),
    _letter("K-05", Kind.CLAIM_DEEMED_ACCEPTED, (Role.SELLER, Role.BUYER), duty=True),
    _letter("K-07", Kind.CLAIM_WITHDRAWN, _SELLER, duty=True),
)
"""E.6, N-01…N-12 in its order, then E.2, E.3 and E.4. S1-36, P-27: N-06 asks the buyer to remove a rating, with an
explanation and a link; the buyer may switch off being asked. S4-09: N-09 may be switched off too, since the document
stands in My purchases whoever reads letters. C-35: the Warehouse is told by its queue, never by e-mail; claims whose
TM-8 runs or has passed stand above it."""

LETTERS: Mapping[Kind, Notification] = MappingProxyType({row.kind: row for row in TABLE if row.kind is not None})
"""The letters by what they tell."""

FRESH_PURCHASE = timedelta(days=1)
"""A purchase that becomes known later than this is old news, as when last year's orders are imported."""


def of_opening(*, hidden: bool) -> Kind:
    """N-01, S1-50, S1-65: every Discussion is told to its seller, whoever it is assigned to.

    N-02, S1-57, C-44: one that is hidden from its sellers is told to each of them with the order's number and that
    the Warehouse handles it, and nothing else.
    """
    return Kind.HIDDEN_OPENED if hidden else Kind.DISCUSSION_OPENED


def of_forward(to: Role) -> Kind | None:
    """N-03, S1-53, S1-66: told to the seller who answers from now on. C-35: the seller's own forward is not mailed."""
    return Kind.FORWARDED if to is Role.SELLER else None


def of_purchase(bought_at: datetime, now: datetime) -> Kind | None:
    """N-07, S1-29: the buyer's letter after the purchase, with the hotline's number and the seller's contact."""
    return Kind.PURCHASE_MADE if now - bought_at < FRESH_PURCHASE else None


def may_tell(kind: Kind, *, hidden: bool) -> bool:
    """S1-56, C-44: of a hidden case its sellers hear once, in the bare letter, and of no other case in it."""
    return LETTERS[kind].bare == hidden


def is_wanted(kind: Kind, switched_off: frozenset[str]) -> bool:
    """What may be switched off goes to whoever did not; duties go to everybody."""
    return LETTERS[kind].duty or kind not in switched_off


def letters_for(role: Role | str) -> tuple[Notification, ...]:
    """What somebody in this role is sent by e-mail."""
    return tuple(row for row in LETTERS.values() if role in row.to)
