"""Reckon running clocks anew after a calendar changed (D.1, G-13): first looked at, then done, each case logged.

A due instant is computed once and stays, unless an administrator asks for this. The journal of every case that moves
keeps who asked, when, the reason, and the instants before and after. Doing it twice, or again after a crash half-way,
moves nothing twice: a case whose clocks stand right is left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from zgoda.centre.cases.texts import written
from zgoda.centre.handle import NoSuchCase, handle
from zgoda.centre.store import cases, current, laws
from zgoda.centre.store.models import Case
from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import RecomputeDeadlines
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.decide.recomputing import reckoned_anew
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.markets import market
from zgoda.domain.refusals import Refused, Why

_log = structlog.get_logger(__name__)

BATCH = 200


@dataclass(frozen=True, slots=True)
class Move:
    """One clock of one case. ``old`` equals ``new`` where only its mark "provisional" changes."""

    case_id: UUID
    clock: TimerKind
    old: datetime
    new: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """How many open cases were looked at, how many moved, how many the rules refused meanwhile (they ended)."""

    looked_at: int
    moved: int
    refused: int


def preview(market_name: str, now: datetime) -> Iterator[Move]:
    """Which running clocks of a marketplace would move, by case id; writes nothing, memory holds one batch."""
    for case in _open_cases(market_name, now):
        yield from _moves(case, now)


def apply(market_name: str, *, by: int, why: str, now: datetime) -> Applied | Refused:
    """Move them, each case in a transaction of its own. ``by`` is the administrator's account."""
    if written(why) is None:
        return Refused(Why.WRITTEN_REASON_MISSING)
    looked_at = moved = refused = 0
    for case in _open_cases(market_name, now):
        looked_at += 1
        if not any(_moves(case, now)):
            continue
        outcome = _recompute(case.id, by, why, now)
        moved += outcome is None
        refused += outcome is not None
    _log.info("deadlines_recomputed", market=market_name, by=by, looked_at=looked_at, moved=moved, refused=refused)
    return Applied(looked_at, moved, refused)


def _recompute(case_id: UUID, by: int, why: str, now: datetime) -> Refused | None:
    """The door asks the domain again under the case's lock; a case that is gone meanwhile counts as refused."""
    try:
        outcome = handle(case_id, RecomputeDeadlines(by=Actor(Role.ADMIN, by), reason=written(why)), now=now)
    except NoSuchCase:
        return Refused(Why.NOT_A_PARTY)
    return outcome if isinstance(outcome, Refused) else None


def _moves(case: Discussion, now: datetime) -> Iterator[Move]:
    anew = reckoned_anew(case, now, laws.law_of(case))
    if anew is None:
        return
    was, will = case.deadlines, anew.deadlines
    clocks = (
        (TimerKind.ANSWER, was.answer_due, will.answer_due, was.provisional, will.provisional),
        (TimerKind.ACTION, was.action_due, will.action_due, was.provisional, will.provisional),
        (TimerKind.CLOSE_AFTER_DELIVERY, case.closes_at, anew.closes_at, False, False),
        (
            TimerKind.FOLLOW_UP,
            case.follow_up_at,
            anew.follow_up_at,
            case.follow_up_provisional,
            anew.follow_up_provisional,
        ),
    )
    for clock, old, new, marked, mark in clocks:
        if old is not None and new is not None and (old, marked) != (new, mark):
            yield Move(case.id, clock, old, new, mark)


def _open_cases(market_name: str, now: datetime) -> Iterator[Discussion]:
    """The marketplace's open cases as they stand at ``now``, batch by batch, so that no cursor stays open meanwhile."""
    rows = Case.objects.filter(market=market(market_name).code, next_due__isnull=False).exclude(status=Status.RESOLVED)
    last: UUID | None = None
    while batch := list((rows if last is None else rows.filter(pk__gt=last)).order_by("pk")[:BATCH]):
        for row in batch:
            yield current.as_of(cases.discussion(row), now)
        last = batch[-1].pk
