"""What an actor may do with a Discussion now, and from when (E.2). Asks the very guards that `decide` asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zgoda.domain.actors import Actor
from zgoda.domain.decide import (
    conversation,
    delivery,
    escalation,
    forwarding,
    offers,
    reopening,
    resolution,
    staff,
    violations,
)
from zgoda.domain.decide import opening as opening_rules
from zgoda.domain.discussion import DeliveryAction, Discussion
from zgoda.domain.law import Law
from zgoda.domain.purchase import Purchase
from zgoda.domain.refusals import Refused
from zgoda.domain.timers import catch_up


class Action(StrEnum):
    """The actions of E.2 that touch a Discussion."""

    OPEN = "OPEN"
    WRITE = "WRITE"
    COMMENT = "COMMENT"
    ASK_TO_RESOLVE = "ASK_TO_RESOLVE"
    MARK_RESOLVED = "MARK_RESOLVED"
    MARK_UNRESOLVED = "MARK_UNRESOLVED"
    REOPEN = "REOPEN"
    REOPEN_BY_STAFF = "REOPEN_BY_STAFF"
    ASK_PLATFORM_TO_JOIN = "ASK_PLATFORM_TO_JOIN"
    JOIN = "JOIN"
    OFFER = "OFFER"
    ACCEPT_OFFER = "ACCEPT_OFFER"
    DECLINE_OFFER = "DECLINE_OFFER"
    CARRY_OUT = "CARRY_OUT"
    GIVE_TRACKING_NUMBER = "GIVE_TRACKING_NUMBER"
    HAND_OVER = "HAND_OVER"
    STILL_A_PROBLEM = "STILL_A_PROBLEM"
    REPORT_VIOLATION = "REPORT_VIOLATION"
    HANDLE_REPORT = "HANDLE_REPORT"
    WARN_SELLER = "WARN_SELLER"
    BLOCK_SELLER = "BLOCK_SELLER"
    FORWARD_TO_WAREHOUSE = "FORWARD_TO_WAREHOUSE"
    FORWARD_TO_SELLER = "FORWARD_TO_SELLER"


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an action is possible now. What must be typed along with it is judged when it is sent."""

    action: Action
    refusal: Refused | None = None

    @property
    def allowed(self) -> bool:
        return self.refusal is None

    @property
    def possible_from(self) -> datetime | None:
        """From when it will be possible if nothing else happens; None where time alone does not decide."""
        return None if self.refusal is None else self.refusal.possible_from


def permitted(case: Discussion, actor: Actor, now: datetime, law: Law) -> tuple[Permission, ...]:
    """E.2 for one actor at ``now``: every action on an existing case, allowed or refused with its reason.

    Timers that are due but not swept yet count as passed (G-03).
    """
    current, _ = catch_up(case, now, law, command_by=actor.role)
    return tuple(Permission(action, may(current, actor, now, law)) for action, may in _GUARDS.items())


def may_open(purchase: Purchase, now: datetime, law: Law, *, pending: bool) -> Permission:
    """P-01 for the page of purchases: the buyer's own line. ``pending`` is whether a Pending case is about it."""
    return Permission(Action.OPEN, opening_rules.may_open(purchase, now, law, pending=pending))


def _takes(action: DeliveryAction) -> "May":
    """P-20, P-21."""
    return lambda case, actor, now, law: delivery.may_take(case, actor, action, law)


May = Callable[[Discussion, Actor, datetime, Law], Refused | None]

_GUARDS: Mapping[Action, May] = {
    Action.WRITE: conversation.may_write,
    Action.COMMENT: staff.may_comment,
    Action.ASK_TO_RESOLVE: conversation.may_ask_to_resolve,
    Action.MARK_RESOLVED: resolution.may_mark_resolved,
    Action.MARK_UNRESOLVED: resolution.may_mark_unresolved,
    Action.REOPEN: reopening.may_reopen,
    Action.REOPEN_BY_STAFF: reopening.may_reopen_by_staff,
    Action.ASK_PLATFORM_TO_JOIN: escalation.may_ask_to_join,
    Action.JOIN: escalation.may_join,
    Action.OFFER: offers.may_offer,
    Action.ACCEPT_OFFER: offers.may_accept,
    Action.DECLINE_OFFER: offers.may_decline,
    Action.CARRY_OUT: offers.may_report_carried_out,
    Action.GIVE_TRACKING_NUMBER: _takes(DeliveryAction.TRACKING_NUMBER),
    Action.HAND_OVER: _takes(DeliveryAction.HANDED_OVER),
    Action.STILL_A_PROBLEM: delivery.may_say_still_a_problem,
    Action.REPORT_VIOLATION: violations.may_report,
    Action.HANDLE_REPORT: violations.may_handle,
    Action.WARN_SELLER: escalation.may_warn,
    Action.BLOCK_SELLER: escalation.may_block,
    Action.FORWARD_TO_WAREHOUSE: forwarding.may_forward_to_warehouse,
    Action.FORWARD_TO_SELLER: forwarding.may_forward_to_seller,
}
