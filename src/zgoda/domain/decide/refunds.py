"""Money back through the payment service (P-23): who may ask for it. How much is the payment's affair (S0-41)."""

from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide.guards import Guard, admitted, first, may_speak
from zgoda.domain.discussion import Discussion


def may_refund(case: Discussion, by: Actor) -> Guard:
    """P-23: of seller and Warehouse the responsible one, whatever the case's status."""
    return first(admitted(case, by, Role.SELLER, Role.WAREHOUSE), may_speak(case, by))
