"""A partner is heard by its own signature only, and says the same thing once."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse

from tests.security.visitors import Visitors
from tests.security.world import NOW, World
from zgoda.centre.partners.signing import SIGNATURE, signed
from zgoda.centre.store.models import TrackingEvent
from zgoda.engine import clock
from zgoda.wire.times import to_wire

CARRIER, PAYMENTS = "/partners/carrier/events", "/partners/payments/events"
TELEPHONY = "/partners/telephony/events"
CALL = {"eventId": "e-1", "transferId": str(uuid4()), "state": "BUSY", "reference": "r", "occurredAt": to_wire(NOW)}
PARCEL = {
    "eventId": "e-1",
    "carrierId": "INPOST",
    "waybill": "6200",
    "code": "IN_TRANSIT",
    "occurredAt": to_wire(NOW),
    "description": "<pwned>\u202e",
}
REFUND = {
    "eventId": "e-1",
    "commandId": str(uuid4()),
    "confirmed": True,
    "reference": "r",
    "occurredAt": to_wire(NOW),
}


def tell(
    knocking: Visitors, path: str, body: bytes, secret: str, ago: timedelta = timedelta(0), **changes: str
) -> HttpResponse:
    headers = {**signed("POST", path, body, secret, clock.real_now() - ago), **changes}
    return knocking.ask("anonymous", "centre", "POST", path, body, "application/json", **headers)


@pytest.mark.parametrize(
    ("path", "secret", "others", "event", "taken"),
    [
        (CARRIER, settings.CARRIER_SECRET, settings.PAYMENTS_SECRET, PARCEL, 204),
        (PAYMENTS, settings.PAYMENTS_SECRET, settings.CARRIER_SECRET, REFUND, 404),
        (TELEPHONY, settings.TELEPHONY_SECRET, settings.PAYMENTS_SECRET, CALL, 404),
    ],
)
def test_one_partner_cannot_speak_for_another(
    world: World, knocking: Visitors, path: str, secret: str, others: str, event: dict, taken: int
):
    body = json.dumps(event).encode()
    assert tell(knocking, path, body, secret).status_code == taken
    assert tell(knocking, path, body, others).status_code == 401
    assert tell(knocking, path, body, settings.PARTNER_SECRET).status_code == 401
    assert tell(knocking, path, body, secret, ago=timedelta(minutes=6)).status_code == 401
    assert tell(knocking, path, body, secret, ago=timedelta(minutes=-6)).status_code == 401
    assert tell(knocking, path, body, secret, **{SIGNATURE: "0" * 64}).status_code == 401
    genuine = signed("POST", path, body, secret, clock.real_now())
    changed = knocking.ask("anonymous", "centre", "POST", path, body + b" ", "application/json", **genuine)
    assert changed.status_code == 401


def test_what_is_told_twice_counts_once(world: World, knocking: Visitors):
    body = json.dumps(PARCEL).encode()
    for _ in range(2):
        assert tell(knocking, CARRIER, body, settings.CARRIER_SECRET).status_code == 204
    assert TrackingEvent.objects.filter(event_id="e-1").count() == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 50_000, b'{"eventId":' + b"1" * 5000 + b"}", b"\xff", b'{"eventId":"\x00"}', b"null"]
)
def test_a_signed_body_that_is_nonsense_is_refused(world: World, knocking: Visitors, body: bytes):
    for path, secret in ((CARRIER, settings.CARRIER_SECRET), (PAYMENTS, settings.PAYMENTS_SECRET)):
        assert tell(knocking, path, body, secret).status_code == 400


def test_a_huge_body_is_refused_before_it_is_judged(world: World, knocking: Visitors):
    assert tell(knocking, CARRIER, b" " * 70_000, settings.CARRIER_SECRET).status_code == 413
