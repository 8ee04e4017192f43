"""The search meets words in any form, names and numbers; what is indexed follows what is read."""

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.cases import finding, fold, listing
from zgoda.desk.cases.listing import Filters, View
from zgoda.desk.store.models import DeskCase, DeskOrder, DeskShipment, Shop
from zgoda.desk.work import searching

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def found(case: DeskCase, query: str, **more: object) -> bool:
    filters = Filters(query=query, **more)  # type: ignore[arg-type]
    return [row.case.pk for row in listing.page(case.shop_id, filters, case.opened_at).rows] == [case.pk]


@pytest.fixture
def spoken(case: DeskCase, clock: DeskClock) -> DeskCase:
    """A case in which the buyer wrote Polish."""
    case.messages.update(text="Dzień dobry, paczka przyszła, ale kubek jest uszkodzony. Proszę o zwrot pieniędzy.")
    case.reference = "AB123/2026"
    searching.index(case)
    case.save()
    return case


@pytest.mark.parametrize(
    "query",
    [
        "paczki",
        "PACZKĘ",
        "uszkodzona",
        "uszkodzonego kubka",
        "zwrotu",
        "prosze",
        "dzien",
        "ab123/2026",
        "AB123",
        "paczka)",
        "uszk",
        "paczk",
        "zwrot pieniądze",
        "pieniedzmi",
        "zwrot paczka zwrot",
    ],
)
def test_words_are_met_in_any_form(spoken: DeskCase, query: str) -> None:
    assert found(spoken, query)


@pytest.mark.parametrize(
    "query", ["pralka", "paczka pralka", "pralka paczka", "zwrot pralka zwrot", "…", "%", '"', "' OR 1=1", "*"]
)
def test_what_is_not_there_is_not_found(spoken: DeskCase, query: str) -> None:
    assert not found(spoken, query)


def test_a_new_message_is_found_when_it_was_read(spoken: DeskCase, server: FakeAllegro, client: Reader) -> None:
    assert not found(spoken, "gwarancją")
    server.write(spoken.remote_id, "BUYER", "A co z gwarancją?")
    fold.reread(spoken, client)
    assert found(spoken, "gwarancja")


def test_an_ended_case_is_found_among_the_ended(spoken: DeskCase) -> None:
    spoken.ended = True
    spoken.save()
    assert not found(spoken, "paczka")
    assert found(spoken, "paczka", view=View.ENDED)


def test_a_parcel_is_found_by_its_number_however_it_is_grouped(spoken: DeskCase) -> None:
    order, _ = DeskOrder.objects.get_or_create(
        connection_id=spoken.connection_id, remote_id=spoken.order_id, defaults={"form": {}, "read_at": spoken.read_at}
    )
    DeskShipment.objects.create(order=order, remote_id="p", waybill="6200123456789")
    searching.index(spoken)
    assert found(spoken, "6200123456789")
    assert found(spoken, "6200 1234 56789")


def test_no_other_shop_finds_it(spoken: DeskCase) -> None:
    other = Shop.objects.create(name="Other")
    assert searching.find(other.pk, "paczka", ended=False) == set()
    searching.forget([spoken.pk])
    assert searching.find(spoken.shop_id, "paczka", ended=False) == set()


def test_each_kind_of_number_begins_at_its_index(spoken: DeskCase) -> None:
    with CaptureQueriesContext(database) as asked:
        finding.found(spoken.shop_id, spoken.remote_id, ended=False)
    (sql,) = (one["sql"] for one in asked.captured_queries if "UNION" in one["sql"])
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        for column in ("buyer_key", "order_id", "remote_id", "reference"):
            assert f"{column}=?" in plan or f"{column}>?" in plan, plan


def test_the_page_searches(desk: Client, spoken: DeskCase) -> None:
    assert spoken.buyer_login in desk.get("/?q=uszkodzonego").content.decode()
    assert "Nothing found" in desk.get("/?q=pralka").content.decode()


def test_a_buyer_who_writes_a_shops_mark_is_found_by_no_other_shop(spoken: DeskCase) -> None:
    other = Shop.objects.create(name="Other")
    mark = searching._place(other.pk, "open")
    spoken.messages.update(text=f"kanapa {mark} {mark.upper()}")
    spoken.reference = mark
    searching.index(spoken)
    assert searching.find(spoken.shop_id, "kanapa", ended=False) == {spoken.pk}
    assert searching.find(other.pk, "kanapa", ended=False) == set()
