"""Quiet hours and ways of telling."""

from datetime import time

import pytest

from zgoda.domain.notices import Event, Way, Wishes, is_quiet, ways

NIGHT, NOON = (time(22), time(7)), (time(12), time(13))


@pytest.mark.parametrize(
    ("hours", "at", "quiet"),
    [
        (NIGHT, time(21, 59), False),
        (NIGHT, time(22), True),
        (NIGHT, time(0), True),
        (NIGHT, time(6, 59), True),
        (NIGHT, time(7), False),
        (NOON, time(12), True),
        (NOON, time(13), False),
        (NOON, time(0), False),
        ((time(8), time(8)), time(8), False),
        ((None, None), time(8), False),
    ],
)
def test_quiet_hours_may_go_over_midnight(hours: tuple[time | None, time | None], at: time, quiet: bool) -> None:
    assert is_quiet(Wishes(quiet_from=hours[0], quiet_to=hours[1]), at) is quiet


def test_each_event_goes_the_chosen_ways() -> None:
    wishes = Wishes(frozenset({Event.NOT_SENT}), frozenset({Event.NOT_SENT, Event.CLOCK_NEAR}), *NIGHT)
    assert ways(wishes, Event.NOT_SENT, time(12)) == {Way.EMAIL, Way.BROWSER}
    assert ways(wishes, Event.CLOCK_NEAR, time(12)) == {Way.BROWSER}
    assert ways(wishes, Event.CONSENT_ENDED, time(12)) == set()
    assert ways(wishes, Event.NOT_SENT, time(23)) == set()
