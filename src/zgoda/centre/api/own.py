"""``/zgoda/v1``: what a seller can do that Allegro's protocol has no word for. Documented in docs/api.md.

Every addition is listed in the capabilities; a client does without what is not listed there.
"""

import re
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda import __version__
from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.cases import own_case
from zgoda.centre.api.commands import command_id_of, run
from zgoda.centre.api.framework import Call, endpoint, parse_uuid
from zgoda.centre.api.own_shapes import details_of
from zgoda.centre.api.refusals import refused
from zgoda.centre.cases.forwards import turns_of
from zgoda.centre.cases.texts import written
from zgoda.centre.partners.payments.client import RefundRefusal, refunds_of, request_refund
from zgoda.centre.store import cases, current, laws
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import (
    ForwardToWarehouse,
    OfferSolution,
    ReportCarriedOut,
    ReportViolation,
    TakeDeliveryAction,
)
from zgoda.domain.decide.refunds import may_refund
from zgoda.domain.discussion import DeliveryAction, ReportCategory
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.domain.permissions import permitted
from zgoda.wire import limits, media, own, own_messages
from zgoda.wire.money import Amount, amount_of, minor_of
from zgoda.wire.scopes import Scope
from zgoda.wire.times import from_wire, to_wire

ZGODA = (media.ZGODA_V1, media.JSON)
FEATURES = (
    own_messages.ROUTING,
    "case-details",
    "offers",
    "violation-reports",
    "refunds",
    "handovers",
    "carried-out",
    "server-time",
    "claims",
    "seller-contact",
    "offer-contact",
    "quality",
    "forwarding",
)
_SHARE = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})", re.ASCII)
_CLOCK_SLACK = timedelta(minutes=5)
"""How far ahead of us a client's clock may be before "handed over at" counts as the future."""


@endpoint(versions=ZGODA, open_to_all=True)
def capabilities(call: Call) -> HttpResponse:
    """Public: what this server adds, its limits and its clock."""
    return call.answer(
        own.Capabilities(
            product="zgoda",
            version=__version__,
            features=list(FEATURES),
            limits=own.Limits(
                message_text=limits.MESSAGE_TEXT,
                attachment_bytes=limits.ATTACHMENT_BYTES,
                attachment_types=sorted(limits.ATTACHMENT_TYPES),
                file_name=limits.FILE_NAME,
                requests_per_minute=settings.API_REQUESTS_PER_MINUTE,
            ),
            now=to_wire(call.now),
        )
    )


@endpoint(scope=Scope.DISPUTES, versions=ZGODA)
def case_details(call: Call, issue_id: str) -> HttpResponse:
    """The case as the seller may see it now, with what is permitted and from when; timers that are due count as
    passed, swept or not (G-03)."""
    row = own_case(call, issue_id)
    case = current.as_of(cases.discussion(row), call.now)
    law = laws.law_of(case)
    permissions = permitted(case, Actor(Role.SELLER, call.user_id), call.now, law)
    money = order_money(row.order_id)
    return call.answer(details_of(case, law, permissions, call.now, money=money, turns=turns_of(case)))


def order_money(order_id: UUID) -> own.OrderMoney | None:
    """What was paid for the order, what came back, what is asked back."""
    known = refunds_of(order_id)
    if known is None:
        return None
    paid, refunded, asked = (amount_of(one.minor, one.currency) for one in known)
    return own.OrderMoney(paid=paid, refunded=refunded, asked=asked)


@endpoint(scope=Scope.DISPUTES, versions=ZGODA, body=Body.JSON)
def offer(call: Call, issue_id: str) -> HttpResponse:
    """S0-51, P-17: another solution. An older open offer is replaced."""
    asked = call.read(own.NewOffer)
    row = own_case(call, issue_id)
    solution = _solution(asked)
    offer_id = uuid4()
    command = OfferSolution(
        by=Actor(Role.SELLER, call.user_id),
        offer_id=offer_id,
        message_id=uuid4(),
        solution=solution,
        text=written(asked.text),
    )
    run(call, row, command, command_id_of(call, asked.command_id))
    standing = cases.find(row.id).offer
    return call.answer(own.Done(id=str(standing.id if standing else offer_id)), status=201)


@endpoint(scope=Scope.DISPUTES, versions=ZGODA, body=Body.JSON)
def report(call: Call, issue_id: str) -> HttpResponse:
    """S0-25, P-24: a message of the other side holds threats or pornography."""
    asked = call.read(own.NewReport)
    row = own_case(call, issue_id)
    message_id = parse_uuid(asked.message_id) or uuid4()
    command_id = command_id_of(call, asked.command_id)
    command = ReportViolation(
        by=Actor(Role.SELLER, call.user_id),
        report_id=command_id or uuid4(),
        message_id=message_id,
        author=_author(row, message_id),
        category=ReportCategory(asked.category) if asked.category in ReportCategory.__members__ else None,
        text=written(asked.text),
    )
    run(call, row, command, command_id)
    return call.answer(own.Done(id=str(command.report_id)), status=201)


