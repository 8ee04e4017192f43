"""Fulfilled orders over the API: the Warehouse's part of a Discussion, forwarding, and what no seller may find."""

import json
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.api.conftest import NOW, PUBLIC, ZGODA, Program, error_of, token_for
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.cases.records import record_of
from zgoda.centre.orders.parcels import Parcel, give_parcel
from zgoda.centre.store.cases import find
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion

SECRET = "The lorry with my vase burnt down."


@pytest.fixture
def own(seller: User) -> Program:
    return Program(token_for(seller), accept=ZGODA)


def routed(reason: str) -> Discussion:
    return stage.opened(line_id=stage.line(fulfilled=True), reason=reason)


def forward(program: Program, case: Discussion, **body: object):
    return program.post(
        f"/zgoda/v1/issues/{case.id}/forward", {"note": "Lost by you.", **body}, Accept_Language="en-US"
    )


def details(program: Program, case: Discussion) -> dict:
    return program.get(f"/zgoda/v1/issues/{case.id}").json()


@rule("S1-51", "S1-52", "S1-55")
def test_a_program_forwards_with_a_note_and_only_reads_from_then_on(own: Program) -> None:
    case = routed("OTHER")
    before = details(own, case)
    assert (before["fulfilled"], before["mayForward"], before["responsible"]["party"]) == (True, True, "SELLER")
    command_id = str(uuid4())
    assert [forward(own, case, commandId=command_id).status_code for _ in range(2)] == [201, 201]
    after = details(own, case)
    assert [(one["party"], one["cause"], one["note"]) for one in after["responsibilities"]] == [
        ("SELLER", "ROUTED", None),
        ("WAREHOUSE", "FORWARDED", "Lost by you."),
    ]
    assert after["responsible"] == after["responsibilities"][-1]
    assert after["mayForward"] is False
    assert after["deadlines"] == before["deadlines"]
    refused = Program(own.token).post(f"/sale/issues/{case.id}/message", {"type": "REGULAR", "text": "Hello"})
    assert (refused.status_code, error_of(refused)["code"]) == (409, "NOT_RESPONSIBLE")


@pytest.mark.parametrize(("note", "code"), [("", "NOTE_MISSING"), (" \n ", "NOTE_MISSING")])
def test_without_a_note_it_is_refused(own: Program, note: str, code: str) -> None:
    refused = forward(own, routed("OTHER"), note=note)
    assert (refused.status_code, error_of(refused)["code"]) == (422, code)


def test_what_the_seller_sends_itself_or_does_not_answer_is_not_forwarded(own: Program) -> None:
    assert error_of(forward(own, stage.opened()))["code"] == "NOT_FULFILLED"
    assert error_of(forward(own, routed("NO_PRODUCT_RECEIVED")))["code"] == "NOT_RESPONSIBLE"


@rule("S1-06", "S1-58")
def test_the_seller_follows_what_the_warehouse_writes(program: Program) -> None:
    case = routed("NO_PRODUCT_RECEIVED")
    stage.done(case, stage.written(stage.warehouse(), "It leaves today."), NOW)
    chat = program.get(f"/sale/issues/{case.id}/chat").json()["chat"]
    assert chat[0]["author"] == {"login": None, "role": "FULFILLMENT"} or chat[0]["author"] == {"role": "FULFILLMENT"}
    assert chat[0]["text"] == "It leaves today."
    state = program.get(f"/sale/issues/{case.id}").json()["chat"]["lastMessage"]
    assert state["status"] == "SELLER_REPLIED"


def test_the_account_says_that_the_warehouse_serves_it(seller: User) -> None:
    program = Program(token_for(seller, "allegro:api:profile:read"), accept=PUBLIC)
    assert program.get("/me").json().get("features", []) == []
    User.objects.filter(pk=seller.pk).update(one_fulfillment=True)
    assert program.get("/me").json()["features"] == ["ONE_FULFILLMENT"]


@pytest.fixture
def hidden(db: None) -> Discussion:
    ours, _theirs = stage.combined()
    case = stage.opened(line_id=ours, reason="NO_PRODUCT_RECEIVED")
    return stage.done(case, stage.written(stage.buyer(), SECRET), NOW)


