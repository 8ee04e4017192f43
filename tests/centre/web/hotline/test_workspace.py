"""The hotline's pages: a call found, taken, handed over or answered another way, and ended (S1-25, S1-30, S1-31)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.centre import stage
from tests.centre.hotline.calling import (
    EVENING,
    MINUTE,
    NIGHT,
    NOW,
    SELLERS,
    agent,
    order,
    seller,
    set_line,
    taken,
)
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.staffing import at, sent
from tests.marks import rule
from zgoda.centre.hotline import attempts, calls
from zgoda.centre.hotline.models import Call, OrderLook, OrderPhone, Transfer
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.centre.store.models import Case, Order, Shipment, TrackingEvent
from zgoda.domain.actors import Role
from zgoda.domain.hotline import Outcome, TransferState
from zgoda.engine import clock

__all__ = ["at"]

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.centre.urls")]
SUMMARY = "Is it dishwasher-safe?"


@pytest.fixture(autouse=True)
def _standing(settings: Settings) -> Iterator[None]:
    settings.TELEPHONY_URL = ""
    set_line()
    seller()
    with clock.at(NOW):
        yield


@pytest.fixture
def me() -> Client:
    return signed_in("hotline", Role.HOTLINE)


def look(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content[:2000]
    return answer.content.decode()


def page_of(call: Call) -> str:
    return f"/hotline/calls/{call.id}"


@rule("S1-25", "S1-24")
def test_a_call_about_an_order_is_found_taken_and_noted(me: Client) -> None:
    bought = order()
    assert me.get("/")["Location"] == "/hotline"
    found = look(me, f"/hotline/new?q={bought.id}")
    assert f"order={bought.id}" in found
    form = look(me, f"/hotline/new/call?order={bought.id}")
    assert len(re.findall(r"<option ", form)) == 7, "six topics, and none of them"
    led = sent(
        me,
        f"/hotline/new/call?order={bought.id}",
        caller_name="Jan",
        caller_phone="500 600 700",
        topic="DELIVERY_TIME",
        seller_only="1",
    )
    call = Call.objects.get()
    assert led == page_of(call)
    assert (call.agent.username, call.order_id, call.topic, call.seller_only) == (
        "hotline",
        bought.id,
        "DELIVERY_TIME",
        True,
    )
    sent(me, f"{led}/notes", topic="ADDRESS_CHANGE", notes="moved")
    assert "moved" in look(me, led)
    assert not Call.objects.get().seller_only


@rule("S1-25")
def test_a_call_without_an_order_names_whom_it_can(me: Client) -> None:
    stage.account("curious", stage.Role.BUYER)
    sent(me, "/hotline/new/call", market="pl", buyer="CURIOUS", seller="seller", offer_id="777", topic="")
    call = Call.objects.get()
    assert (call.buyer.username, call.seller.username, call.offer_id) == ("curious", "seller", "777")  # type: ignore[union-attr]
    order()
    sent(me, "/hotline/new/call", market="pl", offer_id="777")
    assert Call.objects.exclude(pk=call.pk).get().seller == call.seller, "an offer is enough to know whose it is"
    wrong = sent(me, "/hotline/new/call", 422, market="pl", buyer="nobody", seller="curious", caller_phone="call me")
    for sentence in ("There is no buyer", "There is no seller", "Write the number with digits"):
        assert sentence in wrong
    assert Call.objects.count() == 2


@rule("S1-23")
def test_outside_the_hours_the_form_says_from_when(me: Client, at: At) -> None:
    at(NIGHT)
    path = f"/hotline/new/call?order={order().id}"
    closed = look(me, path)
    assert "The hotline is closed. Again from Wed 4 Mar" in closed
    assert "Take the call" not in closed, "a button that could only be refused"
    assert "The hotline is closed" in sent(me, path, 422)
    assert not Call.objects.exists()
    assert "Again from" in look(me, "/hotline")


@rule("S1-30", "P-40")
def test_by_hand_the_agent_dials_and_ticks_how_it_went(me: Client) -> None:
    call = taken()
    assert "Write in short what the buyer wants" in sent(me, f"{page_of(call)}/transfer", 422, summary=" ")
    sent(me, f"{page_of(call)}/transfer", summary=SUMMARY)
    row = Transfer.objects.get()
    page = look(me, page_of(call))
    assert "Dial this number" in page
    assert SELLERS in page
    assert "hx-get" not in page.partition('id="handing"')[2].partition(">")[0], "nothing moves by itself"
    sent(me, f"{page_of(call)}/transfers/{row.id}", state="CONNECTED")
    sent(me, f"{page_of(call)}/transfers/{row.id}", state="BUSY")
    assert Transfer.objects.get().state == "CONNECTED"
    page = look(me, page_of(call))
    assert "Offer the buyer two ways" not in page
    assert page.index('value="TRANSFERRED"') < page.index('value="ANSWERED"')
    sent(me, f"{page_of(call)}/end", outcome="TRANSFERRED")
    assert Call.objects.get().outcome == Outcome.TRANSFERRED
    assert "put through to the seller" in look(me, page_of(call))


def test_through_the_exchange_the_part_looks_again_by_itself(me: Client, settings: Settings) -> None:
    settings.TELEPHONY_URL = "http://127.0.0.1:9"
    call = taken()
    sent(me, f"{page_of(call)}/transfer", summary=SUMMARY)
    assert f'hx-get="{page_of(call)}/live"' in look(me, f"{page_of(call)}/live")
    attempts.settle(Transfer.objects.get().id, TransferState.NO_ANSWER, now=NOW)
    part = look(me, f"{page_of(call)}/live")
    assert "hx-get" not in part
    assert "Offer the buyer two ways" in part
    assert "<html" not in part
    sent(me, f"{page_of(call)}/transfer", summary=SUMMARY)
    attempts.settle(Transfer.objects.get(state="ASKED").id, TransferState.CONNECTED, now=NOW)
    assert 'value="TRANSFERRED"' in look(me, f"{page_of(call)}/live"), "how it may end moves along"


@rule("S1-31", "P-41")
@pytest.mark.parametrize("moment", ["not reached", "out of hours"])
def test_both_ways_out(me: Client, at: At, moment: str) -> None:
    call = taken()
    if moment == "not reached":
        assert "Offer the buyer two ways" not in look(me, page_of(call))
        assert "try to put the call through first" in sent(me, f"{page_of(call)}/number", 422)
        sent(me, f"{page_of(call)}/transfer", summary=SUMMARY)
        sent(me, f"{page_of(call)}/transfers/{Transfer.objects.get().id}", state="NO_ANSWER")
    else:
        at(EVENING)
        assert "The seller does not work now. Again from Wed 4 Mar" in look(me, page_of(call))
    page = look(me, page_of(call))
    assert "Offer the buyer two ways" in page
    assert SELLERS in page
    sent(me, f"{page_of(call)}/number")
    assert "Write down what the buyer asks" in sent(me, f"{page_of(call)}/thread", 422, questions="")
    sent(me, f"{page_of(call)}/thread", questions=SUMMARY)
    assert SUMMARY in ThreadMessage.objects.get().text
    page = look(me, page_of(call))
    assert "the seller was asked to reply there" in page
    assert page.index('value="THREAD_OPENED"') < page.index('value="NUMBER_GIVEN"')
    assert "Choose how the call went" in sent(me, f"{page_of(call)}/end", 422, outcome="TRANSFERRED")
    sent(me, f"{page_of(call)}/end", outcome="THREAD_OPENED")
    assert 'name="outcome"' not in look(me, page_of(call))


def test_what_was_typed_comes_back_with_the_refusal(me: Client) -> None:
    call = taken(seller_only=False)
    page = sent(me, f"{page_of(call)}/transfer", 422, summary=SUMMARY)
    assert "Only what the seller alone can answer" in page
    page = sent(me, f"{page_of(call)}/notes", 422, notes="x" * 4001)
    assert "At most 4,000 characters" in page
    assert "x" * 4001 in page


@rule("P-04")
def test_the_order_s_facts_are_shown_without_anybody_s_words_and_each_look_is_logged(me: Client) -> None:
    bought = order()
    case = stage.opened(line_id=bought.lines.get().id)
    Case.objects.filter(pk=case.id).update(hidden=True)
    Shipment.objects.create(order=bought, carrier_id="DPD", waybill="W-77", created_at=NOW, by="SELLER")
    TrackingEvent.objects.create(
        event_id="1", carrier_id="DPD", waybill="W-77", code="NOTICE_LEFT", occurred_at=NOW, received_at=NOW
    )
    call = taken(bought)
    page = look(me, page_of(call))
    for told in ("W-77", "notice left", "Pending", "Kubek w groszki", "The sellers do not see this one"):
        assert told in page
    assert "It does not work." not in page, "what the buyer wrote"
    look(me, f"/hotline/new/call?order={bought.id}")
    looks = OrderLook.objects.values_list("agent__username", "order_id", "at")
    assert list(looks) == [("hotline", bought.id, NOW)] * 2


def test_orders_are_found_by_number_telephone_and_login_where_the_platform_fulfils(me: Client) -> None:
    bought, own = order(), order(provider="SELLER")
    OrderPhone.objects.create(order=bought, key="500600700")
    earlier = taken(bought, name="Anna", phone="+48 500 600 700", order_id=bought.id)
    for words in (str(bought.id), str(bought.id)[:8], "500-600-700", "BUYER"):
        page = look(me, f"/hotline/new?q={words}")
        assert f"order={bought.id}" in page, words
        assert bought.lines.get().offer_name in page, "by which an agent tells orders apart"
        assert str(own.id) not in page, words
    assert page_of(earlier) in look(me, "/hotline/new?q=500600700")
    for words in (str(own.id), "nobody", "600700800", str(uuid4())):
        assert "Nothing found" in look(me, f"/hotline/new?q={words}")
    look(me, f"/hotline/new/call?order={own.id}", 404)
    look(me, "/hotline/new/call?order=x", 404)


def test_a_number_of_eight_digits_is_a_telephone_first_and_then_an_orders_beginning(me: Client) -> None:
    """Hungarian numbers have eight digits, and so may what a page shows of an order's number."""
    callers, stranger = order(), UUID("12345678-0000-4000-8000-000000000001")
    row = order()
    Order.objects.filter(pk=row.pk).delete()
    row.pk = stranger
    row.save(force_insert=True)
    assert f"order={stranger}" in look(me, "/hotline/new?q=12345678")
    call = taken(row, order_id=stranger)
    assert page_of(call) in look(me, "/hotline?view=all&q=12345678")
    OrderPhone.objects.create(order=callers, key="12345678")
    page = look(me, "/hotline/new?q=12345678")
    assert f"order={callers.id}" in page
    assert str(stranger) not in page


