"""Which clocks run in a case, since when, until when, and why then.

The platform's own due date wins; ours is computed beside it from the rules in ``domain`` and a difference is shown.
All is judged by the server's time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from zgoda.desk.cases import claims
from zgoda.desk.cases.claims import CLAIM, DECIDED
from zgoda.desk.house import clock as house
from zgoda.desk.messages.sources import ISSUE, PROBLEM
from zgoda.desk.store.models import Answerer, DeskCase, Lane, Turn
from zgoda.desk.store.models.case import NEVER
from zgoda.domain import deadlines
from zgoda.domain.claims.claim import Ground
from zgoda.domain.claims.clocks import ClaimTimer, decision_due, explain_decision, explain_return
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.law import Law, frozen_law
from zgoda.domain.markets import Market, UnknownMarket, market
from zgoda.domain.reasons import find, is_known
from zgoda.domain.reckoning import Reckoning, Step
from zgoda.wire.times import from_wire

DECISION = ClaimTimer.DECISION.value
"""The claim's verdict (TM-7)."""

RETURN_DECISION = ClaimTimer.RETURN_DECISION.value
"""The claim's return decision (TM-8): advice, which nobody breaks (B1-15). Other kinds are those of ``TimerKind``."""

OURS = frozenset({TimerKind.ANSWER, TimerKind.ACTION, DECISION, *house.RUNNING, house.LATE})
"""Clocks that the seller stops by acting, and breaks by not acting."""

MOVES_ON = house.RUNNING
"""Those of ours after which something else may be due next: a target that was missed hides no deadline."""

STATED = {
    "ANSWER_DUE": TimerKind.ANSWER,
    "ACTION_DUE": TimerKind.ACTION,
    "UNRESOLVED_FROM": TimerKind.UNRESOLVED_AVAILABLE,
    "AUTO_RESOLVE_AT": TimerKind.AUTO_RESOLVE,
    "DECISION_DUE": DECISION,
    "RETURN_DUE": RETURN_DECISION,
    "CHAT_CLOSES_AT": ClaimTimer.CHAT.value,
}
"""Deadlines as a server with additions names them. Others, such as until when one may re-open, are no running clock."""

SAME = timedelta(seconds=1)


class Origin(StrEnum):
    """Who says when: the platform's answer, our reading of its rules, or the shop's own target."""

    PLATFORM = "PLATFORM"
    LAW = "LAW"
    HOUSE = "HOUSE"


