"""A Discussion of the sample as it is written down, and its steps as commands at their past instants."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import msgspec

from zgoda.accounts.models import User
from zgoda.centre.handle import handle
from zgoda.centre.orders.parcels import Parcel, ParcelRefusal, give_parcel
from zgoda.centre.partners.carriers.events import ParcelEvent, take_event
from zgoda.centre.partners.payments import events as payments
from zgoda.centre.partners.payments.client import RefundRefusal, request_refund
from zgoda.centre.store import cases
from zgoda.centre.store.models import CaseMessage, Order, Report
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import DeliveryAction, ReportCategory
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused
from zgoda.domain.routing import is_fulfilled
from zgoda.wire.enums import TrackingCode
from zgoda.wire.money import minor_of


class SampleBroken(Exception):
    """A step of the sample that the rules refuse: the sample is wrong, or the rules have changed."""


class Scenario(msgspec.Struct, frozen=True):
    """One line of ``discussions.jsonl``. A step is (offset from the opening, actor, verb, words, …)."""

    key: str
    market: str
    buyer: str
    reason: str
    opened: str
    details: str
    expect: list[str] | None
    on_behalf: bool
    steps: list[list[str]]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a scenario is played: its case, its order and who is who."""

    key: str
    case_id: UUID
    order: Order
    actors: dict[str, Actor]

    def actor(self, letter: str) -> Actor:
        """``A`` is whoever answers now: before 2026 that depends on the account and not on the order (C-15)."""
        if letter == "A":
            letter = "W" if cases.find(self.case_id).responsible is Role.WAREHOUSE else "S"
        return self.actors[letter]


def sample_id(name: str) -> UUID:
    """The id of a thing of the sample; the same at every loading."""
    return uuid5(NAMESPACE_URL, f"zgoda:sample:{name}")


def actors_of(order: Order) -> dict[str, Actor]:
    """By the letters of the scenarios: buyer, seller, Warehouse, consultant, moderator."""
    staff = dict(User.objects.filter(sample=True).values_list("username", "pk"))
    return {
        "B": Actor(Role.BUYER, order.buyer_id),
        "S": Actor(Role.SELLER, order.seller_id),
        "W": Actor(Role.WAREHOUSE, staff["magazyn"]),
        "K": Actor(Role.CONSULTANT, staff["konsultant"]),
        "M": Actor(Role.MODERATOR, staff["moderator"]),
    }


def text(words: str) -> c.Text | None:
    return c.Text(uuid4(), words, secrets.token_hex(16)) if words else None


def expectation(parts: list[str] | None, currency: str) -> Expectation | None:
    """``["PARTIAL_REFUND", "25.00"]``, ``["PARTIAL_REFUND", "1/2"]`` or ``["REFUND"]``."""
    if not parts:
        return None
    solution, *part = parts
    if part and "/" in part[0]:
        over, under = part[0].split("/")
        return Expectation(Solution(solution), share=(int(over), int(under)))
    amount = Money(minor_of(part[0]) or 0, currency) if part else None
    return Expectation(Solution(solution), amount=amount)


def play(stage: Stage, step: list[str], now: datetime) -> None:
    """Carry out one step at its instant. Raises `SampleBroken`. On a day on which orders had no provider of their own
    yet (C-15) nothing is forwarded."""
    _offset, letter, verb, *words = step
    if verb == "forward" and not is_fulfilled(cases.find(stage.case_id).purchase):
        return
    if verb in _FACTS:
        outcome = _FACTS[verb](stage, words[0] if words else "", now)
    else:
        outcome = handle(stage.case_id, _command(stage, letter, verb, words), now=now)
    if isinstance(outcome, Refused | ParcelRefusal | RefundRefusal) or outcome in {404, 409, 422}:
        raise SampleBroken(f"{stage.key} {step[:3]}: {outcome}")


def _command(stage: Stage, letter: str, verb: str, words: list[str]) -> c.Command:
    by, said = stage.actor(letter), text(words[0] if words else "")
    if verb == "offer":
        solution = expectation(words[1:], stage.order.currency) or Expectation(Solution.REFUND)
        return c.OfferSolution(by=by, offer_id=uuid4(), message_id=uuid4(), solution=solution, text=said)
    if verb in {"accept", "decline"}:
        offer_id = _open_offer(stage.case_id)
        return c.AcceptOffer(by=by, offer_id=offer_id) if verb == "accept" else c.DeclineOffer(by=by, offer_id=offer_id)
    if verb == "report":
        return _report(stage, by, words[0])
    if verb == "hide":
        report = Report.objects.filter(case_id=stage.case_id).latest("created_at")
        return c.HandleReport(by=by, report_id=report.id, hide=True, text=said)
    if said is not None and verb == "comment":
        return c.AddComment(by=by, text=said)
    return _SIMPLE[verb](by, said)


