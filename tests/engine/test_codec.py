"""One value, one spelling; old spellings stay readable."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import msgspec
import pytest

from zgoda.domain.money import Money
from zgoda.engine.codec import EventCodec, UnknownType, dump, load


class Colour(StrEnum):
    RED = "RED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    VERSION: ClassVar[int] = 3
    what: UUID
    colour: Colour
    price: Money | None
    at: datetime
    layers: tuple[tuple[str, int], ...] = ()


EVENT = Painted(
    what=UUID(int=7),
    colour=Colour.RED,
    price=Money(1999, "PLN"),
    at=datetime(2026, 3, 2, 12, 0, 0, 5000, tzinfo=UTC),
    layers=(("a", 1),),
)


def codec(**steps):
    return EventCodec([Painted], {("Painted", int(name[1:])): step for name, step in steps.items()})


def test_an_event_survives_the_journey():
    encoded = codec().encode(EVENT)
    assert (encoded.type, encoded.version) == ("Painted", 3)
    assert codec().decode(encoded.type, encoded.version, encoded.payload) == EVENT


def test_the_spelling_is_canonical():
    assert dump(EVENT) == (
        '{"at":"2026-03-02T12:00:00.005000Z","colour":"RED","layers":[["a",1]],'
        '"price":{"currency":"PLN","minor":1999},"what":"00000000-0000-0000-0000-000000000007"}'
    )
    assert load(dump(EVENT), Painted) == EVENT


def test_an_old_version_climbs_step_by_step():
    old = '{"thing":"00000000-0000-0000-0000-000000000007","at":"2026-03-02T12:00:00.005000Z"}'
    steps = codec(
        v1=lambda old: {"what": old["thing"], "at": old["at"]},
        v2=lambda old: {**old, "colour": "RED", "price": None},
    )
    assert steps.decode("Painted", 1, old).what == UUID(int=7)


def test_what_cannot_be_read_is_said():
    encoded = codec().encode(EVENT)
    with pytest.raises(UnknownType):
        codec().decode("Washed", 1, "{}")
    with pytest.raises(UnknownType):
        codec().decode("Painted", 2, encoded.payload)
    with pytest.raises(UnknownType):
        codec().decode("Painted", 4, encoded.payload)
    with pytest.raises(UnknownType):
        codec().encode(Colour.RED)
    with pytest.raises(msgspec.ValidationError):
        codec().decode("Painted", 3, '{"what":"no"}')
