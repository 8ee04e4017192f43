"""Each answer that the document declares for the change of a claim's status."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse

from tests.centre import stage
from tests.centre.claims.acts import done, filing, returns
from zgoda.centre.claims.door import file_claim
from zgoda.domain.claims.claim import Claim

if TYPE_CHECKING:
    from tests.conformance.examples import World

NOTHING = "00000000-0000-0000-0000-000000000009"
VERDICT = {"status": "REJECTED_OTHER", "message": "It works."}


def _decided(at: "World") -> HttpResponse:
    claim = file_claim(filing(stage.line()), now=stage.OPENED)
    assert isinstance(claim, Claim), claim
    done(claim, returns(), stage.OPENED)
    return at.post(f"/sale/issues/{claim.id}/status", VERDICT)


CLAIMS: dict[tuple[str, str], dict[int, Callable[["World"], HttpResponse]]] = {
    ("POST", "/sale/issues/{issueId}/status"): {
        200: _decided,
        400: lambda at: at.post(f"/sale/issues/{at.case.id}/status", VERDICT),
        404: lambda at: at.post(f"/sale/issues/{NOTHING}/status", VERDICT),
    },
}
