"""Who answers a Discussion, and whether its sellers see it (S1-38…S1-49, S1-54…S1-58, C-14, C-15, C-31, C-32, P-30).

Discussions are routed by their reason, by the column ``route`` of `reasons`; messages by their topic, by a table of
their own (C-14: a withdrawal goes one way as a message and the other way as a Discussion).
"""

from dataclasses import dataclass, replace

from zgoda.domain.actors import Role
from zgoda.domain.purchase import Provider, Purchase
from zgoda.domain.reasons import Reason
from zgoda.domain.rule_sets import PER_ORDER, RuleSet

PARTIES_AT_WORK = frozenset({Role.SELLER, Role.WAREHOUSE})
"""Answering parties that have people behind them: the seller at the desk, the Warehouse in its workspace."""


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers, and whether the case is hidden from every seller (S1-56)."""

    party: Role
    hidden: bool = False


def provider_that_counts(rules: RuleSet, own: Provider, of_account: Provider) -> Provider:
    """C-15: the order's own, by the layer of January 2026; before it, and under ``seed``, the flag of the seller's
    account stands for all its orders."""
    return own if PER_ORDER in rules.layers else of_account


def under(rules: RuleSet, purchase: Purchase) -> Purchase:
    """The purchase with the provider that counts."""
    return replace(purchase, provider=provider_that_counts(rules, purchase.provider, purchase.account_provider))


def route(purchase: Purchase, reason: Reason) -> Route:
    """S1-38, T-03: by the reason where the platform fulfils the order; own-dispatch orders go to the seller.

    S1-56, C-31: a delivery problem with the One Fulfillment part of a combined order is hidden from all its sellers;
    C-32: the part that a seller sends itself gets an ordinary Discussion.
    """
    if not is_fulfilled(purchase):
        return Route(Role.SELLER)
    return Route(reason.route, hidden=purchase.combined and reason.delivery_problem)


def responsible_party(purchase: Purchase, reason: Reason) -> Role:
    """S1-38: used again at every re-opening, whatever was forwarded meanwhile (T-25)."""
    return route(purchase, reason).party


def is_fulfilled(purchase: Purchase) -> bool:
    """Whether the platform's Warehouse packs and sends this order, by the provider that counts (`under`)."""
    return purchase.provider is Provider.ALLEGRO
