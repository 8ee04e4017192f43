"""allegro-api.md §4.1 and §7 as a program meets them; every answer is checked against the document."""

import io
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.centre import stage
from tests.centre.api.conftest import NOW, PUBLIC, Program, error_of, token_for
from tests.centre.orders.forms import form, jsonl, uid
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.orders.import_forms import import_stream
from zgoda.centre.store.cases import find
from zgoda.centre.store.models import CaseMessage, OrderLine, Shipment, TrackingEvent
from zgoda.domain.discussion import DeliveryAction
from zgoda.wire.times import epoch_micros, to_wire

SCOPES = "allegro:api:orders:read allegro:api:orders:write"
FORMS = "/order/checkout-forms"


def sold(name: str, day: int = 1, **changes: object) -> dict:
    """An order of the seller of these tests, bought on that day of March 2026."""
    made = form(name, zgoda={"seller": {"login": "seller"}}, updatedAt=f"2026-03-{day:02d}T09:00:00Z", **changes)
    made["lineItems"][0]["boughtAt"] = f"2026-03-{day:02d}T08:00:00Z"
    return made


def take(*forms: dict) -> None:
    assert {report.outcome for report in import_stream(io.BytesIO(jsonl(*forms)), at=NOW)} == {"taken"}


@pytest.fixture
def program(seller: User) -> Program:
    return Program(token_for(seller, SCOPES), accept=PUBLIC)


@pytest.fixture
def stranger() -> Program:
    return Program(token_for(stage.account("other-seller", stage.Role.SELLER), SCOPES), accept=PUBLIC)


def ids(response: object) -> list[str]:
    return [each["id"] for each in json.loads(response.content)["checkoutForms"]]


def test_the_list_is_newest_first_with_counts(program: Program) -> None:
    take(sold("a", 1), sold("b", 2), sold("c", 3))
    answer = program.get(f"{FORMS}?limit=2")
    body = json.loads(answer.content)
    assert ids(answer) == [uid("c"), uid("b")]
    assert (body["count"], body["totalCount"]) == (2, 3)
    assert ids(program.get(f"{FORMS}?limit=2&offset=2")) == [uid("a")]
    assert ids(program.get(f"{FORMS}?sort=lineItems.boughtAt")) == [uid("a"), uid("b"), uid("c")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=CANCELLED", ["b"]),
        ("status=CANCELLED&status=READY_FOR_PROCESSING", ["b", "a"]),
        ("fulfillment.status=SENT", ["b"]),
        ("fulfillment.provider.id=ALLEGRO", ["b"]),
        ("fulfillment.shipmentSummary.lineItemsSent=ALL", ["b"]),
        ("lineItems.boughtAt.gte=2026-03-02T00:00:00Z", ["b"]),
        ("lineItems.boughtAt.lte=2026-03-02T00:00:00Z", ["a"]),
        ("updatedAt.gte=2026-03-02T10:00:00%2B01:00", ["b"]),
        ("updatedAt.lte=2026-03-01T09:00:00Z", ["a"]),
        ("buyer.login=MAREK_Z_GDYNI", ["b", "a"]),
        ("buyer.login=nobody", []),
        ("marketplace.id=allegro-cz", []),
        ("delivery.method.id=m-1", ["b", "a"]),
        (f"payment.id={uid('a-pay')}", ["a"]),
        (f"surcharges.id={uid('s-1')}", ["b"]),
    ],
)
def test_the_filters_of_the_document_work(program: Program, query: str, found: list[str]) -> None:
    sent = {"status": "SENT", "shipmentSummary": {"lineItemsSent": "ALL"}, "provider": {"id": "ALLEGRO"}}
    surcharge = {"id": uid("s-1"), "type": "ONLINE", "paidAmount": {"amount": "5.00", "currency": "PLN"}}
    take(sold("a", 1), sold("b", 2, status="CANCELLED", fulfillment=sent, surcharges=[surcharge]))
    assert ids(program.get(f"{FORMS}?{query}")) == [uid(name) for name in found]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "offset=-1", "sort=price", "status=LOST", "updatedAt.gte=yesterday", "payment.id=%00"],
)
def test_what_nobody_can_mean_is_an_error(program: Program, query: str) -> None:
    answer = program.get(f"{FORMS}?{query}")
    assert answer.status_code == 422
    assert error_of(answer)["path"] == query.split("=", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("gte=2026-03-02T00:00:00Z", ["a"]),
        ("lte=2026-03-02T00:00:00Z", ["a"]),
        ("gte=2026-03-01T12:00:00Z&lineItems.boughtAt.lte=2026-03-02T00:00:00Z", []),
        ("gte=2026-03-03T00:00:00Z&lineItems.boughtAt.lte=2026-03-04T00:00:00Z", ["a"]),
        ("gte=2026-03-04T00:00:00Z", []),
    ],
)
def test_a_span_of_purchase_fits_when_any_line_was_bought_within_it(
    program: Program, query: str, found: list[str]
) -> None:
    twice = sold("a", 1)
    later = {**twice["lineItems"][0], "id": uid("a-line-2"), "boughtAt": "2026-03-03T08:00:00Z"}
    twice["lineItems"].append(later)
    take(twice)
    assert ids(program.get(f"{FORMS}?lineItems.boughtAt.{query}")) == [uid(name) for name in found]


