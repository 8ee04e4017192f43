"""A Discussion's row made from the case alone, as if nothing had been noted on the way."""

from datetime import datetime
from itertools import takewhile

from zgoda.centre.quality.columns import agent_of, answer_values, unresolved, values_of
from zgoda.centre.store import cases, laws
from zgoda.domain import events as e
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.evolve import fold
from zgoda.domain.quality.answers import first_answer
from zgoda.engine import journal


def row_values(case: Discussion, now: datetime) -> dict[str, object]:
    """All columns. The journal is read only where the state has forgotten: the first round of a case that was
    re-opened, the day on which one was marked Unresolved, and who at the Warehouse answered."""
    law = laws.law_of(case)
    values = values_of(case, law, now, measured=case.round == 1) | {"agent": None}
    answered_by_us = case.answered_at is not None and values.get("party") == Role.WAREHOUSE.value
    if case.round == 1 and case.status is not Status.UNRESOLVED and not answered_by_us:
        return values | unresolved(case, law, None)
    recorded = [cases.recorded(entry) for entry in journal.read(case.id)]
    first_round = list(takewhile(lambda one: not isinstance(one.event, e.Reopened), recorded))
    if case.round > 1:
        before = fold(case.id, first_round)
        values |= answer_values(first_answer(before, now, law), before)  # G-06: as it stood when the round ended
    marked = [one.at for one in recorded if isinstance(one.event, e.MarkedUnresolved)]
    return values | {"agent": agent_of(first_round)} | unresolved(case, law, marked[-1] if marked else None)
