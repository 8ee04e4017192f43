"""Threads, messages and returns are read in every shape servers have, and nothing is lost with a wrong part."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgoda.wire import messaging as wire
from zgoda.wire import returns
from zgoda.wire.money import amount_of
from zgoda.wire.tolerant import Unreadable
from zgoda.wire.tolerant_messaging import (
    ParticipantSeen,
    ThreadMessageSeen,
    ThreadOrderSeen,
    ThreadSeen,
    read_thread,
    read_thread_message,
    read_thread_messages,
    read_threads,
)
from zgoda.wire.tolerant_returns import ReturnSeen, read_return, read_returns

AT = "2026-11-02T09:00:00.000Z"
FILE = "6d0f3a52-0000-4000-8000-000000000001"


def told(shape: object) -> Any:
    """What a client finds in the JSON of a shape."""
    return msgspec.json.decode(msgspec.json.encode(shape))


def public_message(**changes: Any) -> wire.Message:
    fields = {
        "id": "m1",
        "status": wire.DeliveryStatus.DELIVERED,
        "type": wire.MessageOrigin.MESSAGE_CENTER,
        "created_at": AT,
        "thread": wire.Reference("t1"),
        "author": wire.MessageAuthor(login="jan", is_interlocutor=True),
        "text": "Dzień dobry",
        "subject": None,
        "relates_to": wire.RelatesTo(offer=None),
        "has_additional_attachments": False,
        "attachments": [
            wire.MessageAttachment(
                file_name="a.jpg",
                mime_type="image/jpeg",
                url=f"https://up.example/x/{FILE}",
                status=wire.ScanStatus.SAFE,
            )
        ],
        "additional_information": None,
    }
    return wire.Message(**{**fields, **changes})


def beta_thread() -> wire.BetaThread:
    return wire.BetaThread(
        id="t1",
        read=False,
        type=wire.ThreadType.POST_PURCHASE_ISSUE,
        created_at=AT,
        last_message_date_time=AT,
        participants=[wire.Participant(role=wire.ParticipantRole.BUYER, login="jan")],
        orders=[wire.ThreadOrder(id="o1", offers=[wire.OrderedOffer(id="77", quantity=2)])],
        sub_type=wire.ThreadSubType.NO_REFUND,
        status=wire.ThreadStatus.OPEN,
    )


def test_what_one_side_writes_in_public_v1_the_other_reads() -> None:
    seen = read_thread_message(told(public_message()))
    assert isinstance(seen, ThreadMessageSeen)
    assert (seen.thread_id, seen.is_interlocutor, seen.author_login, seen.oddities) == ("t1", True, "jan", ())
    assert [one.id for one in seen.attachments] == [FILE]
    thread = read_thread(told(wire.Thread(id="t1", read=True, last_message_date_time=AT, interlocutor=None)))
    assert isinstance(thread, ThreadSeen)
    assert (thread.type, thread.interlocutor_login, thread.last_message_at) == (
        None,
        None,
        datetime(2026, 11, 2, 9, tzinfo=UTC),
    )


def test_what_one_side_writes_in_beta_v1_the_other_reads() -> None:
    page = read_threads(told(wire.BetaThreads(threads=[beta_thread()], next_page=wire.Reference("b2Zm"))))
    assert (page.next_id, page.is_beta) == ("b2Zm", True)
    (seen,) = page.page.records
    assert seen.participants == (ParticipantSeen("BUYER", "jan"),)
    assert seen.orders == (ThreadOrderSeen("o1", (("77", 2),)),)
    assert (seen.type, seen.sub_type, seen.status, seen.oddities) == ("POST_PURCHASE_ISSUE", "NO_REFUND", "OPEN", ())


def test_an_order_is_left_out_of_public_v1_and_null_in_beta_v1() -> None:
    assert told(wire.RelatesTo(offer=None)) == {"offer": None}
    assert told(wire.BetaRelatesTo(offer=None, order=None)) == {"offer": None, "order": None}


def test_a_page_without_next_page_is_the_other_shape_not_the_end() -> None:
    assert read_threads({"threads": [], "offset": 0, "limit": 20}).is_beta is False
    last = read_thread_messages({"messages": [], "nextPage": None})
    assert (last.is_beta, last.next_id) == (True, None)


def test_a_bad_record_does_not_hurt_its_page() -> None:
    page = read_thread_messages({"messages": [{"text": "?"}, told(public_message())], "offset": 0, "limit": 20}).page
    assert ([one.id for one in page.records], page.size) == (["m1"], 2)
    assert [one.why for one in page.unreadable] == ["no usable id"]


def test_unknown_values_are_kept_and_named() -> None:
    seen = read_thread({"id": "t1", "subType": "LOST_PARCEL", "read": "false", "orders": [{"offers": []}]})
    assert isinstance(seen, ThreadSeen)
    assert (seen.sub_type, seen.read, seen.orders) == ("LOST_PARCEL", False, ())
    assert len(seen.oddities) == 3


def customer_return() -> returns.CustomerReturn:
    return returns.CustomerReturn(
        id="r1",
        created_at=AT,
        reference_number="1234/Z04A",
        order_id="o1",
        buyer=returns.ReturnBuyer(login="jan"),
        items=[
            returns.ReturnItem(
                offer_id="77",
                quantity=1,
                name="Czajnik",
                price=amount_of(12_900, "PLN"),
                url="https://example.com/77",
                reason=returns.ItemReason(type=returns.ReturnReason.TOO_SMALL),
            )
        ],
        parcels=[
            returns.ReturnParcel(
                created_at=AT, waybill="W1", transporting_waybill=None, carrier_id="DPD", transporting_carrier_id=None
            )
        ],
        rejection=returns.Rejection(code=returns.RejectionCode.ITEM_MISMATCH, created_at=AT),
        marketplace_id="allegro-pl",
        status=returns.ReturnStatus.REJECTED,
    )


def test_a_return_is_read_as_it_is_written() -> None:
    (seen,) = read_returns(told(returns.CustomerReturns(count=1, customer_returns=[customer_return()]))).records
    assert (seen.reference_number, seen.status, seen.oddities) == ("1234/Z04A", "REJECTED", ())
    assert [(item.price, item.reason) for item in seen.items] == [((12_900, "PLN"), "TOO_SMALL")]
    assert [parcel.waybill for parcel in seen.parcels] == ["W1"]
    assert seen.rejection is not None
    assert (seen.rejection.code, seen.rejection.reason) == ("ITEM_MISMATCH", None)


def test_what_a_return_lacks_is_left_out_not_null() -> None:
    assert {"refund", "isFulfillment"}.isdisjoint(told(customer_return()))
    seen = read_return({"id": "r1", "rejection": None, "refund": None})
    assert isinstance(seen, ReturnSeen)
    assert (seen.rejection, seen.items, seen.oddities) == (None, (), ())


@pytest.mark.parametrize("read", [read_thread, read_thread_message, read_return])
@pytest.mark.parametrize("raw", [None, [], "x", 7, {}, {"id": None}, {"id": ""}])
def test_without_an_id_a_record_is_set_aside(read: Any, raw: object) -> None:
    assert isinstance(read(raw), Unreadable)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "url"]), inner),
    max_leaves=6,
)
_FIELDS = ["thread", "author", "attachments", "relatesTo", "orders", "participants", "items", "parcels", "rejection"]


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(_FIELDS), _JSON))
def test_no_record_breaks_the_reading(parts: dict[str, Any]) -> None:
    for read in (read_thread, read_thread_message, read_return):
        assert not isinstance(read({"id": "x", **parts}), Unreadable)
