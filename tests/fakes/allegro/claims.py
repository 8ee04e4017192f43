"""Claims of the fake server: return decisions, verdicts and the marketplace's own entries, as they are documented."""

import json
from datetime import datetime, timedelta
from uuid import uuid4

from zgoda.wire.times import to_wire

VERDICTS = {
    "ACCEPTED_REPAIR",
    "ACCEPTED_REFUND",
    "ACCEPTED_EXCHANGE",
    "ACCEPTED_PARTIAL_REFUND",
    "REJECTED_ADDITIONAL_REQUIREMENTS_NOT_COMPLETED",
    "REJECTED_PRODUCT_NOT_RETURNED",
    "REJECTED_PRODUCT_DAMAGED_BY_USER",
    "REJECTED_PRODUCT_CONFORMS_TO_CONTRACT",
    "REJECTED_MINOR_DEFECT",
    "REJECTED_OTHER",
    "REJECTED_CLAIM_WITHDRAWN_BY_BUYER",
}
RETURNS = {"RETURN_REQUIRED_SELLER_LABEL": True, "RETURN_REQUIRED_CUSTOM": True, "RETURN_NOT_REQUIRED": False}
CARD = "Zgłoszenie reklamacyjne\nProblem: niezgodny z opisem\nOczekiwanie: częściowy zwrot pieniędzy 50,00 zł"
TALK_ENDED = "Kupujący zakończył dyskusję."


def fields(now: datetime, number: str = "547843/2026") -> dict:
    """What an issue has as a claim, as live answers show it."""
    due = to_wire((now + timedelta(days=14)).replace(hour=22, minute=59, second=59, microsecond=0))
    return {
        "type": "CLAIM",
        "referenceNumber": number,
        "decisionDueDate": due,
        "subject": "does not match the description",
        "currentState": {
            "status": "CLAIM_SUBMITTED",
            "statusDueDate": due,
            "returnRequired": None,
            "chatActive": True,
        },
        "expectations": [{"name": "PARTIAL_REFUND", "refund": {"amount": "50.00", "currency": "PLN"}}],
        "offer": {"id": "7778622952", "quantity": 1},
        "product": {"id": str(uuid4())},
        "reason": {"type": "NOT_AS_DESCRIBED", "description": "It is green, the photo shows blue."},
        "right": "COMPLAINT",
    }


def refusal(issue: dict, chat: list[dict], body: dict) -> str | None:
    """The code of what the server says to a message of this type, or None."""
    kind, is_claim = body["type"], issue["type"] == "CLAIM"
    if kind == "END_REQUEST":
        again = any(message.get("type") == "END_REQUEST" for message in chat)
        return "VALIDATION_ERROR" if is_claim or again else None
    if kind in RETURNS:
        return None if is_claim else "VALIDATION_ERROR"
    return None


def verdict(issue: dict, body: dict) -> tuple[int, str]:
    """What ``POST …/status`` answers: 200, or a status and a code."""
    state, wanted = issue["currentState"]["status"], body.get("status")
    if issue["type"] != "CLAIM" or wanted not in VERDICTS or not body.get("message"):
        return 400, "VALIDATION_ERROR"
    if (wanted == "ACCEPTED_PARTIAL_REFUND") != bool(body.get("partialRefund")):
        return 400, "VALIDATION_ERROR"
    accepts = wanted.startswith("ACCEPTED")
    is_same = wanted == issue.get("verdict")
    leads = state == "CLAIM_SUBMITTED" or (accepts and not is_same)
    return (200, "") if leads else (400, "STATUS_CHANGE_NOT_ALLOWED")


def decided(issue: dict, body: dict) -> str:
    """The verdict takes effect; the text of the entry that the chat gets."""
    accepted = body["status"].startswith("ACCEPTED")
    issue["verdict"] = body["status"]
    issue["currentState"]["status"] = "CLAIM_ACCEPTED" if accepted else "CLAIM_REJECTED"
    title = "Reklamacja uznana" if accepted else "Reklamacja odrzucona"
    return f"{title}\n\nWiadomość od sprzedającego:\n{body['message']}"


def parse(content: bytes) -> dict:
    body = json.loads(content)
    assert isinstance(body, dict)
    return body