@dataclass(frozen=True, slots=True)
class Clock:
    """One running clock. ``own_due`` is our computation where it differs from the platform's by over a second.

    ``steps`` explain ours, also where it differs; ``words`` are the platform's own explanation and ``consequence``,
    where it gives them.
    ``is_theirs``: what would be ours is the Warehouse's to keep (S1-54).
    ``or_due`` is the other date where the reason is unknown and two are possible; ``due`` is then the earlier one.
    """

    kind: str
    due: datetime
    origin: Origin
    is_ours: bool
    steps: tuple[Step, ...] = ()
    words: tuple[str, ...] = ()
    consequence: str = ""
    own_due: datetime | None = None
    provisional: bool = False
    or_due: datetime | None = None
    is_theirs: bool = False

    def is_missed(self, server_now: datetime) -> bool:
        """D.1 step 4: exactly on time is in time."""
        return self.is_ours and deadlines.missed(self.due, server_now)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands in the list."""

    lane: Lane
    next_due: datetime
    next_what: str


def market_of(name: str) -> Market:
    """The market of a case; an unknown one is judged by the Polish calendar."""
    try:
        return market(name)
    except UnknownMarket:
        return market("pl")


def clocks_of(case: DeskCase, server_now: datetime) -> tuple[Clock, ...]:
    """Running clocks, the next one first. An ended case has none; what merely became possible does not run on."""
    if case.ended:
        return ()
    ours = _reckonings(case)
    stated = _stated(case)
    found = [_clock(kind, stated.get(kind), ours.get(kind)) for kind in ours.keys() | stated.keys()]
    found.append(_house(case))
    running = [_with_other(case, clock) for clock in found if clock and _runs(case, clock, server_now)]
    if case.answerer == Answerer.WAREHOUSE:
        running = [replace(clock, is_ours=False, is_theirs=True) if clock.is_ours else clock for clock in running]
    return tuple(sorted(running, key=lambda clock: (clock.due, clock.kind)))


def own_answer_due(case: DeskCase) -> datetime:
    """TM-1, S0-09…S0-11: our reckoning of the answer's deadline, or of a claim's decision (TM-7)."""
    if case.type == CLAIM:
        return decision_due(case.opened_at, _law(case))
    return _opening(case)["answer_due"].at


def standing(case: DeskCase, server_now: datetime) -> Standing:
    """Ours as long as a clock of ours runs or it is our turn; else waiting. Our own clocks are due before others, and
    what is due next is what follows next: a missed target comes first only where nothing else is ours to do."""
    if case.ended:
        return Standing(Lane.ENDED, NEVER, "")
    running = clocks_of(case, server_now)
    ours = [clock for clock in running if clock.is_ours]
    lane = Lane.OURS if ours or case.whose_turn == Turn.SELLER else Lane.WAITING
    missed = [clock for clock in ours if clock.origin == Origin.HOUSE and clock.is_missed(server_now)]
    first = next((clock for clock in ours or running if clock not in missed), None)
    if missed and (first is None or not first.is_ours):
        return Standing(lane, missed[0].due, house.LATE)
    if first is None:
        return Standing(lane, NEVER, "")
    due = first.or_due if first.or_due and first.due <= server_now else first.due
    return Standing(lane, due, first.kind)


def _house(case: DeskCase) -> Clock | None:
    kept = house.of(case)
    return Clock(kept.what, kept.due, Origin.HOUSE, is_ours=True, steps=kept.steps) if kept else None


def _runs(case: DeskCase, clock: Clock, server_now: datetime) -> bool:
    if clock.kind in {TimerKind.ANSWER, TimerKind.ACTION}:
        return case.answered_at is None or (clock.origin == Origin.PLATFORM and clock.kind == TimerKind.ACTION)
    return clock.is_ours or _latest(case, clock) > server_now


def _latest(case: DeskCase, clock: Clock) -> datetime:
    """A date that may be one of two has passed when the later one has."""
    return _with_other(case, clock).or_due or clock.due


def _with_other(case: DeskCase, clock: Clock) -> Clock:
    """TM-3: without a known reason the buyer may mark it unresolved from 7 days or from 14; no one date is right."""
    if is_known(case.reason) or clock.kind != TimerKind.UNRESOLVED_AVAILABLE or clock.origin == Origin.PLATFORM:
        return clock
    zone = market_of(case.market).zone
    early, late = (deadlines.unresolved_from(case.opened_at, zone, not_received=fast) for fast in (True, False))
    return replace(clock, due=early, or_due=late, steps=())


def _reckonings(case: DeskCase) -> Mapping[str, Reckoning]:
    """Our own reckoning by kind of clock: what the law starts at an opening and has not ended since."""
    if case.type == CLAIM:
        return _claim(case)
    opening = _opening(case)
    if case.family != ISSUE:
        return {TimerKind.ANSWER: opening["answer_due"]} if case.type == PROBLEM else {}
    kinds = {TimerKind.ANSWER: "answer_due", TimerKind.ACTION: "action_due"}
    if case.status in {"", "DISPUTE_ONGOING"}:
        kinds |= {TimerKind.UNRESOLVED_AVAILABLE: "unresolved_from", TimerKind.AUTO_RESOLVE: "auto_resolve_at"}
    return {kind: opening[name] for kind, name in kinds.items() if name in opening}


def _claim(case: DeskCase) -> Mapping[str, Reckoning]:
    """K-01: TM-7 from the filing, but for a seller's warranty, which brings no such duty (B1-18), and TM-8 until the
    return is decided. Decided claims have neither; the buyer's end of the talk stops neither (B1-16)."""
    facts = claims.facts_of(case)
    if facts is None or not (facts.is_submitted or not case.status):
        return {}
    law = _law(case)
    running: dict[str, Reckoning] = {}
    if facts.issue.right != Ground.WARRANTY:
        running[DECISION] = explain_decision(case.opened_at, decision_due(case.opened_at, law), law)
    if facts.return_required is None:
        running[RETURN_DECISION] = explain_return(case.opened_at, law)
    return running


