"""The seller's own records of customers: what may hold a marketplace login, and the addresses behind which buyers are.

Masked addresses have two forms, ``8awgqyk6a5@allegromail.pl`` for the buyer and ``8awgqyk6a5+cub31c122@allegromail.pl``
with the hashed part of an order (B9-01).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_ADDRESS = re.compile(r"([^@\s]+)@([^@\s]+)")


class FieldType(StrEnum):
    """What a custom field of a customer's record holds."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DATE = "DATE"
    YES_NO = "YES_NO"


@dataclass(frozen=True, slots=True)
class Addresses:
    """``with_order`` is empty where only the buyer's own form is known."""

    bare: str
    with_order: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(address for address in (self.bare, self.with_order) if address)


def may_hold_login(kind: FieldType) -> bool:
    """S3-09: the buyer's platform login is kept in a field of type Text; any other type is refused.

    S3-10: the field's name does not matter, and the field may be the one that already serves the buyers' orders.
    """
    return kind is FieldType.TEXT


def login_key(login: str) -> str:
    """S3-05: logins are compared without regard to case and to space around them."""
    return login.strip().casefold()


def addresses_of(email: str) -> Addresses | None:
    """S3-42, B9-01, B9-05: the platform's address without and with the hashed part of the order; None where ``email``
    is no address. An address that names no order gives its bare form alone."""
    found = _ADDRESS.fullmatch(email.strip())
    if found is None:
        return None
    before, _, part = found[1].partition("+")
    if not before:
        return None
    return Addresses(f"{before}@{found[2]}", f"{before}+{part}@{found[2]}" if part else "")


def address_key(email: str) -> str:
    """B9-02, B9-05: the part before the plus sign stays the same for one buyer, so addresses are compared by their
    bare form and without regard to case. Empty where it is no address."""
    addresses = addresses_of(email)
    return addresses.bare.casefold() if addresses else ""
