"""Issue 2, point 7: checkout forms become orders, record by record, and enemy input is refused in words."""

import io
import json
from datetime import UTC, datetime

import pytest

from tests.centre.orders.forms import form, jsonl, uid
from zgoda.accounts.models import Role, User
from zgoda.centre.orders.import_forms import Reported, import_stream
from zgoda.centre.store.models import Order, OrderEvent, OrderLine

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 10, 1, 12, tzinfo=UTC)


def take(*records: object, seller: str = "", raw: bytes | None = None) -> list[Reported]:
    return list(import_stream(io.BytesIO(jsonl(*records) if raw is None else raw), at=NOW, seller=seller))


def outcomes(reports: list[Reported]) -> list[str]:
    return [str(report.outcome) for report in reports]


def line_of(record: dict, **changes: object) -> list[dict]:
    return [record["lineItems"][0] | changes]


def test_a_form_becomes_an_order_with_its_lines_people_and_journal() -> None:
    assert outcomes(take(form())) == ["taken"]
    order = Order.objects.get()
    assert (order.seller.username, order.seller.role, order.seller_id) == ("Ceramika-Bory", Role.SELLER, 55500001)
    assert (order.buyer.username, order.buyer.has_usable_password()) == ("marek_z_gdyni", False)
    assert (order.market, order.currency, order.total_minor, order.paid_minor) == ("pl", "PLN", 9279, None)
    assert str(order.purchase_id) == uid("purchase")
    line = OrderLine.objects.get()
    assert (line.quantity, line.price_minor) == (2, 3990)
    assert line.bought_at == datetime(2025, 9, 26, 13, 0, 0, 123000, tzinfo=UTC)
    assert list(OrderEvent.objects.order_by("id").values_list("type", flat=True)) == ["BOUGHT", "READY_FOR_PROCESSING"]


def test_unknown_fields_are_kept_and_our_own_object_is_not() -> None:
    take(form())
    kept = Order.objects.get().form
    assert kept["lineItems"][0]["newField"] == {"nobody": ["knows"]}
    assert "zgoda" not in kept


def test_importing_again_changes_nothing() -> None:
    take(form())
    events = OrderEvent.objects.count()
    assert outcomes(take(form())) == ["unchanged"]
    assert (Order.objects.count(), User.objects.count(), OrderEvent.objects.count()) == (1, 2, events)


def test_a_newer_form_updates_and_an_older_never_overwrites() -> None:
    newer = form(status="CANCELLED", updatedAt="2025-09-27T00:00:00Z", revision="8")
    assert outcomes(take(form(), newer, form())) == ["taken", "updated", "unchanged"]
    assert Order.objects.get().status == "CANCELLED"
    assert OrderEvent.objects.order_by("-id").first().type == "BUYER_CANCELLED"


def test_at_the_same_instant_the_revision_decides() -> None:
    take(form(revision="10"))
    assert outcomes(take(form(revision="9", status="CANCELLED"))) == ["unchanged"]
    assert outcomes(take(form(revision="11", status="CANCELLED"))) == ["updated"]


@pytest.mark.parametrize(
    "changes",
    [
        {"payment": None},
        {"delivery": None},
        {"fulfillment": None},
        {"fulfillment": {"status": None, "shipmentSummary": None, "provider": None}},
        {"marketplace": None},
        {"surcharges": None},
        {"summary": None},
        {"updatedAt": None, "revision": None},
        {"buyer": {"login": "client:123456"}},
        {"status": "SOMETHING_NEW"},
        {"payment": {"id": None, "type": "NEW_KIND", "paidAmount": {"amount": "92.79", "currency": "PLN"}}},
    ],
)
def test_what_may_be_missing_is_tolerated(changes: dict) -> None:
    assert outcomes(take(form(**changes))) == ["taken"]


def test_an_order_without_a_purchase_is_one_of_its_own() -> None:
    take(form("a", zgoda={"seller": {"login": "S1"}}), form("b", zgoda={"seller": {"login": "S1"}}))
    assert len(set(Order.objects.values_list("purchase_id", flat=True))) == 2


def test_an_api_answer_needs_the_sellers_login() -> None:
    bare = form()
    del bare["zgoda"]
    answer = json.dumps({"checkoutForms": [bare], "count": 1, "totalCount": 1}).encode()
    assert [report.code for report in take(raw=answer)] == ["no-seller"]
    assert outcomes(take(raw=answer, seller="Ceramika-Bory")) == ["taken"]


