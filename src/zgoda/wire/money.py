"""Amounts on the wire: a decimal text with at most two digits after the point, and integers inside."""

import re

import msgspec

_AMOUNT = re.compile(r"(-?)(\d{1,12})(?:\.(\d{1,2}))?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """``{"amount": "50.00", "currency": "PLN"}``."""

    amount: str
    currency: str


def amount_of(minor: int, currency: str) -> Amount:
    """Minor units (grosz, cent, haléř, fillér) to the wire's form, always with two digits."""
    sign, units = ("-", -minor) if minor < 0 else ("", minor)
    return Amount(amount=f"{sign}{units // 100}.{units % 100:02d}", currency=currency)


def minor_of(amount: str) -> int | None:
    """Minor units of an amount's text; None where it is no amount or has more than two digits."""
    match = _AMOUNT.fullmatch(amount.strip())
    if match is None:
        return None
    sign, whole, fraction = match.groups()
    units = int(whole) * 100 + int((fraction or "0").ljust(2, "0"))
    return -units if sign else units


def is_currency(text: str) -> bool:
    """Whether the text looks like an ISO 4217 code."""
    return _CURRENCY.fullmatch(text) is not None