def test_calls_are_listed_searched_and_paged_by_index(me: Client) -> None:
    assert "No calls here yet" in look(me, "/hotline")
    bought = order()
    made = [taken(bought, now=NOW + number * MINUTE) for number in range(28)]
    calls.end(made[0].id, Outcome.ANSWERED, now=NOW)
    other = stage.account("other-agent", stage.Role.HOTLINE)
    Call.objects.filter(pk=made[1].pk).update(agent=other)
    first = look(me, "/hotline?view=all")
    assert shown(first) == [call.id for call in reversed(made[3:])]
    older = re.search(r'href="\?([^"]*after=[^"]*)"', first)
    assert older is not None
    second = look(me, f"/hotline?{older[1].replace('&amp;', '&')}")
    assert shown(second) == [call.id for call in reversed(made[:3])]
    assert made[0].id not in shown(look(me, "/hotline?view=open") + look(me, "/hotline?view=open&after=x"))
    assert made[1].id not in {one for path in ("", "?view=mine") for one in shown(look(me, f"/hotline{path}"))}
    for words in (str(bought.id), "buyer", "seller", "500600700"):
        assert len(shown(look(me, f"/hotline?q={words}"))) == 25, words
    assert "Nothing found" in look(me, "/hotline?q=nobody")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the words of the plan are SQLite's")
