"""Whole numbers in an address or a form, where anybody can write anything."""

LONGEST = 15
"""Digits: every id and count fits, and no reader of it overflows."""


def whole(text: str) -> int | None:
    """The number, or None for anything that is none of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
