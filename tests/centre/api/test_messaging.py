"""The Message Center over HTTP in both shapes, for sellers' and buyers' programs (allegro-api.md §6).

Every answer is checked against the document's structure by ``Program`` itself.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries, Settings

from tests.centre import stage
from tests.centre.api.conftest import BETA, NOW, PUBLIC, Program, at, error_of, token_for
from tests.centre.messaging.people import begun, buyer, order, problems_on, reported, seller, written
from tests.files.pictures import OF_KIND
from tests.marks import rule
from zgoda.centre.api import messaging
from zgoda.centre.api.limiter import per_second
from zgoda.centre.messaging import acts
from zgoda.centre.messaging.models import Thread, ThreadMessage
from zgoda.domain.actors import Role
from zgoda.files.models import State, StoredFile

PNG = OF_KIND["image/png"]
SCOPE = "allegro:api:messaging"
THREADS, FILES = "/messaging/threads", "/messaging/message-attachments"


@pytest.fixture(autouse=True)
def _no_brake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messaging, "sends", per_second(10**9, lambda: 0.0))


@pytest.fixture
def desk() -> Program:
    """The seller's program, speaking public.v1."""
    return Program(token_for(seller(), SCOPE), accept=PUBLIC)


@pytest.fixture
def beta(desk: Program) -> Program:
    return Program(desk.token, accept=BETA)


@pytest.fixture
def phone() -> Program:
    """The buyer's program."""
    return Program(token_for(buyer(), SCOPE), accept=PUBLIC)


def sent(program: Program, bought: Any, **changes: object) -> HttpResponse:
    body = {"recipient": {"login": "buyer"}, "text": "Jaki kolor?", "order": {"id": str(bought.id)}, **changes}
    return program.post("/messaging/messages", body)


def mark(program: Program, thread_id: str, *, read: bool) -> HttpResponse:
    return program.ask("PUT", f"{THREADS}/{thread_id}/read", program.accept, {"read": read}, program.accept)


def problem(**more: Any) -> ThreadMessage:
    made = reported(**more)
    assert isinstance(made, ThreadMessage), made
    return made


def test_a_thread_and_its_messages_in_public_v1(desk: Program, phone: Program) -> None:
    bought = order()
    first = begun(bought)
    (thread,) = desk.get(THREADS).json()["threads"]
    assert thread["id"] == first.thread_id
    assert (thread["read"], thread["interlocutor"]["login"]) == (False, "buyer")
    assert thread["interlocutor"]["avatarUrl"].startswith("http://127.0.0.1:8000/static/img/person")
    reply = desk.post(f"{THREADS}/{first.thread_id}/messages", {"text": "Jest w środku."})
    assert reply.status_code == 201
    told = phone.get(f"{THREADS}/{first.thread_id}/messages").json()
    assert (told["limit"], told["offset"]) == (20, 0)
    assert [(one["text"], one["author"]) for one in told["messages"]] == [
        ("Jest w środku.", {"login": "seller", "isInterlocutor": True}),
        ("Dzień dobry", {"login": "buyer", "isInterlocutor": False}),
    ]
    assert told["messages"][1]["relatesTo"] == {"offer": None, "order": {"id": str(bought.id)}}
    assert told["messages"][0]["relatesTo"] == {"offer": None}
    assert told["messages"][0]["status"] == "DELIVERED"
    assert desk.get(f"/messaging/messages/{first.id}").json()["thread"] == {"id": first.thread_id}


