"""What an agent can decide about a claim. As in ``actions``, only a row of the outbox and a job are written."""

from collections.abc import Sequence
from dataclasses import dataclass

from zgoda.desk.cases import claims
from zgoda.desk.cases.actions import By, Draft, files_wrong, queue, text_wrong
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.store.models import DeskCase, Kind, Outgoing
from zgoda.domain.claims.claim import Decision, ReturnDecision
from zgoda.domain.money import Money
from zgoda.domain.plain_text import plain
from zgoda.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Verdict:
    """``withdrawn_in`` is the id of the buyer's message that withdraws the claim; ``status_seen`` how the claim stood
    when the agent began."""

    decision: Decision
    text: str
    money: Money | None = None
    withdrawn_in: str = ""
    status_seen: str = ""


def decide_return(
    case: DeskCase, decision: ReturnDecision, text: str, files: Sequence[StoredFile], by: By
) -> Outgoing | Refused:
    """P-36, B1-13: whether and how the product comes back, before the verdict. The seller's label needs its file."""
    words = plain(text)
    why = text_wrong(words, ()) or files_wrong(files)
    if why is None and decision is ReturnDecision.SELLER_LABEL and not files:
        why = Why.LABEL_MISSING
    if why is None and not case.chat_active:
        why = Why.CHAT_CLOSED

    def objection() -> Why | None:
        rows = claims.others(case)
        return claims.return_refused(claims.facts_of(case, rows), rows)

    draft = Draft(Kind.RETURN, words, {"decision": decision.value}, files)
    return Refused(why) if why else queue(case, draft, by, objection)


def give_verdict(case: DeskCase, verdict: Verdict, by: By) -> Outgoing | Refused:
    """P-37, B1-10…B1-12: accept or reject, always with a message; a partial refund names its amount, nothing else
    does. Possible whatever the talk is like (B1-16)."""
    words, is_partial = plain(verdict.text), verdict.decision is Decision.ACCEPTED_PARTIAL_REFUND
    why = text_wrong(words, ())
    if why is None and is_partial and (verdict.money is None or verdict.money.minor <= 0):
        why = Why.AMOUNT_MISSING
    shown = _is_buyers(case, verdict.withdrawn_in)

    def objection() -> Why | None:
        rows = claims.others(case)
        return claims.verdict_refused(
            claims.facts_of(case, rows), verdict.decision, is_withdrawal_shown=shown, rows=rows
        )

    return Refused(why) if why else queue(case, Draft(Kind.VERDICT, words, _payload(case, verdict)), by, objection)


def _payload(case: DeskCase, verdict: Verdict) -> dict[str, object]:
    """The code with what belongs to it, and the claim as the agent saw it."""
    facts = claims.facts_of(case)
    payload: dict[str, object] = {"verdict": verdict.decision.value, "status": verdict.status_seen or case.status}
    if facts is not None and facts.issue.return_required is not None:
        payload["return_required"] = facts.issue.return_required
    if verdict.decision is Decision.ACCEPTED_PARTIAL_REFUND and verdict.money is not None:
        payload |= {"minor": verdict.money.minor, "currency": verdict.money.currency}
    if verdict.decision is Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER:
        payload["withdrawn_in"] = verdict.withdrawn_in
    return payload


def _is_buyers(case: DeskCase, message_id: str) -> bool:
    """B1-11: a message of the buyer's own, but for the one that filed the claim."""
    if not message_id:
        return False
    written = case.messages.filter(author_role="BUYER")
    first = written.order_by("created_at", "id").values_list("remote_id", flat=True).first()
    return message_id != first and written.filter(remote_id=message_id).exists()
