"""The administrator's log reads its newest rows by index, however many readings there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zgoda.centre import audit

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the words of the plan are SQLite's"),
]


@pytest.mark.parametrize("further", [False, True])
def test_readings_of_staff_are_listed_by_index_without_sorting(further: bool) -> None:
    before = (timezone.now(), "read-000000000077") if further else None
    with CaptureQueriesContext(connection) as asked:
        audit.page("reads", before)
    (listing,) = [one["sql"] for one in asked.captured_queries if "centre_staffread" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listing}")
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "staffread_newest" in plan
    assert "TEMP B-TREE" not in plan
