"""Which verdict may be given next, for whoever knows of a claim no more than how it stands (K-02…K-04).

`decide` asks here, and so does a seller's desk, which reads claims from a platform and never folds their events.
"""

from zgoda.domain.claims.claim import VERDICTS, Decision, Status
from zgoda.domain.claims.guide import WITHDRAWN_LAYER
from zgoda.domain.rule_sets import RuleSet


def leads(status: Status, current: Decision | None, decision: Decision) -> bool:
    """K-03, K-04 and after: submitted to any verdict, accepted to another acceptance, rejected to an acceptance.

    ``current`` is None where only the status is known; silence is no verdict (C-28).
    """
    if decision is Decision.DEEMED_ACCEPTED:
        return False
    return status is Status.SUBMITTED or (decision.status is Status.ACCEPTED and decision is not current)


def asks_return_first(status: Status, decision: Decision) -> bool:
    """B1-13: the return is decided before the first verdict; not where the buyer withdrew the claim (K-07b), and a
    changed verdict does not ask again."""
    return status is Status.SUBMITTED and decision is not Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER


def knows_withdrawal(rules: RuleSet) -> bool:
    """B1-11, G-05: whether the claim's own rule set has the code for a claim that the buyer withdrew."""
    return WITHDRAWN_LAYER in rules.layers


def following(status: Status, current: Decision | None, rules: RuleSet) -> tuple[Decision, ...]:
    """B1-10, B1-11: the verdicts that may follow, in the order of the forms."""
    known = knows_withdrawal(rules)
    return tuple(
        one
        for one in VERDICTS
        if leads(status, current, one) and (known or one is not Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER)
    )
