"""What a serving process sets apart from the collector of circles."""

import gc
from collections.abc import Iterator

import pytest

from zgoda.ops import collecting


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_was_loaded_is_looked_through_no_more_and_what_comes_later_is() -> None:
    collecting.settle()
    apart = gc.get_freeze_count()
    assert apart > 50_000
    assert gc.get_threshold() == (collecting.NEW_OBJECTS, *collecting.ROUNDS)
    circle: list[object] = []
    circle.append(circle)
    del circle
    assert gc.collect() >= 1
    assert gc.get_freeze_count() == apart
