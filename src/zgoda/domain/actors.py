"""Who acts in a case (rules E.1)."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """An actor of E.1. A seller's agent acts as SELLER; what it may do beyond that is the desk's affair."""

    BUYER = "BUYER"
    SELLER = "SELLER"
    WAREHOUSE = "WAREHOUSE"
    CONSULTANT = "CONSULTANT"
    MODERATOR = "MODERATOR"
    HOTLINE = "HOTLINE"
    SYSTEM = "SYSTEM"
    CARRIER = "CARRIER"
    PAYMENTS = "PAYMENTS"
    ADMIN = "ADMIN"
    OVERSIGHT = "OVERSIGHT"


STAFF = frozenset({Role.CONSULTANT, Role.MODERATOR})
ANSWERERS = frozenset({Role.SELLER, Role.WAREHOUSE})


@dataclass(frozen=True, slots=True)
class Actor:
    """A role and the account that holds it; system, carrier and payment service have no account."""

    role: Role
    id: int | None = None

    def __str__(self) -> str:
        return self.role if self.id is None else f"{self.role}:{self.id}"


SYSTEM = Actor(Role.SYSTEM)
CARRIER = Actor(Role.CARRIER)
PAYMENTS = Actor(Role.PAYMENTS)
