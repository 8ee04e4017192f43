"""What the Warehouse's page about a case tells first: what is asked, by when, and where to go on."""

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import DAY, OPENED, done
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import HOUR
from tests.centre.web.warehouse.test_workspace import at_case, ours, post, routed
from tests.marks import rule
from zgoda.centre.store import cases
from zgoda.centre.store.models import Shipment
from zgoda.domain import commands as c
from zgoda.domain.discussion import Discussion

__all__ = ["ours"]
pytestmark = pytest.mark.django_db


def handed_over(note: str) -> Discussion:
    case = stage.opened(line_id=stage.line(fulfilled=True), reason="OTHER")
    return done(case, c.ForwardToWarehouse(by=stage.seller(), note=stage.text(note)), OPENED + HOUR)


@rule("S1-52")
def test_the_sellers_note_stands_in_the_conversation_after_what_it_is_about(ours: Client, at: At) -> None:
    case = handed_over("The lid lies in box B-14.")
    at(OPENED + 2 * HOUR)
    post(ours, case, "write", words="We look.")
    seen = words(page(ours, at_case(case)))
    asked, note, answer = (seen.index(part) for part in ("It does not work.", "The lid lies in box B-14.", "We look."))
    assert asked < note < answer
    assert seen.count("The lid lies in box B-14.") == 1
    assert "note to the Warehouse; the buyer does not see it" in seen


@rule("S1-52")
def test_a_note_stands_once_on_pages_of_fifty_messages(ours: Client, at: At) -> None:
    """On the page of the messages around it, not on the others."""
    case = handed_over("The lid lies in box B-14.")
    for minute in range(60):
        done(case, stage.written(stage.buyer(), f"Message {minute}"), OPENED + 2 * HOUR + minute * HOUR / 60)
    at(OPENED + 4 * HOUR)
    newest = page(ours, at_case(case))
    assert "box B-14" not in words(newest)
    older = newest.partition("?before=")[2].partition('"')[0]
    assert "box B-14" in words(page(ours, f"{at_case(case)}?before={older}"))


def test_its_head_says_by_when_to_answer_until_it_is_answered(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    assert "23 h left · Wed 4 Mar, 10:00" in words(page(ours, at_case(case)))
    assert "23 h left · Wed 4 Mar, 10:00" in words(page(ours, "/warehouse"))
    sent = post(ours, case, "write", words="It leaves today.")
    html = page(ours, sent.headers["Location"])
    assert "Sent: the buyer can read it now." in html
    assert "left · Wed" not in words(html)


def test_the_next_one_to_answer_is_one_click_away(ours: Client, at: At) -> None:
    first, second = routed(), routed(now=OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    assert f'href="{at_case(second)}"' in page(ours, at_case(first))
    assert f'href="{at_case(first)}"' in page(ours, at_case(second))
    post(ours, second, "write", words="It leaves today.")
    assert "Next to answer" not in words(page(ours, at_case(first)))


@rule("S1-54")
def test_where_the_seller_answers_it_says_so_once(ours: Client, at: At) -> None:
    case = routed("OTHER")
    at(OPENED + HOUR)
    seen = words(page(ours, at_case(case)))
    assert seen.count("The seller answers now. You can read on and add internal comments.") == 1
    assert "Somebody else answers" not in seen


@rule("P-23")
def test_what_is_left_to_refund_is_said_and_what_is_on_its_way_only_where_something_is(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    seen = words(page(ours, at_case(case)))
    assert "Left to refund PLN 199.00" in seen.replace("\xa0", " ")
    assert "Being refunded" not in seen
    assert "At most PLN 199.00." in words(page(ours, at_case(case, "refund"))).replace("\xa0", " ")
    post(ours, case, "refund", amount="50", seen="0")
    seen = words(page(ours, at_case(case))).replace("\xa0", " ")
    assert "Being refunded PLN 50.00" in seen
    assert "Left to refund PLN 149.00" in seen


@rule("S0-38")
def test_a_dash_is_no_parcels_number(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    refused = post(ours, case, "parcel", carrier="POCZTA_POLSKA", waybill="—!")
    assert refused.status_code == 422
    assert "Write the parcel's number as it stands on the label." in words(refused.content.decode())
    assert not Shipment.objects.exists()
    assert cases.find(case.id).answered_at is None


def test_carriers_are_called_by_their_names(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    assert "Poczta Polska" in words(page(ours, at_case(case, "parcel")))
    post(ours, case, "parcel", carrier="POCZTA_POLSKA", waybill="00259")
    seen = words(page(ours, at_case(case)))
    assert "Parcel: Poczta Polska 00259" in seen
    assert "POCZTA_POLSKA" not in seen


def test_the_eight_characters_that_a_buyer_reads_out_find_the_order(ours: Client, at: At) -> None:
    case, other = routed(), routed()
    at(OPENED + DAY)
    number = str(case.purchase.order_id)
    for said in (number, number[:8], number[:8].upper(), number[:13]):
        html = page(ours, f"/warehouse?q={said}")
        assert str(case.id) in html, said
        assert str(other.id) not in html, said
    assert "Nothing found" in words(page(ours, f"/warehouse?q={number[:7]}"))
