"""Who may read a Discussion (P-04, P-49)."""

from enum import StrEnum

from zgoda.domain.actors import STAFF, Actor, Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.routing import is_fulfilled


class Access(StrEnum):
    """How somebody reads a case: NONE must look like a case that does not exist (P-49)."""

    FULL = "FULL"
    READ_LOGGED = "READ_LOGGED"
    NONE = "NONE"


def access(case: Discussion, actor: Actor) -> Access:
    """P-04: the parties and the staff at work in the case read it; other staff may, and each such read is logged.

    S0-58: an opening on the buyer's behalf makes the platform's employees members.
    """
    if is_party(case, actor):
        return Access.FULL
    return Access.READ_LOGGED if actor.role in STAFF else Access.NONE


def may_view(case: Discussion, actor: Actor) -> bool:
    """P-04, P-49: False means "not found"."""
    return access(case, actor) is not Access.NONE


def is_party(case: Discussion, actor: Actor) -> bool:
    """The buyer, the seller unless the case is hidden from it (S1-56), the Warehouse for all orders that it fulfils,
    a consultant who joined, and staff where the platform opened the case (C-43).

    S1-55, S1-58: a seller follows what the Warehouse answers; the Warehouse what the sellers of its orders do.
    """
    if actor.role is Role.BUYER:
        return actor.id == case.purchase.buyer_id
    if actor.role is Role.SELLER:
        return actor.id == case.purchase.seller_id and not case.hidden
    if actor.role is Role.WAREHOUSE:
        return is_fulfilled(case.purchase) or any(entry.party is Role.WAREHOUSE for entry in case.responsibilities)
    if actor.role in STAFF:
        return case.on_behalf or has_joined(case, actor)
    return False


def has_joined(case: Discussion, actor: Actor) -> bool:
    """P-05: whether this consultant is the one at work in the case."""
    return actor.role is Role.CONSULTANT and actor.id is not None and case.joined_by == actor.id
