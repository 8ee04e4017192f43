"""What a carrier tells answers a non-delivery (S0-39, S0-40, S0-44, S0-45), once, in whatever order it comes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.centre import stage
from tests.centre.partners.calls import tell
from tests.marks import rule
from zgoda.centre.handle import fire_due
from zgoda.centre.store.cases import find
from zgoda.centre.store.models import CaseMessage, OrderLine, Shipment, TrackingEvent
from zgoda.domain import commands as c
from zgoda.domain.discussion import ClosureReason, DeliveryAction, Discussion, Status
from zgoda.engine import clock
from zgoda.wire.times import to_wire

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.centre.urls")]

PATH = "/partners/carrier/events"
NOW = stage.OPENED + timedelta(hours=5)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def case() -> Discussion:
    return stage.opened(reason="NO_PRODUCT_RECEIVED")


def ship(case: Discussion, waybill: str = "W1", lines: list[UUID] | None = None) -> None:
    Shipment.objects.create(
        order_id=case.purchase.order_id,
        carrier_id="DPD",
        waybill=waybill,
        line_ids=[str(line) for line in lines or []],
        created_at=stage.BOUGHT,
        by="SELLER",
    )


def event(code: str, at: datetime = NOW, event_id: str = "", waybill: str = "W1") -> dict:
    named = event_id or f"{code}-{waybill}"
    return {"eventId": named, "carrierId": "DPD", "waybill": waybill, "code": code, "occurredAt": to_wire(at)}


def thread(case: Discussion) -> list[str]:
    return list(CaseMessage.objects.filter(case_id=case.id).order_by("number").values_list("template", flat=True))[1:]


@rule("S0-39", "S0-42", "S0-43")
def test_the_first_movement_is_the_hand_over_and_answers(case: Discussion) -> None:
    ship(case)
    assert tell(PATH, event("IN_TRANSIT")).status_code == 204
    after = find(case.id)
    assert after.action.action is DeliveryAction.HANDED_OVER
    assert after.answered_at == NOW
    assert thread(case) == ["HANDED_OVER"]


@rule("S0-40", "S0-44", "S0-45")
def test_after_a_delivery_the_discussion_closes_in_24_hours(case: Discussion) -> None:
    ship(case)
    tell(PATH, event("DELIVERED"))
    assert thread(case) == ["PARCEL_DELIVERED"]
    assert find(case.id).closes_at == NOW + stage.DAY
    fire_due(case.id, now=NOW + stage.DAY)
    after = find(case.id)
    assert (after.status, after.closure_reason) == (Status.RESOLVED, ClosureReason.DELIVERED_24H)


@rule("S0-45")
def test_a_complaint_after_the_delivery_keeps_it_open(case: Discussion) -> None:
    ship(case)
    tell(PATH, event("DELIVERED"))
    stage.done(case, c.SayStillAProblem(by=stage.buyer()), NOW + timedelta(hours=1))
    fire_due(case.id, now=NOW + 2 * stage.DAY)
    assert find(case.id).status is Status.PENDING


@rule("G-04")
def test_a_late_message_of_a_timely_hand_over_is_timely(case: Discussion) -> None:
    ship(case)
    late = case.deadlines.action_due + timedelta(hours=3)
    with clock.at(late):
        tell(PATH, event("IN_TRANSIT", at=NOW))
    after = find(case.id)
    assert after.action.happened_at == NOW
    assert after.action.posted_at == late
    assert after.answer_overdue


def test_the_same_event_counts_once(case: Discussion) -> None:
    ship(case)
    statuses = [tell(PATH, event("DELIVERED")).status_code for _ in range(3)]
    assert statuses == [204, 204, 204]
    assert TrackingEvent.objects.count() == 1
    assert thread(case) == ["PARCEL_DELIVERED"]


def test_events_may_come_in_any_order(case: Discussion) -> None:
    ship(case)
    tell(PATH, event("DELIVERED"))
    tell(PATH, event("IN_TRANSIT", at=NOW - timedelta(hours=2)))
    tell(PATH, event("PENDING", at=NOW - timedelta(hours=3)))
    assert thread(case) == ["PARCEL_DELIVERED"]
    codes = TrackingEvent.objects.order_by("occurred_at").values_list("code", flat=True)
    assert list(codes) == ["PENDING", "IN_TRANSIT", "DELIVERED"]


def test_further_movements_say_nothing_new(case: Discussion) -> None:
    ship(case)
    for code in ("IN_TRANSIT", "RELEASED_FOR_DELIVERY", "AVAILABLE_FOR_PICKUP"):
        tell(PATH, event(code))
    tell(PATH, event("IN_TRANSIT", event_id="again"))
    assert thread(case) == ["HANDED_OVER"]


def test_a_parcel_with_other_products_answers_nothing_here(case: Discussion) -> None:
    other = OrderLine.objects.create(
        order_id=case.purchase.order_id,
        offer_id="2",
        offer_name="Lid",
        quantity=1,
        price_minor=100,
        bought_at=stage.BOUGHT,
    )
    ship(case, lines=[other.pk])
    tell(PATH, event("DELIVERED"))
    assert thread(case) == []


def test_other_reasons_and_unknown_parcels_are_left_alone() -> None:
    damaged = stage.opened(reason="OTHER")
    ship(damaged)
    tell(PATH, event("DELIVERED"))
    assert thread(damaged) == []
    assert tell(PATH, event("DELIVERED", waybill="nobody-knows")).status_code == 204


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        (b"{", 400),
        (b"\xff", 400),
        ({}, 400),
        (event("LOST"), 400),
        (event("DELIVERED") | {"carrierId": "PIGEON"}, 422),
        (event("DELIVERED") | {"waybill": "a\x00"}, 422),
        (event("DELIVERED") | {"occurredAt": "2026-03-03T10:00:00"}, 400),
        (event("DELIVERED", at=NOW + stage.DAY), 422),
        (b" " * 70_000, 413),
    ],
)
def test_what_cannot_be_is_refused(bad: object, status: int) -> None:
    assert tell(PATH, bad).status_code == status
    assert not TrackingEvent.objects.exists()


def test_nobody_else_is_heard(case: Discussion) -> None:
    ship(case)
    answer = tell(PATH, event("DELIVERED"), **{"Zgoda-Signature": "0" * 64})
    assert (answer.status_code, answer["Zgoda-Time"]) == (401, to_wire(NOW))
    assert thread(case) == []
