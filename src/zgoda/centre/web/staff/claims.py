"""A claim as every staff page shows it: its chat, its clocks, what stands beside it (P-04)."""

from datetime import datetime
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest

from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.claims.reading import ClaimReading, read_claim
from zgoda.centre.claims.thread import chat_for
from zgoda.centre.web.buyer.claim_standing import claim_standing
from zgoda.centre.web.staff.frame import reader
from zgoda.domain.claims.claim import Claim
from zgoda.engine import clock
from zgoda.look.numbers import whole
from zgoda.look.words.clocks import gone, state
from zgoda.look.words.times import when


def claim_reading(request: HttpRequest, claim_id: UUID) -> ClaimReading:
    """The claim for the person signed in, 404 where there is none (P-49)."""
    reading = read_claim(claim_id, reader(request), clock.now())
    if reading is None:
        raise Http404
    return reading


def claim_row(row: ClaimRow, known: Claim, now: datetime) -> dict[str, object]:
    """A claim in a list; ``known`` is how it stands now."""
    return {"row": row, "status": known.status, "standing": claim_standing(known, now)}


def claim_context(request: HttpRequest, reading: ClaimReading) -> dict[str, object]:
    """What ``staff/claim.html`` takes."""
    known = reading.claim
    return {
        "row": reading.row,
        "claim": known,
        "purchase": known.purchase,
        "standing": claim_standing(known, reading.now),
        "thread": chat_for(reading, whole(request.GET.get("before", ""))),
        "clocks": _clocks(reading),
        "token": uuid4(),
    }


def _clocks(reading: ClaimReading) -> list[dict[str, object]]:
    filed_at = reading.claim.filed_at
    return [
        {
            "state": state(filed_at, one.at, reading.now),
            "words": f"{one.name}: {when(one.at)}",
            "gone": gone(filed_at, one.at, reading.now),
            "due": one.at,
            "note": one.rule,
            "steps": one.steps,
            "then": one.then,
        }
        for one in reading.clocks()
    ]
