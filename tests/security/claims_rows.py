"""The rows of claims in the table of all addresses × all visitors."""

from collections.abc import Callable
from uuid import uuid4

from tests.security.verdicts import Row, Verdict, api, fixed, page, people, program
from tests.security.world import World
from zgoda.centre.claims.models import ClaimRow

BETA, ZGODA = "application/vnd.allegro.beta.v1+json", "application/vnd.zgoda.v1+json"
NOBODYS: dict[str, object] = {"issue_id": uuid4(), "claim_id": uuid4(), "line_id": uuid4()}


def claim_ids(world: World) -> dict[str, object]:
    claim = ClaimRow.objects.get(line=world.line)
    return {"issue_id": claim.pk, "claim_id": claim.pk, "line_id": world.free_line.id}


def claims_page_rows(live: Callable[[Verdict], Verdict]) -> list[Row]:
    """P-04, P-35, P-38: the buyer whose claim it is. ``live`` is the verdict of a part of a page."""
    mine, any_buyer = people("buyer"), people("buyer", "other_buyer")
    own = {"at": claim_ids, "unknown": NOBODYS}
    act = {"at": lambda world: {**claim_ids(world), "name": "withdraw"}, "unknown": {**NOBODYS, "name": "withdraw"}}
    return [
        page("centre", "purchases/<uuid:line_id>/claim", mine, "GET POST", **own),
        page("centre", "claims", any_buyer),
        page("centre", "claims/<uuid:claim_id>", mine, **own),
        page("centre", "claims/<uuid:claim_id>/live", live(mine), **own),
        page("centre", "claims/<uuid:claim_id>/messages", mine, "POST", **own),
        page("centre", "claims/<uuid:claim_id>/<slug:name>", mine, "GET POST", **act),
    ]


def claims_staff_rows() -> list[Row]:
    """P-04, K-08: staff reads any claim; consultants write in it."""
    staff = ("consultant", "joined_consultant", "moderator")
    own = {"at": claim_ids, "unknown": NOBODYS}
    return [
        page("centre", "staff-claims", people(*staff)),
        page("centre", "staff-claims/<uuid:claim_id>", people(*staff), **own),
        page("centre", "staff-claims/<uuid:claim_id>/write", people(*staff), "POST", **own),
    ]


def claims_api_rows() -> list[Row]:
    """P-04, P-37: the seller whose sale it is."""
    own, claim = program(own=True), {"at": claim_ids, "unknown": NOBODYS}
    verdict = fixed({"status": "REJECTED_OTHER", "message": "x"})
    question = fixed({"text": "x"})
    return [
        api("sale/issues/<str:issue_id>/status", "POST", own, body=verdict, kind=BETA, **claim),
        api("zgoda/v1/claims/<str:issue_id>", "GET", own, **claim),
        api("zgoda/v1/claims/<str:issue_id>/information-requests", "POST", own, body=question, kind=ZGODA, **claim),
    ]
