"""What follows outside a claim from what happened in it: the one table from events to letters."""

from collections.abc import Callable, Mapping, Sequence

from zgoda.centre.claims import letters
from zgoda.centre.claims.letters import About
from zgoda.domain.claims import events as e
from zgoda.domain.claims.claim import Claim

Effect = Callable[[Claim, e.Event, str], None]


def enqueue(claim: Claim, recorded: Sequence[e.Recorded], last_seq: int) -> None:
    """Enqueue all effects of the events; ``last_seq`` is the number of the entry before them. An effect's key is made
    of the claim and the entry's number, so that it counts once."""
    for seq, one in enumerate(recorded, start=last_seq + 1):
        for effect in TABLE.get(type(one.event), ()):
            effect(claim, one.event, f"{claim.id}:{seq}")


def _to_seller(about: About) -> Effect:
    return lambda claim, event, key: letters.post(claim.id, claim.purchase.seller_id, about, key)


def _to_buyer(about: About) -> Effect:
    return lambda claim, event, key: letters.post(claim.id, claim.purchase.buyer_id, about, key)


def _silence(claim: Claim, event: e.Event, key: str) -> None:
    """K-05: both are told where silence decided; by switch it is only noted."""
    if isinstance(event, e.DecisionMissed) and event.accepted:
        letters.post(claim.id, claim.purchase.seller_id, About.DEEMED_ACCEPTED, key)
        letters.post(claim.id, claim.purchase.buyer_id, About.DEEMED_ACCEPTED, key)


TABLE: Mapping[type[e.Event], tuple[Effect, ...]] = {
    e.ClaimFiled: (_to_seller(About.FILED),),
    e.ReturnDecisionReminded: (_to_seller(About.RETURN_DECISION),),
    e.ClaimDecided: (_to_buyer(About.DECIDED),),
    e.DecisionMissed: (_silence,),
    e.WithdrawalStated: (_to_seller(About.WITHDRAWN),),
}
"""K-01 the filing, K-03 and K-04 the verdict, K-05 silence, K-07 the withdrawal; TM-8 reminds."""
