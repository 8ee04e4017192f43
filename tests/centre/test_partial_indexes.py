"""Lists of what waits are read by an index that holds nothing else, so that no page grows with what has ended."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests.centre import stage
from zgoda.centre.cases import searching, warehouse
from zgoda.centre.hotline.models import Call
from zgoda.centre.messaging import warehouse as messaging
from zgoda.centre.store.models import Case, Shipment
from zgoda.centre.web.moderator import ratings
from zgoda.centre.web.warehouse import claims
from zgoda.domain import commands as c

pytestmark = pytest.mark.django_db

OLD = stage.OPENED - timedelta(days=180)
WAREHOUSES = Case.objects.filter(at_warehouse=True)
LISTS = {
    "case_warehouse": lambda: WAREHOUSES.filter(warehouse._OURS["all"]).order_by("answer_due", "pk")[:26],
    "case_warehouse_waits": lambda: WAREHOUSES.filter(warehouse._OURS["to_answer"]).order_by("answer_due", "pk")[:26],
    "case_warehouse_written": lambda: WAREHOUSES.filter(warehouse._OURS["buyer_wrote"]).order_by("answer_due", "pk")[
        :26
    ],
    "case_buyer_opened": lambda: found_by(searching.of_all("buyer"), 0),
    "case_seller_opened": lambda: found_by(searching.of_all("seller"), 1),
    "case_seller_hidden": lambda: found_by(searching.of_all("seller"), 2),
    "case_seller_fulfilled": lambda: found_by(searching.of_warehouse("seller"), 1),
    "shipment_number": lambda: Shipment.objects.filter(waybill="1Z"),
    "case_at_seller": lambda: Case.objects.filter(warehouse._OTHERS["with_seller"]).order_by("-opened_at", "-pk")[:26],
    "rating_waiting": lambda: ratings._in_queue(stage.OPENED).order_by("waiting_since", "id")[:26],
    "hotline_call_remembered": lambda: Call.objects.filter(forgotten_at=None, began_at__lt=OLD).order_by(
        "began_at", "pk"
    )[:1000],
}


def found_by(searches: Iterable[QuerySet[Case]], number: int) -> QuerySet[Case]:
    return list(searches)[number].order_by("-opened_at", "-pk")[:26]


@pytest.mark.parametrize("index", LISTS)
def test_the_list_is_read_by_its_index(index: str) -> None:
    """PostgreSQL reads a table of a few rows whole, or sorts it, unless that is made dear."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    stage.opened()
    listed: QuerySet[Case] = LISTS[index]()
    assert index in listed.explain()


def test_counts_go_by_the_order_of_the_lists_index() -> None:
    """PostgreSQL, asked for any thousand of them, reads the table from its beginning instead, where only ended ones are."""
    with CaptureQueriesContext(connection) as asked:
        warehouse.queue(warehouse.Asked(), stage.OPENED)
        messaging.waiting_count()
        claims._waiting()
    counts = [one["sql"] for one in asked.captured_queries if "COUNT(*)" in one["sql"]]
    assert [sql.count("ORDER BY") for sql in counts] == [1] * 5


def test_the_mark_of_what_a_seller_answers_follows_the_case() -> None:
    """Only of an order that the Warehouse sends, while it is open and with the seller."""
    stage.opened()
    case = stage.opened(line_id=stage.line(fulfilled=True))
    marked = Case.objects.filter(at_seller=True).values_list("pk", flat=True)
    assert list(marked) == [case.id]
    case = stage.done(case, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("Yours")), stage.OPENED)
    assert list(marked.all()) == []
    case = stage.done(case, c.ForwardToSeller(by=stage.warehouse(), note=stage.text("No, yours")), stage.OPENED)
    assert list(marked.all()) == [case.id]
    stage.done(case, c.MarkResolved(by=stage.buyer()), stage.OPENED)
    assert list(marked.all()) == []
