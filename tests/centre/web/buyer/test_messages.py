"""My messages: writing to a seller from a purchase, what is unread, replies with files, problems with a purchase."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.centre import stage
from tests.centre.messaging.people import (
    MINUTE,
    NOW,
    answered,
    begun,
    fulfilled,
    order,
    problems_on,
    reported,
    seller,
    written,
)
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.files.pictures import OF_KIND
from tests.marks import rule
from zgoda.centre.messaging.models import Assigned, SentOnce, Thread, ThreadFile, ThreadMessage
from zgoda.domain.actors import Role
from zgoda.domain.messaging import Origin, ThreadKind
from zgoda.files.models import State, StoredFile

pytestmark = pytest.mark.django_db
PNG = OF_KIND["image/png"]


@pytest.fixture(autouse=True)
def _standing(at: At, settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    settings.SCAN_COMMAND = []
    at(NOW)


def picture(name: str = "zdjęcie.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, "image/png")


@rule("P-31")
def test_the_buyer_writes_from_a_purchase_and_lands_in_the_conversation(buyer: Client) -> None:
    bought = order()
    address = f"/purchases/{bought.id}/message"
    assert f'href="{address}"' in page(buyer, "/purchases")
    assert "seller · Kettle" in words(page(buyer, address))
    sent = buyer.post(address, {"text": "Jaki kolor?", "files": picture(), "token": str(uuid4())})
    message = ThreadMessage.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/messages/{message.thread_id}")
    assert (message.text, message.origin, message.order_id) == ("Jaki kolor?", Origin.ASK_QUESTION, bought.id)
    assert "zdjęcie.png" in words(page(buyer, sent["Location"]))


def test_what_was_typed_comes_back_with_what_is_wrong(buyer: Client) -> None:
    bought = order()
    refused = buyer.post(f"/purchases/{bought.id}/message", {"text": "x" * 2001, "files": picture()})
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "x" * 2001 in html
    assert "The message is too long." in words(html)
    assert "zdjęcie.png" in words(html)
    kept = StoredFile.objects.get()
    again = buyer.post(f"/purchases/{bought.id}/message", {"text": "x", "file": str(kept.id)})
    assert again.status_code == 302
    assert ThreadFile.objects.get().file_id == kept.id


def test_the_same_form_sent_twice_is_one_message(buyer: Client) -> None:
    thread_id, token = begun().thread_id, str(uuid4())
    for _ in range(2):
        sent = buyer.post(f"/messages/{thread_id}", {"text": "Raz", "files": picture(), "token": token})
        assert (sent.status_code, sent["Location"]) == (302, f"/messages/{thread_id}#end")
    assert ThreadMessage.objects.filter(text="Raz").count() == 1
    assert SentOnce.objects.count() == ThreadFile.objects.count() == 1


def test_the_list_marks_what_is_unread_and_looking_takes_the_mark_off(buyer: Client) -> None:
    thread_id = begun().thread_id
    assert "unread" not in words(page(buyer, "/messages"))
    written(thread_id, seller(), "Jest   w paczce")
    html = words(page(buyer, "/messages"))
    assert "unread seller" in html
    assert "Jest w paczce" in html
    buyer.head(f"/messages/{thread_id}")
    assert "unread" in words(page(buyer, "/messages"))
    assert "Jest   w paczce" in page(buyer, f"/messages/{thread_id}")
    assert "unread" not in words(page(buyer, "/messages"))
    assert not Thread.objects.filter(seller_read=False).exists()


def test_a_long_conversation_is_read_in_pieces(buyer: Client) -> None:
    thread_id = begun(text="first words").thread_id
    for number in range(55):
        written(thread_id, seller(), f"number {number};", now=NOW + number * MINUTE)
    newest = page(buyer, f"/messages/{thread_id}")
    assert "number 54;" in newest
    assert "first words" not in newest
    earlier = page(buyer, f"/messages/{thread_id}?before=7")
    assert "first words" in earlier
    assert "number 5;" not in earlier
    assert "<textarea" not in earlier
    assert page(buyer, f"/messages/{thread_id}?before=²") is not None


@rule("P-49")
def test_somebody_elses_thread_and_file_are_not_found(buyer: Client) -> None:
    thread_id = begun().thread_id
    buyer.post(f"/messages/{thread_id}", {"text": "x", "files": picture()})
    file_id = StoredFile.objects.get().id
    assert b"".join(buyer.get(f"/messages/{thread_id}/files/{file_id}")).startswith(b"\x89PNG")
    other = signed_in("other", Role.BUYER)
    for path in ("", "/close", f"/files/{file_id}"):
        assert other.get(f"/messages/{thread_id}{path}").status_code == 404
    assert other.post(f"/messages/{thread_id}", {"text": "x"}).status_code == 404
    assert other.get(f"/purchases/{order().id}/message").status_code == 404
    assert buyer.get(f"/messages/{'0' * 43}/files/{file_id}").status_code == 404
    StoredFile.objects.update(state=State.UPLOADED)
    assert buyer.get(f"/messages/{thread_id}/files/{file_id}").status_code == 404
    assert "being checked" in words(page(buyer, f"/messages/{thread_id}"))


def test_a_problem_is_reported_where_the_layer_is_on(buyer: Client) -> None:
    bought = order()
    address = f"/purchases/{bought.id}/problem"
    assert address not in page(buyer, "/purchases")
    assert "Problems with a purchase are not reported this way here." in words(page(buyer, address))
    assert buyer.post(address, {"text": "x", "topic": "OTHER", "line": str(bought.lines.get().id)}).status_code == 422
    problems_on()
    assert f'href="{address}"' in page(buyer, "/purchases")
    assert page(buyer, address).count('type="radio"') == 10
    line = str(bought.lines.get().id)
    for form, sentence in (
        ({"text": "x", "line": line}, "Choose a reason."),
        ({"text": "x", "topic": "OTHER"}, "Choose the product it is about."),
        ({"text": " ", "topic": "OTHER", "line": line}, "Write something or attach a file."),
    ):
        refused = buyer.post(address, form)
        assert refused.status_code == 422
        assert sentence in words(refused.content.decode())
    sent = buyer.post(address, {"text": "Nie ma faktury", "topic": "NO_DOCUMENTATIONS", "line": line})
    thread = Thread.objects.get()
    assert sent["Location"] == f"/messages/{thread.id}"
    assert (thread.kind, thread.topic) == (ThreadKind.PROBLEM, "NO_DOCUMENTATIONS")
    assert "No proof of purchase, manual or warranty" in words(page(buyer, "/messages"))
    twice = buyer.post(address, {"text": "Znowu", "topic": "NO_DOCUMENTATIONS", "line": line})
    assert "You have reported this problem already." in words(twice.content.decode())


def test_the_buyer_closes_a_problem_after_being_asked(buyer: Client) -> None:
    problems_on()
    made = reported()
    assert isinstance(made, ThreadMessage)
    address = f"/messages/{made.thread_id}"
    assert "Neither you nor the seller can write here any more." in words(page(buyer, f"{address}/close"))
    assert Thread.objects.get().closed_at is None
    assert buyer.post(f"{address}/close")["Location"] == address
    assert Thread.objects.get().closed_at == NOW
    html = page(buyer, address)
    assert "<textarea" not in html
    assert "Nothing more can be written here." in words(html)
    late = buyer.post(address, {"text": "Jeszcze"})
    assert late.status_code == 422
    assert buyer.get(f"{address}/close")["Location"] == address
    assert buyer.get(f"/messages/{begun().thread_id}/close").status_code == 404


def test_the_list_goes_on_where_the_page_ended(
    buyer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    problems_on()
    made = [reported(now=NOW + timedelta(minutes=number)) for number in range(23)]
    with django_assert_max_num_queries(8):
        first = page(buyer, "/messages")
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = page(buyer, f"/messages{older}")
    links = [f'href="/messages/{one.thread_id}"' for one in made if isinstance(one, ThreadMessage)]
    assert [link for link in links if link in second] == links[:3]
    assert [link for link in links if link in first] == links[3:]
    assert "No messages yet" in words(page(signed_in("other", Role.BUYER), "/messages?after=x_y"))


def test_only_buyers_have_these_pages() -> None:
    client = signed_in("seller", Role.SELLER)
    begun()
    stage.account("other", Role.BUYER)
    for path in ("/messages", f"/messages/{Thread.objects.get().id}", f"/purchases/{order().id}/message"):
        assert client.get(path).status_code == 404


@rule("S1-02", "S1-03")
def test_the_buyer_may_say_what_a_message_is_about(buyer: Client) -> None:
    bought = fulfilled()
    address = f"/purchases/{bought.id}/message"
    assert "What is it about?" in words(page(buyer, address))
    buyer.post(address, {"text": "Poproszę o fakturę", "about": "availability", "token": str(uuid4())})
    assigned = Assigned.objects.get()
    assert (assigned.topic, assigned.chosen, assigned.party) == ("availability", True, "WAREHOUSE")
    refused = buyer.post(address, {"text": "", "about": "expiry_date"})
    assert '<option value="expiry_date" selected>' in refused.content.decode()


@rule("S1-03")
def test_ask_the_seller_needs_no_purchase_and_goes_by_the_sellers_account(buyer: Client) -> None:
    shop = seller()
    shop.one_fulfillment = True
    shop.save()
    address = f"/sellers/{shop.pk}/ask?offer=7654321"
    assert "offer 7654321" in words(page(buyer, address))
    sent = buyer.post(address, {"text": "Ile sztuk macie na stanie?", "token": str(uuid4())})
    message = ThreadMessage.objects.get()
    assert sent["Location"] == f"/messages/{message.thread_id}"
    assert (message.offer_id, message.order_id, message.origin) == ("7654321", None, Origin.ASK_QUESTION)
    assert Assigned.objects.get().party == Role.WAREHOUSE
    for wrong in ("/sellers/999999/ask?offer=1", f"/sellers/{shop.pk}/ask", f"/sellers/{shop.pk}/ask?offer=%3Cb%3E"):
        assert buyer.get(wrong).status_code == 404
    assert buyer.post(address, {"text": ""}).status_code == 422


@rule("S1-06")
def test_the_buyer_sees_that_the_warehouse_wrote(buyer: Client) -> None:
    thread = begun(fulfilled(), "Kiedy wyślecie?").thread_id
    answered(thread)
    html = page(buyer, f"/messages/{thread}")
    assert "msg warehouse" in html
    assert "Warehouse for seller" in words(html)
