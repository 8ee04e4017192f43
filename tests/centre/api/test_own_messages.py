"""Who answers a message, told to the seller's program, and forwarding it (docs/api.md, ``message-routing``)."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.centre import stage
from tests.centre.api.conftest import BETA, NOW, PUBLIC, ZGODA, Program, at, error_of, token_for
from tests.centre.messaging.people import MINUTE, answered, begun, buyer, fulfilled, order, seller
from tests.centre.messaging.test_routing import INVOICE, MURKY, WHEN
from tests.marks import rule
from zgoda.centre.api import messaging
from zgoda.centre.api.limiter import per_second
from zgoda.centre.messaging.models import Assigned, Correction, ThreadMessage
from zgoda.domain.actors import Role

pytestmark = pytest.mark.django_db
SCOPE = "allegro:api:messaging"


@pytest.fixture(autouse=True)
def _no_brake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messaging, "sends", per_second(10**9, lambda: 0.0))


@pytest.fixture
def own() -> Program:
    return Program(token_for(seller(), SCOPE), accept=ZGODA)


def forwarded(program: Program, message: ThreadMessage, **body: Any) -> HttpResponse:
    told = {"note": "Pytanie o wysyłkę", **body}
    return program.post(f"/zgoda/v1/messages/{message.id}/forward", told, Accept_Language="en-US")


def answers(program: Program, thread_id: str) -> dict[str, Any]:
    response = program.get(f"/zgoda/v1/threads/{thread_id}", Accept_Language="en-US")
    assert response.status_code == 200, response.content
    return response.json()


def test_the_feature_is_named() -> None:
    assert "message-routing" in Client().get("/zgoda/v1/capabilities").json()["features"]


@rule("S1-06")
def test_a_thread_tells_who_answers_what_and_what_the_warehouse_wrote(own: Program) -> None:
    bought = fulfilled()
    first, second = begun(bought, WHEN), begun(bought, INVOICE, now=NOW + MINUTE)
    reply = answered(first.thread_id, now=NOW + 2 * MINUTE)
    with at(NOW + 3 * MINUTE):
        told = answers(own, first.thread_id)
    assert told["warehouseWrote"] == [str(reply.id)]
    assert (told["fulfilled"], told["warehouseSince"], told["mayWrite"]) == (True, None, True)
    newest, oldest = told["messages"]
    assert (newest["id"], newest["party"], newest["mayForward"]) == (str(second.id), "SELLER", True)
    assert (oldest["party"], oldest["topic"], oldest["topicWords"], oldest["mayForward"]) == (
        "WAREHOUSE",
        "order_preparation",
        "Preparing and dispatching the order",
        False,
    )
    assert oldest["answeredAt"] is not None
    assert [turn["cause"] for turn in oldest["turns"]] == ["ROUTED"]


@rule("S1-07")
def test_it_tells_why_the_seller_may_not_write(own: Program) -> None:
    thread = begun(fulfilled(), WHEN).thread_id
    with at(NOW):
        told = answers(own, thread)
        refused = Program(own.token, accept=PUBLIC).post(f"/messaging/threads/{thread}/messages", {"text": "Już"})
    assert (told["mayWrite"], told["refusal"]) == (False, "WAREHOUSE_ANSWERS")
    assert told["words"].startswith("The Warehouse answers this")
    assert (refused.status_code, error_of(refused)["code"]) == (422, "WAREHOUSE_ANSWERS")


@rule("S1-08", "S1-11", "P-29")
def test_a_program_forwards_a_message_with_a_note_once(own: Program) -> None:
    message, command = begun(fulfilled(), INVOICE), str(uuid4())
    with at(NOW):
        for _ in range(2):
            assert forwarded(own, message, commandId=command, topic="expiry_date").json() == {"id": str(message.id)}
        told = answers(own, message.thread_id)
    assert [(turn["party"], turn["note"]) for turn in told["messages"][0]["turns"]] == [
        ("SELLER", None),
        ("WAREHOUSE", "Pytanie o wysyłkę"),
    ]
    assert Correction.objects.get().topic == "expiry_date"


@rule("S1-11", "P-29", "P-49")
def test_what_cannot_be_forwarded_is_refused_or_not_found(own: Program) -> None:
    message, plain = begun(fulfilled(), INVOICE), begun(order(), INVOICE)
    other = Program(token_for(stage.account("other-seller", Role.SELLER), SCOPE), accept=ZGODA)
    phone = Program(token_for(buyer(), SCOPE), accept=ZGODA)
    with at(NOW):
        empty = forwarded(own, message, note=" ")
        assert (empty.status_code, error_of(empty)["code"], error_of(empty)["path"]) == (422, "NOTE_MISSING", "note")
        assert error_of(forwarded(own, plain))["code"] == "NOT_FULFILLED"
        assert error_of(forwarded(own, message, topic="weather"))["path"] == "topic"
        for program in (other, phone):
            assert forwarded(program, message).status_code == 404
            assert program.get(f"/zgoda/v1/threads/{message.thread_id}").status_code == 404
        assert own.get(f"/zgoda/v1/threads/{'0' * 43}").status_code == 404
        assert own.post("/zgoda/v1/messages/x/forward", {"note": "x"}).status_code == 404


@rule("S1-18")
def test_an_unsure_message_is_kept_with_one_request(own: Program) -> None:
    message = begun(fulfilled(), MURKY)
    with at(NOW):
        assert answers(own, message.thread_id)["messages"][0]["unsure"] is True
        kept = own.post(f"/zgoda/v1/messages/{message.id}/keep", {})
        assert kept.status_code == 201
        assert answers(own, message.thread_id)["messages"][0]["unsure"] is False
        again = own.post(f"/zgoda/v1/messages/{message.id}/keep", {}, Accept_Language="en-US")
    assert error_of(again)["code"] == "NOT_ASSIGNED"
    assert not Assigned.objects.get(pk=message.pk).unsure


@rule("S1-06", "S1-32")
def test_the_warehouses_reply_stands_for_the_sellers_on_the_wire(own: Program) -> None:
    thread = begun(fulfilled(), WHEN).thread_id
    answered(thread, "Dziś po południu")
    address = f"/messaging/threads/{thread}/messages"
    phone = token_for(buyer(), SCOPE)
    with at(NOW + MINUTE):
        seen = Program(own.token, accept=PUBLIC).get(address).json()["messages"][0]
        read = Program(phone, accept=PUBLIC).get(address).json()["messages"][0]
        beta = Program(phone, accept=BETA).get(address).json()["messages"][0]
    assert (seen["text"], seen["author"]) == ("Dziś po południu", {"login": "seller", "isInterlocutor": False})
    assert read["author"] == {"login": "seller", "isInterlocutor": True}
    assert beta["author"] == {"role": "USER", "login": "seller"}


def test_a_long_thread_costs_no_more_queries(own: Program, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    bought = fulfilled()
    thread = begun(bought, WHEN).thread_id
    with at(NOW):
        answers(own, thread)
    for minute in range(5):
        begun(bought, WHEN, now=NOW + minute * MINUTE)
    with at(NOW), django_assert_num_queries(9, exact=False):
        assert len(answers(own, thread)["messages"]) == 6
