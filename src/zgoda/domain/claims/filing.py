"""Filing a claim (P-35, K-01)."""

from datetime import datetime

from zgoda.domain import reasons
from zgoda.domain.actors import Role
from zgoda.domain.claims import events as e
from zgoda.domain.claims.clocks import filing_clocks
from zgoda.domain.claims.commands import FileClaim
from zgoda.domain.claims.guide import grounds, is_claimable
from zgoda.domain.deadlines import latest_opening
from zgoda.domain.decide.guards import Guard, first, together
from zgoda.domain.decide.solutions import stated
from zgoda.domain.law import Law
from zgoda.domain.limits import opening_attachments, too_long, too_many
from zgoda.domain.messages import optional
from zgoda.domain.purchase import Purchase
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.routing import responsible_party, under


def file_claim(command: FileClaim, now: datetime, law: Law) -> list[e.Event] | Refused:
    """K-01: refuse for the first guard that objects, otherwise file it and post message no. 1 in the buyer's name."""
    purchase = command.purchase
    if command.by.role is not Role.BUYER:
        return Refused(Why.NOT_ALLOWED)
    if purchase is None:
        return Refused(Why.PRODUCT_MISSING)
    if command.by.id != purchase.buyer_id:
        return Refused(Why.NOT_YOUR_ORDER)
    refused = first(may_file(purchase, now, law, open_on_order=command.open_on_order), _content(command, purchase, law))
    if refused is not None or command.ground is None or command.expectation is None or not command.reason_code:
        return refused or Refused(Why.GROUND_MISSING)
    clocks = filing_clocks(now, command.ground, law)
    filed = e.ClaimFiled(
        reference=command.reference,
        purchase=purchase,
        reason_code=command.reason_code,
        ground=command.ground,
        expectation=command.expectation,
        rule_set=law.rules.id,
        responsible=responsible_party(under(law.rules, purchase), reasons.find(command.reason_code)),
        decision_due=clocks.decision_due,
        return_due=clocks.return_due,
        chat_closes_at=clocks.chat_closes_at,
    )
    return [filed, _message(command)]


def may_file(purchase: Purchase, now: datetime, law: Law, *, open_on_order: bool) -> Guard:
    """P-35 as far as layer, time and order decide; B1-19: one claim about an order waits for its decision at a time."""
    if not law.rules.claims_enabled:
        return Refused(Why.CLAIMS_OFF)
    if now > latest_opening(purchase.purchased_at, law.market):
        return Refused(Why.TOO_LATE_TO_OPEN)
    return Refused(Why.CLAIM_OPEN_ALREADY) if open_on_order else None


def _content(command: FileClaim, purchase: Purchase, law: Law) -> Guard:
    """P-35: ground, reason and expected solution, all that is missing at once; C-08: files as in an opening."""
    return together(
        _ground(command),
        _reason(command.reason_code),
        Refused(Why.SOLUTION_MISSING)
        if command.expectation is None
        else stated(command.expectation, purchase.line_price),
        too_long(command.description),
        too_many(len(command.attachments), opening_attachments(law.rules)),
    )


def _ground(command: FileClaim) -> Guard:
    """B1-06, B1-18."""
    if command.ground is None:
        return Refused(Why.GROUND_MISSING)
    known = command.ground in grounds(warranty_offered=command.warranty_offered)
    return None if known else Refused(Why.NO_WARRANTY)


def _reason(code: str | None) -> Guard:
    """C-02: one that leads to a claim."""
    if not code or (code in reasons.Group.__members__ and code != reasons.Group.OTHER):
        return Refused(Why.REASON_MISSING)
    reason = reasons.find(code)
    if reason not in reasons.OFFERED:
        return Refused(Why.REASON_UNKNOWN)
    return None if is_claimable(reason) else Refused(Why.NOT_CLAIMABLE)


def _message(command: FileClaim) -> e.ClaimMessagePosted:
    """The problem, the description and the expected solution, as the first message of the chat."""
    return e.ClaimMessagePosted(
        message_id=command.message_id,
        author=Role.BUYER,
        author_id=command.by.id,
        kind=e.Kind.FILING,
        text=optional(command.description),
        attachments=command.attachments,
    )
