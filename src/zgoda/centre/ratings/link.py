"""The link of the platform's letter (S1-36): signed, for one rating, good once and until the final date.

Whoever has it needs no sign-in, and can do nothing else with it.
"""

from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q

from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.centre.ratings.rows import held, removed
from zgoda.domain import ratings as rules
from zgoda.domain.ratings import RatingRefused, RatingWhy, RemovalReason, Source
from zgoda.engine.instants import whole_ms

_signer = Signer(salt="zgoda.ratings.removal")


def token_of(request: RemovalRequest) -> str:
    return _signer.sign(request.pk.hex)


def request_of(token: str) -> RemovalRequest | None:
    """The platform's request that a link belongs to; None where the link is not ours."""
    try:
        request_id = UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    found = RemovalRequest.objects.select_related("rating__order", "rating__seller", "rating__buyer")
    return found.defer("rating__order__form").filter(pk=request_id, source=Source.ADMIN).first()


def why_not(request: RemovalRequest, now: datetime) -> RatingRefused | None:
    """Why the link does nothing now; None where it removes."""
    used = request.link_used_at is not None
    return rules.may_follow_link(request.rating.as_rules_see(), now, used=used)


def follow(request: RemovalRequest, reason: RemovalReason | None, *, now: datetime) -> OrderRating | RatingRefused:
    """Remove the one rating, with a reason (B10-02)."""
    now = whole_ms(now)
    with transaction.atomic():
        row = held(request.rating_id, Q())
        fresh = RemovalRequest.objects.select_related("rating__order").defer("rating__order__form").get(pk=request.pk)
        refused = why_not(fresh, now)
        if refused is not None or row is None or reason is None:
            return refused or RatingRefused(RatingWhy.REASON_MISSING)
        fresh.link_used_at = now
        fresh.save(update_fields=["link_used_at"])
        return removed(row, reason, now)