def test_a_line_that_a_newer_form_no_longer_names_still_counts(program: Program) -> None:
    twice = sold("a", 1)
    twice["lineItems"].append({**twice["lineItems"][0], "id": uid("a-line-2"), "boughtAt": "2026-03-03T08:00:00Z"})
    take(twice)
    newer = {**sold("a", 1), "updatedAt": "2026-03-04T08:00:00Z"}
    assert {report.outcome for report in import_stream(io.BytesIO(jsonl(newer)), at=NOW)} == {"updated"}
    assert ids(program.get(f"{FORMS}?lineItems.boughtAt.gte=2026-03-02T00:00:00Z")) == [uid("a")]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the words of the plan are SQLite's")
def test_counting_what_was_bought_since_looks_only_at_what_was_bought_since(program: Program) -> None:
    with CaptureQueriesContext(connection) as asked:
        program.get(f"{FORMS}?lineItems.boughtAt.gte=2026-03-02T00:00:00Z")
    (counting,) = [one["sql"] for one in asked.captured_queries if "COUNT(*)" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {counting}")
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "order_seller_bought (seller_id=? AND bought_at>?)" in plan
    assert "order_seller_last_bought (seller_id=? AND last_bought_at>?)" in plan


def test_form_and_event_name_the_same_revision(program: Program) -> None:
    take(sold("a", revision="12"), sold("b", revision=None))
    for event in json.loads(program.get("/order/events").content)["events"]:
        told = event["order"]["checkoutForm"]
        assert told["revision"]
        assert json.loads(program.get(f"{FORMS}/{told['id']}").content)["revision"] == told["revision"]


def test_one_form_is_told_as_it_came_without_nulls(program: Program) -> None:
    take(sold("a"))
    body = json.loads(program.get(f"{FORMS}/{uid('a')}").content)
    assert body["lineItems"][0]["newField"] == {"nobody": ["knows"]}
    assert body["lineItems"][0]["price"] == {"amount": "39.90", "currency": "PLN"}
    assert body["buyer"]["id"] == str(User.objects.get(username="marek_z_gdyni").pk)
    assert "null" not in json.dumps(body)


def test_a_form_of_somebody_else_is_not_there(program: Program, stranger: Program) -> None:
    take(sold("a"))
    assert program.get(f"{FORMS}/{uid('nothing')}").status_code == 404
    assert stranger.get(f"{FORMS}/{uid('a')}").status_code == 404
    assert stranger.get(f"{FORMS}/{uid('a')}/shipments").status_code == 404
    assert stranger.post(f"{FORMS}/{uid('a')}/shipments", {"carrierId": "DPD", "waybill": "1"}).status_code == 404
    assert ids(stranger.get(FORMS)) == []
    assert program.get(f"{FORMS}/not-a-uuid").status_code == 422


def test_the_journal_goes_on_after_the_event_last_seen(program: Program, stranger: Program) -> None:
    take(sold("a", 1), sold("b", 2))
    events = json.loads(program.get("/order/events").content)["events"]
    assert [event["type"] for event in events] == ["BOUGHT", "READY_FOR_PROCESSING"] * 2
    assert [event["id"] for event in events] == sorted((event["id"] for event in events), key=int)
    rest = json.loads(program.get(f"/order/events?from={events[1]['id']}").content)["events"]
    assert rest == events[2:]
    bought = json.loads(program.get("/order/events?type=BOUGHT&limit=1").content)["events"]
    assert bought == events[:1]
    assert json.loads(program.get(f"/order/events?from={events[-1]['id']}").content) == {"events": []}
    assert json.loads(stranger.get("/order/events").content) == {"events": []}


def test_any_number_of_microseconds_is_a_cursor(program: Program) -> None:
    take(sold("a", 1), sold("b", 2))
    noon = epoch_micros(datetime(2026, 3, 1, 12, tzinfo=UTC))
    events = json.loads(program.get(f"/order/events?from={noon}").content)["events"]
    assert {event["order"]["checkoutForm"]["id"] for event in events} == {uid("b")}
    assert program.get("/order/events?from=abc").status_code == 422
    assert program.get("/order/events?type=LOST").status_code == 422
    assert program.get("/order/events?limit=1001").status_code == 422


def test_the_journal_holds_sixty_days(program: Program) -> None:
    old = form("old", zgoda={"seller": {"login": "seller"}}, updatedAt="2025-12-01T09:00:00Z")
    take(old, sold("new"))
    events = json.loads(program.get("/order/events").content)["events"]
    assert {event["order"]["checkoutForm"]["id"] for event in events} == {uid("new")}


def test_the_latest_event_is_where_a_program_begins(program: Program) -> None:
    assert json.loads(program.get("/order/event-stats").content) == {}
    take(sold("a"))
    events = json.loads(program.get("/order/events").content)["events"]
    latest = json.loads(program.get("/order/event-stats").content)["latestEvent"]
    assert latest == {"id": events[-1]["id"], "occurredAt": events[-1]["occurredAt"]}


def test_a_parcel_number_is_kept_and_listed(program: Program) -> None:
    take(sold("a"))
    path = f"{FORMS}/{uid('a')}/shipments"
    answer = program.post(path, {"carrierId": "INPOST", "waybill": " 6800124 ", "carrierName": "ignored"})
    assert answer.status_code == 201
    (shipment,) = json.loads(program.get(path).content)["shipments"]
    assert shipment == json.loads(answer.content)
    assert (shipment["waybill"], shipment["carrierName"]) == ("6800124", "InPost")
    assert shipment["lineItems"] == [{"id": uid("a-line")}]


def test_the_same_number_again_is_the_same_parcel(program: Program) -> None:
    take(sold("a"))
    body = {"carrierId": "DPD", "waybill": "7", "lineItems": [{"id": uid("a-line")}]}
    first, second = (program.post(f"{FORMS}/{uid('a')}/shipments", body) for _ in range(2))
    assert first.content == second.content
    assert Shipment.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"carrierId": "PIGEON", "waybill": "1"}, 400),
        ({"carrierId": "DPD"}, 400),
        ({"carrierId": "DPD", "waybill": "  "}, 400),
        ({"carrierId": "DPD", "waybill": "9" * 65}, 400),
        ({"carrierId": "DPD", "waybill": "1\x00"}, 400),
        ({"carrierId": "OTHER", "waybill": "1", "carrierName": "x" * 31}, 400),
        ({"carrierId": "DPD", "waybill": "1", "lineItems": [{"id": uid("other-line")}]}, 422),
        ({"carrierId": "OTHER", "waybill": "1", "carrierName": "Sąsiad z przyczepą"}, 201),
    ],
)
def test_a_parcel_that_cannot_be_is_refused(program: Program, body: dict, status: int) -> None:
    take(sold("a"))
    assert program.post(f"{FORMS}/{uid('a')}/shipments", body).status_code == status


