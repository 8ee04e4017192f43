"""Both parties' figures when a Discussion is forwarded or hidden, through the real door (S1-32, S1-56, S1-64)."""

from datetime import date, timedelta

import pytest

from tests.centre import stage
from tests.centre.quality.kept import both_ways, figures
from tests.centre.stage import DAY, OPENED
from tests.marks import rule
from zgoda.centre.handle import fire_due
from zgoda.centre.quality import keeping, summing
from zgoda.centre.quality.models import NOBODY, Counted, Figure
from zgoda.centre.store.models import Case
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.quality.figures import Tally, window_before

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WEDNESDAY = date(2026, 3, 4)


def looked_at(now) -> None:
    for case_id in Case.objects.values_list("pk", flat=True):
        fire_due(case_id, now=now)
    keeping.sweep(now)


@rule("S1-32", "S1-33", "S1-64")
def test_a_wrongly_routed_case_is_forwarded_and_counts_for_whoever_answered() -> None:
    """Opened at ten as the seller's, forwarded at eleven, answered by the Warehouse at one: three hours, in time."""
    case = stage.opened(line_id=stage.line(fulfilled=True), reason="OTHER")
    assert Counted.objects.get().party == Role.SELLER
    before = Counted.objects.get().due_at
    stage.done(case, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("A parcel.")), OPENED + HOUR)
    row = Counted.objects.get()
    assert (row.party, row.due_at, row.opened_party) == (Role.WAREHOUSE, before, Role.SELLER)
    stage.done(case, stage.written(stage.warehouse()), OPENED + 3 * HOUR)
    looked_at(OPENED + DAY)
    found = figures(stage.seller().id or 0, WEDNESDAY)
    answer = Tally(ended=1, in_time=1, seconds=10_800)
    assert (found.own.discussions, found.warehouse.discussions) == (Tally(), answer)
    assert found.together.discussions == answer
    assert (found.own.opened, found.warehouse.opened) == (1, 0)


@rule("S1-56")
def test_a_combined_orders_case_is_the_warehouses_and_in_no_sellers_figures() -> None:
    first, _ = stage.combined()
    case = stage.opened(line_id=first, reason="NO_PRODUCT_RECEIVED")
    assert case.hidden
    stage.done(case, stage.written(stage.warehouse()), OPENED + HOUR)
    looked_at(OPENED + DAY)
    assert set(Counted.objects.values_list("account", flat=True)) == {NOBODY}
    assert not Figure.objects.exists()
    answered = [one for one in summing.warehouses(window_before(WEDNESDAY)) if one.seconds]
    assert [(one.count, one.in_time, one.seconds) for one in answered] == [(1, 1, 3_600)]
    followed, anew = both_ways(OPENED + DAY, WEDNESDAY)
    assert followed == anew