def _opening(case: DeskCase) -> Mapping[str, Reckoning]:
    return _reckoned(case.opened_at, market_of(case.market), find(case.reason).not_received)


@lru_cache(maxsize=4096)
def _reckoned(opened_at: datetime, where: Market, not_received: bool) -> Mapping[str, Reckoning]:
    """Pure, and asked for again with every look at a case, so it is remembered."""
    law = frozen_law(opened_at, where)
    return deadlines.explain_opening(opened_at, opened_at, not_received=not_received, law=law)


def _law(case: DeskCase) -> Law:
    return frozen_law(case.opened_at, market_of(case.market))


def _stated(case: DeskCase) -> dict[str, Clock]:
    """What the platform says: its list of deadlines where it gives one, and the due date of the protocol."""
    stated: dict[str, Clock] = {}
    kind = DECISION if case.type == CLAIM else TimerKind.ANSWER
    is_decided = case.type == CLAIM and case.status in DECIDED
    if case.answer_due is not None and not case.due_is_ours and not is_decided:
        stated[kind] = Clock(kind, case.answer_due, Origin.PLATFORM, is_ours=True)
    listed = case.own.get("deadlines")
    for entry in listed if isinstance(listed, list) else ():
        clock = _stated_one(entry)
        if clock is not None and not (is_decided and clock.kind in {DECISION, RETURN_DECISION}):
            stated[clock.kind] = clock
    closes_at = from_wire(str(case.own.get("closesAt") or ""))
    if closes_at is not None:
        closing = TimerKind.CLOSE_AFTER_DELIVERY
        stated[closing] = Clock(closing, closes_at, Origin.PLATFORM, is_ours=False)
    return stated


def _stated_one(entry: object) -> Clock | None:
    if not isinstance(entry, dict) or entry.get("state") not in {"RUNNING", "MISSED"}:
        return None
    due = from_wire(str(entry.get("dueAt") or ""))
    if due is None:
        return None
    steps = entry.get("steps")
    words = tuple(
        str(step.get("words") or "") for step in (steps if isinstance(steps, list) else ()) if isinstance(step, dict)
    )
    named = str(entry.get("kind"))
    kind = STATED.get(named) or (named if named in {*TimerKind, *ClaimTimer} else None)
    if kind is None:
        return None
    consequence = str(entry.get("consequence") or "")
    return Clock(kind, due, Origin.PLATFORM, is_ours=kind in OURS, words=words, consequence=consequence)


def _clock(kind: str, stated: Clock | None, ours: Reckoning | None) -> Clock | None:
    if stated is None:
        if ours is None:
            return None
        return Clock(kind, ours.at, Origin.LAW, is_ours=kind in OURS, steps=ours.steps, provisional=ours.provisional)
    differs = ours is not None and abs(ours.at - stated.due) > SAME
    return Clock(
        kind,
        stated.due,
        Origin.PLATFORM,
        is_ours=stated.is_ours,
        steps=ours.steps if ours else (),
        words=stated.words,
        consequence=stated.consequence,
        own_due=ours.at if ours and differs else None,
        provisional=bool(ours and ours.provisional and not differs),
    )
