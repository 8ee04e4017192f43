"""Our claims as Allegro's issues, and what our additions say about one (allegro-api.md §5.2, B1-02, B1-06, B1-08)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from msgspec import UNSET

from zgoda.centre.api.cases import files_of
from zgoda.centre.api.issue_shapes import author_of, last_status_of
from zgoda.centre.api.own_shapes import instant, solution_shape, step_shapes
from zgoda.centre.claims import store
from zgoda.centre.claims.models import ClaimAttachment, ClaimMessage, ClaimRow
from zgoda.centre.claims.texts import message_text
from zgoda.domain.actors import Role
from zgoda.domain.claims.claim import Claim, Status
from zgoda.domain.claims.clocks import ClaimTimer, explain
from zgoda.domain.claims.permissions import ClaimPermission
from zgoda.domain.law import Law
from zgoda.domain.reckoning import Reckoning
from zgoda.domain.refusals import Why
from zgoda.look.words.claims import claim_timer_then
from zgoda.look.words.reasons import reason_name
from zgoda.look.words.refusals import refusal as refusal_words
from zgoda.wire import issues, own
from zgoda.wire.enums import AuthorRole, IssueRight, IssueStatus, IssueType
from zgoda.wire.money import amount_of
from zgoda.wire.times import to_wire

STATUS = {
    Status.SUBMITTED: IssueStatus.CLAIM_SUBMITTED,
    Status.ACCEPTED: IssueStatus.CLAIM_ACCEPTED,
    Status.REJECTED: IssueStatus.CLAIM_REJECTED,
}
"""B1-04."""

_RULES = {ClaimTimer.DECISION: "TM-7", ClaimTimer.RETURN_DECISION: "TM-8"}


def issues_of(rows: Sequence[ClaimRow], now: datetime) -> Mapping[UUID, issues.PostPurchaseIssue]:
    """Claims as they stand ``now``, by id; texts in the active language. Three queries for all."""
    firsts = {row.claim_id: row for row in ClaimMessage.objects.filter(claim_id__in=[row.id for row in rows], number=1)}
    files = files_of([first.id for first in firsts.values()], ClaimAttachment)
    return {row.id: _issue(row, firsts.get(row.id), files, now) for row in rows}


def chat_of(rows: Sequence[ClaimMessage], claim: ClaimRow) -> list[issues.ChatMessage]:
    """Messages of one claim in the order given."""
    files = files_of([row.id for row in rows], ClaimAttachment)
    known = store.claim_of(claim)
    return [_message(row, claim, known, files.get(row.id, [])) for row in rows]


def claim_details(
    claim: Claim, law: Law, permissions: Sequence[ClaimPermission], now: datetime, money: own.OrderMoney | None
) -> own.ClaimDetails:
    """Everything at once, texts in the active language."""
    owed = claim.owed
    expected = solution_shape(claim.expectation)
    return own.ClaimDetails(
        id=str(claim.id),
        reference_number=str(claim.reference),
        status=claim.status,
        decision=claim.decision,
        decided_at=instant(claim.decided_at),
        granted=amount_of(owed.minor, owed.currency) if owed else None,
        return_decision=claim.return_decision,
        return_decided_at=instant(claim.return_decided_at),
        withdrawn_at=instant(claim.withdrawn_at),
        talk_ended_at=instant(claim.talk_ended_at),
        ground=claim.ground,
        reason=claim.reason_code,
        filed_at=to_wire(claim.filed_at),
        line_id=str(claim.purchase.line_id),
        expectation=expected or own.Solution(name=claim.expectation.solution),
        chat_active=claim.chat_is_open(now),
        money=money,
        deadlines=[_deadline(kind, how, claim, law, now) for kind, how in explain(claim, law).items()],
        actions=[_action(one) for one in permissions if one.refusal is None or one.refusal.why is not Why.NOT_ALLOWED],
    )


def _issue(
    row: ClaimRow, first: ClaimMessage | None, files: Mapping[UUID, list[issues.IssueAttachment]], now: datetime
) -> issues.PostPurchaseIssue:
    claim = store.as_of(store.claim_of(row), now)
    attachments = files.get(first.id, []) if first else []
    due = to_wire(claim.decision_due) if claim.decision_due else None
    wanted = claim.expectation.money(claim.purchase.line_price)
    return issues.PostPurchaseIssue(
        id=str(row.id),
        type=IssueType.CLAIM,
        reference_number=row.reference,
        decision_due_date=due,
        opened_date=to_wire(row.opened_at),
        subject=reason_name(row.reason),
        buyer=issues.IssueUser(id=str(row.buyer_id), login=row.buyer.username),
        checkout_form=issues.IssueCheckoutForm(id=str(row.order_id), created_at=to_wire(row.order.bought_at)),
        current_state=issues.IssueState(
            status=STATUS[claim.status],
            status_due_date=due,
            return_required=claim.return_required,
            chat_active=claim.chat_is_open(now),
        ),
        chat=_chat(row, claim, _message(first, row, claim, attachments) if first else _missing(row)),
        expectations=[
            issues.Expectation(
                name=claim.expectation.solution,
                refund=amount_of(wanted.minor, wanted.currency) if wanted else None,
            )
        ],
        description=None,
        offer=issues.IssueOffer(id=row.line.offer_id, quantity=row.line.quantity),
        product=None,
        reason=issues.IssueReason(type=row.reason, description=first.text if first else None),
        attachments=attachments,
        right=IssueRight(row.ground),
        zgoda_revision=row.seq if settings.API_EXTRA_FIELDS else UNSET,
    )


def _chat(row: ClaimRow, claim: Claim, first: issues.ChatMessage) -> issues.IssueChat:
    return issues.IssueChat(
        last_message=issues.LastMessage(
            status=last_status_of(claim.last_message_by, seller_wrote=claim.seller_wrote),
            created_at=to_wire(claim.last_message_at or row.opened_at),
        ),
        messages_count=claim.messages,
        initial_message=first,
    )


def _message(
    row: ClaimMessage, claim: ClaimRow, known: Claim, files: list[issues.IssueAttachment]
) -> issues.ChatMessage:
    return issues.ChatMessage(
        id=str(row.id),
        text=message_text(row, claim, known),
        attachments=files,
        author=author_of(row.author_role, buyer=claim.buyer.username, seller=claim.seller.username),
        created_at=to_wire(row.created_at),
    )


def _missing(row: ClaimRow) -> issues.ChatMessage:
    """A claim always has its first message; were it lost, the claim must still be listed."""
    return issues.ChatMessage(
        id=str(row.id),
        text="",
        attachments=[],
        author=issues.Author(login=row.buyer.username, role=AuthorRole(Role.BUYER)),
        created_at=to_wire(row.opened_at),
    )


def _deadline(kind: ClaimTimer, how: Reckoning, claim: Claim, law: Law, now: datetime) -> own.Deadline:
    return own.Deadline(
        kind=kind,
        due_at=to_wire(how.at),
        state=_state(kind, how.at, claim, now),
        rule=_RULES[kind],
        consequence=claim_timer_then(kind),
        steps=step_shapes(how, law.market.zone),
    )


def _state(kind: ClaimTimer, due: datetime, claim: Claim, now: datetime) -> str:
    """RUNNING, MET, MISSED, or STOPPED by a decision that came first."""
    met = claim.return_decided_at if kind is ClaimTimer.RETURN_DECISION else claim.decided_at
    if claim.silence_passed and kind is ClaimTimer.DECISION:
        return "MISSED"
    if met is not None:
        return "MET" if met <= due else "MISSED"
    if claim.status is not Status.SUBMITTED:
        return "STOPPED"
    return "MISSED" if now > due else "RUNNING"


def _action(permission: ClaimPermission) -> own.Action:
    refusal = permission.refusal
    return own.Action(
        action=permission.action,
        allowed=permission.allowed,
        refusal=refusal.why if refusal else None,
        words=refusal_words(refusal) if refusal else None,
        from_when=instant(refusal.possible_from) if refusal else None,
    )
