"""The sandbox's carrier and payment service: they judge time by the centre, sign, and try again."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from tests.centre import stage
from zgoda.centre.partners.carriers.service import Carrier
from zgoda.centre.partners.local.callbacks import Centre
from zgoda.centre.partners.local.serving import LocalService
from zgoda.centre.partners.payments.client import request_refund
from zgoda.centre.partners.payments.service import Payments
from zgoda.centre.partners.signing import CLOCK, signed
from zgoda.centre.store.cases import find
from zgoda.centre.store.models import RefundRequest, TrackingEvent
from zgoda.domain.money import Money
from zgoda.engine import clock
from zgoda.wire.times import to_wire

NOBODY = "http://127.0.0.1:9"
CARRIER_PATH, PAYMENTS_PATH = "/partners/carrier/events", "/partners/payments/events"


def ask(service: LocalService, method: str, path: str, payload: object = None, **changes: str) -> tuple[str, str]:
    body = b"" if payload is None else json.dumps(payload).encode()
    headers = signed(method, path, body, service.centre.secret, datetime.now(UTC)) | changes
    return request(service, method, path, body, headers)


def press(service: LocalService, origin: str = "", **fields: str) -> tuple[str, str]:
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    return request(service, "POST", "/", body, {"Origin": origin} if origin else {})


def request(service: LocalService, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[str, str]:
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "HTTP_HOST": "127.0.0.1:8021",
    }
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    answer = b"".join(service(environ, lambda line, _headers: status.append(line)))
    return status[0][:3], answer.decode()


@pytest.fixture
def carrier(tmp_path: Path) -> Carrier:
    return Carrier(Centre(tmp_path / "carrier.sqlite3", NOBODY, CARRIER_PATH, settings.CARRIER_SECRET))


def test_the_service_hears_only_the_centre(carrier: Carrier) -> None:
    parcel = {"carrierId": "DPD", "waybill": "W1"}
    assert ask(carrier, "PUT", "/parcels", parcel, **{"Zgoda-Signature": "x"})[0] == "401"
    assert ask(carrier, "PUT", "/parcels", parcel)[0] == "201"
    assert ask(carrier, "PUT", "/parcels", parcel)[0] == "200"
    assert ask(carrier, "PUT", "/parcels", {"carrierId": "DPD"})[0] == "400"
    assert ask(carrier, "GET", "/elsewhere")[0] == "404"


def test_the_service_has_the_centres_time(carrier: Carrier) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    ask(carrier, "PUT", "/parcels", {"carrierId": "DPD", "waybill": "W1"}, **{CLOCK: to_wire(tomorrow)})
    assert abs(carrier.centre.now() - tomorrow) < timedelta(minutes=1)


def test_the_page_shows_numbers_as_text_and_other_sites_press_nothing(carrier: Carrier) -> None:
    ask(carrier, "PUT", "/parcels", {"carrierId": "DPD", "waybill": "<b>W1</b>"})
    page = request(carrier, "GET", "/", b"", {})[1]
    assert "&lt;b&gt;W1" in page
    assert "hand over" in page
    assert press(carrier, origin="https://evil.example", carrier="DPD", waybill="W1", code="DELIVERED")[0] == "403"
    assert press(carrier, origin="http://127.0.0.1:8021", automatic="off")[0] == "303"
    assert not carrier.automatic


def test_in_the_automatic_mode_a_parcel_moves_by_the_centres_clock(carrier: Carrier) -> None:
    ask(carrier, "PUT", "/parcels", {"carrierId": "DPD", "waybill": "W1"})
    carrier.proceed()
    assert "PENDING" in carrier.page()
    for lead, state in ((timedelta(minutes=20), "IN_TRANSIT"), (timedelta(days=2), "DELIVERED")):
        carrier.centre.lead = lead
        carrier.proceed()
        assert state in carrier.page()


def test_what_could_not_be_told_is_told_later(carrier: Carrier) -> None:
    ask(carrier, "PUT", "/parcels", {"carrierId": "DPD", "waybill": "W1"})
    assert carrier.centre.send_due() == 0
    with carrier.centre.rows() as rows:
        (row,) = rows.execute("SELECT outcome, tries FROM callback").fetchall()
    assert (row["outcome"], row["tries"]) == ("", 1)


@pytest.fixture
def centre_url(live_server: LiveServer) -> Iterator[str]:
    return live_server.url


@pytest.mark.urls("zgoda.centre.urls")
def test_a_press_on_deliver_reaches_the_centre(centre_url: str, tmp_path: Path) -> None:
    carrier = Carrier(Centre(tmp_path / "c.sqlite3", centre_url, CARRIER_PATH, settings.CARRIER_SECRET))
    ask(carrier, "PUT", "/parcels", {"carrierId": "DPD", "waybill": "W1"})
    press(carrier, carrier="DPD", waybill="W1", code="DELIVERED")
    press(carrier, carrier="DPD", waybill="W1", code="DELIVERED")
    assert list(TrackingEvent.objects.order_by("pk").values_list("code", flat=True)) == ["PENDING", "DELIVERED"]


@pytest.mark.urls("zgoda.centre.urls")
def test_a_press_on_confirm_reaches_the_centre(centre_url: str, tmp_path: Path) -> None:
    case = stage.opened(now=clock.real_now(), reason="NO_PRODUCT_RECEIVED")
    command = case.id
    request_refund(command, case.id, case.purchase.order_id, Money(100, "PLN"), clock.real_now())
    payments = Payments(Centre(tmp_path / "p.sqlite3", centre_url, PAYMENTS_PATH, settings.PAYMENTS_SECRET))
    payload = {"orderId": "o", "paymentId": "p", "amountMinor": 100, "currency": "PLN"}
    assert ask(payments, "GET", f"/refunds/{command}")[0] == "404"
    first, second = (ask(payments, "PUT", f"/refunds/{command}", payload) for _ in range(2))
    assert (first[0], second[0], first[1]) == ("201", "200", second[1])
    press(payments, command=str(command), do="confirm")
    assert RefundRequest.objects.get().state == "CONFIRMED"
    assert find(case.id).action is not None
