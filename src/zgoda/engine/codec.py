"""Frozen dataclasses to canonical JSON and back: sorted keys, UTC instants, no spaces.

Events travel as (type name, version, payload). A class states its ``VERSION``; when its shape changes, an
upcaster turns the old payload's builtins into the next version's, so that old journals stay readable and
their hashes stand.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import msgspec

E = TypeVar("E")
T = TypeVar("T")

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class UnknownType(Exception):
    """A payload whose type, or whose version, this build cannot read."""


@dataclass(frozen=True, slots=True)
class Encoded:
    type: str
    version: int
    payload: str


def dump(value: object) -> str:
    """Canonical JSON: the same value always gives the same characters."""
    return msgspec.json.encode(value, order="sorted").decode()


def load(text: str, shape: type[T]) -> T:
    """The value of that type; raises ``msgspec.ValidationError`` where the text is not one."""
    return msgspec.json.decode(text, type=shape)


class EventCodec(Generic[E]):
    """Knows the event classes of one kind of stream, and how their old versions become the present ones."""

    def __init__(self, classes: Iterable[type[E]], upcasters: Mapping[tuple[str, int], Upcaster] | None = None) -> None:
        """``upcasters`` maps (class name, version read) to the step that yields the next version."""
        classes = tuple(classes)
        self._decoders = {cls.__name__: (_version(cls), msgspec.json.Decoder(cls)) for cls in classes}
        self._classes = {cls.__name__: cls for cls in classes}
        self._upcasters = upcasters or {}

    def encode(self, event: E) -> Encoded:
        name = type(event).__name__
        if name not in self._classes:
            raise UnknownType(name)
        return Encoded(name, _version(type(event)), dump(event))

    def decode(self, name: str, version: int, payload: str) -> E:
        if name not in self._decoders:
            raise UnknownType(name)
        present, decoder = self._decoders[name]
        if version == present:
            return decoder.decode(payload)
        return self._from_old(name, version, present, payload)

    def _from_old(self, name: str, version: int, present: int, payload: str) -> E:
        builtins = cast("dict[str, Any]", msgspec.json.decode(payload))
        while version < present:
            step = self._upcasters.get((name, version))
            if step is None:
                raise UnknownType(f"{name} version {version}")
            builtins, version = step(builtins), version + 1
        if version != present:
            raise UnknownType(f"{name} version {version}")
        return msgspec.convert(builtins, self._classes[name], strict=False)


def _version(cls: type) -> int:
    return int(getattr(cls, "VERSION", 1))
