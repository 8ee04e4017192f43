"""A Discussion's row made from the case alone, as if nothing had been noted on the way."""

from datetime import datetime
from itertools import takewhile

from zgoda.centre.quality.columns import answer_values, unresolved, values_of
from zgoda.centre.store import cases, laws
from zgoda.domain import events as e
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.evolve import fold
from zgoda.domain.law import Law
from zgoda.domain.quality.answers import first_answer
from zgoda.engine import journal


def row_values(case: Discussion, now: datetime) -> dict[str, object]:
    """All columns. The journal is read only where the state has forgotten: the first round of a case that was
    re-opened, and the day on which one was marked Unresolved."""
    law = laws.law_of(case)
    values = values_of(case, law, now, measured=case.round == 1)
    if case.round > 1 or case.status is Status.UNRESOLVED:
        recorded = [cases.recorded(entry) for entry in journal.read(case.id)]
        if case.round > 1:
            values |= _first_round(case, recorded, now, law)
        marked = [one.at for one in recorded if isinstance(one.event, e.MarkedUnresolved)]
        values |= unresolved(case, law, marked[-1] if marked else None)
    else:
        values |= unresolved(case, law, None)
    return values


def _first_round(case: Discussion, recorded: list[e.Recorded], now: datetime, law: Law) -> dict[str, object]:
    """G-06: as it stood when the first round ended."""
    before = fold(case.id, takewhile(lambda one: not isinstance(one.event, e.Reopened), recorded))
    return answer_values(first_answer(before, now, law), before)
