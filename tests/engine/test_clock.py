"""The product's time, which a sandbox may move forward and nobody may move back."""

from datetime import UTC, datetime, timedelta

import pytest

from zgoda.engine import clock
from zgoda.engine.clock import Clock, ClockRefused

DAY = timedelta(days=1)


@pytest.mark.django_db
def test_a_clock_nobody_moved_shows_real_time(settings):
    assert abs(clock.now() - clock.real_now()) < timedelta(seconds=5)
    assert clock.offset() == timedelta(0)


@pytest.mark.django_db
def test_a_sandbox_moves_forward_and_says_who_moved_it(settings):
    settings.SANDBOX = True
    clock.advance(DAY, "ADMIN:1")
    clock.advance(DAY, "ADMIN:2")
    assert clock.offset() == 2 * DAY
    assert Clock.objects.get().moved_by == "ADMIN:2"
    assert clock.now() - clock.real_now() > timedelta(hours=47)


@pytest.mark.django_db
def test_outside_a_sandbox_the_clock_stands_with_the_world(settings):
    settings.SANDBOX = False
    with pytest.raises(ClockRefused):
        clock.advance(DAY, "ADMIN:1")
    assert not Clock.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("by", [timedelta(0), -DAY])
def test_the_clock_never_goes_back(settings, by):
    settings.SANDBOX = True
    with pytest.raises(ClockRefused):
        clock.advance(by, "ADMIN:1")


@pytest.mark.django_db
def test_the_offset_is_read_once_and_then_kept_for_a_moment(django_assert_num_queries):
    with django_assert_num_queries(1):
        clock.now()
        clock.now()


def test_a_held_clock_stands_still_without_a_database():
    instant = datetime(2026, 3, 2, 12, 0, 0, 123_999, tzinfo=UTC)
    with clock.at(instant):
        assert clock.now() == datetime(2026, 3, 2, 12, 0, 0, 123_000, tzinfo=UTC)


def test_a_naive_instant_is_a_bug():
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 3, 2)):  # noqa: DTZ001
        pass
