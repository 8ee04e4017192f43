"""The clocks of a claim: when each is due, which one fires next, and what follows (TM-7, TM-8, B1-17; E.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from zgoda.domain import firing
from zgoda.domain.actors import SYSTEM, Role
from zgoda.domain.calendar import NoCalendar, weekends_only
from zgoda.domain.calendar_time import add_days, explain_days
from zgoda.domain.claims import events as e
from zgoda.domain.claims.claim import Claim, Decision, Ground, Status
from zgoda.domain.claims.evolve import evolve
from zgoda.domain.claims.guide import CHAT_LAYER
from zgoda.domain.deadlines import CLAIM_DAYS, claim_decision_due
from zgoda.domain.law import Law
from zgoda.domain.messages import automatic_id
from zgoda.domain.reckoning import Reckoning, Step, StepCode
from zgoda.domain.rule_sets import ClaimSilence

RETURN_DECISION_DAYS = 3
CHAT_DAYS = 30


class ClaimTimer(StrEnum):
    """TM-7, TM-8, and the end of a chat that does not stay writable."""

    DECISION = "DECISION"
    RETURN_DECISION = "RETURN_DECISION"
    CHAT = "CHAT"


FIRING_ORDER = (ClaimTimer.DECISION, ClaimTimer.RETURN_DECISION, ClaimTimer.CHAT)


@dataclass(frozen=True, slots=True)
class FilingClocks:
    """What a filing starts (K-01)."""

    decision_due: datetime | None
    return_due: datetime
    chat_closes_at: datetime | None


def filing_clocks(filed_at: datetime, ground: Ground, law: Law) -> FilingClocks:
    """K-01: TM-7 and TM-8. A seller's warranty brings no duty to decide in 14 days (B1-18). The chat ends after 30 days
    where the layer that keeps it writable is not in force (B1-17)."""
    zone = law.market.zone
    return FilingClocks(
        decision_due=decision_due(filed_at, law) if ground is Ground.COMPLAINT else None,
        return_due=add_days(filed_at, RETURN_DECISION_DAYS, zone),
        chat_closes_at=None if CHAT_LAYER in law.rules.layers else add_days(filed_at, CHAT_DAYS, zone),
    )


def decision_due(filed_at: datetime, law: Law) -> datetime:
    """TM-7, C-27, B1-09: the end of the 14th local day; moved to a business day only by switch, and where a year has no
    calendar over its weekends alone (G-13)."""
    try:
        return claim_decision_due(filed_at, law, roll=law.rules.claim_roll)
    except NoCalendar as unknown:
        known = weekends_only(law.calendar, (unknown.year, unknown.year + 1))
        return claim_decision_due(filed_at, replace(law, calendar=known), roll=True)


def explain(claim: Claim, law: Law) -> Mapping[ClaimTimer, Reckoning]:
    """D.1: the recorded instants of TM-7 and TM-8 with their steps, whether they still run or not."""
    told = {ClaimTimer.RETURN_DECISION: explain_return(claim.filed_at, law)}
    if claim.decision_due is not None:
        told[ClaimTimer.DECISION] = explain_decision(claim.filed_at, claim.decision_due, law)
    return told


def explain_decision(filed_at: datetime, due: datetime, law: Law) -> Reckoning:
    """TM-7 with its steps: 14 days, to the end of the last one."""
    steps = (
        Step(StepCode.START, at=filed_at),
        Step(StepCode.CALENDAR_DAYS, count=CLAIM_DAYS),
        Step(StepCode.END_OF_DAY, day=due.astimezone(law.market.zone).date()),
        Step(StepCode.RESULT, at=due),
    )
    return Reckoning(due, steps)


def explain_return(filed_at: datetime, law: Law) -> Reckoning:
    """TM-8 with its steps."""
    return explain_days(filed_at, RETURN_DECISION_DAYS, law.market.zone)


def running(claim: Claim) -> dict[ClaimTimer, datetime]:
    """The timers that run in this state with their due instants. K-02…K-05: a decision of any kind stops TM-7 and TM-8,
    ending the talk or a withdrawal stops neither (K-06, K-07)."""
    due = {kind: find(claim) for kind, find in _DUE.items()}
    return {kind: at for kind, at in due.items() if at is not None}


def first_due(claim: Claim, now: datetime, *, command_by: Role | None) -> ClaimTimer | None:
    """The timer to fire before anything else at ``now`` (G-03); done exactly at the due instant is in time."""
    return firing.first_due(
        running(claim), now, order=FIRING_ORDER, answerable=frozenset(ClaimTimer), command_by=command_by
    )


def fire(claim: Claim, kind: ClaimTimer, law: Law) -> list[e.Event]:
    """What happens when a timer's instant has passed; nothing when it does not run, so firing twice is harmless."""
    return _FIRED[kind](claim, law) if kind in running(claim) else []


def catch_up(claim: Claim, now: datetime, law: Law, *, command_by: Role | None) -> tuple[Claim, list[e.Recorded]]:
    """G-03: apply every timer due before a command at ``now``, each at its own instant."""
    return firing.apply_due(
        claim,
        first=lambda it: first_due(it, now, command_by=command_by),
        fire=lambda it, kind: [e.Recorded(event, running(it)[kind], SYSTEM) for event in fire(it, kind, law)],
        evolve=lambda it, entry: evolve(it, entry, id=it.id),
    )


def told(claim: Claim, kind: e.Kind, code: str = "") -> e.ClaimMessagePosted:
    """A note of the platform in the chat; a claim has each kind at most once by a timer, so its id is known."""
    return e.ClaimMessagePosted(
        message_id=automatic_id(claim.id, kind), author=SYSTEM.role, author_id=None, kind=kind, code=code
    )


def _decision(claim: Claim) -> datetime | None:
    """TM-7."""
    return None if claim.status is not Status.SUBMITTED or claim.silence_passed else claim.decision_due


def _return(claim: Claim) -> datetime | None:
    """TM-8: soft."""
    is_open = claim.status is Status.SUBMITTED and claim.return_decision is None
    return claim.return_due if is_open and not claim.return_reminded else None


def _chat(claim: Claim) -> datetime | None:
    return None if claim.chat_closed else claim.chat_closes_at


def _silence(claim: Claim, law: Law) -> list[e.Event]:
    """K-05, C-28: nobody decided, so the claim is accepted and the platform says so; no money moves by that."""
    if law.rules.claim_silence is not ClaimSilence.ACCEPTED:
        return [e.DecisionMissed(accepted=False)]
    return [e.DecisionMissed(accepted=True), told(claim, e.Kind.DEEMED_ACCEPTED, Decision.DEEMED_ACCEPTED)]


_DUE: Mapping[ClaimTimer, Callable[[Claim], datetime | None]] = {
    ClaimTimer.DECISION: _decision,
    ClaimTimer.RETURN_DECISION: _return,
    ClaimTimer.CHAT: _chat,
}
_FIRED: Mapping[ClaimTimer, Callable[[Claim, Law], list[e.Event]]] = {
    ClaimTimer.DECISION: _silence,
    ClaimTimer.RETURN_DECISION: lambda claim, law: [e.ReturnDecisionReminded()],
    ClaimTimer.CHAT: lambda claim, law: [told(claim, e.Kind.CHAT_CLOSED), e.ChatClosed()],
}