def test_the_same_in_beta_v1(beta: Program) -> None:
    problems_on()
    bought = order()
    made, first = problem(bought=bought), begun(bought)
    told = beta.get(THREADS).json()
    assert told["nextPage"] is None
    by_id = {thread["id"]: thread for thread in told["threads"]}
    common, issue = by_id[first.thread_id], by_id[made.thread_id]
    assert (common["type"], common["orders"], common["subType"], common["status"]) == ("COMMON", None, None, "OPEN")
    assert {one["role"] for one in common["participants"]} == {"USER"}
    assert (issue["type"], issue["subType"]) == ("POST_PURCHASE_ISSUE", "NO_REFUND")
    assert issue["orders"] == [{"id": str(bought.id), "offers": [{"id": "1", "quantity": 1}]}]
    assert issue["participants"] == [{"role": "BUYER", "login": "buyer"}, {"role": "SELLER", "login": "seller"}]
    (message,) = beta.get(f"{THREADS}/{made.thread_id}/messages").json()["messages"]
    assert (message["author"], message["relatesTo"]["order"]) == (
        {"role": "BUYER", "login": "buyer"},
        {"id": str(bought.id)},
    )
    assert beta.get(f"/messaging/messages/{first.id}").json()["author"] == {"role": "USER", "login": "buyer"}
    assert "thread" not in message


def test_problems_exist_in_beta_v1_only(desk: Program, beta: Program) -> None:
    problems_on()
    made = problem()
    assert desk.get(THREADS).json()["threads"] == []
    address = f"{THREADS}/{made.thread_id}"
    for path in (address, f"{address}/messages", f"/messaging/messages/{made.id}"):
        assert (desk.get(path).status_code, beta.get(path).status_code) == (404, 200)
    assert desk.post(f"{address}/messages", {"text": "x"}).status_code == 404
    assert mark(desk, made.thread_id, read=True).status_code == 404
    assert beta.post(f"{address}/messages", {"text": "Już wysyłamy"}).status_code == 201


def test_a_closed_problem_takes_no_message(beta: Program) -> None:
    problems_on()
    made = problem()
    acts.close(made.thread_id, buyer().pk, now=NOW)
    refused = beta.post(f"{THREADS}/{made.thread_id}/messages", {"text": "Jeszcze jedno"})
    assert refused.status_code == 422
    assert (error_of(refused)["code"], error_of(refused)["message"]) == (
        "THREAD_CLOSED",
        "Cannot add a message to a closed POST_PURCHASE_ISSUE thread.",
    )
    assert beta.get(f"{THREADS}/{made.thread_id}").json()["status"] == "CLOSED"


@rule("P-49")
def test_somebody_elses_thread_looks_like_none(desk: Program) -> None:
    first = begun()
    other = Program(token_for(stage.account("other-seller", Role.SELLER), SCOPE), accept=PUBLIC)
    for thread_id in (first.thread_id, "0" * 43, "%00", "short", "a" * 300):
        for answer in (
            other.get(f"{THREADS}/{thread_id}"),
            other.get(f"{THREADS}/{thread_id}/messages"),
            other.post(f"{THREADS}/{thread_id}/messages", {"text": "x"}),
            mark(other, thread_id, read=True),
        ):
            assert answer.status_code == 404
            assert error_of(answer)["code"] == "THREAD_NOT_FOUND"
    assert error_of(desk.get(f"{THREADS}/nope"))["path"] == f"{THREADS}/nope"
    for message_id in (first.id, uuid4(), "x"):
        answer = other.get(f"/messaging/messages/{message_id}")
        assert (answer.status_code, error_of(answer)["code"]) == (404, "NOT_FOUND")
    assert other.get(THREADS).json()["threads"] == []


def test_the_mark_is_each_sides_own(desk: Program, beta: Program, phone: Program) -> None:
    thread_id = begun().thread_id
    assert mark(desk, thread_id, read=True).json()["read"] is True
    assert phone.get(f"{THREADS}/{thread_id}").json()["read"] is True
    assert mark(beta, thread_id, read=False).json() == {"read": False}
    assert desk.get(f"{THREADS}/{thread_id}").json()["read"] is False
    for body in (b" ", {}, {"read": "false"}, {"read": None}):
        refused = desk.ask("PUT", f"{THREADS}/{thread_id}/read", PUBLIC, body, PUBLIC)
        assert (refused.status_code, error_of(refused)["path"]) == (422, "read")


