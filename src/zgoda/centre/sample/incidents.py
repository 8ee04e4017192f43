"""Incidents of the sample: one that was worked, and one that waits for another person's approval."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from zgoda.accounts.models import User
from zgoda.centre.handle import handle, open_discussion
from zgoda.centre.incidents import doing
from zgoda.centre.incidents.models import Incident, PreparedText
from zgoda.centre.partners.payments import events as payments
from zgoda.centre.sample.offsets import length
from zgoda.centre.sample.scenarios import SampleBroken, actors_of, expectation, sample_id, text
from zgoda.centre.store.laws import law_now
from zgoda.centre.store.models import Order, RefundRequest
from zgoda.centre.store.purchases import purchase_for
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.incidents import Refund
from zgoda.domain.purchase import Purchase
from zgoda.domain.reasons import find
from zgoda.domain.refusals import Refused
from zgoda.domain.routing import responsible_party, under
from zgoda.engine import clock


class Lost(msgspec.Struct, frozen=True):
    """A Discussion that an incident answers; ``ended``: its buyer marks it as resolved before it is its turn."""

    order: UUID
    opened: str
    details: str
    reason: str = "NO_PRODUCT_RECEIVED"
    expect: list[str] | None = None
    ended: bool = False


class Happened(msgspec.Struct, frozen=True):
    """One line of ``incidents.jsonl``."""

    key: str
    title: str
    text: str
    by: str
    begun: str
    cases: list[Lost]


TEXTS = {
    "Paczka opóźniona": "Dzień dobry, {login}. Przesyłka {waybill} jest w drodze i ma opóźnienie. Odezwiemy się jutro.",
    "Zgubiona paczka": "Dzień dobry, {login}. Przewoźnik nie znalazł paczki z zamówienia {order}. Zwracamy pieniądze.",
}
"""What the Warehouse's people keep ready."""


def write_texts(now: datetime) -> None:
    by = User.objects.get(username="magazyn")
    for name, words in TEXTS.items():
        PreparedText.objects.create(name=name, text=words, changed_by=by, changed_at=now)


def replay_incident(line: str, now: datetime) -> int:
    """How many Discussions were opened for it; on a day on which their sellers would have to answer them, because who
    sends goes by account (C-15), none. Raises `SampleBroken` where the rules refuse a step."""
    told = msgspec.json.decode(line, type=Happened)
    if not all(_is_the_warehouses(lost, now) for lost in told.cases):
        return 0
    case_ids = [_opened(told, number, now - length(lost.opened)) for number, lost in enumerate(told.cases)]
    begun = now - length(told.begun)
    with clock.at(begun):
        meant = doing.Meant(told.title, told.text, Refund.LINE)
        made = doing.start(sample_id(told.key), case_ids, User.objects.get(username=told.by), begun, meant)
        for case_id, lost in zip(case_ids, told.cases, strict=True):
            if lost.ended:
                _end(case_id, lost, begun)
        if not made.needs_approval:
            _work(made, begun)
    return len(case_ids)


def _is_the_warehouses(lost: Lost, now: datetime) -> bool:
    opened_at = now - length(lost.opened)
    purchase = _purchase(lost)
    rules = law_now(purchase.market, opened_at, seller_id=purchase.seller_id).rules
    return responsible_party(under(rules, purchase), find(lost.reason)) is Role.WAREHOUSE


def _purchase(lost: Lost) -> Purchase:
    order = Order.objects.get(pk=lost.order)
    purchase = purchase_for(order.lines.all()[0].id)
    if purchase is None:
        raise SampleBroken(f"{lost.order} has no line")
    return purchase


def _opened(told: Happened, number: int, at: datetime) -> UUID:
    lost, case_id = told.cases[number], sample_id(f"{told.key}-{number}")
    order = Order.objects.get(pk=lost.order)
    command = c.OpenDiscussion(
        discussion_id=case_id,
        by=actors_of(order)["B"],
        purchase=_purchase(lost),
        reason_code=lost.reason,
        message_id=uuid4(),
        expectation=expectation(lost.expect, order.currency),
        details=text(lost.details),
    )
    with clock.at(at):
        outcome = open_discussion(command, now=at)
    if isinstance(outcome, Refused):
        raise SampleBroken(f"{told.key} {number} cannot be opened: {outcome.why}")
    return case_id


def _end(case_id: UUID, lost: Lost, now: datetime) -> None:
    by = actors_of(Order.objects.get(pk=lost.order))["B"]
    if isinstance(handle(case_id, c.MarkResolved(by=by), now=now), Refused):
        raise SampleBroken(f"{case_id} cannot be resolved")


def _work(made: Incident, now: datetime) -> None:
    """Through to its end, and the payment service confirms what was asked for."""
    while made.waiting:
        doing.work_through.func(str(made.pk))
        made.refresh_from_db()
    cases = made.cases.values("case_id")
    for asked in RefundRequest.objects.filter(case_id__in=cases).order_by("pk"):
        reference = f"R-{asked.command_id.hex[:8].upper()}"
        payments.take_event(
            payments.RefundEvent(f"sample-{asked.command_id}", asked.command_id, True, reference, now), now
        )
