"""What follows outside a claim from what happened in it: the one table from events to letters."""

from collections.abc import Callable, Mapping, Sequence

from zgoda.centre.mailing import posting
from zgoda.domain.claims import events as e
from zgoda.domain.claims.claim import Claim
from zgoda.domain.notifications import Kind

Effect = Callable[[Claim, e.Event, str], None]


def enqueue(claim: Claim, recorded: Sequence[e.Recorded], last_seq: int) -> None:
    """Enqueue all effects of the events; ``last_seq`` is the number of the entry before them. An effect's key is made
    of the claim and the entry's number, so that it counts once."""
    for seq, one in enumerate(recorded, start=last_seq + 1):
        for effect in TABLE.get(type(one.event), ()):
            effect(claim, one.event, f"{claim.id}:{seq}")


def _to_seller(kind: Kind) -> Effect:
    return lambda claim, event, key: posting.about_claim(kind, claim.id, claim.purchase.seller_id, key)


def _to_buyer(kind: Kind) -> Effect:
    return lambda claim, event, key: posting.about_claim(kind, claim.id, claim.purchase.buyer_id, key)


def _silence(claim: Claim, event: e.Event, key: str) -> None:
    """K-05: both are told where silence decided; by switch it is only noted."""
    if isinstance(event, e.DecisionMissed) and event.accepted:
        posting.about_claim(Kind.CLAIM_DEEMED_ACCEPTED, claim.id, claim.purchase.seller_id, key)
        posting.about_claim(Kind.CLAIM_DEEMED_ACCEPTED, claim.id, claim.purchase.buyer_id, key)


TABLE: Mapping[type[e.Event], tuple[Effect, ...]] = {
    e.ClaimFiled: (_to_seller(Kind.CLAIM_FILED),),
    e.ReturnDecisionReminded: (_to_seller(Kind.CLAIM_RETURN_DECISION),),
    e.ClaimDecided: (_to_buyer(Kind.CLAIM_DECIDED),),
    e.DecisionMissed: (_silence,),
    e.WithdrawalStated: (_to_seller(Kind.CLAIM_WITHDRAWN),),
}
"""K-01 the filing, K-03 and K-04 the verdict, K-05 silence, K-07 the withdrawal; TM-8 reminds."""
