"""Who answers a Discussion (S1-38, C-15, P-30)."""

from zgoda.domain.actors import Role
from zgoda.domain.purchase import Provider, Purchase
from zgoda.domain.reasons import Reason

PARTIES_AT_WORK = frozenset({Role.SELLER})
"""Answering parties that have people behind them. The Warehouse joins this set when its pages exist."""


def responsible_party(purchase: Purchase, reason: Reason) -> Role:
    """S1-38: assigned by the reason, where the platform fulfils the order; own-dispatch orders go to the seller.

    The provider is the order's (C-15). A case is never given to a party that nobody works for: as long as the
    Warehouse is not in ``PARTIES_AT_WORK`` its reasons go to the seller, whose duty to answer is the same.
    Used again at every re-opening (T-25).
    """
    if purchase.provider is Provider.ALLEGRO and reason.route in PARTIES_AT_WORK:
        return reason.route
    return Role.SELLER
