"""Prepared answers with holes: what they may name, how they are filled, and what is still missing."""

import re
from collections.abc import Mapping

NAMES = ("login", "name", "order", "product", "amount", "waybill", "carrier", "due", "reason", "agent", "shop")
"""What a macro may ask for, written as ``{waybill}``."""

_HOLE = re.compile(r"\{(" + "|".join(NAMES) + r")\}")
_ANY = re.compile(r"\{(\w{1,30})\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Each hole that has a value gets it; the others stay as they are, to be seen."""
    return _HOLE.sub(lambda hole: values.get(hole[1]) or hole[0], text)


def missing(text: str) -> tuple[str, ...]:
    """The holes that nothing filled, each once: a message that has one is not sent."""
    return tuple(dict.fromkeys(_HOLE.findall(text)))


def left_open(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The holes that these values do not fill, each once. A product called ``{order}`` by its seller is no hole."""
    return tuple(hole for hole in missing(text) if not values.get(hole))


def unknown(text: str) -> tuple[str, ...]:
    """What is written as a hole and is none: a slip of whoever writes the macro."""
    return tuple(dict.fromkeys(name for name in _ANY.findall(text) if name not in NAMES))
