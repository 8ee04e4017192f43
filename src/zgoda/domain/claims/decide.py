"""Judge a command on a claim: the events that follow from it, or the refusal (E.4, P-35…P-39).

The claim must be caught up: timers due before the command have been applied (G-03, `clocks.catch_up`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from zgoda.domain.actors import ANSWERERS, STAFF, Actor, Role
from zgoda.domain.claims import commands as c
from zgoda.domain.claims import events as e
from zgoda.domain.claims import verdicts
from zgoda.domain.claims.claim import Claim, Decision, ReturnDecision, Status
from zgoda.domain.claims.filing import file_claim
from zgoda.domain.commands import Text, WriteMessage
from zgoda.domain.decide.guards import Guard, content, first, written
from zgoda.domain.decide.solutions import stated
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.law import Law
from zgoda.domain.limits import MESSAGE_ATTACHMENTS, too_long, too_many
from zgoda.domain.messages import optional
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused, Why

Judged = list[e.Event] | Refused


def decide(claim: Claim | None, command: c.Command, now: datetime, law: Law) -> Judged:
    """What follows from ``command`` at ``now``; a claim that does not exist reads as somebody else's (P-49)."""
    if isinstance(command, c.FileClaim):
        return Refused(Why.COMMAND_REUSED) if claim is not None else file_claim(command, now, law)
    if claim is None:
        return Refused(Why.NOT_A_PARTY)
    return _BY_COMMAND[type(command)](claim, command, now, law)


def is_party(claim: Claim, actor: Actor) -> bool:
    """P-04: buyer and seller, and the Warehouse where it is responsible."""
    if actor.role is Role.BUYER:
        return actor.id == claim.purchase.buyer_id
    if actor.role is Role.SELLER:
        return actor.id == claim.purchase.seller_id
    return actor.role is Role.WAREHOUSE and claim.responsible is Role.WAREHOUSE


def may_view(claim: Claim, actor: Actor) -> bool:
    """P-04, P-49: False means "not found"; what staff reads is logged."""
    return actor.role in STAFF or is_party(claim, actor)


def may_write(claim: Claim, by: Actor, now: datetime, law: Law) -> Guard:
    """K-08, C-16: buyer, seller and consultant, in any status, while the chat is open (B1-17). P-05: of the answering
    parties also the Warehouse, where it is responsible; K-08 names the seller for both, as K-02 does beside P-36."""
    return first(
        _admitted(claim, by, Role.BUYER, Role.SELLER, Role.WAREHOUSE, Role.CONSULTANT),
        None if claim.chat_is_open(now) else Refused(Why.CHAT_CLOSED),
    )


def may_decide_return(claim: Claim, by: Actor, now: datetime, law: Law) -> Guard:
    """P-36, K-02, C-21: for every solution, once, before the verdict; the responsible Warehouse may as well."""
    return first(
        _admitted(claim, by, *ANSWERERS),
        _undecided(claim),
        Refused(Why.RETURN_DECIDED_ALREADY) if claim.return_decision is not None else None,
    )


def may_decide(claim: Claim, by: Actor, decision: Decision, law: Law) -> Guard:
    """P-37: the seller alone; first the return decision (B1-13), unless the buyer withdrew the claim (K-07b)."""
    withdrawal = decision is Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER
    return first(
        _admitted(claim, by, Role.SELLER),
        _leads(claim, decision),
        _withdrawn(claim, law) if withdrawal else _return_decided(claim, decision),
    )


def may_say_withdrawn(claim: Claim, by: Actor, now: datetime, law: Law) -> Guard:
    """P-38, K-07."""
    return first(
        _admitted(claim, by, Role.BUYER),
        _undecided(claim),
        Refused(Why.WITHDRAWAL_STATED_ALREADY) if claim.withdrawn_at is not None else None,
    )


def may_end_talk(claim: Claim, by: Actor, now: datetime, law: Law) -> Guard:
    """K-06."""
    return first(
        _admitted(claim, by, Role.BUYER),
        _undecided(claim),
        Refused(Why.TALK_ENDED_ALREADY) if claim.talk_ended_at is not None else None,
    )


def may_ask(claim: Claim, by: Actor, now: datetime, law: Law) -> Guard:
    """P-39, B1-20: while the decision is awaited; it does not stop the deadline."""
    return first(
        _admitted(claim, by, Role.SELLER),
        _undecided(claim),
        None if claim.chat_is_open(now) else Refused(Why.CHAT_CLOSED),
    )


def _write(claim: Claim, command: WriteMessage, now: datetime, law: Law) -> Judged:
    """K-08: status and clocks stay; the buyer's message resumes a conversation that was ended."""
    refused = may_write(claim, command.by, now, law) or content(command.text, command.attachments)
    if refused is not None:
        return refused
    resumed: list[e.Event] = [e.TalkResumed()] if command.by.role is Role.BUYER and claim.talk_ended_at else []
    return [_by_person(command, e.Kind.WRITTEN, attachments=command.attachments), *resumed]


