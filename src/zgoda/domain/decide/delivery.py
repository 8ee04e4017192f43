"""The product did not arrive: the four actions, the delivery, "still a problem" (S0-37…S0-45; T-05, T-18, T-20)."""

from collections.abc import Mapping
from datetime import datetime

from zgoda.domain.actors import ANSWERERS, Actor, Role
from zgoda.domain.commands import SayStillAProblem, TakeDeliveryAction
from zgoda.domain.deadlines import close_after_delivery, missed
from zgoda.domain.decide.answering import answer
from zgoda.domain.decide.guards import Decision, Guard, admitted, first, status_allows
from zgoda.domain.discussion import DeliveryAction, Discussion, Status
from zgoda.domain.events import ClosingCancelled, DeliveryActionTaken, Event, ParcelDelivered, Template
from zgoda.domain.law import Law
from zgoda.domain.messages import automatic, automatic_id
from zgoda.domain.refusals import Refused, Why

WHO: Mapping[DeliveryAction, tuple[Role, ...]] = {
    DeliveryAction.TRACKING_NUMBER: (Role.SELLER, Role.WAREHOUSE),
    DeliveryAction.HANDED_OVER: (Role.SELLER, Role.WAREHOUSE, Role.CARRIER),
    DeliveryAction.DELIVERED: (Role.CARRIER,),
    DeliveryAction.REFUND: (Role.PAYMENTS,),
}
"""P-20…P-23: a seller's word for a delivery does not count; a refund counts when it is confirmed (G-14)."""

SAID: Mapping[DeliveryAction, Template] = {
    DeliveryAction.TRACKING_NUMBER: Template.TRACKING_GIVEN,
    DeliveryAction.HANDED_OVER: Template.HANDED_OVER,
    DeliveryAction.DELIVERED: Template.PARCEL_DELIVERED,
    DeliveryAction.REFUND: Template.REFUND_ISSUED,
}
"""S0-42, S0-44: what the platform then tells the buyer."""


def may_take(case: Discussion, by: Actor, action: DeliveryAction, law: Law) -> Guard:
    """P-20…P-23, T-05: the one who can know it, for a product not received, before the end."""
    return first(
        admitted(case, by, *WHO[action]),
        status_allows(case, TakeDeliveryAction, law),
        None if case.reason.not_received else Refused(Why.NOT_A_DELIVERY_PROBLEM),
    )


def take(case: Discussion, command: TakeDeliveryAction, now: datetime, law: Law) -> Decision:
    """T-05: stops TM-2 and, by the automatic answer, TM-1 (S0-42, S0-43); a delivery starts TM-5 (T-18).

    No events follow from a fact that was told before, nor from a seller who is not responsible: the number is then
    a fact of the order and no action here (G-01).
    """
    refused = may_take(case, command.by, command.action, law) or _amount(command)
    if refused is not None:
        return refused
    if _known(case, command) or not _acts_for_case(case, command.by):
        return []
    return [
        _taken(case, command, now),
        automatic(command.message_id, _template(case, command), _params(command)),
        *answer(case, now),
        *_delivered(case, command, now, law),
    ]


def may_say_still_a_problem(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """T-20: the buyer, while TM-5 runs."""
    return first(
        admitted(case, by, Role.BUYER),
        status_allows(case, SayStillAProblem, law),
        None if case.closes_at is not None else Refused(Why.NOT_CLOSING_AFTER_DELIVERY),
    )


def say_still_a_problem(case: Discussion, command: SayStillAProblem, now: datetime, law: Law) -> Decision:
    """T-20, C-20: TM-5 is cancelled, the case stays Pending; the responsible party reads it in the thread."""
    message_id = automatic_id(case.id, case.round, Template.STILL_A_PROBLEM, case.delivery_told_at)
    return may_say_still_a_problem(case, command.by, now, law) or [
        ClosingCancelled(still_a_problem=True),
        automatic(message_id, Template.STILL_A_PROBLEM),
    ]


def _taken(case: Discussion, command: TakeDeliveryAction, now: datetime) -> DeliveryActionTaken:
    """G-04: TM-2 is judged by when it happened. A partner's clock that runs ahead of ours counts as now."""
    happened_at = min(command.happened_at, now)
    due = case.deadlines.action_due
    return DeliveryActionTaken(
        action=command.action,
        by=command.by.role,
        happened_at=happened_at,
        reference=command.reference,
        in_time=due is not None and not missed(due, happened_at),
        amount=command.amount,
    )


def _delivered(case: Discussion, command: TakeDeliveryAction, now: datetime, law: Law) -> list[Event]:
    """T-18, S0-45: TM-5 runs from the platform's message, in Pending only."""
    if command.action is not DeliveryAction.DELIVERED:
        return []
    closes_at = close_after_delivery(now, law) if case.status is Status.PENDING else None
    return [ParcelDelivered(delivered_at=min(command.happened_at, now), closes_at=closes_at)]


def _template(case: Discussion, command: TakeDeliveryAction) -> Template:
    """T-18: where nothing closes by itself, the message does not say so."""
    told_only = command.action is DeliveryAction.DELIVERED and case.status is not Status.PENDING
    return Template.DELIVERY_REPORTED if told_only else SAID[command.action]


def _params(command: TakeDeliveryAction) -> tuple[tuple[str, str], ...]:
    params = (("reference", command.reference),)
    if command.amount is None:
        return params
    return (*params, ("minor", str(command.amount.minor)), ("currency", command.amount.currency))


def _amount(command: TakeDeliveryAction) -> Guard:
    """P-23: a refund is of something; what is left to refund is the payment service's to know."""
    empty = command.amount is None or command.amount.minor <= 0
    return Refused(Why.REFUND_OUT_OF_RANGE) if command.action is DeliveryAction.REFUND and empty else None


def _known(case: Discussion, command: TakeDeliveryAction) -> bool:
    """The same fact again, from a partner that repeats itself or a seller who types it twice."""
    return f"{command.action}:{command.reference}" in case.delivery_references


def _acts_for_case(case: Discussion, by: Actor) -> bool:
    """G-01."""
    return by.role not in ANSWERERS or by.role is case.responsible
