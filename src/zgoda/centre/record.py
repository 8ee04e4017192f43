"""How what happened to a case is written down: journal, row, messages, words, timers, figures, effects, in this order.

Only ``centre.handle`` calls it, inside its transaction and under the case's lock.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from zgoda.centre import effects
from zgoda.centre.quality import noting
from zgoda.centre.store import cases, threads
from zgoda.centre.store.models import Case
from zgoda.domain import events as e
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import ClosureReason, Discussion
from zgoda.domain.evolve import evolve, fold
from zgoda.domain.timers import running
from zgoda.engine import journal, timers
from zgoda.engine.clock import real_now
from zgoda.engine.journal import Head


def begin(case_id: UUID, recorded: Sequence[e.Recorded], texts: threads.Texts, now: datetime) -> Discussion:
    """Write the opening of a case."""
    case = fold(case_id, recorded)
    head = journal.append(case_id, Head(), cases.facts(recorded, case.rule_set), recorded_at=real_now())
    cases.insert(case, head, recorded[-1].at)
    _follow(case, recorded, texts, last_message=0, last_seq=0, now=now)
    return case


def add(row: Case, case: Discussion, recorded: Sequence[e.Recorded], texts: threads.Texts, now: datetime) -> Discussion:
    """Write what happened next; ``row`` is brought up to date in place. Nothing happened, nothing is written."""
    if not recorded:
        return case
    changed = case
    for one in recorded:
        changed = evolve(changed, one, id=case.id)
    seq = row.seq
    head = journal.append(case.id, Head(seq, row.head), cases.facts(recorded, case.rule_set), recorded_at=real_now())
    cases.update(row, changed, head, recorded[-1].at)
    _follow(changed, recorded, texts, last_message=case.messages, last_seq=seq, now=now)
    return changed


def set_timers(case: Discussion, recorded: Sequence[e.Recorded], now: datetime) -> None:
    """Make the rows what the domain says is running; those whose event is in ``recorded`` have fired."""
    fired = [(kind.value, one.at) for one in recorded if (kind := timer_of(one.event)) is not None]
    timers.reconcile(case.id, {kind.value: at for kind, at in running(case).items()}, now, fired)


def timer_of(event: e.Event) -> TimerKind | None:
    """The timer whose firing the event is; None for what people and partners did."""
    match event:
        case e.AnswerMissed():
            return TimerKind.ANSWER
        case e.ActionMissed():
            return TimerKind.ACTION
        case e.UnresolvedOffered():
            return TimerKind.UNRESOLVED_AVAILABLE
        case e.FollowUpPassed():
            return TimerKind.FOLLOW_UP
        case e.Resolved(ClosureReason.AUTO_30_DAYS):
            return TimerKind.AUTO_RESOLVE
        case e.Resolved(ClosureReason.DELIVERED_24H):
            return TimerKind.CLOSE_AFTER_DELIVERY
    return None


def _follow(
    case: Discussion,
    recorded: Sequence[e.Recorded],
    texts: threads.Texts,
    *,
    last_message: int,
    last_seq: int,
    now: datetime,
) -> None:
    threads.write(case, recorded, texts, last_message)
    set_timers(case, recorded, now)
    noting.note(case, recorded, now)
    effects.enqueue(case, recorded, last_seq)
