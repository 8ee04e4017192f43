"""When something said counts as the answer of TM-1 (C-19, S1-61, S0-43)."""

from datetime import datetime

from zgoda.domain.actors import Actor
from zgoda.domain.deadlines import missed
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import Answered


def answer_by(case: Discussion, by: Actor, now: datetime) -> list[Answered]:
    """C-19, S0-13: the first answer or question of the responsible party, and nobody else's (G-08)."""
    return answer(case, now) if by.role is case.responsible else []


def answer(case: Discussion, now: datetime) -> list[Answered]:
    """T-04, T-05: stops TM-1 once in a round, met or late; on the due instant is in time (D.1 step 4)."""
    if case.answered_at is not None:
        return []
    return [Answered(by=case.responsible, in_time=not missed(case.deadlines.answer_due, now))]
