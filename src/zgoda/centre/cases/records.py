"""A seller's service record from the rows of the cases: how many, and how they went (S0-53, S0-54)."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from zgoda.centre.store.models import Case
from zgoda.domain.discussion import ClosureReason, Status
from zgoda.domain.quality.record import CaseFacts, ServiceRecord, measured, service_record


class _Folded(msgspec.Struct):
    """The part of the folded case that the counts need."""

    status: Status
    closure_reason: ClosureReason | None
    first_round_in_time: bool | None
    metric_due: datetime | None
    round: int
    hidden: bool


_DECODER = msgspec.json.Decoder(_Folded)


def record_of(seller_id: int, now: datetime) -> ServiceRecord:
    """S0-53, S0-54: over all of the seller's Discussions, hidden ones left out. One query; memory holds one case."""
    return service_record(_facts(seller_id, now))


def _facts(seller_id: int, now: datetime) -> Iterator[CaseFacts]:
    states = Case.objects.filter(seller_id=seller_id, hidden=False).values_list("state", flat=True)
    for state in states.iterator(chunk_size=500):
        case = _DECODER.decode(state)
        runs = case.metric_due if case.round == 1 and case.status is not Status.RESOLVED else None
        in_time = measured(case.first_round_in_time, runs, now=now)
        yield CaseFacts(case.status, case.closure_reason, in_time, case.hidden)
