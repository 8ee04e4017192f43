"""A case that was put aside never hides a clock about to run out, nor what somebody wrote meanwhile."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zgoda.domain.snooze import WAKE_BEFORE, back_at, is_asleep

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
near = st.integers(-400, 400).map(lambda minutes: NOW + timedelta(minutes=minutes))


def test_is_out_of_sight_until_its_time() -> None:
    due = NOW + 48 * HOUR
    assert is_asleep(NOW + HOUR, NOW, due, None, NOW)
    assert not is_asleep(NOW + HOUR, NOW, due, None, NOW + HOUR)
    assert not is_asleep(None, None, due, None, NOW)


@given(until=near, since=near, due=near, heard=st.none() | near, now=near)
def test_no_clock_ends_out_of_sight(
    until: datetime, since: datetime, due: datetime, heard: datetime | None, now: datetime
) -> None:
    if is_asleep(until, since, due, heard, now):
        assert now < back_at(until, due)
        assert due - now > WAKE_BEFORE
        assert heard is None or heard <= since
