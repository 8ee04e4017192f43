"""The checker itself: it must be able to fail."""

import json

import pytest

from tests.conformance.checker import STRUCTURE, Answer, DoesNotConform, check, find_operation

BETA = "application/vnd.allegro.beta.v1+json"
PUBLIC = "application/vnd.allegro.public.v1+json"


def issues(body: object, **changes: object) -> Answer:
    fields = {
        "method": "GET",
        "path": "/sale/issues",
        "status": 200,
        "content_type": BETA,
        "body": json.dumps(body).encode(),
    }
    return Answer(**{**fields, **changes})  # type: ignore[arg-type]


def test_unknown_fields_pass() -> None:
    check(issues({"issues": [{"id": "x", "brandNew": 1}], "more": True}))


def test_null_where_the_document_allows_it_passes() -> None:
    check(issues({"issues": [{"referenceNumber": None, "offer": None, "right": None, "expectations": None}]}))


@pytest.mark.parametrize(
    "issue",
    [
        {"id": 1},
        {"id": None},
        {"type": "QUARREL"},
        {"openedDate": "yesterday"},
        {"currentState": {"chatActive": None}},
        {"chat": {"messagesCount": -1}},
        {"expectations": [{"name": "APOLOGY"}]},
    ],
)
def test_wrong_types_and_values_fail(issue: object) -> None:
    with pytest.raises(DoesNotConform):
        check(issues({"issues": [issue]}))


def test_missing_required_fields_fail() -> None:
    body = json.dumps({"id": "6d0f3a52-0000-4000-8000-000000000001"}).encode()
    with pytest.raises(DoesNotConform, match="'buyer' is a required property"):
        check(Answer("GET", "/order/checkout-forms/6d0f3a52-0000-4000-8000-000000000001", 200, PUBLIC, body))


@pytest.mark.parametrize(
    "changes",
    [{"content_type": PUBLIC}, {"content_type": f"{BETA}; charset=utf-8"}, {"status": 202}, {"path": "/sale/disputes"}],
)
def test_wrong_media_types_statuses_and_paths_fail(changes: dict[str, object]) -> None:
    with pytest.raises(DoesNotConform):
        check(issues({"issues": []}, **changes))


def test_an_undeclared_refusal_must_have_the_envelope() -> None:
    check(issues({"errors": [{"code": "X"}]}, status=429))
    with pytest.raises(DoesNotConform):
        check(issues({"errors": "no"}, status=429))


def test_literal_paths_win_over_parameters() -> None:
    assert find_operation("POST", "/sale/issues/attachments")["operationId"] == "createAnIssueAttachmentUsingPOST"


def test_the_extract_holds_no_prose_and_no_examples() -> None:
    def keywords(node: object, named: bool = False) -> set[str]:
        if isinstance(node, list):
            return set().union(*map(keywords, node)) if node else set()
        if not isinstance(node, dict):
            return set()
        below = [keywords(value, key in ("properties", "schemas") and not named) for key, value in node.items()]
        return set().union(*below, () if named else [key for key in node if node[key] != ""])

    found = keywords({key: value for key, value in STRUCTURE.items() if key != "info"})
    assert not found & {"description", "summary", "title", "example", "examples", "tags"}
    assert not [key for key in found if str(key).startswith("x-")]


def test_the_known_defects_are_mended() -> None:
    schemas = STRUCTURE["components"]["schemas"]
    assert schemas["MessageRequest"]["required"] == ["type"]
    assert "SELLER" in schemas["PostPurchaseIssueAuthor"]["properties"]["role"]["enum"]
    assert schemas["PostPurchaseIssue"]["properties"]["expectations"]["nullable"] is True
    refusal = STRUCTURE["paths"]["/sale/issues/{issueId}/message"]["post"]["responses"]["409"]
    assert refusal["content"][BETA]["schema"] == {"$ref": "#/components/schemas/ErrorsHolder"}
    assert schemas["Thread"]["properties"]["read"] == {"type": "boolean"}
    told = STRUCTURE["paths"]["/messaging/threads"]["get"]["responses"]
    assert set(told["200"]["content"]) == set(told["422"]["content"]) == {PUBLIC, BETA}
    assert told["422"]["content"][PUBLIC]["schema"] == {"$ref": "#/components/schemas/ErrorsHolder"}


def test_the_two_shapes_of_messaging_are_not_mixed_up() -> None:
    page = {"threads": [], "offset": 0, "limit": 20}
    check(issues(page, path="/messaging/threads", content_type=PUBLIC))
    with pytest.raises(DoesNotConform, match="'nextPage' is a required property"):
        check(issues(page, path="/messaging/threads", content_type=BETA))