def test_an_api_answer_may_be_spread_over_many_lines() -> None:
    answer = json.dumps({"checkoutForms": [form("a"), form("b")]}, indent=2).encode()
    assert outcomes(take(raw=answer)) == ["taken", "taken"]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"{", "not-json"),
        (b"\xff\xfe{}", "not-json"),
        (b'{"a": NaN}', "not-json"),
        (b"[]", "not-an-object"),
        (b'{"a":' + b"[" * 2000 + b"]" * 2000 + b"}", "nested-too-deep"),
        (b'{"id": ' + b"9" * 5000 + b"}", "not-json"),
        (form(id="42"), "bad-id"),
        (form(id=42), "wrong-shape"),
        (form(lineItems=[]), "no-lines"),
        (form(lineItems=None), "wrong-shape"),
        (form(buyer=None), "wrong-shape"),
        (form(buyer={"login": "a\nb"}), "bad-login"),
        (form(buyer={"login": "Ceramika-Bory"}), "seller-is-buyer"),
        (form(lineItems=line_of(form(), quantity=0)), "bad-quantity"),
        (form(lineItems=line_of(form(), quantity=1.5)), "bad-quantity"),
        (form(lineItems=line_of(form(), quantity=1e300)), "bad-quantity"),
        (form(lineItems=line_of(form(), price={"amount": "-1.00", "currency": "PLN"})), "bad-money"),
        (form(lineItems=line_of(form(), price={"amount": "1e9", "currency": "PLN"})), "bad-money"),
        (form(lineItems=line_of(form(), price={"amount": "99999999999.00", "currency": "PLN"})), "bad-money"),
        (form(lineItems=line_of(form(), price={"amount": 12.5, "currency": "PLN"})), "wrong-shape"),
        (form(lineItems=line_of(form(), price={"amount": "1.00", "currency": "EUR"})), "mixed-currencies"),
        (form(lineItems=line_of(form(), boughtAt="2125-01-01T00:00:00Z")), "bought-in-the-future"),
        (form(lineItems=line_of(form(), boughtAt="0001-01-01T00:00:00+14:00")), "bought-in-the-future"),
        (form(lineItems=line_of(form(), boughtAt="2025-09-26T13:00:00")), "wrong-shape"),
        (form(lineItems=line_of(form(), boughtAt=None), updatedAt=None), "no-purchase-instant"),
        (form(lineItems=line_of(form()) * 2), "line-twice"),
        (form(marketplace={"id": "allegro-ua"}), "unknown-market"),
        (form(messageToSeller="\x00"), "forbidden-character"),
        (form(zgoda={"seller": {"login": "S"}, "purchaseId": "x"}), "bad-id"),
    ],
)
def test_a_bad_record_is_refused_with_its_reason_and_hurts_no_other(bad: object, code: str) -> None:
    reports = take(form("before"), bad, form("after"))
    assert outcomes(reports) == ["taken", "refused", "taken"]
    assert (reports[1].line, reports[1].code) == (2, code)
    assert reports[1].reason


def test_an_endless_line_is_skipped_without_being_read_into_memory() -> None:
    endless = b'{"a": "' + b"x" * (9 * 1024 * 1024) + b'"}'
    reports = take(form("a"), endless, form("b"))
    assert outcomes(reports) == ["taken", "refused", "taken"]
    assert (reports[1].code, reports[2].line) == ("line-too-long", 3)


def test_an_order_never_changes_its_seller_or_buyer() -> None:
    take(form())
    other_seller = form(zgoda={"seller": {"login": "Someone"}}, updatedAt="2025-09-28T00:00:00Z")
    other_buyer = form(buyer={"login": "someone"}, updatedAt="2025-09-28T00:00:00Z")
    assert [r.code for r in take(other_seller, other_buyer)] == ["order-of-another-seller", "order-of-another-buyer"]


def test_a_line_belongs_to_one_order() -> None:
    first, second = form("a"), form("b")
    second["lineItems"] = first["lineItems"]
    assert [report.code for report in take(first, second)] == ["", "line-of-another-order"]


def test_a_form_never_names_somebody_of_the_platform() -> None:
    User.objects.create_user("konsultant", role=Role.CONSULTANT)
    assert [report.code for report in take(form(buyer={"login": "Konsultant"}))] == ["account-of-staff"]
    assert User.objects.get(username="konsultant").role == Role.CONSULTANT


def test_logins_are_the_same_person_in_any_case_and_any_alphabet() -> None:
    take(form("a", buyer={"login": "Żaneta"}), form("b", buyer={"login": "JAN"}))
    assert outcomes(take(form("c", buyer={"login": "Żaneta"}), form("d", buyer={"login": "jan"}))) == ["taken"] * 2
    assert User.objects.filter(role=Role.BUYER).count() == 2


def test_small_outside_ids_do_not_collide_with_our_own() -> None:
    take(form(buyer={"id": "1", "login": "first"}))
    assert User.objects.create_user("second").pk


def test_the_journals_ids_only_grow_even_when_an_old_order_comes_late() -> None:
    take(form("new"))
    last = OrderEvent.objects.order_by("-id").first().id
    old = form("old", updatedAt="2025-01-02T00:00:00Z")
    old["lineItems"] = line_of(old, boughtAt="2025-01-01T00:00:00Z")
    take(old)
    assert all(event.id > last for event in OrderEvent.objects.filter(order_id=uid("old")))


def test_a_batch_costs_the_same_lookups_however_many_forms(django_assert_max_num_queries) -> None:
    many = [form(f"o{number}") for number in range(20)]
    take(*many)
    with django_assert_max_num_queries(8):
        take(*many)