_SIMPLE: dict[str, Callable[[Actor, c.Text | None], c.Command]] = {
    "write": lambda by, said: c.WriteMessage(by=by, message_id=uuid4(), text=said),
    "ask": lambda by, said: c.AskToResolve(by=by, message_id=uuid4(), text=said),
    "done": lambda by, _said: c.ReportCarriedOut(by=by, message_id=uuid4()),
    "resolve": lambda by, _said: c.MarkResolved(by=by),
    "unresolve": lambda by, _said: c.MarkUnresolved(by=by),
    "reopen": lambda by, said: c.Reopen(by=by, message_id=uuid4(), text=said),
    "staff_reopen": lambda by, said: c.ReopenByStaff(
        by=by, message_id=uuid4(), justification=said, buyer_request=text(said.value if said else "")
    ),
    "ask_join": lambda by, _said: c.AskPlatformToJoin(by=by),
    "join": lambda by, _said: c.Join(by=by, message_id=uuid4()),
    "forward": lambda by, said: (
        c.ForwardToSeller(by=by, note=said) if by.role is Role.WAREHOUSE else c.ForwardToWarehouse(by=by, note=said)
    ),
    "still": lambda by, _said: c.SayStillAProblem(by=by),
    "warn": lambda by, said: c.WarnSeller(by=by, message_id=uuid4(), reason=said),
    "block": lambda by, said: c.BlockSeller(by=by, reason=said),
}


def _report(stage: Stage, by: Actor, words: str) -> c.ReportViolation:
    """``2 THREAT words``: the second message of the thread."""
    number, category, why = words.split(" ", 2)
    message = CaseMessage.objects.get(case_id=stage.case_id, number=int(number))
    return c.ReportViolation(
        by=by,
        report_id=uuid4(),
        message_id=message.id,
        author=Actor(Role(message.author_role), message.author_id),
        category=ReportCategory(category),
        text=text(why),
    )


def _open_offer(case_id: UUID) -> UUID:
    case = cases.find(case_id)
    if case.offer is None:
        raise SampleBroken(f"{case_id}: no offer is open")
    return case.offer.id


def _give(stage: Stage, words: str, now: datetime) -> object:
    carrier, _space, waybill = words.partition(" ")
    return give_parcel(stage.order, Parcel(carrier, waybill), stage.actor("S"), now)


def _parcel(code: TrackingCode) -> Callable[[Stage, str, datetime], object]:
    def happen(stage: Stage, words: str, now: datetime) -> object:
        carrier, _space, waybill = words.partition(" ")
        return take_event(ParcelEvent(f"sample-{stage.key}-{code}", carrier, waybill, code, now), now)

    return happen


def _hand_over(stage: Stage, _words: str, now: datetime) -> object:
    """The seller's own word (P-21)."""
    by = stage.actor("S")
    command = c.TakeDeliveryAction(
        by=by, action=DeliveryAction.HANDED_OVER, happened_at=now, reference=f"seller:{by.id}", message_id=uuid4()
    )
    return handle(stage.case_id, command, now=now)


def _ask_refund(stage: Stage, _words: str, now: datetime) -> object:
    """All that was paid."""
    amount = Money(stage.order.paid_minor or 0, stage.order.currency)
    return request_refund(sample_id(f"{stage.key}-refund"), stage.case_id, stage.order.id, amount, now)


def _refund(stage: Stage, words: str, now: datetime) -> object:
    """Asked and confirmed."""
    asked = _ask_refund(stage, words, now)
    if isinstance(asked, RefundRefusal):
        return asked
    command_id = sample_id(f"{stage.key}-refund")
    event = payments.RefundEvent(f"sample-{stage.key}", command_id, True, f"R-{stage.key.upper()}", now)
    return payments.take_event(event, now)


_FACTS: dict[str, Callable[[Stage, str, datetime], object]] = {
    "tracking": _give,
    "moved": _parcel(TrackingCode.IN_TRANSIT),
    "delivered": _parcel(TrackingCode.DELIVERED),
    "handover": _hand_over,
    "refund_asked": _ask_refund,
    "refund": _refund,
}