def test_a_number_wears_out(program: Program) -> None:
    take(*[sold(f"o{number}") for number in range(11)])
    body = {"carrierId": "DPD", "waybill": "1"}
    statuses = [program.post(f"{FORMS}/{uid(f'o{number}')}/shipments", body).status_code for number in range(11)]
    assert statuses == [201] * 10 + [409]


@rule("S0-38", "S0-43", "P-20")
def test_a_parcel_number_answers_the_discussion_about_non_delivery(program: Program) -> None:
    case = stage.opened(reason="NO_PRODUCT_RECEIVED")
    other = stage.opened(reason="OTHER")
    path = f"{FORMS}/{case.purchase.order_id}/shipments"
    assert program.post(path, {"carrierId": "DPD", "waybill": "123"}).status_code == 201
    after = find(case.id)
    assert after.action.action is DeliveryAction.TRACKING_NUMBER
    assert after.answered_at == NOW
    assert find(other.id).answered_at is None
    assert CaseMessage.objects.filter(case_id=case.id).latest("number").params == {"reference": "123"}


@rule("S0-38", "P-20")
def test_a_number_that_the_order_had_before_answers_when_it_is_given_to_the_discussion(program: Program) -> None:
    line = stage.line()
    path = f"{FORMS}/{OrderLine.objects.get(pk=line).order_id}/shipments"
    body = {"carrierId": "DPD", "waybill": "123"}
    first = program.post(path, body)
    case = stage.opened(line_id=line, reason="NO_PRODUCT_RECEIVED")
    assert find(case.id).answered_at is None
    again, once_more = program.post(path, body), program.post(path, body)
    assert first.content == again.content == once_more.content
    after = find(case.id)
    assert (after.action.action, after.answered_at) == (DeliveryAction.TRACKING_NUMBER, NOW)
    assert CaseMessage.objects.filter(case_id=case.id, template="TRACKING_GIVEN").count() == 1


