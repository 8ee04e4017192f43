"""Reading what servers really answer: anything may be missing, null, unknown or wrong, and nothing is lost with it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgoda.wire.tolerant import IssueSeen, MessageSeen, Unreadable, read_chat, read_issue, read_issues, read_message
from zgoda.wire.tolerant_orders import FormSeen, read_form, read_forms, read_me, read_shipment, read_tracking

LIVE: dict[str, Any] = {
    "id": "6d0f3a52-0000-4000-8000-000000000001",
    "type": "DISPUTE",
    "referenceNumber": None,
    "openedDate": "2026-09-01T10:12:48.923Z",
    "subject": "I have not received the product",
    "checkoutForm": {"id": "f3e739a0-0000-11f0-b9c0-000000000001", "createdAt": "2026-08-25T10:00:00.000Z"},
    "buyer": {"id": "44054668", "login": "client:44054668"},
    "currentState": {"status": "DISPUTE_ONGOING", "statusDueDate": "2026-09-02T10:12:48.923Z", "chatActive": True},
    "chat": {
        "lastMessage": {"status": "NEW", "createdAt": "2026-09-01T10:12:48.923Z"},
        "messagesCount": 1,
        "initialMessage": {"id": "TODO", "text": "TODO", "attachments": [], "author": {"role": "BUYER"}},
    },
    "expectations": None,
    "attachments": [{"fileName": "a.jpg", "url": "https://api.example/a"}],
}


def issue(**changes: object) -> IssueSeen:
    seen = read_issue({**LIVE, **changes})
    assert isinstance(seen, IssueSeen)
    return seen


def test_a_live_issue_is_read_without_oddities() -> None:
    seen = issue()
    assert seen.oddities == ()
    assert seen.opened_at == datetime(2026, 9, 1, 10, 12, 48, 923_000, tzinfo=UTC)
    assert (seen.status, seen.chat_active, seen.messages_count) == ("DISPUTE_ONGOING", True, 1)
    assert (seen.order_id, seen.buyer_login) == (LIVE["checkoutForm"]["id"], "client:44054668")
    assert seen.initial_message is not None
    assert seen.initial_message.id == "TODO"
    assert [entry.file_name for entry in seen.attachments] == ["a.jpg"]


def test_an_id_is_enough() -> None:
    seen = read_issue({"id": "x"})
    assert isinstance(seen, IssueSeen)
    assert (seen.status, seen.initial_message, seen.expectations, seen.oddities) == (None, None, (), ())


def test_unknown_values_are_kept_verbatim_and_named() -> None:
    seen = issue(type="PROBLEM", currentState={"status": "DISPUTE_FROZEN"})
    assert (seen.type, seen.status) == ("PROBLEM", "DISPUTE_FROZEN")
    assert seen.oddities == ("type: unknown value PROBLEM", "currentState.status: unknown value DISPUTE_FROZEN")


@pytest.mark.parametrize(
    ("changes", "oddity"),
    [
        ({"openedDate": "12:12:12.000.019Z"}, "openedDate: not an instant but text"),
        ({"buyer": "me"}, "buyer: not an object but text"),
        ({"expectations": {}}, "expectations: not a list but an object"),
        ({"attachments": [None]}, "attachments[0]: null in a list"),
        ({"attachments": ["a.jpg"]}, "attachments[0]: not an object but text"),
        ({"chat": {"messagesCount": "many"}}, "chat.messagesCount: not a whole number but text"),
        ({"expectations": [{"name": "REFUND", "refund": {"amount": "1,00"}}]}, "expectations[0].refund: not an amount"),
    ],
)
def test_a_wrong_part_is_none_and_noted_and_the_rest_is_kept(changes: dict[str, object], oddity: str) -> None:
    seen = issue(**changes)
    assert oddity in seen.oddities
    assert seen.id == LIVE["id"]
    assert seen.subject == LIVE["subject"]


@pytest.mark.parametrize("raw", [None, [], "x", 7, {}, {"id": None}, {"id": ""}, {"id": []}])
def test_without_an_id_a_record_is_set_aside_with_its_raw_form(raw: object) -> None:
    seen = read_issue(raw)
    assert isinstance(seen, Unreadable)
    assert seen.raw is raw


def test_an_id_too_long_to_be_kept_whole_is_none() -> None:
    seen = read_issue({"id": "x" * 101})
    assert isinstance(seen, Unreadable)
    kept = read_issue({"id": "x" * 100})
    assert isinstance(kept, IssueSeen)


def test_one_bad_record_does_not_hurt_the_page() -> None:
    page = read_issues({"issues": [LIVE, {"type": "DISPUTE"}, None, {**LIVE, "id": "second"}]})
    assert [record.id for record in page.records] == [LIVE["id"], "second"]
    assert [record.raw for record in page.unreadable] == [{"type": "DISPUTE"}, None]
    assert (page.size, page.problem) == (4, None)


@pytest.mark.parametrize("raw", [None, [], {}, {"issues": None}, {"issues": {}}, "<html>"])
def test_an_answer_that_is_no_page_says_so(raw: object) -> None:
    page = read_issues(raw)
    assert (page.records, page.size) == ((), 0)
    assert page.problem == "no list 'issues' in the answer"


def test_a_chat_is_read_message_by_message() -> None:
    page = read_chat(
        {"chat": [{"id": "1", "text": "a\u0000b", "author": {"role": "SYSTEM", "login": "Bot"}}, {"text": "?"}]}
    )
    (message,) = page.records
    assert (message.text, message.author_role, message.author_login) == ("ab", "SYSTEM", "Bot")
    assert len(page.unreadable) == 1


def test_half_a_surrogate_does_not_reach_the_database() -> None:
    message = read_message({"id": "1", "text": "\ud83d broken"})
    assert isinstance(message, MessageSeen)
    assert (message.text or "").encode("utf-8")


def test_live_nulls_of_orders_are_read() -> None:
    seen = read_form(
        {
            "id": "f",
            "payment": {"paidAmount": None},
            "delivery": {"address": None},
            "lineItems": [{"id": "l", "price": {"amount": "49.99", "currency": "PLN"}, "quantity": 2.0}],
            "codBookedPayments": [],
            "revision": 819,
        }
    )
    assert isinstance(seen, FormSeen)
    assert seen.paid is None
    assert (seen.lines[0].price, seen.lines[0].quantity, seen.revision) == ((4999, "PLN"), 2, "819")


def test_an_unknown_waybill_has_no_statuses() -> None:
    page = read_tracking({"carrierId": "X", "waybills": [{"waybill": "1", "trackingDetails": None}, {"waybill": "2"}]})
    assert [record.statuses for record in page.records] == [(), ()]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_nothing_ever_raises(data: st.DataObject) -> None:
    broken = {key: data.draw(JSON) if data.draw(st.booleans()) else value for key, value in LIVE.items()}
    for raw in (broken, data.draw(JSON)):
        assert isinstance(read_issue(raw), IssueSeen | Unreadable)
        assert isinstance(read_message(raw), MessageSeen | Unreadable)
        assert read_issues(raw).size >= 0
        for read in (read_form, read_me, read_shipment):
            read(raw)
        assert read_forms({"checkoutForms": [raw]}).size == 1
