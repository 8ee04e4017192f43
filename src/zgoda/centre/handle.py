"""The only door through which a Discussion changes.

In one transaction: lock the case; apply the timers that were due before the command (G-03); let the domain
decide; write everything down (``record``). A refusal changes nothing but what the timers owed anyway.
"""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from zgoda.centre import record, repeat
from zgoda.centre.store import cases, laws, purchases, threads
from zgoda.centre.store.cases import NoSuchCase
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide import decide
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.events import Event, Recorded
from zgoda.domain.law import Law
from zgoda.domain.purchase import Purchase
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.timers import catch_up, running
from zgoda.engine import timers
from zgoda.engine.instants import whole_ms

__all__ = ["NoSuchCase", "fire_due", "handle", "open_discussion"]

OnLine = TypeVar("OnLine", c.OpenDiscussion, c.Reopen, c.ReopenByStaff)


def handle(case_id: UUID, command: c.Command, *, now: datetime, command_id: UUID | None = None) -> Discussion | Refused:
    """Carry out a command on a case. Raises `NoSuchCase`.

    ``command_id`` makes repetition harmless: the same id and content give the case as it stands, the same id
    with other content is refused (COMMAND_REUSED).
    """
    with transaction.atomic():
        if isinstance(command, c.Reopen | c.ReopenByStaff):
            _lock_purchase(Case.objects.filter(pk=case_id).values_list("line_id", flat=True).first())
        row = cases.lock(case_id)
        if row is None:
            raise NoSuchCase(case_id)
        first = repeat.earlier(command_id, command, case_id) if command_id else None
        if first is not None:
            return first if isinstance(first, Refused) else cases.discussion(row)
        now = max(whole_ms(now), row.updated_at)
        case, _ = _apply_due(row, now, command.by.role)
        outcome = _decided(case, _with_facts(case, command, now), now, laws.law_of(case))
        if isinstance(outcome, Refused):
            return outcome
        recorded = [Recorded(event, now, command.by) for event in outcome]
        case = record.add(row, case, recorded, threads.texts_of(command), now)
        if command_id:
            repeat.remember(command_id, command, case.id, row.seq, now)
        return case


def open_discussion(
    command: c.OpenDiscussion, *, now: datetime, command_id: UUID | None = None
) -> Discussion | Refused:
    """Open a Discussion (T-01, T-02) under the law of this moment. Repetition as in `handle`."""
    now, bought = whole_ms(now), command.purchase
    with transaction.atomic():
        if bought is not None:
            command = _with_purchase(command, bought, now)
        first = repeat.earlier(command_id, command) if command_id else None
        if first is not None:
            return first if isinstance(first, Refused) else cases.find(first.case_id)
        known = cases.lock(command.discussion_id)
        law = laws.law_now(bought.market, now, seller_id=bought.seller_id) if bought else laws.law_now("pl", now)
        outcome = _decided(cases.discussion(known) if known else None, command, now, law)
        if isinstance(outcome, Refused):
            return outcome
        recorded = [Recorded(event, now, command.by) for event in outcome]
        case = record.begin(command.discussion_id, recorded, threads.texts_of(command), now)
        if command_id:
            repeat.remember(command_id, command, case.id, len(recorded), now)
        return case


def fire_due(case_id: UUID, *, now: datetime) -> int:
    """Apply the timers that are due, each at its own instant (E.3, invariant 8); how many took effect.

    Twice or by two sweepers is the same as once. A case that is gone has nothing due.
    """
    now = whole_ms(now)
    with transaction.atomic():
        row = cases.lock(case_id)
        if row is None:
            timers.reconcile(case_id, {}, now)
            return 0
        case, fired = _apply_due(row, now, None)
        if not fired:
            record.set_timers(case, (), now)
        return fired


def _decided(case: Discussion | None, command: c.Command, now: datetime, law: Law) -> list[Event] | Refused:
    """What the rules say; refused as well where a file went with another message meanwhile (P-06)."""
    outcome = decide(case, command, now, law)
    if isinstance(outcome, Refused) or threads.take_files(outcome, now):
        return outcome
    return Refused(Why.FILE_SENT_ALREADY)


def _apply_due(row: Case, now: datetime, command_by: Role | None) -> tuple[Discussion, int]:
    """G-03: what a punctual sweep would have done by now; the case then, and how many timers took effect."""
    case = cases.discussion(row)
    earliest = min(running(case).values(), default=None)
    if earliest is None or earliest > now:
        return case, 0
    _, owed = catch_up(case, now, laws.law_of(case), command_by=command_by)
    fired = sum(record.timer_of(one.event) is not None for one in owed)
    return record.add(row, case, owed, {}, now), fired


def _with_facts(case: Discussion, command: c.Command, now: datetime) -> c.Command:
    """Facts outside the case that the rules judge by, looked up under its lock."""
    match command:
        case c.Reopen():
            return _with_purchase(command, case.purchase, now, own=case.id)
        case c.ReopenByStaff():
            return _with_purchase(command, case.purchase, now, own=case.id)
        case c.ReportViolation():
            return replace(command, author=_author(case.id, command.message_id))
    return command


def _with_purchase(command: OnLine, bought: Purchase, now: datetime, *, own: UUID | None = None) -> OnLine:
    """P-01, S1-56: whether the line has another Pending Discussion now, after its timers, and the combined purchase an
    open hidden one; what was bought together is locked till the end.

    Not the ``own`` case: its timers were applied already, with the command's place at a due instant in mind (D.2).
    """
    _lock_purchase(bought.line_id)
    others = Q() if own is None else ~Q(pk=own)
    found = [Case.objects.filter(others, line_id=bought.line_id, status=Status.PENDING)]
    if bought.combined:
        found.append(purchases.hidden_and_open(bought.line_id).filter(others))
    for one in found:
        for case_id in one.filter(next_due__lte=now).values_list("pk", flat=True):
            fire_due(case_id, now=now)
    pending, hidden = found[0].exists(), any(one.exists() for one in found[1:])
    return replace(command, pending_on_line=pending, hidden_in_purchase=hidden)


def _lock_purchase(line_id: UUID | None) -> None:
    """Always before a case of the line, so that an opening and a re-opening never wait for each other. Rows that name a
    line, as a claim's, are written meanwhile: whoever writes one holds the order, which the case's row will name."""
    if line_id is not None:
        together = purchases.lines_bought_with(line_id).order_by("pk")
        list(together.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _author(case_id: UUID, message_id: UUID) -> Actor | None:
    found = CaseMessage.objects.filter(pk=message_id, case_id=case_id).values_list("author_role", "author_id")
    row = found.first()
    return Actor(Role(row[0]), row[1]) if row else None
