"""Fold a claim's events into its state. No rule is decided here: what happened, happened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from zgoda.domain.actors import ANSWERERS
from zgoda.domain.claims import events as e
from zgoda.domain.claims.claim import Claim, Decision, Status


def evolve(claim: Claim | None, recorded: e.Recorded, *, id: UUID) -> Claim:  # noqa: A002
    """The state after one more event; the first must be the filing. ``id`` names the claim it belongs to."""
    event, at = recorded.event, recorded.at
    if isinstance(event, e.ClaimFiled):
        return _filed(event, at, id)
    if claim is None:
        raise ValueError(f"{type(event).__name__} before the filing of {id}")
    return _FOLDS[type(event)](claim, event, at)


def fold(id: UUID, recorded: Iterable[e.Recorded]) -> Claim:  # noqa: A002
    """The state after a whole journal; ``ValueError`` when it is empty."""
    claim: Claim | None = None
    for entry in recorded:
        claim = evolve(claim, entry, id=id)
    if claim is None:
        raise ValueError(f"no events of {id}")
    return claim


def _filed(event: e.ClaimFiled, at: datetime, claim_id: UUID) -> Claim:
    return Claim(
        id=claim_id,
        reference=event.reference,
        purchase=event.purchase,
        reason_code=event.reason_code,
        ground=event.ground,
        expectation=event.expectation,
        rule_set=event.rule_set,
        responsible=event.responsible,
        filed_at=at,
        decision_due=event.decision_due,
        return_due=event.return_due,
        chat_closes_at=event.chat_closes_at,
    )


def _message(claim: Claim, event: e.ClaimMessagePosted, at: datetime) -> Claim:
    return replace(
        claim,
        messages=claim.messages + 1,
        last_message_at=at,
        last_message_by=event.author,
        seller_wrote=claim.seller_wrote or event.author in ANSWERERS,
    )


def _return(claim: Claim, event: e.ReturnDecided, at: datetime) -> Claim:
    return replace(claim, return_decision=event.decision, return_decided_at=at)


def _reminded(claim: Claim, event: e.ReturnDecisionReminded, at: datetime) -> Claim:
    return replace(claim, return_reminded=True)


def _decided(claim: Claim, event: e.ClaimDecided, at: datetime) -> Claim:
    return replace(claim, status=event.decision.status, decision=event.decision, decided_at=at, granted=event.granted)


def _missed(claim: Claim, event: e.DecisionMissed, at: datetime) -> Claim:
    """C-28: accepted by silence; by switch it is only noted that nobody decided in time."""
    claim = replace(claim, silence_passed=True)
    if not event.accepted:
        return claim
    return replace(claim, status=Status.ACCEPTED, decision=Decision.DEEMED_ACCEPTED, decided_at=at)


def _withdrawn(claim: Claim, event: e.WithdrawalStated, at: datetime) -> Claim:
    """K-07: the status stays."""
    return replace(claim, withdrawn_at=at)


def _talk_ended(claim: Claim, event: e.TalkEnded, at: datetime) -> Claim:
    """B1-16: the status stays."""
    return replace(claim, talk_ended_at=at)


def _talk_resumed(claim: Claim, event: e.TalkResumed, at: datetime) -> Claim:
    return replace(claim, talk_ended_at=None)


def _chat_closed(claim: Claim, event: e.ChatClosed, at: datetime) -> Claim:
    return replace(claim, chat_closed=True)


_FOLDS: Mapping[type[e.Event], Callable[..., Claim]] = {
    e.ClaimMessagePosted: _message,
    e.ReturnDecided: _return,
    e.ReturnDecisionReminded: _reminded,
    e.ClaimDecided: _decided,
    e.DecisionMissed: _missed,
    e.WithdrawalStated: _withdrawn,
    e.TalkEnded: _talk_ended,
    e.TalkResumed: _talk_resumed,
    e.ChatClosed: _chat_closed,
}
