"""Customer returns over HTTP (allegro-api.md §9). Every answer is checked against the document by ``Program``."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.centre import stage
from tests.centre.api.conftest import NOW, PUBLIC, Program, at, error_of, token_for
from tests.centre.returns.announcing import announced, order
from tests.marks import rule
from zgoda.centre.api import returns
from zgoda.centre.api.limiter import per_second
from zgoda.centre.returns.models import CustomerReturn
from zgoda.centre.store.models import Order
from zgoda.domain.actors import Role
from zgoda.wire.times import to_wire

ADDRESS = "/order/customer-returns"
SCOPES = "allegro:api:orders:read allegro:api:orders:write"


@pytest.fixture
def desk() -> Program:
    return Program(token_for(stage.account("seller", Role.SELLER), SCOPES))


@pytest.fixture(autouse=True)
def _no_brake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returns, "lists", per_second(10**9, lambda: 0.0))


def found(desk: Program, query: str = "") -> list[str]:
    answer = desk.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["customerReturns"]]


def rejected(desk: Program, made: CustomerReturn, code: str, reason: str | None = None):
    return desk.post(f"{ADDRESS}/{made.id}/rejection", {"rejection": {"code": code, "reason": reason}})


def test_a_return_as_the_seller_reads_it(desk: Program) -> None:
    bought = order()
    made = announced(bought, number=("DPD", "RET1"))
    told = desk.get(ADDRESS).json()
    assert told["count"] == 1
    assert told["customerReturns"] == [desk.get(f"{ADDRESS}/{made.id}").json()]
    (one,) = told["customerReturns"]
    assert (one["referenceNumber"], one["orderId"], one["status"]) == (made.reference, str(bought.id), "DISPATCHED")
    assert (one["buyer"], one["marketplaceId"]) == ({"login": "buyer"}, "allegro-pl")
    (item,) = one["items"]
    assert item["price"] == {"amount": "199.00", "currency": "PLN"}
    assert (item["offerId"], item["quantity"]) == ("1", 1)
    assert item["reason"] == {"type": "TOO_SMALL", "userComment": "Za mały"}
    assert [(parcel["carrierId"], parcel["waybill"]) for parcel in one["parcels"]] == [("DPD", "RET1")]
    assert {"refund", "rejection"}.isdisjoint(one)


def test_what_the_platforms_warehouse_sent_is_told_as_such(desk: Program) -> None:
    bought = order()
    made = announced(bought)
    assert desk.get(f"{ADDRESS}/{made.id}").json()["isFulfillment"] is False
    Order.objects.filter(pk=bought.pk).update(provider="ALLEGRO")
    assert desk.get(f"{ADDRESS}/{made.id}").json()["isFulfillment"] is True


def test_a_refusal_of_the_refund(desk: Program) -> None:
    made = announced()
    for code, reason, status, path in (
        ("REFUND_REJECTED", None, 422, "rejection.reason"),
        ("REFUND_REJECTED", "x" * 251, 422, "rejection.reason"),
        ("ITEM_MISMATCH", None, 422, "rejection.code"),
        ("BECAUSE", "x", 400, "rejection.code"),
    ):
        refused = rejected(desk, made, code, reason)
        assert (refused.status_code, error_of(refused)["path"]) == (status, path)
    answer = rejected(desk, made, "REFUND_REJECTED", "Ślady używania")
    assert (answer.status_code, answer.json()["status"]) == (200, "REJECTED")
    assert answer.json()["rejection"] == {
        "code": "REFUND_REJECTED",
        "reason": "Ślady używania",
        "createdAt": to_wire(NOW),
    }
    assert rejected(desk, made, "ITEM_FIXED").status_code == 422
    narrow = Program(token_for(stage.account("seller", Role.SELLER), "allegro:api:orders:read"))
    assert rejected(narrow, made, "ITEM_FIXED").status_code == 403


def test_the_codes_of_april_2026(desk: Program) -> None:
    made = announced()
    with at(NOW + timedelta(days=60)):
        assert rejected(desk, made, "ITEM_MISMATCH").status_code == 200


@rule("P-49")
def test_somebody_elses_return_looks_like_none(desk: Program) -> None:
    made = announced()
    for other in (stage.account("other-seller", Role.SELLER), stage.account("buyer", Role.BUYER)):
        program = Program(token_for(other, SCOPES))
        assert found(program) == []
        assert program.get(f"{ADDRESS}/{made.id}").status_code == 404
        assert rejected(program, made, "ITEM_FIXED").status_code == 404
    for nothing in (uuid4(), "x", "%00"):
        assert desk.get(f"{ADDRESS}/{nothing}").status_code == 404


def test_the_filters(desk: Program) -> None:
    one = announced(order(), number=("DPD", "RET1"))
    two = announced(order(), now=NOW + timedelta(hours=1))
    both = [str(two.id), str(one.id)]
    assert found(desk) == found(desk, "buyer.login=BUYER") == found(desk, "items.name=Kettle") == both
    assert found(desk, f"orderId={one.order_id}") == [str(one.id)]
    assert found(desk, f"customerReturnId={one.id}&customerReturnId={two.id}") == both
    assert found(desk, f"referenceNumber={two.reference.replace('/', '%2F')}") == [str(two.id)]
    assert found(desk, "parcels.waybill=RET1&parcels.carrierId=DPD") == [str(one.id)]
    assert found(desk, "status=CREATED") == [str(two.id)]
    assert found(desk, "status=CREATED&status=DISPATCHED&marketplaceId=allegro-pl") == both
    assert found(desk, f"createdAt.gte={to_wire(two.created_at)}") == [str(two.id)]
    assert found(desk, f"createdAt.lte={to_wire(one.created_at)}") == [str(one.id)]
    for none in ("buyer.login=x", "status=LOST", "parcels.sender.phoneNumber=1", "orderId=x", "items.offerId=%00"):
        assert found(desk, none) == []


def test_pages(desk: Program) -> None:
    made = [announced(order(), now=NOW + timedelta(minutes=number)) for number in range(5)]
    ids = [str(one.id) for one in made]
    assert found(desk, "limit=2&offset=1") == ids[3:1:-1]
    assert desk.get(f"{ADDRESS}?limit=2").json()["count"] == 5
    assert found(desk, f"from={ids[1]}&limit=2") == ids[2:4]
    assert found(desk, f"from={ids[4]}") == []
    for query in ("limit=0", "limit=1001", "offset=-1", "from=x", f"from={uuid4()}", "createdAt.gte=x"):
        refused = desk.get(f"{ADDRESS}?{query}")
        assert (refused.status_code, error_of(refused)["path"]) == (400, query.partition("=")[0])


def test_they_exist_in_beta_v1_only(desk: Program) -> None:
    assert desk.get(ADDRESS, accept=PUBLIC).status_code == 406


def test_25_lists_a_second(desk: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returns, "lists", per_second(25, lambda: 0.0))
    assert [desk.get(ADDRESS).status_code for _ in range(26)] == [200] * 25 + [429]
