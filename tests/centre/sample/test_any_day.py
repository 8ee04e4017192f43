"""The sample loads on any day, and only in a sandbox."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import override_settings

from zgoda.accounts.models import User
from zgoda.centre.sample.loader import NotASandbox, load_sample
from zgoda.centre.store import cases
from zgoda.centre.store.models import Case, CaseText
from zgoda.domain.actors import Role
from zgoda.domain.decide.forwarding import times_forwarded

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
    assert forwarded() == ({Role.SELLER: 1, Role.WAREHOUSE: 1} if now.year >= 2026 else {})


def forwarded() -> dict[Role, int]:
    """Of the cases that one party handed to the other, how many each answers now; the note is kept."""
    held = [cases.find(pk) for pk in Case.objects.filter(status="PENDING").values_list("pk", flat=True)]
    moved = [case for case in held if times_forwarded(case)]
    assert CaseText.objects.filter(kind="FORWARD").exclude(text=None).count() == len(moved)
    return dict(Counter(case.responsible for case in moved))
