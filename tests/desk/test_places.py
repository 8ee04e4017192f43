"""Where a page of a list begins, as an address says it: what is no place is the beginning, whatever it looks like."""

import base64

import pytest

from zgoda.desk.cases.cursor import place_of
from zgoda.desk.ratings.web.views import _place

INSTANTS = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-03T10:00:00", "soon"]


def written(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize("instant", INSTANTS)
def test_an_instant_that_no_clock_can_show_is_no_place(instant: str) -> None:
    assert place_of(written(f'[0, "{instant}", 1]')) is None
    assert _place(written(f'["{instant}", 1]')) is None


def test_a_place_is_read_back() -> None:
    assert place_of(written('[2, "2026-03-03T10:00:00Z", 7]')) is not None
    assert _place(written('["2026-03-03T10:00:00+01:00", 7]')) is not None
    assert place_of("") is None
    assert _place("") is None
