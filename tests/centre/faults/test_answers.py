"""What a program gets while the sandbox misbehaves, and what stays true behind it."""

import json
from datetime import timedelta

import pytest
from django.http import HttpResponse
from pytest_django import Settings

from tests.centre import stage
from tests.centre.api.conftest import BETA, NOW, Program, at
from tests.centre.faults.conftest import Spoil
from zgoda.accounts.models import User
from zgoda.centre.faults import plans
from zgoda.centre.faults.catalogue import Fault
from zgoda.centre.faults.models import FaultStrike
from zgoda.centre.store.models import CaseMessage
from zgoda.domain.discussion import Discussion

JSON = "application/vnd.allegro.beta.v1+json"


def raw(program: Program, method: str, path: str, body: object = b"") -> HttpResponse:
    """An answer that need not conform to the protocol, as a client gets it; ``None`` for a cut connection."""
    from django.test import Client

    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Accept": BETA, "Authorization": f"Bearer {program.token}", "User-Agent": "T/1 (+https://t.example)"}
    return Client().generic(method, path, content, content_type=BETA, headers=headers)


def read(program: Program, path: str) -> dict:
    answer = raw(program, "GET", path)
    assert answer.status_code == 200, answer.content
    return dict(json.loads(answer.content))


def write(program: Program, case: Discussion, text: str) -> HttpResponse:
    return raw(program, "POST", f"/sale/issues/{case.id}/message", {"type": "REGULAR", "text": text})


def texts(case: Discussion) -> list[str]:
    return list(CaseMessage.objects.filter(case_id=case.id).order_by("number").values_list("text", flat=True))


def chat_of(program: Program, case: Discussion, query: str = "?limit=100") -> list[dict]:
    return list(read(program, f"/sale/issues/{case.id}/chat{query}")["chat"])


@pytest.fixture
def long_case(program: Program, case: Discussion) -> Discussion:
    """A conversation of 30 messages and more."""
    for number in range(30):
        with at(NOW + timedelta(seconds=number)):
            assert write(program, case, f"word {number}").status_code == 201
    return case


def test_nothing_is_spoilt_by_default(program: Program, case: Discussion) -> None:
    assert read(program, "/sale/issues")["issues"][0]["chat"]["messagesCount"] > 0
    assert not FaultStrike.objects.exists()


def test_outside_of_a_sandbox_nothing_is_spoilt_and_nothing_can_be_asked_for(
    program: Program, seller: User, case: Discussion, spoil: Spoil, settings: Settings
) -> None:
    spoil(Fault.ERROR_500)
    settings.SANDBOX = False
    assert raw(program, "GET", "/sale/issues").status_code == 200
    with pytest.raises(plans.NoSandbox):
        plans.switch(seller, on=True, seed=1, rates={}, by="x")
    assert plans.accounts_on() == []


def test_another_account_is_left_alone(program: Program, stranger: Program, case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.ERROR_502)
    assert raw(program, "GET", "/sale/issues").status_code == 502
    assert raw(stranger, "GET", "/sale/issues").status_code == 200


def test_counters_of_nought_and_todo_texts(program: Program, case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.COUNTER_ZERO, Fault.TODO_TEXTS)
    chat = read(program, f"/sale/issues/{case.id}")["chat"]
    assert chat["messagesCount"] == 0
    assert (chat["initialMessage"]["id"], chat["initialMessage"]["text"]) == ("TODO", "TODO")


def test_logins_are_missing(program: Program, case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.NULL_LOGIN)
    assert read(program, f"/sale/issues/{case.id}")["buyer"]["login"] is None
    assert all(not one["author"].get("login") for one in chat_of(program, case))


def test_conversation_is_capped_at_twenty(program: Program, long_case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.CHAT_CAPPED)
    assert len(chat_of(program, long_case)) == 20


def test_limit_and_offset_are_ignored(program: Program, long_case: Discussion, spoil: Spoil) -> None:
    expected = [one["id"] for one in chat_of(program, long_case, "")]
    spoil(Fault.PAGING_IGNORED)
    assert [one["id"] for one in chat_of(program, long_case, "?limit=5&offset=20")] == expected


def test_messages_come_in_another_order_and_none_is_lost(program: Program, long_case: Discussion, spoil: Spoil) -> None:
    expected = [one["id"] for one in chat_of(program, long_case)]
    spoil(Fault.CHAT_ORDER)
    seen = [one["id"] for one in chat_of(program, long_case)]
    assert seen != expected
    assert sorted(seen) == sorted(expected)


def test_newest_messages_are_not_visible_yet_and_then_are(
    program: Program, long_case: Discussion, spoil: Spoil, seller: User
) -> None:
    expected = [one["id"] for one in chat_of(program, long_case)]
    spoil(Fault.LATE)
    seen = [one["id"] for one in chat_of(program, long_case)]
    assert 1 <= len(expected) - len(seen) <= 3
    assert expected[-len(seen) :] == seen
    plans.switch_off(seller, "test")
    assert [one["id"] for one in chat_of(program, long_case)] == expected


def test_a_record_comes_twice(program: Program, long_case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.DUPLICATES)
    seen = [one["id"] for one in chat_of(program, long_case)]
    assert len(seen) == len(set(seen)) + 1


def test_malformed_record_spoils_no_other(program: Program, long_case: Discussion, spoil: Spoil) -> None:
    whole = len(chat_of(program, long_case))
    spoil(Fault.MALFORMED_RECORD)
    seen = chat_of(program, long_case)
    readable = [one for one in seen if isinstance(one, dict) and one.get("id")]
    assert (len(seen), len(readable)) == (whole, whole - 1)


def test_bad_record_breaks_just_the_pages_it_stands_on(program: Program, seller: User, spoil: Spoil) -> None:
    for _ in range(8):
        stage.opened()
    spoil(Fault.BROKEN_LIST)
    assert raw(program, "GET", "/sale/issues?limit=100").status_code in (403, 500)
    plans.switch(seller, on=True, seed=1, rates={Fault.BROKEN_LIST: 100}, by="test")
    singles = [raw(program, "GET", f"/sale/issues?limit=1&offset={place}").status_code for place in range(8)]
    assert len([status for status in singles if status != 200]) == 1


def test_status_drifts_in_the_answer_only(program: Program, case: Discussion, spoil: Spoil, seller: User) -> None:
    spoil(Fault.STATUS_DRIFT)
    assert read(program, f"/sale/issues/{case.id}")["currentState"]["status"] == "DISPUTE_CLOSED"
    plans.switch_off(seller, "test")
    assert read(program, f"/sale/issues/{case.id}")["currentState"]["status"] == "DISPUTE_ONGOING"


@pytest.mark.parametrize(("fault", "status"), [(Fault.LOST_500, 500), (Fault.LOST_504, 504)])
def test_answer_is_lost_after_the_message_was_taken(
    program: Program, case: Discussion, spoil: Spoil, fault: Fault, status: int
) -> None:
    before = len(texts(case))
    spoil(fault)
    assert write(program, case, "I am there").status_code == status
    assert texts(case)[before:] == ["I am there"]


def test_connection_is_cut_after_the_message_was_taken(program: Program, case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.LOST_CUT)
    answer = write(program, case, "I am there")
    with pytest.raises(ConnectionResetError):
        b"".join(answer.streaming_content)
    assert texts(case)[-1] == "I am there"


@pytest.mark.parametrize("fault", [Fault.ERROR_500, Fault.ERROR_502, Fault.ERROR_504, Fault.HTML, Fault.BUSY])
def test_errors_before_a_write_leave_nothing_behind(
    program: Program, case: Discussion, spoil: Spoil, fault: Fault
) -> None:
    before = texts(case)
    spoil(fault, Fault.LOST_CUT)
    assert write(program, case, "I am not").status_code != 201
    assert texts(case) == before


def test_429_says_when_or_does_not(program: Program, case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.BUSY)
    assert "retry-after" not in raw(program, "GET", "/sale/issues").headers
    spoil(Fault.BUSY_SAYING_WHEN)
    assert 1 <= int(raw(program, "GET", "/sale/issues").headers["retry-after"]) <= 3


def test_html_where_json_is_due(program: Program, case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.HTML)
    assert raw(program, "GET", "/sale/issues").headers["content-type"] == "text/html"


def test_access_token_ends_early_for_good(program: Program, seller: User, case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.TOKEN_EXPIRED)
    assert raw(program, "GET", "/sale/issues").status_code == 401
    plans.switch_off(seller, "test")
    assert raw(program, "GET", "/sale/issues").status_code == 401


def test_refused_access_token_is_still_good(program: Program, seller: User, case: Discussion, spoil: Spoil) -> None:
    spoil(Fault.TOKEN_REFUSED)
    assert raw(program, "GET", "/sale/issues").status_code == 401
    plans.switch_off(seller, "test")
    assert raw(program, "GET", "/sale/issues").status_code == 200


def test_same_seed_gives_the_same_answers_again(program: Program, long_case: Discussion, spoil: Spoil) -> None:
    def told() -> list[tuple[int, str]]:
        spoil(*set(Fault) - {Fault.TOKEN_EXPIRED}, rate=20, seed=42)
        for _ in range(20):
            raw(program, "GET", f"/sale/issues/{long_case.id}/chat?limit=100")
        return list(FaultStrike.objects.order_by("id").values_list("number", "fault"))

    first = told()
    assert len(first) > 20
    assert told() == first
