"""What our additions say about a case: its clocks with their steps, offer, responsibility, and what may be done now."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from zgoda.centre.cases.forwards import Turn
from zgoda.centre.store import laws
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import Discussion, Offer, OfferState
from zgoda.domain.expectation import Expectation
from zgoda.domain.explaining import explain_recorded
from zgoda.domain.law import Law
from zgoda.domain.permissions import Action, Permission
from zgoda.domain.reckoning import Reckoning
from zgoda.domain.refusals import Why
from zgoda.domain.routing import is_fulfilled
from zgoda.look.words.refusals import refusal as refusal_words
from zgoda.look.words.steps import step_words
from zgoda.look.words.timers import timer_then
from zgoda.wire import own
from zgoda.wire.money import amount_of
from zgoda.wire.times import to_wire

_RULES = {
    "answer_due": "TM-1",
    "action_due": "TM-2",
    "unresolved_from": "TM-3",
    "auto_resolve_at": "TM-4",
    "reopen_until": "TM-6",
}

_TIMERS = {
    "answer_due": TimerKind.ANSWER,
    "action_due": TimerKind.ACTION,
    "unresolved_from": TimerKind.UNRESOLVED_AVAILABLE,
    "auto_resolve_at": TimerKind.AUTO_RESOLVE,
}


def details_of(
    case: Discussion,
    law: Law,
    permissions: Iterable[Permission],
    now: datetime,
    *,
    money: own.OrderMoney | None,
    turns: Sequence[Turn],
) -> own.CaseDetails:
    """Everything at once, texts in the active language; ``turns`` are the history of who answers."""
    permissions = list(permissions)
    history = [_responsibility(turn) for turn in turns]
    return own.CaseDetails(
        id=str(case.id),
        status=case.status,
        closure_reason=case.closure_reason,
        closed_at=instant(case.closed_at),
        reason=case.reason_code,
        round=case.round,
        opened_at=to_wire(case.opened_at),
        line_id=str(case.purchase.line_id),
        expectation=solution_shape(case.expectation),
        consultant_joined=case.joined_by is not None,
        platform_asked_at=instant(case.join_asked_at),
        responsible=history[-1],
        responsibilities=history,
        fulfilled=is_fulfilled(case.purchase),
        may_forward=any(one.allowed and one.action is Action.FORWARD_TO_WAREHOUSE for one in permissions),
        offer=_offer(case.offer),
        agreed=solution_shape(case.agreed),
        carried_out_at=instant(case.carried_out_at),
        answer_state=_answer_state(case, now),
        resolve_asked=case.resolve_asked is not None,
        closes_at=instant(case.closes_at),
        money=money,
        deadlines=_deadlines(case, law, now),
        actions=[_action(permission) for permission in permissions if not _never(permission)],
    )


def _responsibility(turn: Turn) -> own.Responsibility:
    return own.Responsibility(party=turn.party, since=to_wire(turn.since), cause=turn.cause, note=turn.note or None)


def step_shapes(reckoning: Reckoning, zone: ZoneInfo) -> list[own.Step]:
    """How an instant came about, step by step."""
    return [own.Step(kind=step.code, at=instant(step.at), words=step_words(step, zone)) for step in reckoning.steps]


def _answer_state(case: Discussion, now: datetime) -> str:
    """An answer given late stays ANSWERED: whether it was in time stands with the deadline."""
    if case.answered_at is not None:
        return "ANSWERED"
    if not case.is_open:
        return "NONE"
    return "OVERDUE" if now > case.deadlines.answer_due else "AWAITED"


def _deadlines(case: Discussion, law: Law, now: datetime) -> list[own.Deadline]:
    explained = explain_recorded(case, laws.as_reckoned(case, law))
    return [_deadline(kind, reckoning, case, law, now) for kind, reckoning in explained.items()]


def _deadline(kind: str, reckoning: Reckoning, case: Discussion, law: Law, now: datetime) -> own.Deadline:
    return own.Deadline(
        kind=kind.upper(),
        due_at=to_wire(reckoning.at),
        state=_state(kind, reckoning.at, case, now),
        rule=_RULES[kind],
        consequence=_consequence(kind),
        steps=step_shapes(reckoning, law.market.zone),
    )


def _state(kind: str, due: datetime, case: Discussion, now: datetime) -> str:
    """RUNNING, MET, MISSED, PASSED (it came), or STOPPED by the end of the case."""
    if kind == "answer_due" and (case.answered_at or case.answer_overdue):
        return "MISSED" if case.answer_overdue else "MET"
    if kind == "action_due" and (case.action or case.action_overdue):
        return "MISSED" if case.action_overdue else "MET"
    if now > due:
        return "MISSED" if kind in ("answer_due", "action_due") and case.is_open else "PASSED"
    return "RUNNING" if case.is_open or kind == "reopen_until" else "STOPPED"


def _consequence(kind: str) -> str:
    timer = _TIMERS.get(kind)
    return timer_then(timer) if timer else _("Until then a closed Discussion can be re-opened.")


def _never(permission: Permission) -> bool:
    """An action of somebody else's role (E.2) is not worth a word."""
    return permission.refusal is not None and permission.refusal.why is Why.NOT_ALLOWED


def _action(permission: Permission) -> own.Action:
    refusal = permission.refusal
    return own.Action(
        action=permission.action,
        allowed=permission.allowed,
        refusal=refusal.why if refusal else None,
        words=refusal_words(refusal) if refusal else None,
        from_when=instant(permission.possible_from),
    )


def _offer(offer: Offer | None) -> own.Offer | None:
    if offer is None or offer.state is not OfferState.OPEN:
        return None
    solution = solution_shape(offer.solution)
    if solution is None:
        return None
    return own.Offer(
        id=str(offer.id), by=offer.by.role, solution=solution, made_at=to_wire(offer.made_at), state=offer.state
    )


def solution_shape(solution: Expectation | None) -> own.Solution | None:
    """A solution as our additions write it."""
    if solution is None:
        return None
    money = solution.amount
    return own.Solution(
        name=solution.solution,
        amount=amount_of(money.minor, money.currency) if money else None,
        share=str(Fraction(*solution.share)) if solution.share else None,
    )


def instant(at: datetime | None) -> str | None:
    """An instant on the wire, or null."""
    return to_wire(at) if at is not None else None
