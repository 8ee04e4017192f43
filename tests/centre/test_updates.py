"""An update of the program finds rows that were written before it, and takes them over, on both databases."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from tests.centre import stage
from tests.centre.claims.acts import filed, warehouses
from zgoda.accounts.models import User
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.incidents import doing
from zgoda.centre.incidents.models import Incident, IncidentCase
from zgoda.centre.store.models import RefundRequest
from zgoda.engine import clock

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = (("claims", "0001"), ("incidents", "0001"))


def test_an_incident_at_work_goes_on_and_knows_how_far_it_is() -> None:
    """Without a plan it refunds as it did when it began; nobody has to approve it now."""
    cases = [stage.opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_IN_PARCEL") for _ in range(4)]
    incident = Incident.objects.create(
        title="Lorry",
        text="Lost.",
        refund="LINE",
        total=4,
        by=User.objects.get(pk=stage.warehouse().id),
        at=stage.OPENED,
    )
    outcomes = ["DONE", "DONE", "REFUSED", "WAITING"]
    for position, (case, outcome) in enumerate(zip(cases, outcomes, strict=True)):
        IncidentCase.objects.create(incident=incident, case_id=case.id, position=position, outcome=outcome)
    try:
        call_command("migrate", "incidents", "0002", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    known = Incident.objects.get(pk=incident.pk)
    assert (known.done, known.refused, known.waiting, known.needs_approval) == (2, 1, 1, False)
    with clock.at(stage.OPENED):
        doing.work_through.func(str(incident.pk))
    known.refresh_from_db()
    assert (known.done, known.waiting) == (3, 0)
    assert [row.amount_minor for row in RefundRequest.objects.all()] == [19900]


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