@endpoint(scope=Scope.DISPUTES, versions=ZGODA, body=Body.JSON)
def refund(call: Call, issue_id: str) -> HttpResponse:
    """S0-41, P-23: the payment service is asked; 202, because it counts only when the service confirms (G-14)."""
    asked = call.read(own.NewRefund)
    row = own_case(call, issue_id)
    refusal = may_refund(current.as_of(cases.discussion(row), call.now), Actor(Role.SELLER, call.user_id))
    if refusal is not None:
        raise refused(refusal)
    command_id = command_id_of(call, asked.command_id)
    if command_id is None:
        raise problems.invalid("commandId", _("The command's id must be a UUID."), asked.command_id)
    amount, seen = _money(asked.amount, "amount"), _asked_back(asked)
    made = request_refund(command_id, row.id, row.order_id, amount, call.now, seen=seen)
    if isinstance(made, RefundRefusal):
        raise _refund_refused(made)
    return call.answer(own.Done(id=str(command_id)), status=202)


@endpoint(scope=Scope.DISPUTES, versions=ZGODA, body=Body.JSON)
def handover(call: Call, issue_id: str) -> HttpResponse:
    """S0-39, P-21: the parcel was given to the carrier."""
    asked = call.read(own.NewHandover)
    row = own_case(call, issue_id)
    happened_at = call.now
    if asked.handed_over_at is not None:
        told = from_wire(asked.handed_over_at)
        if told is None or told > call.now + _CLOCK_SLACK:
            raise problems.invalid(
                "handedOverAt", _("This time lies in the future or cannot be read."), asked.handed_over_at
            )
        happened_at = min(told, call.now)
    command_id = command_id_of(call, asked.command_id)
    command = TakeDeliveryAction(
        by=Actor(Role.SELLER, call.user_id),
        action=DeliveryAction.HANDED_OVER,
        happened_at=happened_at,
        reference=f"seller:{call.user_id}",
        message_id=uuid4(),
    )
    run(call, row, command, command_id)
    return call.answer(own.Done(id=str(row.id)), status=201)


@endpoint(scope=Scope.DISPUTES, versions=ZGODA, body=Body.JSON)
def carried_out(call: Call, issue_id: str) -> HttpResponse:
    """S0-52, P-19: what was agreed is done."""
    asked = call.read(own.NewCarriedOut)
    row = own_case(call, issue_id)
    command = ReportCarriedOut(by=Actor(Role.SELLER, call.user_id), message_id=uuid4())
    run(call, row, command, command_id_of(call, asked.command_id))
    return call.answer(own.Done(id=str(row.id)), status=201)


@endpoint(scope=Scope.DISPUTES, versions=ZGODA, body=Body.JSON)
def forward(call: Call, issue_id: str) -> HttpResponse:
    """S1-51, S1-52, P-15: to the Warehouse, with a note; the caller only reads from then on (S1-55)."""
    asked = call.read(own.NewForward)
    row = own_case(call, issue_id)
    command = ForwardToWarehouse(by=Actor(Role.SELLER, call.user_id), note=written(asked.note))
    run(call, row, command, command_id_of(call, asked.command_id))
    return call.answer(own.Done(id=str(row.id)), status=201)


def _solution(asked: own.NewOffer) -> Expectation:
    """What is offered; which parts it needs is the domain's affair (S0-49, C-30)."""
    if asked.solution not in Solution.__members__:
        raise problems.invalid("solution", _("There is no such solution."), asked.solution)
    share = None
    if asked.share is not None:
        match = _SHARE.fullmatch(asked.share)
        if match is None:
            raise problems.invalid("share", _("A share is written as 1/4."), asked.share)
        share = (int(match[1]), int(match[2]))
    amount = _money(asked.amount, "amount") if asked.amount is not None else None
    return Expectation(Solution(asked.solution), amount, share)


def _money(amount: Amount, path: str) -> Money:
    minor = minor_of(amount.amount)
    if minor is None:
        raise problems.invalid(f"{path}.amount", _("An amount has at most two decimal places."), amount.amount)
    return Money(minor, amount.currency)


def _author(row: Case, message_id: UUID) -> Actor | None:
    message = CaseMessage.objects.filter(case_id=row.id, pk=message_id).first()
    return Actor(Role(message.author_role), message.author_id) if message is not None else None


def _asked_back(asked: own.NewRefund) -> int | None:
    if asked.asked_back is None:
        return None
    if asked.asked_back.currency != asked.amount.currency:
        raise problems.invalid("askedBack.currency", _("The amount must be in the order's currency."))
    return _money(asked.asked_back, "askedBack").minor


def _refund_refused(refusal: RefundRefusal) -> problems.Problem:
    words = {
        RefundRefusal.NOT_PAID: _("Nothing was paid for this order."),
        RefundRefusal.WRONG_CURRENCY: _("The amount must be in the order's currency."),
        RefundRefusal.AMOUNT_OUT_OF_RANGE: _("The amount must be more than zero and at most what is left to refund."),
        RefundRefusal.OTHER_COMMAND: _("This command's id was already used for another refund."),
        RefundRefusal.ASKED_MEANWHILE: _(
            "What is left to refund has changed meanwhile. Read the case and decide anew."
        ),
    }[refusal]
    if refusal is RefundRefusal.OTHER_COMMAND:
        return problems.conflict(words, code="COMMAND_REUSED")
    if refusal is RefundRefusal.ASKED_MEANWHILE:
        return problems.conflict(words, code=refusal.value)
    return problems.invalid("amount", words, code=refusal.value)