@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("view=mine", "hotline_call_agent"),
        ("view=open", "hotline_call_open"),
        ("view=all", "hotline_call_newest"),
        ("q=buyer", "hotline_call_buyer"),
        ("q=seller", "hotline_call_seller"),
        ("q=500600700", "hotline_call_phone"),
    ],
)
def test_each_list_goes_by_its_index(me: Client, query: str, index: str) -> None:
    taken()
    with CaptureQueriesContext(connection) as asked:
        look(me, f"/hotline?{query}&after=2026-03-04T09:00:00.000Z_{uuid4()}")
    calls_asked = [one["sql"] for one in asked.captured_queries if 'FROM "hotline_call"' in one["sql"]]
    (listing,) = [sql for sql in calls_asked if "ORDER BY" in sql]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listing}")
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert index in plan
    assert "TEMP B-TREE" not in plan


def test_a_call_nobody_took_and_an_attempt_of_another_call_are_not_found(me: Client) -> None:
    call, other = taken(), taken()
    made = calls.transfer(other.id, SUMMARY, now=NOW, token=uuid4())
    assert isinstance(made, Transfer)
    for path in ("", "/live"):
        look(me, f"/hotline/calls/{uuid4()}{path}", 404)
    for path in ("notes", "transfer", "number", "thread", "end"):
        sent(me, f"/hotline/calls/{uuid4()}/{path}", 404)
    sent(me, f"{page_of(call)}/transfers/{made.id}", 404, state="BUSY")
    sent(me, f"{page_of(other)}/transfers/{made.id}", 404, state="RINGING")
    assert Transfer.objects.get().state == "ASKED"


def test_sessions_that_ended_and_others_get_no_part(client: Client) -> None:
    call = taken()
    assert client.get(f"{page_of(call)}/live").status_code == 401
    assert signed_in("consultant", Role.CONSULTANT).get(f"{page_of(call)}/live").status_code == 404


def shown(page: str) -> list[UUID]:
    return [UUID(found) for found in re.findall(r'class="row" href="/hotline/calls/([0-9a-f-]{36})"', page)]


def test_a_call_that_lasts_is_shown_with_its_length(me: Client, at: At) -> None:
    taken()
    at(NOW + timedelta(minutes=17))
    assert "17 min" in look(me, "/hotline")
    assert agent().username in look(me, "/hotline")