PATHS = (
    "/sale/issues",
    "/sale/issues?type=DISPUTE",
    "/sale/issues?status=DISPUTE_ONGOING",
    "/sale/issues?checkoutForm.id={order}",
    "/sale/issues/{case}",
    "/sale/issues/{case}/chat",
    "/order/checkout-forms",
    "/order/checkout-forms/{order}",
    "/order/events",
    "/order/customer-returns",
    "/messaging/threads",
    "/zgoda/v1/issues/{case}",
)


@rule("S1-56")
@pytest.mark.parametrize("login", ["seller", "other-seller"])
@pytest.mark.parametrize("path", PATHS)
def test_no_answer_to_any_seller_shows_anything_of_a_hidden_case(hidden: Discussion, path: str, login: str) -> None:
    program = Program(token_for(stage.account(login, Role.SELLER)), accept=ZGODA if "zgoda" in path else "*/*")
    order = hidden.purchase.order_id
    response = Client().get(
        path.format(case=hidden.id, order=order),
        headers={
            "Accept": "*/*",
            "Authorization": f"Bearer {program.token}",
            "User-Agent": "Test/1 (+https://x.example)",
        },
    )
    body = response.content.decode()
    assert str(hidden.id) not in body or response.status_code == 404
    assert SECRET not in body
    assert "NO_PRODUCT_RECEIVED" not in body


@rule("S1-56")
def test_a_hidden_case_answers_like_one_that_never_was(hidden: Discussion, own: Program) -> None:
    unknown = uuid4()

    def said(case_id: UUID, method: str, rest: str, body: object = None) -> tuple[int, str]:
        path = f"{rest.format(case_id)}"
        answer = own.get(path) if method == "GET" else own.post(path, body)
        return answer.status_code, answer.content.decode().replace(str(case_id), "ID")

    for method, rest, body in (
        ("GET", "/zgoda/v1/issues/{}", None),
        ("POST", "/zgoda/v1/issues/{}/forward", {"note": "Mine?"}),
        ("POST", "/zgoda/v1/issues/{}/handover", {}),
        ("POST", "/zgoda/v1/issues/{}/carried-out", {}),
        ("POST", "/zgoda/v1/issues/{}/offers", {"solution": "REFUND"}),
        (
            "POST",
            "/zgoda/v1/issues/{}/refund",
            {"amount": {"amount": "1.00", "currency": "PLN"}, "commandId": str(uuid4())},
        ),
    ):
        assert said(hidden.id, method, rest, body) == said(unknown, method, rest, body), rest


@rule("S1-56")
def test_it_is_in_no_count_and_takes_nothing_of_the_sellers(hidden: Discussion, seller: User) -> None:
    assert record_of(seller.pk, NOW).opened == 0
    order = Order.objects.get(pk=hidden.purchase.order_id)
    give_parcel(order, Parcel("DPD", "123456789"), stage.seller(), NOW)
    assert find(hidden.id).action is None
    give_parcel(order, Parcel("DPD", "123456789"), stage.warehouse(), NOW)
    assert find(hidden.id).action is not None


def test_the_part_that_a_seller_sends_itself_gets_an_ordinary_discussion(program: Program) -> None:
    """C-32."""
    purchase_id = uuid4()
    stage.line("Theirs", fulfilled=True, purchase_id=purchase_id, seller="other-seller")
    case = stage.opened(line_id=stage.line("Ours", purchase_id=purchase_id), reason="NO_PRODUCT_RECEIVED")
    assert (case.hidden, case.responsible) == (False, Role.SELLER)
    assert program.get(f"/sale/issues/{case.id}").status_code == 200


def test_a_forward_to_the_seller_is_seen_by_programs(own: Program) -> None:
    case = routed("NO_PRODUCT_RECEIVED")
    before = find(case.id)
    stage.done(case, c.ForwardToSeller(by=stage.warehouse(), note=stage.text("Ask your supplier.")), NOW)
    after = details(own, case)
    assert (after["responsible"]["party"], after["responsible"]["note"]) == ("SELLER", "Ask your supplier.")
    assert find(case.id).deadlines == before.deadlines
    assert "Ask your supplier" not in json.dumps(OrderLine.objects.get(pk=case.purchase.line_id).order.form)
