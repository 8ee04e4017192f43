"""What happens next in a claim, in a few words: for lists and over the chat."""

from datetime import datetime

from django.utils.translation import gettext as _

from zgoda.centre.web.buyer.standing import Standing
from zgoda.domain.claims.claim import Claim, Status
from zgoda.look.words import clocks
from zgoda.look.words.claims import decision_name
from zgoda.look.words.times import when


def claim_standing(claim: Claim, now: datetime) -> Standing:
    """What happens next, in a few words."""
    if claim.status is not Status.SUBMITTED and claim.decision is not None:
        return Standing("met", decision_name(claim.decision))
    if claim.decision_due is None:
        return Standing("still", _("waits for the seller's decision"))
    state = clocks.state(claim.filed_at, claim.decision_due, now)
    gone = clocks.gone(claim.filed_at, claim.decision_due, now)
    words = _("the seller decides by %(at)s") % {"at": when(claim.decision_due)}
    return Standing(state, words, gone, claim.decision_due)
