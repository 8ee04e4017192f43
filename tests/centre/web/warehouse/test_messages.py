"""The Warehouse's messages: what waits, a conversation, its answer, passing one on to the seller (S1-07, P-29, P-32)."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.centre import stage
from tests.centre.messaging.people import MINUTE, NOW, agent, answered, begun, buyer, fulfilled, order, seller, written
from tests.centre.messaging.test_routing import INVOICE, WHEN
from tests.centre.web.buyer.conftest import At, at, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.files.pictures import OF_KIND
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.messaging import warehouse as reading_of_warehouse
from zgoda.centre.messaging.models import Assigned, Correction, Thread, ThreadMessage
from zgoda.centre.store import counting
from zgoda.centre.store.models import Order, OrderLine, Shipment
from zgoda.centre.web.warehouse import messages
from zgoda.domain.actors import Role
from zgoda.files.models import State, StoredFile

__all__ = ["at"]
pytestmark = pytest.mark.django_db
INBOX = "/warehouse/messages"
PNG = OF_KIND["image/png"]


@pytest.fixture(autouse=True)
def _standing(at: At, settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    settings.SCAN_COMMAND = []
    at(NOW + 3 * MINUTE)


@pytest.fixture
def warehouse() -> Client:
    return signed_in("agent", Role.WAREHOUSE)


def asked(text: str = WHEN) -> ThreadMessage:
    return begun(fulfilled(), text)


@rule("S1-07")
def test_the_inbox_holds_what_waits_and_then_what_was_answered(warehouse: Client) -> None:
    thread = asked().thread_id
    html = page(warehouse, INBOX)
    assert f'href="{INBOX}/{thread}"' in html
    assert "buyer → seller" in words(html)
    assert WHEN in words(html)
    assert "Preparing and dispatching the order" in words(html)
    assert thread not in page(warehouse, f"{INBOX}?show=answered")
    sent = warehouse.post(f"{INBOX}/{thread}", {"text": "Dziś po południu", "token": str(uuid4())})
    assert (sent.status_code, sent["Location"]) == (302, INBOX)
    assert thread not in page(warehouse, INBOX)
    assert thread in page(warehouse, f"{INBOX}?show=answered")
    reply = ThreadMessage.objects.get(number=2)
    assert (reply.text, reply.agent_id, reply.author_id) == ("Dziś po południu", agent().pk, seller().pk)


def test_what_waits_is_counted_so_far_only(warehouse: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked()
    assert "Waiting 1" in words(page(warehouse, INBOX))
    another = fulfilled()
    another.buyer = stage.account("another-buyer", Role.BUYER)
    another.save()
    begun(another, WHEN)
    for place in (counting, messages):
        monkeypatch.setattr(place, "MOST", 1)
    assert "Waiting 1+" in words(page(warehouse, INBOX))


def test_a_row_names_the_product(warehouse: Client) -> None:
    first, second = fulfilled(), fulfilled()
    second.lines.update(offer_name="Toaster")
    begun(first)
    begun(second, WHEN, now=NOW + MINUTE)
    assert product_of_row(warehouse) == "Toaster"
    written(Thread.objects.get().id, buyer(), WHEN, now=NOW + 2 * MINUTE)
    assert product_of_row(warehouse) == "Toaster"
    begun(first, INVOICE, now=NOW + 3 * MINUTE)
    assert product_of_row(warehouse) == "Toaster", "what the seller answers changes nothing"


def test_a_row_names_one_of_several_products_or_the_one_that_was_meant(warehouse: Client) -> None:
    bought = fulfilled()
    OrderLine.objects.create(
        order=bought, position=1, offer_id="2", offer_name="Lid", quantity=1, price_minor=1, bought_at=NOW
    )
    message = begun(bought, WHEN)
    assert product_of_row(warehouse) == "Kettle and 1 more"
    ThreadMessage.objects.filter(pk=message.pk).update(offer_id="2")
    assert product_of_row(warehouse) == "Lid"
    Thread.objects.update(line_ids=[str(line.id) for line in bought.lines.filter(offer_id="1")])
    assert product_of_row(warehouse) == "Kettle"


def test_where_no_order_is_named_a_row_names_the_sellers_offer(warehouse: Client) -> None:
    message = begun(fulfilled(), WHEN)
    ThreadMessage.objects.filter(pk=message.pk).update(order=None)
    assert product_of_row(warehouse) == ""
    ThreadMessage.objects.filter(pk=message.pk).update(offer_id="1")
    assert product_of_row(warehouse) == "Kettle"
    stage.line(seller="other-seller")
    OrderLine.objects.exclude(order__seller__username="other-seller").update(offer_id="9")
    assert product_of_row(warehouse) == "", "another seller's offer is not this conversation's"


def product_of_row(client: Client) -> str:
    found = re.search(r'<span class="tail product">(.*?)</span>', page(client, INBOX))
    return found[1] if found else ""


@rule("P-49")
def test_a_thread_without_a_part_for_the_warehouse_is_not_found(warehouse: Client) -> None:
    message = asked(INVOICE)
    for address in (
        f"{INBOX}/{message.thread_id}",
        f"{INBOX}/{'0' * 43}",
        f"{INBOX}/{message.thread_id}/{message.id}/forward",
        f"{INBOX}/{message.thread_id}/files/{uuid4()}",
    ):
        assert warehouse.get(address).status_code == 404
    assert warehouse.post(f"{INBOX}/{message.thread_id}", {"text": "x"}).status_code == 404


def test_a_conversation_shows_who_answers_the_order_and_its_parcel(warehouse: Client) -> None:
    bought = fulfilled()
    thread = begun(bought, WHEN).thread_id
    begun(bought, INVOICE, now=NOW + MINUTE)
    Shipment.objects.create(order=bought, carrier_id="INPOST", waybill="620", created_at=NOW, by="WAREHOUSE")
    seen = words(page(warehouse, f"{INBOX}/{thread}"))
    for part in ("answers: Warehouse", "answers: Seller", "Invoice or receipt", "Kettle", "InPost 620"):
        assert part in seen


def test_prepared_texts_stand_filled_in_by_the_order_that_was_named(warehouse: Client) -> None:
    bought = fulfilled()
    Shipment.objects.create(order=bought, carrier_id="INPOST", waybill="620", created_at=NOW, by="WAREHOUSE")
    warehouse.post("/warehouse/texts", {"name": "Late", "text": "{login}: {product} travels as {waybill}."})
    html = page(warehouse, f"{INBOX}/{begun(bought, WHEN).thread_id}")
    assert 'data-insert="buyer: Kettle travels as 620." data-into="id_text"' in html


@rule("P-32")
def test_where_nothing_is_the_warehouses_it_reads_why_it_cannot_write(warehouse: Client) -> None:
    thread = asked().thread_id
    answered(thread)
    written(thread, buyer(), INVOICE, now=NOW + 2 * MINUTE)
    html = page(warehouse, f"{INBOX}/{thread}")
    assert "<textarea" not in html
    assert "The seller answers this message now." in words(html)
    refused = warehouse.post(f"{INBOX}/{thread}", {"text": "Jeszcze"})
    assert refused.status_code == 422
    assert ThreadMessage.objects.count() == 3


def test_what_was_typed_comes_back_with_what_is_wrong_and_its_file(warehouse: Client) -> None:
    thread, token = asked().thread_id, str(uuid4())
    file = SimpleUploadedFile("a.png", PNG, "image/png")
    refused = warehouse.post(f"{INBOX}/{thread}", {"text": "x" * 2001, "files": file, "token": token})
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "The message is too long." in words(html)
    kept = StoredFile.objects.get()
    assert f'value="{kept.id}"' in html
    warehouse.post(f"{INBOX}/{thread}", {"text": "x", "file": str(kept.id), "token": token})
    assert ThreadMessage.objects.get(number=2).files.get().file_id == kept.id
    StoredFile.objects.update(state=State.SAFE)
    assert warehouse.get(f"{INBOX}/{thread}/files/{kept.id}").status_code == 200
    assert warehouse.get(f"{INBOX}/{thread}/files/{uuid4()}").status_code == 404


@rule("S1-08", "S1-11", "P-29")
def test_a_message_is_passed_on_to_the_seller_with_a_note(warehouse: Client) -> None:
    message = asked()
    address = f"{INBOX}/{message.thread_id}/{message.id}/forward"
    assert f'href="{address}"' in page(warehouse, f"{INBOX}/{message.thread_id}")
    assert WHEN in words(page(warehouse, address))
    empty = warehouse.post(address, {"note": " "})
    assert empty.status_code == 422
    assert "Write a note" in words(empty.content.decode())
    sent = warehouse.post(address, {"note": "Pyta o gwarancję", "topic": "product_question", "token": str(uuid4())})
    assert sent["Location"] == f"{INBOX}/{message.thread_id}"
    assert Assigned.objects.get().party == Role.SELLER
    assert Correction.objects.get().topic == "product_question"
    html = page(warehouse, f"{INBOX}/{message.thread_id}")
    assert "Pyta o gwarancję" in words(html)
    assert address not in html
    assert "The other party answers this message now." in words(warehouse.get(address).content.decode())


def test_the_list_is_cut_into_pages_that_lose_and_repeat_nothing(
    warehouse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "PAGE", 2)
    first = asked()
    threads = [first.thread_id]
    for number in range(4):
        other = order()
        row = Thread.objects.get(pk=first.thread_id)
        made = Thread.objects.create(
            kind="COMMON",
            buyer=_another(number),
            seller=row.seller,
            created_at=NOW,
            last_message_at=NOW,
            messages_count=1,
            warehouse_since=NOW + timedelta(minutes=number // 2),
            warehouse_at=NOW + timedelta(minutes=number // 2),
        )
        threads.append(made.pk)
        assert other
    for show in ("", "show=answered&"):
        seen, address = [], f"{INBOX}?{show}"
        for _ in range(3):
            html = page(warehouse, address)
            seen += [one for one in threads if f"{INBOX}/{one}" in html]
            older = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
            address = f"{INBOX}{older.replace('&amp;', '&')}"
        assert sorted(seen) == sorted(threads)
        Thread.objects.update(warehouse_since=None)


@pytest.mark.usefixtures("nothing_grows_stale")
def test_a_page_of_the_inbox_costs_the_same_whatever_it_holds(
    warehouse: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asked()
    page(warehouse, INBOX)
    with django_assert_max_num_queries(7):
        page(warehouse, INBOX)
    for number in range(3):
        other = _another(number)
        bought = fulfilled()
        Order.objects.filter(pk=bought.pk).update(buyer=other)
        begun(Order.objects.get(pk=bought.pk), WHEN)
    with django_assert_max_num_queries(7):
        html = page(warehouse, INBOX)
    assert html.count("Kettle") == 4


def _another(number: int) -> User:
    return stage.account(f"buyer-{number}", Role.BUYER)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a small table is read whole by PostgreSQL")
@pytest.mark.parametrize("listed", [reading_of_warehouse.waiting, reading_of_warehouse.answered])
def test_the_lists_are_read_by_their_indexes(listed: Callable[[], QuerySet[Thread]]) -> None:
    plan = listed()[:26].explain()
    assert "assigned_in_thread" in plan
    assert "thread_waits_for_wh" in plan or "thread_of_warehouse" in plan
    assert "SCAN messaging_assigned" not in plan
