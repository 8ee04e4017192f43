"""An update of the program finds rows that were written before it, and takes them over, on both databases."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from tests.centre import stage
from tests.centre.claims.acts import filed, warehouses
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.incidents.models import Incident

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = (("claims", "0001"), ("incidents", "0001"))


def test_claims_and_incidents_of_before_are_taken_over() -> None:
    filed()
    warehouses()
    rows = ClaimRow.objects.order_by("pk").values_list("pk", "responsible", "return_due")
    by, claims = stage.warehouse().id, list(rows)
    try:
        for app, state in BEFORE:
            call_command("migrate", app, state, verbosity=0)
        with connection.cursor() as cursor:
            for refunds in (True, False):
                values = [uuid4().hex, f"Lorry {refunds}", "Lost.", refunds, by, stage.OPENED.isoformat(" ")]
                names = "id, title, text, refunds, by_id, at"
                cursor.execute(f"INSERT INTO incidents_incident ({names}) VALUES (%s, %s, %s, %s, %s, %s)", values)
    finally:
        call_command("migrate", verbosity=0)
    assert list(rows.all()) == claims
    assert set(Incident.objects.values_list("title", "refund", "total")) == {
        ("Lorry True", "ORDER", 0),
        ("Lorry False", "NONE", 0),
    }
