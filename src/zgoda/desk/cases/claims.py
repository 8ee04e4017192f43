"""A claim as the desk reads it, and what may be decided about it now (rules B.1 and E.4, P-36, P-37).

The protocol tells the status and the return flag; the kind of verdict, a withdrawal and the end of the talk are told
only by a server with additions. What this desk sent itself is known from its outbox. The rules are the domain's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from zgoda.desk.cases.refusals import Why
from zgoda.desk.store.models import IN_FLIGHT, DeskCase, Kind, Outgoing, SendState
from zgoda.domain.claims import verdicts
from zgoda.domain.claims.claim import Decision, ReturnDecision, Status
from zgoda.domain.law import frozen_law
from zgoda.domain.markets import UnknownMarket, market
from zgoda.domain.rule_sets import RuleSet
from zgoda.wire.times import from_wire
from zgoda.wire.tolerant import IssueSeen, Unreadable, read_issue

CLAIM = "CLAIM"
STATUSES = {
    "CLAIM_SUBMITTED": Status.SUBMITTED,
    "CLAIM_ACCEPTED": Status.ACCEPTED,
    "CLAIM_REJECTED": Status.REJECTED,
}
"""B1-04: the protocol's words for a claim's status."""

DECIDED = frozenset(STATUSES) - {"CLAIM_SUBMITTED"}
"""B1-05."""

ARRIVED = (SendState.SENT, SendState.SEEN)
UNDECIDED = (*IN_FLIGHT, SendState.UNSEEN, SendState.HELD, SendState.SHADOW)
"""States of a row that may still take effect."""


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """``status`` is None for a word nobody knows. ``decision`` is how it was decided, where that is known.

    ``return_required`` is None until the return is decided. ``withdrawn_at`` and ``talk_ended_at`` come from a server
    with additions; ``tells`` says whether this one would tell.
    """

    issue: IssueSeen
    status: Status | None
    return_required: bool | None
    decision: Decision | None
    withdrawn_at: datetime | None
    talk_ended_at: datetime | None
    tells: bool
    rules: RuleSet

    @property
    def is_submitted(self) -> bool:
        """The seller still has to decide, whoever ended the talk (B1-16)."""
        return self.status is Status.SUBMITTED


def facts_of(case: DeskCase, rows: Iterable[Outgoing] = ()) -> ClaimFacts | None:
    """None where the case is no claim, which may change under the same id. ``rows`` is what this desk sent in it."""
    if case.type != CLAIM:
        return None
    issue = read_issue(case.remote)
    if isinstance(issue, Unreadable):
        issue = read_issue({"id": case.remote_id})
        assert isinstance(issue, IssueSeen)  # noqa: S101 -- an id is all it takes
    status, own = STATUSES.get(case.status), case.own
    return ClaimFacts(
        issue=issue,
        status=status,
        return_required=_return_required(issue, own.get("returnDecision"), rows),
        decision=_decision(status, own.get("decision"), rows),
        withdrawn_at=from_wire(str(own.get("withdrawnAt") or "")),
        talk_ended_at=from_wire(str(own.get("talkEndedAt") or "")),
        tells="withdrawnAt" in own,
        rules=_rules(case),
    )


def following(facts: ClaimFacts) -> tuple[Decision, ...]:
    """The verdicts that the rules let follow; none where the status is unknown."""
    return verdicts.following(facts.status, facts.decision, facts.rules) if facts.status is not None else ()


def return_refused(facts: ClaimFacts | None, rows: Iterable[Outgoing] = ()) -> Why | None:
    """P-36, K-02: once, while the claim waits for its decision. ``rows`` are other ones of this desk."""
    if facts is None:
        return Why.NOT_A_CLAIM
    if not facts.is_submitted:
        return Why.CLAIM_DECIDED
    under_way = any(row.kind == Kind.RETURN and row.state in UNDECIDED for row in rows)
    return Why.RETURN_DECIDED if under_way or facts.return_required is not None else None


def verdict_refused(
    facts: ClaimFacts | None, verdict: Decision, *, is_withdrawal_shown: bool, rows: Iterable[Outgoing] = ()
) -> Why | None:
    """P-37, K-03, K-04, K-07b. ``rows`` are other ones of this desk: a verdict among them that may still take effect
    stands in the way, a return decision on its way counts as made. ``is_withdrawal_shown``: somebody pointed at the
    buyer's message that withdraws the claim."""
    if facts is None:
        return Why.NOT_A_CLAIM
    if verdict not in following(facts):
        return Why.VERDICT_NOT_POSSIBLE
    under_way = [row.kind for row in rows if row.state in UNDECIDED]
    if Kind.VERDICT in under_way:
        return Why.VERDICT_ON_ITS_WAY
    if verdict is Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER:
        said = facts.withdrawn_at is not None if facts.tells else is_withdrawal_shown
        return None if said else Why.NOT_WITHDRAWN
    made = facts.return_required is not None or Kind.RETURN in under_way
    asked = facts.status is not None and verdicts.asks_return_first(facts.status, verdict)
    return Why.RETURN_FIRST if asked and not made else None


def others(case: DeskCase, row: Outgoing | None = None) -> Sequence[Outgoing]:
    """What this desk sent in the case, but for ``row``."""
    rows = Outgoing.objects.filter(case=case, kind__in=(Kind.RETURN, Kind.VERDICT))
    return list(rows if row is None else rows.exclude(pk=row.pk))


def _return_required(issue: IssueSeen, stated: object, rows: Iterable[Outgoing]) -> bool | None:
    """B1-06: the flag; a decision of ours that arrived counts before the flag shows it."""
    if issue.return_required is not None:
        return issue.return_required
    ours = [row.payload.get("decision") for row in rows if row.kind == Kind.RETURN and row.state in ARRIVED]
    known = [one for one in (stated, *ours) if one in list(ReturnDecision)]
    return known[-1] != ReturnDecision.NOT_REQUIRED if known else None


def _decision(status: Status | None, stated: object, rows: Iterable[Outgoing]) -> Decision | None:
    """The server's word, else our own last verdict where the status agrees with it."""
    if stated in list(Decision):
        return Decision(str(stated))
    ours = [Decision(str(row.payload["verdict"])) for row in rows if row.kind == Kind.VERDICT and row.state in ARRIVED]
    return ours[-1] if ours and ours[-1].status is status else None


def _rules(case: DeskCase) -> RuleSet:
    """G-05: the rule set in force when the claim was filed."""
    try:
        where = market(case.market)
    except UnknownMarket:
        where = market("pl")
    return frozen_law(case.opened_at, where).rules
