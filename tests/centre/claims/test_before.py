"""Claims that were here before the Warehouse had a page for them stand in its lists like those that came after."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps

from tests.centre.claims.acts import done, filed, warehouses
from tests.centre.stage import text, warehouse
from zgoda.centre.claims.models import ClaimRow
from zgoda.domain.claims import commands as c
from zgoda.domain.claims.claim import ReturnDecision

pytestmark = pytest.mark.django_db


def test_whose_a_claim_is_and_what_it_waits_for_is_read_from_its_state() -> None:
    filed()
    warehouses()
    decided = warehouses("Bowl")
    decision, said = ReturnDecision.NOT_REQUIRED, text("Keep it.")
    done(decided, c.DecideReturn(by=warehouse(), message_id=uuid4(), decision=decision, text=said))
    rows = ClaimRow.objects.order_by("pk").values_list("pk", "responsible", "return_due")
    now = list(rows)
    assert sorted((whose, due is not None) for _, whose, due in now) == [
        ("SELLER", True),
        ("WAREHOUSE", False),
        ("WAREHOUSE", True),
    ]
    ClaimRow.objects.update(responsible="SELLER", return_due=None)
    import_module("zgoda.centre.claims.migrations.0002_warehouse").repeat_from_the_state(apps, None)
    assert list(rows.all()) == now
