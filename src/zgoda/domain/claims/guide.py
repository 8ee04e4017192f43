"""Claim or Discussion? What a buyer with a problem is offered (C-02, B1-01, B1-02, B1-18)."""

from enum import StrEnum

from zgoda.domain.claims.claim import Ground
from zgoda.domain.reasons import OFFERED, Reason
from zgoda.domain.rule_sets import RuleSet

CLAIM_LAYER = "claims-2025-07-01"
CHAT_LAYER = "claims-chat-2025-10-28"
WITHDRAWN_LAYER = "claim-withdrawn-2026-06-18"

_BESIDE_PRODUCT_PROBLEMS = frozenset({"MISSING_PRODUCT_ELEMENT", "OTHER"})
"""B.3 and B1-22: reasons of claims beside a problem with the product."""


class Way(StrEnum):
    """The two ways to go on; the talk is a Discussion."""

    CLAIM = "CLAIM"
    TALK = "TALK"


def ways(reason: Reason, rules: RuleSet) -> tuple[Way, ...]:
    """C-02: under the layer a problem with the product may be claimed or talked about; all else is talked about."""
    return (Way.CLAIM, Way.TALK) if rules.claims_enabled and is_claimable(reason) else (Way.TALK,)


def is_claimable(reason: Reason) -> bool:
    """C-02, B.3: a problem with the product, a missing element, or a reason that is not on the list."""
    return reason in OFFERED and (reason.asks_solution or reason.code in _BESIDE_PRODUCT_PROBLEMS)


def grounds(*, warranty_offered: bool) -> tuple[Ground, ...]:
    """B1-18: the statutory complaint always, the warranty where the offer has one."""
    return (Ground.COMPLAINT, Ground.WARRANTY) if warranty_offered else (Ground.COMPLAINT,)


CLAIMABLE = tuple(reason for reason in OFFERED if is_claimable(reason))
"""The reasons that the form for claims offers."""