def _decide_return(claim: Claim, command: c.DecideReturn, now: datetime, law: Law) -> Judged:
    """K-02: the decision is told in a message, and the return flag is set."""
    refused = first(
        may_decide_return(claim, command.by, now, law),
        too_long(command.text),
        too_many(len(command.attachments), MESSAGE_ATTACHMENTS),
    )
    if refused is not None:
        return refused
    message = _by_person(command, e.Kind.RETURN_DECISION, command.decision, attachments=command.attachments)
    return [message, e.ReturnDecided(command.decision)]


def _decide(claim: Claim, command: c.Decide, now: datetime, law: Law) -> Judged:
    """K-03, K-04, K-07b; B1-12: a verdict always carries a message."""
    refused = first(
        may_decide(claim, command.by, command.decision, law),
        written(command.text, Why.MESSAGE_EMPTY),
        _granted(claim, command),
    )
    if refused is not None:
        return refused
    return [
        _by_person(command, e.Kind.DECISION, command.decision, amount=command.amount),
        e.ClaimDecided(decision=command.decision, granted=command.amount),
    ]


def _say_withdrawn(claim: Claim, command: c.SayWithdrawn, now: datetime, law: Law) -> Judged:
    """K-07: recorded and told; the seller still has to decide, and TM-7 keeps running."""
    return first(may_say_withdrawn(claim, command.by, now, law), too_long(command.text)) or [
        _by_person(command, e.Kind.WITHDRAWAL),
        e.WithdrawalStated(),
    ]


def _end_talk(claim: Claim, command: c.EndTalk, now: datetime, law: Law) -> Judged:
    """K-06, B1-16: a note of the platform; status and TM-7 stay."""
    note = e.ClaimMessagePosted(
        message_id=command.message_id, author=Role.SYSTEM, author_id=None, kind=e.Kind.TALK_ENDED
    )
    return may_end_talk(claim, command.by, now, law) or [note, e.TalkEnded()]


def _ask(claim: Claim, command: c.AskForInformation, now: datetime, law: Law) -> Judged:
    """P-39."""
    return first(may_ask(claim, command.by, now, law), written(command.text, Why.MESSAGE_EMPTY)) or [
        _by_person(command, e.Kind.INFORMATION_ASK)
    ]


def _admitted(claim: Claim, by: Actor, *roles: Role) -> Guard:
    """P-49 before E.2: whoever is no party hears that there is no such claim; a party may still lack the right."""
    if by.role in (Role.BUYER, *ANSWERERS) and not is_party(claim, by):
        return Refused(Why.NOT_A_PARTY)
    return None if by.role in roles else Refused(Why.NOT_ALLOWED)


def _undecided(claim: Claim) -> Guard:
    """E.4: what is possible from SUBMITTED only."""
    return None if claim.status is Status.SUBMITTED else Refused(Why.CLAIM_DECIDED)


def _leads(claim: Claim, decision: Decision) -> Guard:
    """K-03, K-04 and after."""
    possible = verdicts.leads(claim.status, claim.decision, decision)
    return None if possible else Refused(Why.DECISION_NOT_POSSIBLE)


def _return_decided(claim: Claim, decision: Decision) -> Guard:
    """B1-13."""
    missing = verdicts.asks_return_first(claim.status, decision) and claim.return_decision is None
    return Refused(Why.RETURN_NOT_DECIDED) if missing else None


def _withdrawn(claim: Claim, law: Law) -> Guard:
    """K-07b, G-05: where the claim's own rule set knows the code, and the buyer's statement is recorded."""
    if not verdicts.knows_withdrawal(law.rules):
        return Refused(Why.DECISION_NOT_IN_FORCE)
    return None if claim.withdrawn_at is not None else Refused(Why.WITHDRAWAL_NOT_STATED)


def _granted(claim: Claim, command: c.Decide) -> Guard:
    """B1-10, C-30: a partial refund names its amount, and no other verdict names any."""
    if command.decision is not Decision.ACCEPTED_PARTIAL_REFUND:
        return Refused(Why.PART_NOT_ASKED) if command.amount is not None else None
    return stated(Expectation(Solution.PARTIAL_REFUND, command.amount), claim.purchase.line_price)


def _by_person(
    command: WriteMessage | c.DecideReturn | c.Decide | c.SayWithdrawn | c.AskForInformation,
    kind: e.Kind,
    code: ReturnDecision | Decision | str = "",
    *,
    amount: Money | None = None,
    attachments: tuple[UUID, ...] = (),
) -> e.ClaimMessagePosted:
    text: Text | None = command.text
    return e.ClaimMessagePosted(
        message_id=command.message_id,
        author=command.by.role,
        author_id=command.by.id,
        kind=kind,
        code=str(code),
        amount=amount,
        text=optional(text),
        attachments=attachments,
    )


_BY_COMMAND: Mapping[type[c.Command], Callable[..., Judged]] = {
    WriteMessage: _write,
    c.DecideReturn: _decide_return,
    c.Decide: _decide,
    c.SayWithdrawn: _say_withdrawn,
    c.EndTalk: _end_talk,
    c.AskForInformation: _ask,
}