@rule("P-31")
def test_a_seller_begins_about_an_order_of_the_recipient(desk: Program, phone: Program) -> None:
    bought = order()
    made = sent(desk, bought)
    assert made.status_code == 201
    assert made.json()["relatesTo"]["order"] == {"id": str(bought.id)}
    assert sent(phone, bought, recipient={"login": "SELLER"}).json()["thread"] == made.json()["thread"]
    stage.account("stranger", Role.BUYER)
    for changes in ({"recipient": {"login": "stranger"}}, {"order": {"id": str(uuid4())}}, {"order": {"id": "x"}}):
        refused = sent(desk, bought, **changes)
        assert (refused.status_code, error_of(refused)["path"]) == (422, "order.id")
    for missing in ("order", "recipient", "text"):
        body = {"recipient": {"login": "buyer"}, "text": "x", "order": {"id": str(bought.id)}}
        assert desk.post("/messaging/messages", {k: v for k, v in body.items() if k != missing}).status_code == 400


def test_words_are_at_most_2000_characters(desk: Program) -> None:
    thread_id = begun().thread_id
    address = f"{THREADS}/{thread_id}/messages"
    assert desk.post(address, {"text": "ż" * 2000}).status_code == 201
    refused = desk.post(address, {"text": "ż" * 2001}, Accept_Language="pl-PL")
    assert refused.status_code == 422
    told = error_of(refused)
    assert (told["code"], told["path"]) == ("VALIDATION_ERROR", "text")
    assert told["details"].startswith("Invalid value: żż")
    assert error_of(desk.post(address, {"text": " \n"}))["path"] == "text"


