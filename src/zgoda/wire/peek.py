"""Looking into a record of which nothing can be relied on: a wrong part becomes None and is noted as an oddity."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from zgoda.wire.money import is_currency, minor_of
from zgoda.wire.times import from_wire

MAX_TEXT = 200_000
"""Longer texts are cut: nothing the protocol knows is a tenth as long."""

MAX_ID = 100
"""Characters of the longest id that a reader keeps; the protocol's own have 36, its page tokens somewhat more."""

MOST_ODDITIES = 100
"""Of one record; a server that sends ever new fields shall not fill our tables."""


_Asked = dict[str, tuple[dict[object, object], set[str]]]
"""By the path of each part: what it holds, and what was asked of it."""


class Peek:
    """One JSON object under reading. Absent and null read alike; oddities are shared with the parts below.

    ``watched`` remembers what was asked for, so that `note_unasked` can tell what was not. Where a part stands is
    spelled out only when there is something to note: most records are as they should be.
    """

    __slots__ = ("_above", "_all_asked", "_asked", "_place", "_raw", "oddities", "there")

    def __init__(
        self,
        raw: object,
        above: "Peek | None" = None,
        place: str = "",
        *,
        watched: bool = False,
    ) -> None:
        self._above, self._place = above, place
        self._all_asked: _Asked | None = {} if watched else above._all_asked if above is not None else None
        self.oddities: list[str] = [] if above is None else above.oddities
        self.there = isinstance(raw, dict)
        self._raw: dict[object, object] = raw if isinstance(raw, dict) else {}
        self._asked = (
            None if self._all_asked is None else self._all_asked.setdefault(self._at(""), (self._raw, set()))[1]
        )
        if raw is not None and not self.there:
            self.note("", f"not an object but {_kind(raw)}")

    def text(self, key: str) -> str | None:
        """A text; numbers are taken as their digits, as some servers send ids so. NUL is dropped."""
        value = self._get(key)
        if isinstance(value, str):
            return value if value.isascii() and len(value) <= MAX_TEXT and "\x00" not in value else _storable(value)
        if isinstance(value, int) and not isinstance(value, bool):
            self.note(key, "a number instead of text")
            return str(value)
        self._odd(key, value, "text")
        return None

    def id(self, key: str = "id", longest: int = MAX_ID) -> str | None:
        """A text by which a record is kept; one that is too long to be kept whole is none."""
        value = self.text(key)
        if value is not None and len(value) > longest:
            self.note(key, "too long for an id")
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """A boolean; the texts "true" and "false" are taken for it."""
        value = self._get(key)
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            self.note(key, "text instead of a boolean")
            return value == "true"
        self._odd(key, value, "a boolean")
        return None

    def number(self, key: str) -> int | None:
        """A whole number; ``2.0`` is one."""
        value = self._get(key)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
            return value
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
            return int(value)
        self._odd(key, value, "a whole number")
        return None

    def instant(self, key: str) -> datetime | None:
        """An instant in UTC."""
        value = self._get(key)
        parsed = from_wire(value) if isinstance(value, str) else None
        if parsed is None:
            self._odd(key, value, "an instant")
        return parsed

    def known(self, key: str, values: type[StrEnum]) -> str | None:
        """A value of an open enumeration: an unknown one is kept as it came, and noted."""
        value = self.text(key)
        if value is not None and value not in values.__members__.values():
            self.note(key, f"unknown value {value[:60]}")
        return value

    def money(self, key: str) -> tuple[int, str] | None:
        """``(minor units, currency)``."""
        price = self.part(key)
        if not price.there:
            return None
        amount, currency = price.text("amount"), price.text("currency")
        minor = minor_of(amount) if amount is not None else None
        if minor is None or currency is None or not is_currency(currency):
            self.note(key, "not an amount")
            return None
        return minor, currency

    def part(self, key: str) -> "Peek":
        """The object below; where there is none, an empty one."""
        return Peek(self._get(key), self, key)

    def parts(self, key: str) -> Iterator["Peek"]:
        """The objects of a list; entries that are none are passed over and noted."""
        value = self._get(key)
        if not isinstance(value, list):
            self._odd(key, value, "a list")
            return
        for index, item in enumerate(value):
            entry = Peek(item, self, f"{key}[{index}]")
            if entry.there:
                yield entry
            elif item is None:
                entry.note("", "null in a list")

    def note_unasked(self) -> None:
        """Note every field, here and in the parts below, that nobody asked for: what the protocol has grown."""
        for path, (raw, asked) in (self._all_asked or {}).items():
            for key in raw:
                if key not in asked and len(self.oddities) < MOST_ODDITIES:
                    name = f"{path}.{key}" if path else str(key)
                    self.oddities.append(f"{name[:120]}: unknown field")

    def note(self, key: str, what: str) -> None:
        """Remember an oddity as ``path: what``."""
        self.oddities.append(f"{self._at(key) or 'record'}: {what}")

    def _get(self, key: str) -> object:
        if self._asked is not None:
            self._asked.add(key)
        return self._raw.get(key)

    def _odd(self, key: str, value: object, wanted: str) -> None:
        if value is not None:
            self.note(key, f"not {wanted} but {_kind(value)}")

    def _at(self, key: str) -> str:
        above = self._above._at(self._place) if self._above is not None else self._place
        return f"{above}.{key}" if above and key else above or key


def _storable(value: str) -> str:
    clean = value.replace("\x00", "")[:MAX_TEXT]
    return clean.encode("utf-8", "replace").decode("utf-8")


def _kind(value: object) -> str:
    return {dict: "an object", list: "a list", str: "text", bool: "a boolean"}.get(type(value), "a number")
