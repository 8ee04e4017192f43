"""Money back through the payment service (S0-41, P-23, G-14): once, never more than was paid, counted when confirmed."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import httpx2
import pytest

from tests.centre import stage
from tests.centre.partners.calls import tell
from tests.marks import rule
from zgoda.centre.partners.payments import client
from zgoda.centre.partners.payments.client import RefundRefusal, request_refund
from zgoda.centre.store.cases import find
from zgoda.centre.store.models import Order, RefundRequest
from zgoda.domain.discussion import DeliveryAction, Discussion
from zgoda.domain.money import Money
from zgoda.engine import clock, jobs
from zgoda.wire.times import to_wire

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.centre.urls")]

PATH = "/partners/payments/events"
NOW = stage.OPENED + timedelta(hours=5)
COMMAND = UUID("0b0f4f7e-6f4e-4a45-8f1c-1f2b7a3c9d10")


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def case() -> Discussion:
    return stage.opened(reason="NO_PRODUCT_RECEIVED")


def ask(case: Discussion, minor: int = 19900, command: UUID = COMMAND, currency: str = "PLN") -> object:
    return request_refund(command, case.id, case.purchase.order_id, Money(minor, currency), NOW)


def event(confirmed: bool = True, command: UUID = COMMAND) -> dict:
    told = {"eventId": uuid4().hex, "commandId": str(command), "confirmed": confirmed, "reference": "R-1"}
    return told | {"occurredAt": to_wire(NOW)}


@rule("S0-41", "G-14")
def test_a_refund_answers_when_it_is_confirmed_and_not_before(case: Discussion) -> None:
    ask(case)
    assert find(case.id).action is None
    assert tell(PATH, event()).status_code == 204
    after = find(case.id)
    assert after.action.action is DeliveryAction.REFUND
    assert after.answered_at == NOW
    assert RefundRequest.objects.get().state == "CONFIRMED"


@rule("G-14")
def test_a_refused_refund_answers_nothing(case: Discussion) -> None:
    ask(case)
    assert tell(PATH, event(confirmed=False)).status_code == 204
    assert find(case.id).action is None


def test_the_same_word_again_changes_nothing_and_the_opposite_is_refused(case: Discussion) -> None:
    ask(case)
    assert [tell(PATH, event()).status_code for _ in range(2)] == [204, 204]
    assert tell(PATH, event(confirmed=False)).status_code == 409
    assert RefundRequest.objects.get().state == "CONFIRMED"
    assert find(case.id).messages == 2


def test_a_command_nobody_sent_is_not_known() -> None:
    assert tell(PATH, event()).status_code == 404
    assert tell(PATH, event(), **{"Zgoda-Signature": "x"}).status_code == 401


@rule("P-23")
def test_never_more_than_was_paid_and_not_yet_asked_back(case: Discussion) -> None:
    assert ask(case, 0) is RefundRefusal.AMOUNT_OUT_OF_RANGE
    assert ask(case, 19901) is RefundRefusal.AMOUNT_OUT_OF_RANGE
    assert ask(case, 100, currency="EUR") is RefundRefusal.WRONG_CURRENCY
    assert isinstance(ask(case, 10000), RefundRequest)
    assert ask(case, 9901, uuid4()) is RefundRefusal.AMOUNT_OUT_OF_RANGE
    assert isinstance(ask(case, 9900, uuid4()), RefundRequest)


def test_what_was_refused_may_be_asked_again(case: Discussion) -> None:
    ask(case)
    tell(PATH, event(confirmed=False))
    assert isinstance(ask(case, command=uuid4()), RefundRequest)


def test_an_order_that_was_not_paid_gives_nothing_back(case: Discussion) -> None:
    Order.objects.update(paid_minor=None)
    assert ask(case) is RefundRefusal.NOT_PAID


def test_the_same_command_is_one_request(case: Discussion) -> None:
    assert ask(case).pk == ask(case).pk
    assert ask(case, 100) is RefundRefusal.OTHER_COMMAND


class Service:
    """A payment service whose answers get lost."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.lose_next_answer = False

    def call(self, method: str, url: str, secret: str, payload: object = None) -> httpx2.Response:
        request = httpx2.Request(method, url)
        command = url.rpartition("/")[2]
        if method == "GET":
            known = command in self.taken
            return httpx2.Response(200 if known else 404, json={"reference": "R-1"}, request=request)
        self.taken.append(command)
        if self.lose_next_answer:
            self.lose_next_answer = False
            raise httpx2.ReadTimeout("lost", request=request)
        return httpx2.Response(201, json={"reference": "R-1"}, request=request)


def test_a_lost_answer_never_pays_twice(case: Discussion, monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service()
    service.lose_next_answer = True
    monkeypatch.setattr(client, "call", service.call)
    ask(case)
    with pytest.raises(httpx2.ReadTimeout):
        client.send_refund.call(str(COMMAND))
    client.send_refund.call(str(COMMAND))
    assert service.taken == [str(COMMAND)]
    assert RefundRequest.objects.get().partner_ref == "R-1"


def test_what_the_service_will_never_pay_is_refused_and_its_amount_is_free_again(
    case: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwilling(method: str, url: str, secret: str, payload: object = None) -> httpx2.Response:
        return httpx2.Response(404 if method == "GET" else 422, request=httpx2.Request(method, url))

    monkeypatch.setattr(client, "call", unwilling)
    ask(case)
    client.send_refund.call(str(COMMAND))
    assert RefundRequest.objects.get().state == "REFUSED"
    assert not isinstance(ask(case, command=uuid4()), RefundRefusal)


def test_the_request_is_a_job_of_the_same_transaction(case: Discussion) -> None:
    before = jobs.counts().get("READY", 0)
    ask(case)
    assert jobs.counts()["READY"] == before + 1
