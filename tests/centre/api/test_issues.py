"""``/sale/issues`` as a seller's program sees it. Every answer is also checked against Allegro's document."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from tests.centre import stage
from tests.centre.api.conftest import NOW, Program, at, error_of
from tests.marks import rule
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain import commands as c
from zgoda.domain.discussion import Discussion
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money

HOUR = timedelta(hours=1)


def send(program: Program, case: Discussion, text: str | None = "Hello", kind: str = "REGULAR", **more: object):
    return program.post(
        f"/sale/issues/{case.id}/message", {"type": kind, "text": text, **more}, Accept_Language="en-US"
    )


def ids(response) -> list[str]:
    return [issue["id"] for issue in response.json()["issues"]]


def test_a_dispute_has_the_shape_that_live_answers_have(program: Program, case: Discussion) -> None:
    issue = program.get(f"/sale/issues/{case.id}", Accept_Language="en-US").json()
    first = issue["chat"].pop("initialMessage")
    assert issue == {
        "id": str(case.id),
        "type": "DISPUTE",
        "referenceNumber": None,
        "decisionDueDate": None,
        "openedDate": "2026-03-03T09:00:00.000Z",
        "subject": "My reason is not on the list",
        "buyer": {"id": str(case.purchase.buyer_id), "login": "buyer"},
        "checkoutForm": {"id": str(case.purchase.order_id), "createdAt": "2026-03-02T09:00:00.000Z"},
        "currentState": {
            "status": "DISPUTE_ONGOING",
            "statusDueDate": "2026-03-04T09:00:00.000Z",
            "returnRequired": None,
            "chatActive": True,
        },
        "chat": {"lastMessage": {"status": "NEW", "createdAt": "2026-03-03T09:00:00.000Z"}, "messagesCount": 1},
        "expectations": None,
        "description": None,
        "offer": None,
        "product": None,
        "reason": None,
        "attachments": [],
        "zgodaRevision": 2,
    }
    assert first["author"] == {"login": "buyer", "role": "BUYER"}
    assert "Kettle" in first["text"]
    assert first["text"].endswith("It does not work.")


@rule("S0-09")
def test_the_status_due_date_is_the_answers_deadline(program: Program) -> None:
    friday = stage.opened(now=stage.OPENED + 3 * stage.DAY)
    issue = program.get(f"/sale/issues/{friday.id}").json()
    assert issue["currentState"]["statusDueDate"] == "2026-03-09T09:00:00.000Z"


@rule("S0-03")
def test_the_list_is_by_opening_newest_first_and_pages_hold(program: Program) -> None:
    cases = [stage.opened(now=stage.OPENED + index * HOUR) for index in range(5)]
    newest_first = [str(case.id) for case in reversed(cases)]
    assert ids(program.get("/sale/issues")) == newest_first
    assert ids(program.get("/sale/issues?limit=2")) == newest_first[:2]
    assert ids(program.get("/sale/issues?limit=2&offset=2")) == newest_first[2:4]
    assert ids(program.get("/sale/issues?offset=50")) == []


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=-1", "limit=x", "limit=", "limit=1.5", "limit=١"])
def test_a_bad_limit_is_422_and_echoed(program: Program, query: str) -> None:
    response = program.get(f"/sale/issues?{query}")
    assert (response.status_code, error_of(response)["path"]) == (422, "limit")
    assert error_of(response)["details"] == f"Invalid value: {query.removeprefix('limit=')}"


@pytest.mark.parametrize("query", ["offset=-1", "offset=a", "offset=99999999999999999999"])
def test_a_bad_offset_is_422(program: Program, query: str) -> None:
    assert error_of(program.get(f"/sale/issues?{query}"))["path"] == "offset"


def test_the_default_page_has_ten(program: Program) -> None:
    for index in range(11):
        stage.opened(now=stage.OPENED + index * timedelta(minutes=1))
    assert len(ids(program.get("/sale/issues"))) == 10


def test_the_list_is_filtered_by_order_and_by_several_statuses(program: Program) -> None:
    pending, resolved = stage.opened(), stage.opened(now=stage.OPENED + HOUR)
    stage.done(resolved, c.MarkResolved(by=stage.buyer()), NOW)
    assert ids(program.get(f"/sale/issues?checkoutForm.id={pending.purchase.order_id}")) == [str(pending.id)]
    assert ids(program.get(f"/sale/issues?checkoutForm.id={uuid4()}")) == []
    assert ids(program.get("/sale/issues?status=DISPUTE_CLOSED")) == [str(resolved.id)]
    both = program.get("/sale/issues?status=DISPUTE_CLOSED&status=DISPUTE_ONGOING")
    assert ids(both) == [str(resolved.id), str(pending.id)]
    assert ids(program.get("/sale/issues?status=CLAIM_SUBMITTED")) == []


@pytest.mark.parametrize(
    ("query", "path"), [("checkoutForm.id=7", "checkoutForm.id"), ("status=OPEN", "status"), ("status=", "status")]
)
def test_a_bad_filter_is_422(program: Program, query: str, path: str) -> None:
    response = program.get(f"/sale/issues?{query}")
    assert (response.status_code, error_of(response)["path"]) == (422, path)


@rule("P-49")
@pytest.mark.parametrize("tail", ["", "/chat"])
def test_someone_elses_case_looks_like_none(program: Program, stranger: Program, case: Discussion, tail: str) -> None:
    foreign = stranger.get(f"/sale/issues/{case.id}{tail}", Accept_Language="en-US")
    unknown = program.get(f"/sale/issues/{uuid4()}{tail}", Accept_Language="en-US")
    malformed = program.get(f"/sale/issues/17{tail}", Accept_Language="en-US")
    assert {response.status_code for response in (foreign, unknown, malformed)} == {404}
    assert foreign.content == unknown.content == malformed.content
    assert error_of(foreign) == {
        "code": "POST_PURCHASE_ISSUE_NOT_FOUND",
        "message": "",
        "details": None,
        "path": None,
        "userMessage": "Post-purchase problem not found",
        "metadata": {},
    }


@rule("P-49")
def test_nobody_writes_into_someone_elses_case(stranger: Program, case: Discussion) -> None:
    assert send(stranger, case).status_code == 404
    assert CaseMessage.objects.filter(case_id=case.id).count() == 1


@rule("S1-56")
def test_a_hidden_case_is_in_no_list_and_answers_404(program: Program, case: Discussion) -> None:
    Case.objects.filter(pk=case.id).update(hidden=True)
    assert ids(program.get("/sale/issues")) == []
    assert program.get(f"/sale/issues/{case.id}").status_code == 404
    assert program.get(f"/sale/issues/{case.id}/chat").status_code == 404
    assert send(program, case).status_code == 404


def test_a_message_is_answered_201_and_stands_first_in_the_chat(program: Program, case: Discussion) -> None:
    sent = send(program, case, "We are looking into it.")
    assert sent.status_code == 201
    assert sent.json()["text"] == "We are looking into it."
    assert sent.json()["author"] == {"login": "seller", "role": "SELLER"}
    assert sent.json()["createdAt"] == "2026-03-03T11:00:00.000Z"
    chat = program.get(f"/sale/issues/{case.id}/chat").json()["chat"]
    assert chat[0] == sent.json()
    assert [entry["author"]["role"] for entry in chat] == ["SELLER", "BUYER"]
    assert program.get(f"/sale/issues/{case.id}").json()["chat"]["lastMessage"]["status"] == "SELLER_REPLIED"


def test_the_chat_pages_are_honoured(program: Program, case: Discussion) -> None:
    for number in range(4):
        stage.done(case, stage.written(stage.buyer(), f"message {number}"), NOW)
    chat = f"/sale/issues/{case.id}/chat"
    texts = [entry["text"] for entry in program.get(f"{chat}?limit=2&offset=1").json()["chat"]]
    assert texts == ["message 2", "message 1"]
    assert program.get(f"{chat}?limit=101").status_code == 422


def test_who_wrote_last_is_told_only_once_the_seller_has_written(program: Program, case: Discussion) -> None:
    def told() -> str:
        return program.get(f"/sale/issues/{case.id}").json()["chat"]["lastMessage"]["status"]

    stage.done(case, stage.written(stage.buyer()), NOW)
    assert told() == "NEW"
    stage.done(case, stage.written(stage.seller()), NOW + HOUR)
    assert told() == "SELLER_REPLIED"
    stage.done(case, stage.written(stage.buyer()), NOW + 2 * HOUR)
    assert told() == "BUYER_REPLIED"


def test_a_consultant_is_admin_without_login_and_the_platform_is_system_with_one(program: Program) -> None:
    case = stage.opened()
    later = stage.OPENED + 15 * stage.DAY
    stage.done(case, c.MarkUnresolved(by=stage.buyer()), later)
    stage.done(case, c.Join(by=stage.consultant(), message_id=uuid4()), later)
    stage.done(case, stage.written(stage.consultant(), "I am here to help."), later)
    authors = [entry["author"] for entry in program.get(f"/sale/issues/{case.id}/chat").json()["chat"]]
    assert authors[0] == {"role": "ADMIN"}
    assert authors[1]["role"] == "SYSTEM"
    assert authors[1]["login"]
    issue = program.get(f"/sale/issues/{case.id}").json()
    assert issue["currentState"]["status"] == "DISPUTE_UNRESOLVED"
    assert issue["currentState"]["chatActive"] is True


@pytest.mark.parametrize("body", [{"text": ""}, {"text": "  \n"}, {"text": None}, {}])
def test_a_message_without_text_and_file_is_422(program: Program, case: Discussion, body: dict[str, object]) -> None:
    response = program.post(f"/sale/issues/{case.id}/message", {"type": "REGULAR", **body})
    assert (response.status_code, error_of(response)["path"]) == (422, "text")


@pytest.mark.parametrize(("length", "status"), [(20_000, 201), (20_001, 422)])
def test_a_text_has_at_most_20000_characters(program: Program, case: Discussion, length: int, status: int) -> None:
    response = send(program, case, "ż" * length)
    assert response.status_code == status
    if status == 422:
        assert error_of(response)["code"] == "MESSAGE_TOO_LONG"


@pytest.mark.parametrize("kind", ["RETURN_REQUIRED_SELLER_LABEL", "RETURN_REQUIRED_CUSTOM", "RETURN_NOT_REQUIRED"])
def test_return_messages_are_for_claims(program: Program, case: Discussion, kind: str) -> None:
    response = send(program, case, kind=kind)
    assert (response.status_code, error_of(response)["path"]) == (422, "type")


@rule("S0-16", "C-07")
def test_asking_to_close_works_once(program: Program, case: Discussion) -> None:
    first = send(program, case, "Is all well now?", kind="END_REQUEST")
    assert (first.status_code, first.json()["text"]) == (201, "Is all well now?")
    again = send(program, case, "And now?", kind="END_REQUEST")
    assert (again.status_code, error_of(again)["code"]) == (409, "RESOLVE_ALREADY_ASKED")


@rule("T-27")
def test_a_closed_dispute_takes_no_message(program: Program, case: Discussion) -> None:
    stage.done(case, c.MarkResolved(by=stage.buyer()), NOW)
    issue = program.get(f"/sale/issues/{case.id}").json()
    assert issue["currentState"] | {"statusDueDate": None} == {
        "status": "DISPUTE_CLOSED",
        "statusDueDate": None,
        "returnRequired": None,
        "chatActive": False,
    }
    response = send(program, case)
    assert response.status_code == 409
    assert error_of(response)["message"] == "Dispute is in a state that forbids adding new messages"
    assert error_of(response)["userMessage"]


@rule("T-25")
def test_a_reopened_dispute_moves_to_the_top_with_its_new_opening(program: Program, case: Discussion) -> None:
    other = stage.opened(now=stage.OPENED + HOUR)
    stage.done(case, c.MarkResolved(by=stage.buyer()), NOW)
    stage.done(case, c.Reopen(by=stage.buyer(), message_id=uuid4(), text=stage.text("Again")), NOW + HOUR)
    assert ids(program.get("/sale/issues")) == [str(case.id), str(other.id)]
    assert program.get(f"/sale/issues/{case.id}").json()["openedDate"] == "2026-03-03T12:00:00.000Z"


def test_the_expected_solution_is_told_in_the_first_message(program: Program) -> None:
    wanted = Expectation(Solution.PARTIAL_REFUND, Money(5000, "PLN"))
    case = stage.opened(reason="NOT_AS_DESCRIBED", expectation=wanted)
    issue = program.get(f"/sale/issues/{case.id}", Accept_Language="en-US").json()
    assert issue["expectations"] is None
    assert "50" in issue["chat"]["initialMessage"]["text"]


@rule("T-30")
def test_a_message_hidden_by_a_moderator_is_a_notice(program: Program, case: Discussion) -> None:
    stage.done(case, stage.written(stage.buyer(), "awful words"), NOW)
    CaseMessage.objects.filter(case_id=case.id, number=2).update(hidden_at=NOW)
    answer = program.get(f"/sale/issues/{case.id}/chat")
    assert b"awful" not in answer.content
    assert "hidden" in program.get(f"/sale/issues/{case.id}/chat", Accept_Language="en-US").json()["chat"][0]["text"]


def test_hostile_text_comes_back_as_it_was_written(program: Program, case: Discussion) -> None:
    words = "<script>alert(1)</script> \u202e \U0001f600 'x'; DROP TABLE"
    assert send(program, case, words).json()["text"] == words


@rule("S0-10")
def test_a_late_message_is_still_taken_and_the_due_date_stays(program: Program, case: Discussion) -> None:
    with at(stage.OPENED + 5 * stage.DAY):
        assert send(program, case).status_code == 201
        issue = program.get(f"/sale/issues/{case.id}").json()
    assert issue["currentState"]["statusDueDate"] == "2026-03-04T09:00:00.000Z"


@rule("S0-32", "T-17")
def test_a_case_whose_time_has_come_is_told_as_closed_before_the_sweep(program: Program, case: Discussion) -> None:
    with at(stage.OPENED + 31 * stage.DAY):
        for issue in (
            program.get(f"/sale/issues/{case.id}").json(),
            program.get("/sale/issues").json()["issues"][0],
        ):
            assert issue["currentState"]["status"] == "DISPUTE_CLOSED"
            assert issue["currentState"]["chatActive"] is False
        assert error_of(send(program, case))["code"] == "ENDED"


def test_a_nul_character_never_reaches_the_thread(program: Program, case: Discussion) -> None:
    assert send(program, case, "a\x00b").json()["text"] == "ab"
    assert send(program, case, "\x00").status_code == 422


def test_of_two_fields_with_one_name_the_last_counts(program: Program, case: Discussion) -> None:
    raw = b'{"type": "REGULAR", "text": "first", "text": "second"}'
    assert program.post(f"/sale/issues/{case.id}/message", raw).json()["text"] == "second"


@pytest.mark.parametrize("length", [500, 8000])
def test_very_long_ids_are_unknown(program: Program, length: int) -> None:
    assert program.get(f"/sale/issues/{'a' * length}").status_code == 404
    assert program.get(f"/sale/issues?checkoutForm.id={'a' * length}").status_code == 422


def test_an_opening_on_the_buyers_behalf_is_written_by_the_platform(program: Program) -> None:
    case = stage.opened(by=stage.consultant(), buyer_reported=stage.text("She called us."))
    first = program.get(f"/sale/issues/{case.id}").json()["chat"]["initialMessage"]
    assert first["author"] == {"login": "Zgoda", "role": "SYSTEM"}
    assert program.get(f"/sale/issues/{case.id}/chat?offset=0&limit=100").json()["chat"][-1]["id"] == first["id"]


def test_a_full_page_costs_as_many_queries_as_a_short_one(
    program: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(12):
        stage.opened(now=stage.OPENED + index * HOUR)
    program.get("/sale/issues")
    with django_assert_max_num_queries(6):
        assert len(ids(program.get("/sale/issues?limit=100"))) == 12


def test_one_case_and_its_chat_cost_the_same_however_long_the_thread(
    program: Program, case: Discussion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        stage.done(case, stage.written(stage.buyer(), f"message {number}"), NOW)
    for path in (f"/sale/issues/{case.id}", f"/sale/issues/{case.id}/chat?limit=100"):
        program.get(path)
        with django_assert_max_num_queries(5):
            assert program.get(path).status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the words of the plan are SQLite's")
@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("limit=100", "case_seller_opened"),
        ("limit=100", "claim_seller_opened"),
        ("status=DISPUTE_ONGOING&limit=100", "case_seller_status_opened"),
        ("status=DISPUTE_ONGOING&status=CLAIM_SUBMITTED", "claim_seller_status"),
    ],
)
def test_a_page_of_the_list_is_read_by_index_without_sorting(program: Program, query: str, index: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        program.get(f"/sale/issues?{query}")
    (listing,) = [one["sql"] for one in asked.captured_queries if "ORDER BY 1 DESC" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listing}")
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert index in plan
    assert "TEMP B-TREE" not in plan


def test_the_revision_tells_of_every_change_and_can_be_left_out(
    program: Program, case: Discussion, settings: Settings
) -> None:
    before = program.get(f"/sale/issues/{case.id}").json()["zgodaRevision"]
    stage.done(case, stage.written(stage.buyer(), "one more thing"), NOW)
    assert program.get(f"/sale/issues/{case.id}").json()["zgodaRevision"] > before
    settings.API_EXTRA_FIELDS = False
    assert "zgodaRevision" not in program.get(f"/sale/issues/{case.id}").json()
