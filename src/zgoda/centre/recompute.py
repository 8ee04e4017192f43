"""Reckon running clocks anew after a calendar changed (D.1, G-13): first looked at, then done, each case logged.

A due instant is computed once and stays, unless an administrator asks for this. The journal of every case that moves
keeps who asked, when, the reason, and the instants before and after. Doing it twice, or again after a crash half-way,
moves nothing twice: a case whose clocks stand right is left alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
AHEAD = timedelta(days=30)

AT_ONCE = 100
LOOKED_AT = 2_000
"""How many cases one request shows or moves, and how many it looks at for them, so that it ends in good time."""


@dataclass(frozen=True, slots=True)
class Move:
    """One clock of one case. ``old`` equals ``new`` where only its mark "provisional" changes."""

    case_id: UUID
    clock: TimerKind
    old: datetime
    new: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The moves of some cases, whole cases only. ``after`` is the case to go on after, None when no more follow."""

    moves: tuple[Move, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Applied:
    """How many open cases were looked at, how many moved, how many the rules refused meanwhile (they ended).

    ``after`` as in ``Page``.
    """

    looked_at: int
    moved: int
    refused: int
    after: UUID | None = None


def running_until(market_name: str, now: datetime) -> int:
    """How many answer clocks of the marketplace end within the next 30 days."""
    due = Case.objects.filter(market=market(market_name).code, status=Status.PENDING, answered_at=None)
    return due.filter(answer_due__gte=now, answer_due__lte=now + AHEAD).count()


def preview(market_name: str, now: datetime) -> Iterator[Move]:
    """Which running clocks of a marketplace would move, by case id; writes nothing, memory holds one batch."""
    for case in _open_cases(market_name, now):
        yield from _moves(case, now)


def preview_page(market_name: str, now: datetime, after: UUID | None = None) -> Page:
    """A part of the preview that one request can show: at most ``AT_ONCE`` cases of ``LOOKED_AT`` looked at."""
    found: list[Move] = []
    moving = looked_at = 0
    for case in _open_cases(market_name, now, after):
        if moving == AT_ONCE or looked_at == LOOKED_AT:
            return Page(tuple(found), after)
        moves = list(_moves(case, now))
        found += moves
        moving, looked_at, after = moving + bool(moves), looked_at + 1, case.id
    return Page(tuple(found), None)


def apply(market_name: str, *, by: int, why: str, now: datetime) -> Applied | Refused:
    """Move all of them, each case in a transaction of its own. ``by`` is the administrator's account."""
    return _apply(_open_cases(market_name, now), market_name, by, why, now)


def apply_page(market_name: str, after: UUID | None, *, by: int, why: str, now: datetime) -> Applied | Refused:
    """``apply`` for the cases that ``preview_page`` shows."""
    page = preview_page(market_name, now, after)
    applied = _apply(_of(page, now), market_name, by, why, now)
    return applied if isinstance(applied, Refused) else replace(applied, after=page.after)


def _apply(open_cases: Iterable[Discussion], market_name: str, by: int, why: str, now: datetime) -> Applied | Refused:
    if written(why) is None:
        return Refused(Why.WRITTEN_REASON_MISSING)
    looked_at = moved = refused = 0
    for case in open_cases:
        looked_at += 1
        if not any(_moves(case, now)):
            continue
        outcome = _recompute(case.id, by, why, now)
        moved += outcome is None
        refused += outcome is not None
    _log.info("deadlines_recomputed", market=market_name, by=by, looked_at=looked_at, moved=moved, refused=refused)
    return Applied(looked_at, moved, refused)


def _of(page: Page, now: datetime) -> Iterator[Discussion]:
    for row in Case.objects.filter(pk__in={move.case_id for move in page.moves}).order_by("pk"):
        yield current.as_of(cases.discussion(row), now)


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


def _open_cases(market_name: str, now: datetime, after: UUID | None = None) -> Iterator[Discussion]:
    """The marketplace's open cases as they stand at ``now``, batch by batch, so that no cursor stays open meanwhile."""
    rows = Case.objects.filter(market=market(market_name).code, next_due__isnull=False).exclude(status=Status.RESOLVED)
    while batch := list((rows if after is None else rows.filter(pk__gt=after)).order_by("pk")[:BATCH]):
        for row in batch:
            yield current.as_of(cases.discussion(row), now)
        after = batch[-1].pk
