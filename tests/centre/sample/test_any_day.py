"""The sample loads on any day, and only in a sandbox."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import override_settings

from zgoda.accounts.models import User
from zgoda.centre.sample.loader import NotASandbox, load_sample
from zgoda.centre.store.models import Case

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2025, 9, 24, 12, 30, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Iterator[None]:
    with override_settings(SANDBOX=True):
        yield


def test_outside_of_a_sandbox_nobody_with_a_known_password_comes_in() -> None:
    with override_settings(SANDBOX=False), pytest.raises(NotASandbox):
        load_sample(WEDNESDAY)
    assert not User.objects.exists()


@pytest.mark.parametrize("day", ["2025-12-24T09:00", "2026-04-06T23:50", "2025-03-30T01:30"])
def test_it_loads_on_any_day_also_around_holidays_and_clock_changes(sandbox: None, day: str) -> None:
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert load_sample(now).discussions == 65
    assert Case.objects.filter(answered_at=None, answer_due__gt=now, status="PENDING").count() >= 5
