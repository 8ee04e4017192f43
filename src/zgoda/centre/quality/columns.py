"""A Discussion or a measured answer as columns of ``Counted``."""

from collections.abc import Iterable
from datetime import datetime

from zgoda.centre.quality.models import NOBODY, Kind
from zgoda.domain import events as e
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.law import Law
from zgoda.domain.markets import market
from zgoda.domain.quality.answers import Answer, Clock, first_answer


def values_of(case: Discussion, law: Law, now: datetime, *, measured: bool) -> dict[str, object]:
    """The columns that follow from the case as it stands; without its measure where a later round runs (G-06)."""
    values: dict[str, object] = {
        "kind": Kind.DISCUSSION.value,
        "account": NOBODY if case.hidden else case.purchase.seller_id,
        "market": market(case.purchase.market).code,
        "opened_on": case.first_opened_at.astimezone(law.market.zone).date(),
        "opened_party": case.responsibilities[0].party.value,
    }
    if measured:
        values |= answer_values(first_answer(case, now, law), case)
    return values


def answer_values(answer: Answer | None, case: Discussion | None = None) -> dict[str, object]:
    """A measured answer as columns; of none, only who answers now."""
    if answer is None:
        party = case.responsible if case is not None else None
        nothing = dict.fromkeys(("started_at", "due_at", "ended_on", "in_time", "seconds"))
        return {"party": party.value if party else "", **nothing, "waiting": False}
    return {
        "party": answer.party.value,
        "started_at": answer.started_at,
        "due_at": answer.due_at,
        "ended_on": answer.ended_on,
        "in_time": answer.in_time,
        "seconds": answer.seconds,
        "waiting": answer.waiting,
    }


def agent_of(recorded: Iterable[e.Recorded]) -> int | None:
    """Who at the Warehouse answered, of what happened in the first round; None where no person of it did."""
    answered = (one.by for one in recorded if isinstance(one.event, e.Answered))
    return next((by.id for by in answered if by.role is Role.WAREHOUSE), None)


def unresolved(case: Discussion, law: Law, at: datetime | None) -> dict[str, object]:
    """The day on which the case was marked Unresolved, and who was to answer then; none once it is settled (C.2)."""
    if at is None or case.status is not Status.UNRESOLVED:
        return {"unresolved_on": None, "unresolved_party": ""}
    party = Clock(at, at, case.responsibilities).to_answer(at)
    return {"unresolved_on": at.astimezone(law.market.zone).date(), "unresolved_party": party.value}
