"""S0-41 from the seller's program to the payment service and back, over real HTTP on the loopback."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4
from wsgiref.simple_server import make_server

import pytest
from django.conf import settings as ours
from django.core import mail
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.centre import stage
from tests.centre.api.conftest import ZGODA, token_for
from tests.marks import rule
from zgoda.centre.partners.local.callbacks import Centre
from zgoda.centre.partners.local.serving import _Quiet
from zgoda.centre.partners.payments.service import Payments
from zgoda.centre.store.cases import find
from zgoda.centre.store.models import CaseMessage, RefundRequest
from zgoda.domain.actors import Role
from zgoda.domain.discussion import DeliveryAction, Discussion
from zgoda.engine import clock, jobs

pytestmark = pytest.mark.urls("zgoda.centre.urls")


@pytest.fixture
def payments(live_server: LiveServer, tmp_path: Path, settings: Settings) -> Iterator[Payments]:
    """The local payment service, served; nothing is confirmed by itself."""
    service = Payments(
        Centre(tmp_path / "p.sqlite3", live_server.url, "/partners/payments/events", ours.PAYMENTS_SECRET)
    )
    service.centre.set_setting("automatic", "off")
    with make_server("127.0.0.1", 0, service, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.PAYMENTS_URL = f"http://127.0.0.1:{server.server_port}"
        yield service
        server.shutdown()
        thread.join()


@pytest.fixture
def case(live_server: LiveServer) -> Discussion:
    case = stage.opened(now=clock.now(), reason="NO_PRODUCT_RECEIVED")
    jobs.run_pending()
    mail.outbox.clear()
    return case


def ask(url: str, case: Discussion, amount: str, command: str, asked_back: str = "") -> int:
    token = token_for(stage.account("seller", Role.SELLER))
    body = {"commandId": command, "amount": {"amount": amount, "currency": "PLN"}}
    if asked_back:
        body |= {"askedBack": {"amount": asked_back, "currency": "PLN"}}
    request = urllib.request.Request(
        f"{url}/zgoda/v1/issues/{case.id}/refund",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {token}", "Accept": ZGODA, "Content-Type": ZGODA},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def asked_of(service: Payments) -> list[tuple[str, int]]:
    with service.centre.rows() as rows:
        return [(row["command"], row["minor"]) for row in rows.execute("SELECT * FROM refund")]


@rule("S0-41", "S0-42", "S0-43", "G-14")
def test_asked_once_confirmed_and_counted_as_the_answer(
    live_server: LiveServer, payments: Payments, case: Discussion
) -> None:
    command = str(uuid4())
    assert [ask(live_server.url, case, "199.00", command) for _ in range(2)] == [202, 202]
    assert ask(live_server.url, case, "0.01", str(uuid4())) == 422
    jobs.run_pending()
    jobs.run_pending()
    assert asked_of(payments) == [(command, 19900)]
    assert find(case.id).answered_at is None
    payments.pressed({"command": command, "do": "confirm"})
    assert payments.centre.send_due() == 1
    after = find(case.id)
    assert after.action is not None
    assert after.action.action is DeliveryAction.REFUND
    assert after.answered_at is not None
    newest = CaseMessage.objects.filter(case_id=case.id).latest("number")
    assert (newest.template, newest.params["minor"], newest.params["currency"]) == ("REFUND_ISSUED", "19900", "PLN")


@rule("S0-41", "P-23")
def test_of_two_programs_that_knew_of_no_refund_one_is_told_to_look_again(
    live_server: LiveServer, payments: Payments, case: Discussion
) -> None:
    first, second = str(uuid4()), str(uuid4())
    assert ask(live_server.url, case, "50.00", first, asked_back="0.00") == 202
    assert ask(live_server.url, case, "50.00", second, asked_back="0.00") == 409
    assert ask(live_server.url, case, "50.00", first, asked_back="0.00") == 202
    assert ask(live_server.url, case, "50.00", second, asked_back="50.00") == 202
    jobs.run_pending()
    assert asked_of(payments) == [(first, 5000), (second, 5000)]


@rule("S0-41", "G-14")
def test_refused_it_answers_nothing_the_seller_is_told_and_may_ask_again(
    live_server: LiveServer, payments: Payments, case: Discussion
) -> None:
    command = str(uuid4())
    ask(live_server.url, case, "199.00", command)
    jobs.run_pending()
    payments.pressed({"command": command, "do": "refuse"})
    payments.centre.send_due()
    assert find(case.id).answered_at is None
    jobs.run_pending()
    (letter,) = mail.outbox
    assert letter.to == ["seller@example.com"]
    assert "refus" in letter.subject.lower()
    assert ask(live_server.url, case, "199.00", str(uuid4())) == 202
    assert set(RefundRequest.objects.values_list("state", flat=True)) == {"REFUSED", "ASKED"}
