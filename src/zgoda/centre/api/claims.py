"""Claims over the API: the verdict (allegro-api.md §5.3), messages, and our additions (B1-12, B1-14, B1-20)."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.cases import find_own_case, find_own_claim
from zgoda.centre.api.claim_shapes import chat_of, claim_details
from zgoda.centre.api.commands import command_id_of
from zgoda.centre.api.framework import Call, endpoint
from zgoda.centre.api.own import ZGODA, order_money
from zgoda.centre.api.refusals import issue_not_found, refused
from zgoda.centre.cases.texts import written
from zgoda.centre.claims import store
from zgoda.centre.claims.door import handle
from zgoda.centre.claims.models import ClaimMessage, ClaimRow
from zgoda.centre.store import laws
from zgoda.domain.actors import Actor, Role
from zgoda.domain.claims import commands as c
from zgoda.domain.claims.claim import Decision, ReturnDecision
from zgoda.domain.claims.permissions import permitted
from zgoda.domain.commands import WriteMessage
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused, Why
from zgoda.wire import media, own
from zgoda.wire.enums import MessageType
from zgoda.wire.issues import ChatMessage, ClaimStatusChangeRequest, MessageRequest
from zgoda.wire.money import Amount, minor_of
from zgoda.wire.scopes import Scope

NOT_A_CLAIM = "NOT_A_CLAIM"
_FIELD = {
    Why.MESSAGE_EMPTY: "message",
    Why.MESSAGE_TOO_LONG: "message",
    Why.PART_MISSING: "partialRefund",
    Why.PART_NOT_ASKED: "partialRefund",
    Why.PART_OUT_OF_RANGE: "partialRefund.amount",
    Why.PART_NOT_WHOLE: "partialRefund.amount",
    Why.WRONG_CURRENCY: "partialRefund.currency",
}
"""Refusals of something in the request for a verdict; every other is of the status asked for."""


@endpoint(scope=Scope.DISPUTES, versions=(media.BETA_V1,), body=Body.JSON)
def change_status(call: Call, issue_id: str) -> HttpResponse:
    """The verdict: 200 without a body. The document declares no other refusals than 400, 403 and 404, so that also what
    the claim's state forbids is 400. A header ``Idempotency-Key`` makes a repeated request count once."""
    asked = call.read(ClaimStatusChangeRequest)
    claim = find_own_claim(call, issue_id)
    if claim is None:
        raise _no_claim(call, issue_id)
    command = c.Decide(
        by=Actor(Role.SELLER, call.user_id),
        message_id=uuid4(),
        decision=Decision(asked.status),
        text=written(asked.message),
        amount=_money(asked.partial_refund) if asked.partial_refund else None,
    )
    outcome = handle(claim.id, command, now=call.now, command_id=command_id_of(call, None))
    if isinstance(outcome, Refused):
        raise _verdict_refused(outcome)
    return call.empty(200)


def write(call: Call, claim: ClaimRow, asked: MessageRequest, files: Sequence[UUID]) -> ChatMessage:
    """REGULAR, or one of the three return decisions; asking to end is for disputes (B1-14): 422."""
    if asked.type is MessageType.END_REQUEST:
        raise problems.invalid("type", _("This kind of message is for Discussions only."), asked.type)
    by, message_id, text = Actor(Role.SELLER, call.user_id), uuid4(), written(asked.text)
    if asked.type is MessageType.REGULAR:
        command: c.Command = WriteMessage(by=by, message_id=message_id, text=text, attachments=tuple(files))
    else:
        decision = ReturnDecision(asked.type)
        command = c.DecideReturn(by=by, message_id=message_id, decision=decision, text=text, attachments=tuple(files))
    _run(call, claim, command)
    return chat_of([ClaimMessage.objects.get(pk=message_id)], claim)[0]


@endpoint(scope=Scope.DISPUTES, versions=ZGODA)
def details(call: Call, issue_id: str) -> HttpResponse:
    """The claim as it stands now, with what the seller may do; timers that are due count as passed (G-03)."""
    row = find_own_claim(call, issue_id)
    if row is None:
        raise issue_not_found()
    claim = store.as_of(store.claim_of(row), call.now)
    law = laws.law_of(claim)
    permissions = permitted(claim, Actor(Role.SELLER, call.user_id), call.now, law)
    return call.answer(claim_details(claim, law, permissions, call.now, order_money(row.order_id)))


@endpoint(scope=Scope.DISPUTES, versions=ZGODA, body=Body.JSON)
def ask_for_information(call: Call, issue_id: str) -> HttpResponse:
    """P-39, B1-20: the seller's question; the platform's own API has no word for it."""
    asked = call.read(own.NewInformationRequest)
    row = find_own_claim(call, issue_id)
    if row is None:
        raise issue_not_found()
    command = c.AskForInformation(by=Actor(Role.SELLER, call.user_id), message_id=uuid4(), text=written(asked.text))
    _run(call, row, command, command_id_of(call, asked.command_id))
    return call.answer(own.Done(id=str(row.id)), status=201)


def _run(call: Call, claim: ClaimRow, command: c.Command, command_id: UUID | None = None) -> None:
    outcome = handle(claim.id, command, now=call.now, command_id=command_id)
    if isinstance(outcome, Refused):
        raise refused(outcome)


def _no_claim(call: Call, issue_id: str) -> problems.Problem:
    """B1-12: a decision on a dispute is an error; all that is not the seller's is not found (P-49)."""
    if find_own_case(call, issue_id) is None:
        return issue_not_found()
    words = _("A Discussion is not accepted or rejected; only a claim is.")
    return problems.Problem(400, NOT_A_CLAIM, words, "Not a valid operation for disputes", path="issueId")


def _verdict_refused(outcome: Refused) -> problems.Problem:
    problem = refused(outcome)
    if problem.status != 404:
        problem.status = 400
        problem.path = _FIELD.get(outcome.why, "status")
    return problem


def _money(amount: Amount) -> Money:
    minor = minor_of(amount.amount)
    if minor is None:
        words = _("An amount has at most two decimal places.")
        raise problems.Problem(400, Why.PART_OUT_OF_RANGE.value, words, path="partialRefund.amount")
    return Money(minor, amount.currency)