def test_one_message_a_second_and_account(
    desk: Program, beta: Program, phone: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [100.0]
    monkeypatch.setattr(messaging, "sends", per_second(1, lambda: seconds[0]))
    bought = order()
    thread_id = begun(bought).thread_id
    assert sent(desk, bought).status_code == 201
    seconds[0] += 0.9
    refused = beta.post(f"{THREADS}/{thread_id}/messages", {"text": "x"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "1")
    assert error_of(refused)["code"] == "TOO_MANY_REQUESTS"
    assert phone.post(f"{THREADS}/{thread_id}/messages", {"text": "x"}).status_code == 201
    assert desk.get(THREADS).status_code == 200
    seconds[0] += 1.0
    assert sent(desk, bought).status_code == 201


def test_pages_by_offset_and_instants(desk: Program) -> None:
    thread_id = begun().thread_id
    for number in range(2, 25):
        written(thread_id, buyer(), str(number), now=NOW + timedelta(minutes=number))
    address = f"{THREADS}/{thread_id}/messages"

    def texts(query: str) -> list[str]:
        return [one["text"] for one in desk.get(f"{address}?{query}").json()["messages"]]

    assert texts("")[0] == "24"
    assert len(texts("")) == 20
    assert texts("limit=2&offset=20") == ["4", "3"]
    middle = desk.get(f"{address}?limit=1&offset=9").json()["messages"][0]
    assert texts(f"before={middle['createdAt']}&limit=2") == ["14", "13"]
    assert texts(f"after={middle['createdAt']}")[-1] == "16"
    for query in ("limit=21", "limit=0", "offset=15001", "before=x", "after=x", "before=2026-03-03T09:00:00Z&offset=0"):
        refused = desk.get(f"{address}?{query}")
        assert (refused.status_code, error_of(refused)["path"]) == (422, query.partition("=")[0])
    assert desk.get(f"{THREADS}?limit=50").status_code == 422
    assert desk.get(f"{THREADS}?offset=15000001").status_code == 422


def walked(program: Program, address: str, key: str) -> list[str]:
    """The ids of all pages of two, by their tokens."""
    found, query = [], "limit=2"
    for _ in range(20):
        told = program.get(f"{address}?{query}").json()
        found += [one["id"] for one in told[key]]
        if told["nextPage"] is None:
            return found
        query = f"limit=2&page.id={told['nextPage']['id']}"
    raise AssertionError("the pages have no end")


def test_pages_by_token_find_everything_once(beta: Program) -> None:
    problems_on()
    made = [problem() for _ in range(5)]
    address = f"{THREADS}/{made[0].thread_id}/messages"
    numbers = [written(made[0].thread_id, buyer(), str(number)).id for number in range(4)]
    threads = walked(beta, THREADS, "threads")
    assert len(threads) == 5
    assert set(threads) == {one.thread_id for one in made}
    assert threads[0] == made[0].thread_id
    assert walked(beta, address, "messages") == [str(one) for one in (*reversed(numbers), made[0].id)]
    for token in ("x", "", "eA==", "%00", "MjAyNi0wMS0wMQphYmM="):
        for path in (THREADS, address):
            refused = beta.get(f"{path}?page.id={token}")
            assert (refused.status_code, error_of(refused)["path"]) == (422, "page.id")


def test_the_filters_of_beta_v1(beta: Program) -> None:
    problems_on()
    one, two = problem(), problem()
    common = begun()
    acts.close(two.thread_id, buyer().pk, now=NOW)
    mark(beta, common.thread_id, read=True)

    def found(query: str) -> set[str]:
        return {thread["id"] for thread in beta.get(f"{THREADS}?{query}").json()["threads"]}

    assert found("type=COMMON") == found("read=true") == {common.thread_id}
    assert found("type=POST_PURCHASE_ISSUE") == found("read=false") == {one.thread_id, two.thread_id}
    assert found("status=CLOSED") == {two.thread_id}
    assert found("status=OPEN") == {one.thread_id, common.thread_id}
    assert found(f"orderId={one.order_id}") == {one.thread_id}
    assert found(f"orderId={uuid4()}") == set()
    for query in ("type=X", "status=open", "read=1", "orderId=x", "limit=21"):
        refused = beta.get(f"{THREADS}?{query}")
        assert (refused.status_code, error_of(refused)["path"]) == (422, query.partition("=")[0])


def test_what_is_older_than_six_months_is_not_given_out(desk: Program) -> None:
    first = begun()
    with at(first.created_at + timedelta(days=183)):
        assert len(desk.get(THREADS).json()["threads"]) == 1
    with at(first.created_at + timedelta(days=183, milliseconds=1)):
        assert desk.get(THREADS).json()["threads"] == []
        assert desk.get(f"{THREADS}/{first.thread_id}").status_code == 404
        assert desk.get(f"/messaging/messages/{first.id}").status_code == 404
        written(first.thread_id, buyer(), "Znowu ja", now=first.created_at + timedelta(days=183))
        told = desk.get(f"{THREADS}/{first.thread_id}/messages").json()["messages"]
        assert [one["text"] for one in told] == ["Znowu ja"]


def test_a_request_repeated_with_its_key_counts_once(desk: Program) -> None:
    thread_id, key = begun().thread_id, str(uuid4())
    address = f"{THREADS}/{thread_id}/messages"
    first, again = (desk.post(address, {"text": "Raz"}, Idempotency_Key=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = desk.post(address, {"text": "Dwa"}, Idempotency_Key=key)
    assert (other.status_code, error_of(other)["path"]) == (422, "commandId")
    assert Thread.objects.get().messages_count == 2


def uploaded(program: Program, raw: bytes = PNG) -> str:
    declared = program.post(FILES, {"filename": "zdjęcie.png", "size": len(raw)})
    assert declared.status_code == 201
    file_id = str(declared.json()["id"])
    assert program.put(f"{FILES}/{file_id}", raw, "image/png").json() == {"id": file_id}
    return file_id


def test_a_file_is_announced_sent_attached_and_read(desk: Program, beta: Program, phone: Program) -> None:
    thread_id, file_id = begun().thread_id, uploaded(desk)
    assert desk.get(f"{FILES}/{file_id}", accept="*/*").status_code == 404
    message = desk.post(f"{THREADS}/{thread_id}/messages", {"text": "", "attachments": [{"id": file_id}]})
    assert message.status_code == 201
    (shown,) = message.json()["attachments"]
    assert (shown["fileName"], shown["mimeType"], shown["status"]) == ("zdjęcie.png", "image/png", "SAFE")
    assert shown["url"].endswith(f"{FILES}/{file_id}")
    (in_beta,) = beta.get(f"{THREADS}/{thread_id}/messages").json()["messages"][0]["attachments"]
    assert in_beta == {**shown, "id": file_id}
    for reader in (desk, phone):
        file = reader.get(f"{FILES}/{file_id}", accept="*/*")
        assert (file.status_code, file["Content-Type"]) == (200, "image/png")
    other = Program(token_for(stage.account("other-seller", Role.SELLER), SCOPE), accept=PUBLIC)
    assert other.get(f"{FILES}/{file_id}", accept="*/*").status_code == 404
    assert desk.get(f"{FILES}/{file_id}", accept=PUBLIC).status_code == 406
    again = desk.post(f"{THREADS}/{thread_id}/messages", {"text": "x", "attachments": [{"id": file_id}]})
    assert (again.status_code, error_of(again)["path"]) == (422, "attachments")


@pytest.mark.parametrize(
    ("state", "status"), [(State.UPLOADED, "NEW"), (State.UNSAFE, "UNSAFE"), (State.EXPIRED, "EXPIRED")]
)
def test_a_file_that_did_not_pass_the_scan_is_named_and_not_given(
    desk: Program, phone: Program, state: State, status: str
) -> None:
    thread_id, file_id = begun().thread_id, uploaded(desk)
    desk.post(f"{THREADS}/{thread_id}/messages", {"text": "x", "attachments": [{"id": file_id}]})
    StoredFile.objects.filter(pk=file_id).update(state=state)
    told = phone.get(f"{THREADS}/{thread_id}/messages").json()["messages"][0]["attachments"]
    assert [one["status"] for one in told] == [status]
    assert phone.get(f"{FILES}/{file_id}", accept="*/*").status_code == 404


def test_limits_of_a_file(desk: Program, settings: Settings) -> None:
    assert desk.post(FILES, {"filename": "a.png", "size": 5_242_880}).status_code == 201
    for body, status, path in (
        ({"filename": "a.png", "size": 5_242_881}, 422, "size"),
        ({"filename": "a.png", "size": 0}, 422, "size"),
        ({"filename": "a" * 256 + ".png", "size": 5}, 422, "filename"),
        ({"filename": "a.exe", "size": 5}, 415, "attachment.filename"),
    ):
        refused = desk.post(FILES, body)
        assert (refused.status_code, error_of(refused)["path"]) == (status, path)
    file_id = str(desk.post(FILES, {"filename": "a.png", "size": len(PNG)}).json()["id"])
    stranger = Program(token_for(buyer(), SCOPE), accept=PUBLIC)
    assert stranger.put(f"{FILES}/{file_id}", PNG, "image/png").status_code == 404
    assert desk.put(f"{FILES}/{file_id}", PNG, "image/jpeg").status_code == 415
    assert desk.put(f"{FILES}/{file_id}", PNG + b"x", "image/png").status_code == 422


def test_a_list_costs_as_many_questions_for_20_threads_as_for_one(
    beta: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    problems_on()
    counts = []
    for _ in range(2):
        with django_assert_num_queries(100, exact=False) as asked:
            assert beta.get(THREADS).status_code == 200
        counts.append(len(asked.captured_queries))
        for _ in range(8):
            problem()
    assert counts[1] <= counts[0] + 1
