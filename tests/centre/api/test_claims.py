"""Claims as a seller's program reads and decides them (allegro-api.md §5.2, §5.3; E.4)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.centre import stage
from tests.centre.api.conftest import BETA, NOW, ZGODA, Program, token_for
from tests.centre.claims.acts import done, end_of_talk, filed, filing, returns, verdict, withdrawal
from tests.files.pictures import OF_KIND
from tests.marks import rule
from zgoda.centre.claims.door import file_claim
from zgoda.centre.claims.models import ClaimMessage, ClaimRow
from zgoda.domain.actors import Role
from zgoda.domain.claims.claim import Claim, Decision, ReturnDecision
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.engine import clock
from zgoda.files.receive import receive_upload

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PNG = OF_KIND["image/png"]


def claim_at(now=stage.OPENED, **more) -> Claim:
    outcome = file_claim(filing(more.pop("line_id", None) or stage.line(), **more), now=now)
    assert isinstance(outcome, Claim), outcome
    return outcome


@pytest.fixture
def program() -> Program:
    return Program(token_for(stage.account("seller", Role.SELLER)))


@pytest.fixture
def claim() -> Claim:
    return claim_at()


def one(program: Program, claim: Claim) -> dict:
    return program.get(f"/sale/issues/{claim.id}", Accept_Language="en-US").json()


def decide(program: Program, claim_id: object, status: str, **body) -> HttpResponse:
    sent = {"status": status, "message": "So be it.", **body}
    return program.post(f"/sale/issues/{claim_id}/status", sent, kind=BETA)


def says(program: Program, claim: Claim, kind: str, text: str = "Hello", **more) -> HttpResponse:
    return program.post(f"/sale/issues/{claim.id}/message", {"type": kind, "text": text, **more}, kind=BETA)


def error(response: HttpResponse) -> dict:
    (found,) = response.json()["errors"]
    return found


@rule("B1-02", "B1-06", "B1-08", "B1-09")
def test_a_claim_is_told_with_number_ground_due_date_and_expectation(program, claim):
    told = one(program, claim)
    assert (told["type"], told["referenceNumber"], told["right"]) == ("CLAIM", "1/2026", "COMPLAINT")
    assert told["decisionDueDate"] == told["currentState"]["statusDueDate"] == "2026-03-17T22:59:59.000Z"
    assert told["currentState"] == {
        "status": "CLAIM_SUBMITTED",
        "statusDueDate": "2026-03-17T22:59:59.000Z",
        "returnRequired": None,
        "chatActive": True,
    }
    assert told["expectations"] == [{"name": "REPAIR", "refund": None}]
    assert told["reason"] == {"type": "DEFECT_FOUND_DURING_USE", "description": "It does not boil."}
    assert told["offer"] == {"id": "1", "quantity": 1}
    first = told["chat"]["initialMessage"]
    assert first["author"] == {"login": "buyer", "role": "BUYER"}
    assert "Expected solution: Repair." in first["text"]
    assert first["text"].endswith("It does not boil.")


@rule("B1-08")
@pytest.mark.parametrize(
    ("expected", "refund"),
    [
        (Expectation(Solution.PARTIAL_REFUND, share=(1, 4)), "49.75"),
        (Expectation(Solution.PARTIAL_REFUND, Money(5000, "PLN")), "50.00"),
        (Expectation(Solution.REFUND), "199.00"),
    ],
)
def test_money_that_is_asked_is_told_as_an_amount(program, expected, refund):
    told = one(program, claim_at(expectation=expected))
    assert told["expectations"][0]["refund"] == {"amount": refund, "currency": "PLN"}


@rule("B1-01", "B1-07", "B1-04")
def test_both_kinds_stand_in_one_list_newest_opening_first(program):
    kinds = [
        claim_at(stage.OPENED + hour * HOUR) if hour % 2 else stage.opened(stage.OPENED + hour * HOUR)
        for hour in range(6)
    ]
    listed = program.get("/sale/issues").json()["issues"]
    assert [issue["id"] for issue in listed] == [str(kind.id) for kind in reversed(kinds)]
    assert [issue["type"] for issue in listed] == ["CLAIM", "DISPUTE"] * 3
    pages = [program.get(f"/sale/issues?limit=2&offset={offset}").json()["issues"] for offset in (0, 2, 4, 6)]
    assert [issue["id"] for page in pages for issue in page] == [issue["id"] for issue in listed]


@rule("B1-04")
def test_filters_by_status_and_order_find_both_kinds(program):
    line_id = stage.line()
    claim, talk = claim_at(line_id=line_id), stage.opened(line_id=line_id)
    claim_at()
    found = program.get(f"/sale/issues?checkoutForm.id={claim.purchase.order_id}").json()["issues"]
    assert {issue["id"] for issue in found} == {str(claim.id), str(talk.id)}
    for status, kinds in (
        ("CLAIM_SUBMITTED", ["CLAIM", "CLAIM"]),
        ("CLAIM_REJECTED", []),
        ("DISPUTE_ONGOING", ["DISPUTE"]),
        ("DISPUTE_ONGOING&status=CLAIM_SUBMITTED", ["CLAIM", "CLAIM", "DISPUTE"]),
    ):
        issues = program.get(f"/sale/issues?status={status}").json()["issues"]
        assert sorted(issue["type"] for issue in issues) == kinds, status


def test_a_page_of_both_kinds_costs_the_same_however_many_there_are(
    program, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for hour in range(10):
        claim_at(stage.OPENED + hour * HOUR)
        stage.opened(stage.OPENED + hour * HOUR)
    program.get("/sale/issues")
    with django_assert_max_num_queries(9):
        assert len(program.get("/sale/issues?limit=100").json()["issues"]) == 20


@rule("K-02", "B1-13", "B1-14")
@pytest.mark.parametrize(
    ("kind", "required"),
    [("RETURN_REQUIRED_SELLER_LABEL", True), ("RETURN_REQUIRED_CUSTOM", True), ("RETURN_NOT_REQUIRED", False)],
)
def test_a_return_message_sets_the_flag_once(program, claim, kind, required):
    sent = says(program, claim, kind, "As agreed.")
    assert sent.status_code == 201
    assert sent.json()["text"].endswith("As agreed.")
    assert one(program, claim)["currentState"]["returnRequired"] is required
    again = says(program, claim, "RETURN_NOT_REQUIRED")
    assert (again.status_code, error(again)["code"]) == (409, "RETURN_DECIDED_ALREADY")


@rule("B1-14")
def test_asking_to_end_is_no_message_of_a_claim_and_a_return_none_of_a_discussion(program, claim):
    assert says(program, claim, "END_REQUEST").status_code == 422
    assert says(program, stage.opened(), "RETURN_NOT_REQUIRED").status_code == 422


@rule("K-03", "B1-10", "B1-12")
def test_a_verdict_answers_empty_and_stands_in_status_and_chat(program, claim):
    says(program, claim, "RETURN_NOT_REQUIRED")
    refund = {"amount": "20.00", "currency": "PLN"}
    response = decide(program, claim.id, "ACCEPTED_PARTIAL_REFUND", partialRefund=refund)
    assert (response.status_code, response.content) == (200, b"")
    assert one(program, claim)["currentState"]["status"] == "CLAIM_ACCEPTED"
    newest = program.get(f"/sale/issues/{claim.id}/chat", Accept_Language="en-US").json()["chat"][0]
    assert newest["author"]["role"] == "SELLER"
    assert "20.00" in newest["text"]
    assert newest["text"].endswith("So be it.")


@rule("B1-12", "B1-13")
@pytest.mark.parametrize(
    ("status", "body", "code", "path"),
    [
        ("ACCEPTED_REPAIR", {}, "RETURN_NOT_DECIDED", "status"),
        ("REJECTED_CLAIM_WITHDRAWN_BY_BUYER", {}, "DECISION_NOT_IN_FORCE", "status"),
    ],
)
def test_what_the_claims_state_forbids_is_400(program, claim, status, body, code, path):
    response = decide(program, claim.id, status, **body)
    assert (response.status_code, error(response)["code"], error(response)["path"]) == (400, code, path)


@pytest.mark.parametrize(
    ("status", "body", "path"),
    [
        ("ACCEPTED_PARTIAL_REFUND", {}, "partialRefund"),
        ("ACCEPTED_REFUND", {"partialRefund": {"amount": "1.00", "currency": "PLN"}}, "partialRefund"),
        ("ACCEPTED_PARTIAL_REFUND", {"partialRefund": {"amount": "199.00", "currency": "PLN"}}, "partialRefund.amount"),
        ("ACCEPTED_PARTIAL_REFUND", {"partialRefund": {"amount": "1.001", "currency": "PLN"}}, "partialRefund.amount"),
        ("ACCEPTED_PARTIAL_REFUND", {"partialRefund": {"amount": "1.00", "currency": "EUR"}}, "partialRefund.currency"),
        ("ACCEPTED_REPAIR", {"message": "  "}, "message"),
        ("DEEMED_ACCEPTED", {}, "status"),
        ("ACCEPTED", {}, "status"),
    ],
)
def test_what_is_wrong_in_a_verdict_is_named(program, claim, status, body, path):
    says(program, claim, "RETURN_NOT_REQUIRED")
    response = decide(program, claim.id, status, **body)
    assert (response.status_code, error(response)["path"]) == (400, path)


@rule("B1-12")
def test_a_verdict_on_a_dispute_is_an_error_and_on_nothing_not_found(program):
    response = decide(program, stage.opened().id, "ACCEPTED_REPAIR")
    assert (response.status_code, error(response)["code"]) == (400, "NOT_A_CLAIM")
    for unknown in (uuid4(), "17"):
        assert decide(program, unknown, "ACCEPTED_REPAIR").status_code == 404
    assert program.post(f"/sale/issues/{uuid4()}/status", {"status": "ACCEPTED_REPAIR"}, kind=BETA).status_code == 400


def test_the_same_verdict_with_the_same_key_counts_once(program, claim):
    says(program, claim, "RETURN_NOT_REQUIRED")
    address, body = f"/sale/issues/{claim.id}/status", {"status": "REJECTED_OTHER", "message": "No."}
    key = {"Idempotency_Key": str(uuid4())}
    assert [program.post(address, body, kind=BETA, **key).status_code for _ in range(2)] == [200, 200]
    assert program.post(address, body, kind=BETA).status_code == 400
    assert ClaimMessage.objects.filter(claim_id=claim.id, kind="DECISION").count() == 1


@rule("K-04", "B1-11")
def test_from_a_rejection_only_to_an_acceptance(program, claim):
    says(program, claim, "RETURN_NOT_REQUIRED")
    assert decide(program, claim.id, "REJECTED_MINOR_DEFECT").status_code == 200
    assert error(decide(program, claim.id, "REJECTED_OTHER"))["code"] == "DECISION_NOT_POSSIBLE"
    assert decide(program, claim.id, "ACCEPTED_EXCHANGE").status_code == 200
    assert error(decide(program, claim.id, "ACCEPTED_EXCHANGE"))["code"] == "DECISION_NOT_POSSIBLE"


@rule("K-05")
def test_silence_is_told_as_acceptance_although_no_sweep_came(program, claim):
    with clock.at(stage.OPENED + 20 * DAY):
        assert one(program, claim)["currentState"]["status"] == "CLAIM_ACCEPTED"
        assert ClaimRow.objects.get(pk=claim.id).status == "SUBMITTED"


@rule("K-06", "K-07", "B1-16")
def test_ending_the_talk_and_a_withdrawal_leave_the_status_and_show_in_the_chat(program, claim):
    done(claim, end_of_talk(), NOW)
    done(claim, withdrawal(), NOW)
    assert one(program, claim)["currentState"]["status"] == "CLAIM_SUBMITTED"
    said = program.get(f"/sale/issues/{claim.id}/chat", Accept_Language="en-US").json()["chat"]
    assert [message["author"]["role"] for message in said] == ["BUYER", "SYSTEM", "BUYER"]
    assert "withdrawn" in said[0]["text"]


@rule("K-08", "B1-17", "B1-05")
def test_a_decided_claim_still_takes_messages_and_files(program, claim):
    done(claim, returns(), NOW)
    done(claim, verdict(Decision.REJECTED_OTHER), NOW)
    assert says(program, claim, "REGULAR").status_code == 201
    declared = program.post("/sale/issues/attachments", {"fileName": "a.png", "size": len(PNG)}, kind=BETA)
    address = declared["Location"].removeprefix("http://127.0.0.1:8000")
    program.put(address, PNG, "image/png")
    sent = says(program, claim, "REGULAR", "", attachments=[{"id": declared.json()["id"]}])
    assert [file["fileName"] for file in sent.json()["attachments"]] == ["a.png"]
    assert one(program, claim)["currentState"]["chatActive"] is True


@rule("B1-17")
def test_a_chat_that_has_closed_answers_409(program):
    old = stage.line()
    at = stage.OPENED.replace(year=2025, month=9)
    claim = claim_at(at, line_id=old)
    with clock.at(at + 40 * DAY):
        assert one(program, claim)["currentState"]["chatActive"] is False
        refused = says(program, claim, "REGULAR")
    assert (refused.status_code, error(refused)["code"]) == (409, "CHAT_CLOSED")


def test_the_chat_is_paged_newest_first(program, claim):
    for number in range(5):
        done(claim, stage.written(stage.buyer(), f"message {number}"), NOW)
    first, second = (
        program.get(f"/sale/issues/{claim.id}/chat?limit=2&offset={offset}").json()["chat"] for offset in (0, 2)
    )
    assert [message["text"] for message in first + second] == [f"message {n}" for n in (4, 3, 2, 1)]


def test_somebody_elses_claim_is_not_there(claim):
    other = Program(token_for(stage.account("other-seller", Role.SELLER)))
    assert other.get("/sale/issues").json() == {"issues": []}
    for path in (f"/sale/issues/{claim.id}", f"/sale/issues/{claim.id}/chat"):
        assert other.get(path).status_code == 404
    assert says(other, claim, "REGULAR").status_code == 404
    assert decide(other, claim.id, "ACCEPTED_REPAIR").status_code == 404
    assert other.get(f"/zgoda/v1/claims/{claim.id}", accept=ZGODA).status_code == 404


def test_the_details_say_what_may_be_decided_and_by_when(program, claim):
    told = program.get(f"/zgoda/v1/claims/{claim.id}", accept=ZGODA).json()
    assert (told["status"], told["decision"], told["returnDecision"], told["granted"]) == (
        "SUBMITTED",
        None,
        None,
        None,
    )
    clocks = {one["kind"]: (one["rule"], one["state"]) for one in told["deadlines"]}
    assert clocks == {"DECISION": ("TM-7", "RUNNING"), "RETURN_DECISION": ("TM-8", "RUNNING")}
    actions = {one["action"]: one["refusal"] for one in told["actions"]}
    assert actions["DECIDE_RETURN"] is None
    assert actions["ACCEPTED_REPAIR"] == "RETURN_NOT_DECIDED"
    assert "END_TALK" not in actions
    done(claim, returns(ReturnDecision.NOT_REQUIRED), NOW)
    done(claim, verdict(Decision.ACCEPTED_REFUND), NOW)
    told = program.get(f"/zgoda/v1/claims/{claim.id}", accept=ZGODA).json()
    assert (told["decision"], told["granted"]["amount"]) == ("ACCEPTED_REFUND", "199.00")
    assert {one["kind"]: one["state"] for one in told["deadlines"]} == {"DECISION": "MET", "RETURN_DECISION": "MET"}


@rule("B1-20")
def test_asking_for_information_is_our_addition_and_counts_once(program, claim):
    address = f"/zgoda/v1/claims/{claim.id}/information-requests"
    body = {"text": "Which serial number?", "commandId": str(uuid4())}
    answers = [program.ask("POST", address, ZGODA, body, ZGODA).status_code for _ in range(2)]
    assert answers == [201, 201]
    assert ClaimMessage.objects.filter(claim_id=claim.id, kind="INFORMATION_ASK").count() == 1
    assert program.ask("POST", address, ZGODA, {"text": " "}, ZGODA).status_code == 422


@rule("B1-03")
def test_the_old_resources_for_disputes_are_withdrawn(program, claim):
    for path in ("/sale/disputes", f"/sale/disputes/{claim.id}", f"/sale/disputes/{claim.id}/messages"):
        response = program.get(path)
        assert (response.status_code, error(response)["code"]) == (404, "NotFoundException")


@rule("B1-06")
def test_a_dispute_has_none_of_a_claims_fields(program):
    told = program.get(f"/sale/issues/{stage.opened().id}").json()
    empty = (
        told["referenceNumber"],
        told["decisionDueDate"],
        told["currentState"]["returnRequired"],
        told.get("right"),
    )
    assert empty == (None, None, None, None)


def test_a_claim_of_this_summer_is_told_in_its_own_year(program):
    assert one(program, filed())["referenceNumber"] == "1/2026"


def test_a_claims_file_is_read_by_both_sides_and_staff_and_nobody_else(program, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    file = receive_upload(stage.buyer().id, SimpleUploadedFile("a.png", PNG), now=NOW)
    claim_at(attachments=(file.pk,))
    assert program.get(f"/sale/issues/attachments/{file.pk}", accept="*/*").status_code == 200
    other = Program(token_for(stage.account("other-seller", Role.SELLER)))
    assert other.get(f"/sale/issues/attachments/{file.pk}", accept="*/*").status_code == 404
    for login, role, status in (
        ("seller", Role.SELLER, 200),
        ("consultant", Role.CONSULTANT, 200),
        ("other-buyer", Role.BUYER, 404),
    ):
        client = Client()
        client.force_login(stage.account(login, role))
        assert client.get(f"/files/{file.pk}").status_code == status, login