@rule("S0-38")
def test_a_parcel_with_another_product_answers_nothing_here(program: Program) -> None:
    case = stage.opened(reason="NO_PRODUCT_RECEIVED")
    order = OrderLine.objects.get(pk=case.purchase.line_id).order
    other = OrderLine.objects.create(
        order=order, offer_id="2", offer_name="Cup", quantity=1, price_minor=900, bought_at=order.bought_at
    )
    body = {"carrierId": "DPD", "waybill": "123", "lineItems": [{"id": str(other.id)}]}
    assert program.post(f"{FORMS}/{order.id}/shipments", body).status_code == 201
    assert find(case.id).action is None


def test_carriers_may_be_kept_for_a_while(program: Program) -> None:
    answer = program.get("/order/carriers")
    assert {"id": "OTHER", "name": "Other"} in json.loads(answer.content)["carriers"]
    assert answer["cache-control"] == "private, max-age=3600"
    assert "pragma" not in answer
    assert "expires" not in answer
    assert answer["vary"].startswith("Accept, Authorization")
    assert Program(token_for(None, SCOPES), accept=PUBLIC).get("/order/carriers").status_code == 200


def test_tracking_tells_the_history_of_own_parcels_only(program: Program, stranger: Program) -> None:
    line = OrderLine.objects.get(pk=stage.line())
    Shipment.objects.create(order=line.order, carrier_id="DPD", waybill="1", created_at=NOW, by="SELLER")
    for code, hour in (("DELIVERED", 8), ("PENDING", 7)):
        instant = NOW.replace(hour=hour)
        TrackingEvent.objects.create(
            event_id=code, carrier_id="DPD", waybill="1", code=code, occurred_at=instant, received_at=NOW
        )
    told = json.loads(program.get("/order/carriers/DPD/tracking?waybill=1&waybill=2").content)
    known, unknown = told["waybills"]
    assert [status["code"] for status in known["trackingDetails"]["statuses"]] == ["PENDING", "DELIVERED"]
    assert known["trackingDetails"]["createdAt"] == to_wire(NOW)
    assert "trackingDetails" not in unknown
    assert (
        "trackingDetails"
        not in json.loads(stranger.get("/order/carriers/DPD/tracking?waybill=1").content)["waybills"][0]
    )


@pytest.mark.parametrize("query", ["", "&".join(f"waybill={number}" for number in range(21))])
def test_tracking_takes_one_to_twenty_numbers(program: Program, query: str) -> None:
    assert program.get(f"/order/carriers/DPD/tracking?{query}").status_code == 400
    assert program.get("/order/carriers/PIGEON/tracking?waybill=1").status_code == 400


def test_the_list_costs_the_same_however_long_it_is(program: Program, django_assert_max_num_queries) -> None:
    take(*[sold(f"o{number}") for number in range(30)])
    with django_assert_max_num_queries(6):
        assert len(ids(program.get(FORMS))) == 30
    with django_assert_max_num_queries(6):
        assert len(json.loads(program.get("/order/events").content)["events"]) == 60


def test_orders_need_their_scope(seller: User) -> None:
    reader = Program(token_for(seller, "allegro:api:disputes"), accept=PUBLIC)
    assert reader.get(FORMS).status_code == 403
    only_reads = Program(token_for(seller, "allegro:api:orders:read"), accept=PUBLIC)
    path = f"{FORMS}/{UUID(int=1)}/shipments"
    assert only_reads.post(path, {"carrierId": "DPD", "waybill": "1"}).status_code == 403
