"""The sample loads on any day, and only in a sandbox."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import override_settings

from tests.centre.sample.test_loader import IN_MEMORY
from zgoda.accounts.models import User
from zgoda.centre.claims import warehouse
from zgoda.centre.incidents.models import Decision, Incident, IncidentCase
from zgoda.centre.sample.loader import NotASandbox, load_sample
from zgoda.centre.store import cases
from zgoda.centre.store.models import Case, CaseMessage, CaseText, RefundRequest
from zgoda.centre.verify import check_case
from zgoda.domain.actors import Role
from zgoda.domain.decide.forwarding import times_forwarded
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2025, 9, 24, 12, 30, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Iterator[None]:
    with override_settings(SANDBOX=True, STORAGES=IN_MEMORY):
        yield


def test_outside_of_a_sandbox_nobody_with_a_known_password_comes_in() -> None:
    with override_settings(SANDBOX=False), pytest.raises(NotASandbox):
        load_sample(WEDNESDAY)
    assert not User.objects.exists()


@pytest.mark.parametrize("day", ["2025-12-24T09:00", "2026-04-06T23:50", "2025-03-30T01:30"])
def test_it_loads_on_any_day_also_around_holidays_and_clock_changes(sandbox: None, day: str) -> None:
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert load_sample(now).discussions == (70 if now.year >= 2026 else 65)
    assert Case.objects.filter(answered_at=None, answer_due__gt=now, status="PENDING").count() >= 5
    assert forwarded() == ({Role.SELLER: 1, Role.WAREHOUSE: 1} if now.year >= 2026 else {})


def test_it_holds_an_incident_that_was_worked_and_one_that_waits_for_approval(sandbox: None) -> None:
    load_sample(datetime(2026, 9, 23, 12, 30, tzinfo=UTC))
    worked, waits = Incident.objects.order_by("at")
    assert (worked.done, worked.refused, worked.waiting, worked.needs_approval) == (3, 1, 0, False)
    assert Counter(worked.cases.values_list("outcome", "why")) == {
        ("DONE", ""): 2, ("DONE", "NOT_PAID"): 1, ("REFUSED", "ENDED"): 1,
    }  # fmt: skip
    back = RefundRequest.objects.filter(case_id__in=worked.cases.values("case_id"))
    assert set(back.values_list("currency", "state")) == {("PLN", "CONFIRMED"), ("EUR", "CONFIRMED")}
    assert (waits.total, waits.waiting, waits.needs_approval) == (1, 1, True)
    assert waits.planned["PLN"] > 100 * settings.INCIDENT_LIMITS["PLN"]
    assert not Decision.objects.exists()
    for case_id in IncidentCase.objects.values_list("case_id", flat=True):
        assert check_case(case_id) == []
    assert warehouse.waiting().count() == 2
    before = CaseMessage.objects.count()
    run_pending()
    assert CaseMessage.objects.count() == before, "nothing of it is left to be done"


def forwarded() -> dict[Role, int]:
    """Of the cases that one party handed to the other, how many each answers now; the note is kept."""
    held = [cases.find(pk) for pk in Case.objects.filter(status="PENDING").values_list("pk", flat=True)]
    moved = [case for case in held if times_forwarded(case)]
    assert CaseText.objects.filter(kind="FORWARD").exclude(text=None).count() == len(moved)
    return dict(Counter(case.responsible for case in moved))
