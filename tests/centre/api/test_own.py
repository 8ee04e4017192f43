"""Our additions under ``/zgoda/v1`` (docs/api.md)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.api.conftest import BETA, NOW, ZGODA, Program, at, error_of, token_for
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.store import laws
from zgoda.centre.store.cases import find
from zgoda.centre.store.models import CalendarChangeKind, CaseMessage, RefundRequest, Report
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.expectation import Expectation, Solution

HOUR = timedelta(hours=1)
WANTED = Expectation(Solution.REPAIR)


@pytest.fixture
def own(seller: User) -> Program:
    return Program(token_for(seller), accept=ZGODA)


@pytest.fixture
def other(db: None) -> Program:
    return Program(token_for(stage.account("other-seller", Role.SELLER)), accept=ZGODA)


@pytest.fixture
def broken_product() -> Discussion:
    return stage.opened(reason="DEFECT_FOUND_DURING_USE", expectation=WANTED)


@pytest.fixture
def not_received() -> Discussion:
    return stage.opened(reason="NO_PRODUCT_RECEIVED")


def post(program: Program, case: Discussion, what: str, body: object, **headers: str):
    return program.post(f"/zgoda/v1/issues/{case.id}/{what}", body, Accept_Language="en-US", **headers)


def details(program: Program, case: Discussion) -> dict:
    return program.get(f"/zgoda/v1/issues/{case.id}", Accept_Language="en-US").json()


def action(program: Program, case: Discussion, name: str) -> dict:
    return next(entry for entry in details(program, case)["actions"] if entry["action"] == name)


def test_the_capabilities_are_public_and_name_features_limits_and_the_clock() -> None:
    response = Client().get("/zgoda/v1/capabilities")
    assert (response.status_code, response["Content-Type"]) == (200, ZGODA)
    body = response.json()
    assert body["now"] == "2026-03-03T11:00:00.000Z"
    assert {"offers", "violation-reports", "refunds", "handovers", "case-details"} <= set(body["features"])
    assert body["limits"]["attachmentBytes"] == 2_097_152
    assert body["limits"]["messageText"] == 20_000


def test_a_case_tells_its_clocks_with_their_steps(own: Program, case: Discussion) -> None:
    body = details(own, case)
    assert (body["status"], body["answerState"], body["closureReason"]) == ("PENDING", "AWAITED", None)
    answer = next(entry for entry in body["deadlines"] if entry["kind"] == "ANSWER_DUE")
    assert (answer["dueAt"], answer["state"], answer["rule"]) == ("2026-03-04T09:00:00.000Z", "RUNNING", "TM-1")
    assert answer["steps"][0]["kind"] == "START"
    assert answer["steps"][-1]["kind"] == "RESULT"
    assert all(step["words"] for step in answer["steps"])
    assert answer["consequence"]
    assert body["responsible"]["party"] == "SELLER"


def test_the_steps_lead_to_the_recorded_deadline_after_the_calendar_changed(own: Program, case: Discussion) -> None:
    laws.change_calendar(
        "PL", date(2026, 3, 4), CalendarChangeKind.ADDED, by=None, at=stage.OPENED, why="Act 1", name="New day"
    )
    answer = next(entry for entry in details(own, case)["deadlines"] if entry["kind"] == "ANSWER_DUE")
    assert answer["dueAt"] == answer["steps"][-1]["at"] == "2026-03-04T09:00:00.000Z"
    assert "REST_DAY" not in {step["kind"] for step in answer["steps"]}


def test_an_answer_is_overdue_then_answered_late(own: Program, case: Discussion) -> None:
    with at(stage.OPENED + 2 * stage.DAY):
        assert details(own, case)["answerState"] == "OVERDUE"
        stage.done(case, stage.written(stage.seller()), stage.OPENED + 2 * stage.DAY)
        body = details(own, case)
    assert body["answerState"] == "ANSWERED"
    assert next(entry for entry in body["deadlines"] if entry["kind"] == "ANSWER_DUE")["state"] == "MISSED"


def test_a_case_whose_time_has_come_is_told_as_closed_before_the_sweep(own: Program, case: Discussion) -> None:
    with at(stage.OPENED + 31 * stage.DAY):
        body = details(own, case)
        refused = action(own, case, "WRITE")
    assert (body["status"], body["closureReason"]) == ("RESOLVED", "AUTO_30_DAYS")
    assert body["closedAt"] is not None
    assert refused["refusal"] == "ENDED"
    assert find(case.id).status == "PENDING"


def test_what_may_be_done_is_told_with_the_reason_why_not(own: Program, case: Discussion) -> None:
    assert action(own, case, "WRITE") == {
        "action": "WRITE",
        "allowed": True,
        "refusal": None,
        "words": None,
        "fromWhen": None,
    }
    stage.done(case, c.MarkResolved(by=stage.buyer()), NOW)
    refused = action(own, case, "WRITE")
    assert (refused["allowed"], refused["refusal"]) == (False, "ENDED")
    assert refused["words"]
    assert details(own, case)["closureReason"] == "BUYER_MARKED"


def test_what_a_seller_never_does_is_not_listed(own: Program, case: Discussion) -> None:
    listed = {entry["action"] for entry in details(own, case)["actions"]}
    assert not listed & {"MARK_RESOLVED", "MARK_UNRESOLVED", "JOIN", "BLOCK_SELLER"}


@rule("S0-51", "P-17")
def test_the_seller_offers_another_solution(own: Program, broken_product: Discussion) -> None:
    body = {"solution": "PARTIAL_REFUND", "amount": {"amount": "25.00", "currency": "PLN"}, "text": "Half?"}
    response = post(own, broken_product, "offers", body)
    assert response.status_code == 201, response.content
    offer = details(own, broken_product)["offer"]
    assert offer["id"] == response.json()["id"]
    assert offer["solution"] == {
        "name": "PARTIAL_REFUND",
        "amount": {"amount": "25.00", "currency": "PLN"},
        "share": None,
    }


def test_a_share_of_the_price_is_offered(own: Program, broken_product: Discussion) -> None:
    assert post(own, broken_product, "offers", {"solution": "PARTIAL_REFUND", "share": "1/4"}).status_code == 201
    assert details(own, broken_product)["offer"]["solution"]["share"] == "1/4"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"solution": "APOLOGY"}, "solution"),
        ({"solution": "PARTIAL_REFUND"}, "amount"),
        ({"solution": "PARTIAL_REFUND", "share": "25%"}, "share"),
        ({"solution": "PARTIAL_REFUND", "amount": {"amount": "1.005", "currency": "PLN"}}, "amount.amount"),
        ({"solution": "PARTIAL_REFUND", "amount": {"amount": "1.00", "currency": "EUR"}}, "amount.currency"),
        ({"solution": "PARTIAL_REFUND", "amount": {"amount": "9999.00", "currency": "PLN"}}, "amount"),
    ],
)
def test_a_bad_offer_is_422(own: Program, broken_product: Discussion, body: dict, path: str) -> None:
    response = post(own, broken_product, "offers", body)
    assert (response.status_code, error_of(response)["path"]) == (422, path)


def test_an_offer_for_another_reason_is_409(own: Program, case: Discussion) -> None:
    response = post(own, case, "offers", {"solution": "REPAIR"})
    assert (response.status_code, error_of(response)["code"]) == (409, "OFFER_NOT_FOR_THIS_REASON")


def test_a_command_that_comes_twice_counts_once(own: Program, broken_product: Discussion) -> None:
    body = {"solution": "REPAIR", "commandId": str(uuid4())}
    first, again = (post(own, broken_product, "offers", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert CaseMessage.objects.filter(case_id=broken_product.id, kind="OFFER").count() == 1
    other = post(own, broken_product, "offers", {**body, "solution": "EXCHANGE"})
    assert error_of(other)["code"] == "COMMAND_REUSED"


def test_the_header_idempotency_key_does_the_same(own: Program, broken_product: Discussion) -> None:
    key = str(uuid4())
    for _ in range(2):
        post(own, broken_product, "offers", {"solution": "REPAIR"}, Idempotency_Key=key)
    assert CaseMessage.objects.filter(case_id=broken_product.id, kind="OFFER").count() == 1
    assert post(own, broken_product, "offers", {"solution": "REPAIR"}, Idempotency_Key="7").status_code == 422


@rule("S0-25", "P-24")
def test_a_message_of_the_buyer_is_reported(own: Program, case: Discussion) -> None:
    message = CaseMessage.objects.get(case_id=case.id, number=1)
    response = post(own, case, "reports", {"messageId": str(message.id), "category": "THREAT", "text": "See."})
    assert response.status_code == 201, response.content
    assert Report.objects.get(pk=response.json()["id"]).category == "THREAT"


@pytest.mark.parametrize("category", ["SPAM", "", "threat"])
def test_there_are_two_categories(own: Program, case: Discussion, category: str) -> None:
    message = CaseMessage.objects.get(case_id=case.id, number=1)
    response = post(own, case, "reports", {"messageId": str(message.id), "category": category})
    assert (response.status_code, error_of(response)["path"]) == (422, "category")


def test_a_message_of_another_case_cannot_be_reported(own: Program, case: Discussion) -> None:
    elsewhere = CaseMessage.objects.get(case_id=stage.opened(now=NOW).id, number=1)
    for message_id in (str(elsewhere.id), "17"):
        response = post(own, case, "reports", {"messageId": message_id, "category": "THREAT"})
        assert (response.status_code, error_of(response)["code"]) == (422, "NO_SUCH_MESSAGE")


@rule("S0-41", "P-23")
def test_a_refund_is_asked_once_and_counts_when_it_is_confirmed(own: Program, not_received: Discussion) -> None:
    body = {"amount": {"amount": "199.00", "currency": "PLN"}, "commandId": str(uuid4())}
    assert [post(own, not_received, "refund", body).status_code for _ in range(2)] == [202, 202]
    request = RefundRequest.objects.get()
    assert (str(request.command_id), request.amount_minor) == (body["commandId"], 19900)
    assert find(not_received.id).action is None


@pytest.mark.parametrize(
    ("amount", "currency"), [("199.01", "PLN"), ("0.00", "PLN"), ("-1.00", "PLN"), ("10.00", "EUR"), ("1.001", "PLN")]
)
def test_a_refund_is_more_than_nothing_and_at_most_what_was_paid(
    own: Program, not_received: Discussion, amount: str, currency: str
) -> None:
    body = {"amount": {"amount": amount, "currency": currency}, "commandId": str(uuid4())}
    assert post(own, not_received, "refund", body).status_code == 422
    assert not RefundRequest.objects.exists()


@rule("S0-15", "P-26")
def test_a_blocked_seller_still_answers_and_gives_money_back(own: Program, not_received: Discussion) -> None:
    User.objects.filter(username="seller").update(blocked_at=NOW, blocked_reason="No answer.")
    answer = Program(own.token, accept=BETA).post(
        f"/sale/issues/{not_received.id}/message", {"text": "I am sorry.", "type": "REGULAR"}
    )
    assert answer.status_code == 201
    body = {"amount": {"amount": "1.00", "currency": "PLN"}, "commandId": str(uuid4())}
    assert post(own, not_received, "refund", body).status_code == 202


def test_a_refund_without_a_usable_command_id_is_refused(own: Program, not_received: Discussion) -> None:
    amount = {"amount": "1.00", "currency": "PLN"}
    assert post(own, not_received, "refund", {"amount": amount}).status_code == 400
    assert post(own, not_received, "refund", {"amount": amount, "commandId": "7"}).status_code == 422


@rule("S0-39", "P-21")
def test_a_hand_over_answers_a_non_delivery(own: Program, not_received: Discussion) -> None:
    response = post(own, not_received, "handover", {"handedOverAt": "2026-03-03T10:30:00Z"})
    assert response.status_code == 201, response.content
    action_taken = find(not_received.id).action
    assert action_taken is not None
    assert action_taken.action == "HANDED_OVER"
    assert action_taken.happened_at == stage.OPENED + 1.5 * HOUR


@pytest.mark.parametrize("told", ["2026-03-03T12:00:00Z", "yesterday"])
def test_a_hand_over_does_not_lie_ahead(own: Program, not_received: Discussion, told: str) -> None:
    response = post(own, not_received, "handover", {"handedOverAt": told})
    assert (response.status_code, error_of(response)["path"]) == (422, "handedOverAt")


def test_a_hand_over_for_another_reason_is_409(own: Program, case: Discussion) -> None:
    response = post(own, case, "handover", {})
    assert (response.status_code, error_of(response)["code"]) == (409, "NOT_A_DELIVERY_PROBLEM")


@rule("S0-52", "P-19")
def test_the_agreed_solution_is_reported_as_done(own: Program, broken_product: Discussion) -> None:
    assert post(own, broken_product, "carried-out", {}).status_code == 201
    assert details(own, broken_product)["carriedOutAt"] == "2026-03-03T11:00:00.000Z"


@rule("P-49")
@pytest.mark.parametrize("what", ["offers", "reports", "refund", "handover", "carried-out"])
def test_someone_elses_case_is_404_for_every_addition(other: Program, case: Discussion, what: str) -> None:
    bodies = {
        "offers": {"solution": "REPAIR"},
        "reports": {"messageId": str(uuid4()), "category": "THREAT"},
        "refund": {"amount": {"amount": "1.00", "currency": "PLN"}, "commandId": str(uuid4())},
    }
    assert post(other, case, what, bodies.get(what, {})).status_code == 404
    assert other.get(f"/zgoda/v1/issues/{case.id}").status_code == 404
    assert CaseMessage.objects.filter(case_id=case.id).count() == 1


def test_the_additions_have_a_media_type_of_their_own(own: Program, case: Discussion) -> None:
    address = f"/zgoda/v1/issues/{case.id}"
    assert own.get(address, accept="application/vnd.allegro.beta.v1+json").status_code == 406
    assert own.get(address, accept="application/json")["Content-Type"] == "application/json"
    assert own.get(address)["Content-Type"] == ZGODA
