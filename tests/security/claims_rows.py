"""The rows of claims in the table of all addresses × all visitors."""

from uuid import uuid4

from tests.security.verdicts import Row, api, fixed, program
from tests.security.world import World
from zgoda.centre.claims.models import ClaimRow

BETA, ZGODA = "application/vnd.allegro.beta.v1+json", "application/vnd.zgoda.v1+json"
NOBODYS: dict[str, object] = {"issue_id": uuid4(), "claim_id": uuid4(), "line_id": uuid4()}


def claim_ids(world: World) -> dict[str, object]:
    claim = ClaimRow.objects.get()
    return {"issue_id": claim.pk, "claim_id": claim.pk, "line_id": world.free_line.id}


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
