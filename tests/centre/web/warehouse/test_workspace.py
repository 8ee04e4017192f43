"""The Warehouse's workspace: its queue, a case, and what it does in it."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import DAY, OPENED
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import HOUR
from tests.marks import rule
from zgoda.centre.cases import warehouse
from zgoda.centre.store import cases
from zgoda.centre.store.models import CaseText, RefundRequest, Shipment
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Client:
    return signed_in("warehouse", Role.WAREHOUSE)


def routed(reason: str = "NO_PRODUCT_RECEIVED", **more: object) -> Discussion:
    return stage.opened(line_id=stage.line(fulfilled=True), reason=reason, **more)


def at_case(case: Discussion, act: str = "") -> str:
    return f"/warehouse/cases/{case.id}" + (f"/{act}" if act else "")


def post(client: Client, case: Discussion, act: str, **fields: str):
    return client.post(at_case(case, act), {"token": str(uuid4()), **fields})


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER, Role.CONSULTANT, Role.MODERATOR, Role.ADMIN, Role.HOTLINE])
def test_for_other_roles_there_is_no_workspace(role: Role) -> None:
    case, client = routed(), signed_in(f"a-{role}", role)
    for path in ("/warehouse", at_case(case), at_case(case, "forward"), at_case(case, "refund")):
        assert client.get(path).status_code == 404, path


def test_it_is_the_first_page_of_the_warehouses_people(ours: Client) -> None:
    assert ours.get("/").headers["Location"] == "/warehouse"


@rule("S1-07")
def test_the_queue_holds_what_the_warehouse_answers_soonest_due_first(ours: Client, at: At) -> None:
    first, second = routed(), routed(now=OPENED + HOUR)
    own, sellers = stage.opened(), routed("OTHER")
    at(OPENED + 2 * HOUR)
    html = page(ours, "/warehouse")
    assert html.index(str(first.id)) < html.index(str(second.id))
    assert str(own.id) not in html
    assert str(sellers.id) not in html
    assert str(sellers.id) in page(ours, "/warehouse?view=with_seller")
    assert str(own.id) not in page(ours, "/warehouse?view=with_seller")


def test_a_row_says_who_wrote_last_and_when(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + 2 * HOUR)
    assert "the buyer wrote 2 h ago" in words(page(ours, "/warehouse"))
    stage.done(case, stage.written(stage.warehouse()), OPENED + 3 * HOUR)
    at(OPENED + 3 * HOUR)
    assert "the Warehouse wrote just now" in words(page(ours, "/warehouse?view=all"))
    stage.done(case, stage.written(stage.buyer()), OPENED + 4 * HOUR)
    at(OPENED + 5 * HOUR)
    shown = words(page(ours, "/warehouse?view=buyer_wrote"))
    assert "the buyer wrote 1 h ago" in shown
    assert "opened" not in shown


def test_pages_follow_one_another_and_miss_nothing(ours: Client, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "PAGE", 2)
    made = {str(routed(now=OPENED + minutes * HOUR / 60).id) for minutes in range(5)}
    at(OPENED + HOUR)
    asked, seen = warehouse.Asked(), []
    for _page in range(3):
        found = warehouse.queue(asked, OPENED + HOUR)
        seen += [str(one.row.pk) for one in found.rows]
        asked = warehouse.Asked(after=found.after)
    assert found.after is None
    assert len(seen) == len(set(seen)) == 5
    assert set(seen) == made


@pytest.mark.parametrize("words_", ["BUYER", "seller"])
def test_a_login_finds_only_orders_that_the_warehouse_sends(ours: Client, at: At, words_: str) -> None:
    case, own = routed("OTHER"), stage.opened()
    at(OPENED + HOUR)
    html = page(ours, f"/warehouse?q={words_}")
    assert str(case.id) in html
    assert str(own.id) not in html


def test_a_parcels_number_finds_its_case(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    post(ours, case, "parcel", carrier="DPD", waybill="1234500")
    assert str(case.id) in page(ours, "/warehouse?q=1234500")
    assert "Nothing found" in words(page(ours, "/warehouse?q=999"))


def test_a_case_of_an_own_dispatch_order_does_not_exist_here(ours: Client) -> None:
    case = stage.opened()
    assert ours.get(at_case(case)).status_code == 404
    for act in ("write", "comment", "forward", "end", "parcel", "handover", "refund"):
        assert post(ours, case, act, words="x", comment="x", note="x").status_code == 404, act


@rule("S1-07", "S1-54")
def test_the_warehouse_answers(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    assert post(ours, case, "write", words="It leaves today.").status_code == 302
    assert cases.find(case.id).answered_at == OPENED + HOUR
    assert "It leaves today." in words(page(ours, at_case(case)))
    assert str(case.id) not in page(ours, "/warehouse")


@rule("S1-53")
def test_it_forwards_to_the_seller_from_the_menu_beside_a_message_and_reads_on(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    assert at_case(case, "forward") in page(ours, at_case(case))
    empty = post(ours, case, "forward", note=" ")
    assert (empty.status_code, "Write a note" in words(empty.content.decode())) == (422, True)
    assert post(ours, case, "forward", note="Only you know this.").status_code == 302
    html = page(ours, at_case(case))
    assert "Only you know this." in words(html)
    assert at_case(case, "forward") not in html
    refused = post(ours, case, "write", words="One more thing.")
    assert (refused.status_code, "One more thing." in words(refused.content.decode())) == (422, True)
    assert cases.find(case.id).answered_at is None


@rule("S1-56")
def test_a_hidden_case_is_not_forwarded(ours: Client, at: At) -> None:
    case = stage.opened(line_id=stage.combined()[0], reason="NO_PRODUCT_RECEIVED")
    at(OPENED + HOUR)
    html = page(ours, at_case(case))
    assert "stays with the Warehouse" in words(html)
    assert f'href="{at_case(case, "forward")}"' not in html
    assert post(ours, case, "forward", note="Yours.").status_code == 422


def test_cases_that_go_back_and_forth_have_a_view(ours: Client, at: At) -> None:
    """C-34."""
    case, calm = routed(), routed()
    for hours in range(1, 3):
        now = OPENED + hours * HOUR
        stage.done(case, c.ForwardToSeller(by=stage.warehouse(), note=stage.text("Yours.")), now)
        stage.done(case, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("Yours.")), now)
    at(OPENED + DAY)
    html = page(ours, "/warehouse?view=ping_pong")
    assert str(case.id) in html
    assert "forwarded 4 times" in words(html)
    assert str(calm.id) not in html


def test_two_forwards_to_one_party_in_the_same_millisecond_keep_their_own_notes(ours: Client, at: At) -> None:
    case, now, said = routed(), OPENED + HOUR, [f"Note number {number}." for number in range(5)]
    for number, note in enumerate(said):
        to, by = (c.ForwardToWarehouse, stage.seller()) if number % 2 else (c.ForwardToSeller, stage.warehouse())
        stage.done(case, to(by=by, note=stage.text(note)), now)
    at(OPENED + DAY)
    assert re.findall(r"Note number \d\.", words(page(ours, at_case(case)))) == said


def test_comments_are_the_warehouses_own(ours: Client, at: At) -> None:
    case = routed("OTHER")
    stage.done(case, c.AddComment(by=stage.seller(), text=stage.text("Seller's secret.")), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    post(ours, case, "comment", comment="Shelf 14.")
    shown = words(page(ours, at_case(case)))
    assert "Shelf 14." in shown
    assert "Seller's secret." not in shown
    assert CaseText.objects.get(text="Shelf 14.").side == Role.WAREHOUSE


def test_a_number_answers_and_is_kept_with_the_order(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    assert post(ours, case, "parcel", carrier="DPD", waybill="").status_code == 422
    assert post(ours, case, "parcel", carrier="DPD", waybill="0001").status_code == 302
    assert Shipment.objects.get().by == Role.WAREHOUSE
    assert cases.find(case.id).answered_at is not None


def test_a_hand_over_answers_once(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    for _ in range(2):
        assert post(ours, case, "handover").status_code == 302
    found = cases.find(case.id)
    assert (found.answered_at, len(found.delivery_references)) == (OPENED + HOUR, 1)


def test_a_refund_is_asked_for_once_and_never_too_much(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    assert post(ours, case, "refund", amount="1000").status_code == 422
    token = str(uuid4())
    for _ in range(2):
        assert ours.post(at_case(case, "refund"), {"token": token, "amount": "19,90"}).status_code == 302
    assert [row.amount_minor for row in RefundRequest.objects.all()] == [1990]


def test_of_what_the_seller_answers_nothing_is_paid_back(ours: Client, at: At) -> None:
    case = routed("OTHER")
    at(OPENED + HOUR)
    assert post(ours, case, "refund", amount="10").status_code == 422
    assert not RefundRequest.objects.exists()


def test_the_buyer_is_asked_to_end(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    post(ours, case, "end")
    assert cases.find(case.id).resolve_asked is not None
    assert cases.find(case.id).answered_at is None


def test_prepared_texts_stand_filled_in_beside_the_answer(ours: Client, at: At) -> None:
    case = routed()
    at(OPENED + HOUR)
    ours.post("/warehouse/texts", {"name": "Lost", "text": "{login}, your {product} is lost."})
    html = page(ours, at_case(case))
    assert 'data-insert="buyer, your Kettle is lost." data-into="id_words"' in html
